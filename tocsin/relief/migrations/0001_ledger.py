"""Funds and their ledger, held by the database itself.

Postings come first, and the transfer that seals them comes last: it is refused unless they add up to zero in each
currency, are as many as it says, and stand on accounts of its own fund. Both SQLite and PostgreSQL check foreign keys
on commit, so a posting without its transfer is never stored; SQLite has no other check that late.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tocsin.guards import Guard, held

KEPT = "what is booked stays: correct it by another transfer"

#: table -> the sets of columns, beside its id, of which each names one row
TABLES = {
    "relief_transfer": (("key",), ("corrects_id",)),
    "relief_posting": (),
    "relief_batch": (),
    "relief_period": (("fund_id", "last"),),
    "relief_account": (("fund_id", "code"),),
    "relief_fundterms": (("supersedes_id",),),
}


def _same_row(table, names):
    """That a row of the table has one of the new one's names."""
    same = [" AND ".join(f"{column} = NEW.{column}" for column in name) for name in (("id",), *names)]
    return f"EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({each})' for each in same)})"


def _kept(table, names):
    """No row of the table changes or goes, by any of the ways that a store has."""
    conditions = {
        "UPDATE": ("frozen", "TRUE"),
        "DELETE": ("kept", "TRUE"),
        "REPLACE": ("replaced", _same_row(table, names)),
        "TRUNCATE": ("emptied", "TRUE"),
    }
    return [
        Guard(name=f"{table}_{name}", table=table, event=event, condition=condition, message=KEPT)
        for event, (name, condition) in conditions.items()
    ]


GUARDS = [
    *(guard for table, names in TABLES.items() for guard in _kept(table, names)),
    Guard(
        name="relief_fund_kept",
        table="relief_fund",
        event="DELETE",
        condition="TRUE",
        message="a fund is closed, never deleted",
    ),
    Guard(
        name="relief_fund_named",
        table="relief_fund",
        event="UPDATE",
        condition="NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.demonstration <> OLD.demonstration",
        message="a fund keeps its code, and whether it is a demonstration",
    ),
    Guard(
        name="relief_posting_late",
        table="relief_posting",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM relief_transfer WHERE id = NEW.transfer_id)",
        message="the transfer is sealed: no posting is added to it",
    ),
    Guard(
        name="relief_transfer_whole",
        table="relief_transfer",
        event="INSERT",
        condition="NEW.legs < 2 OR NEW.legs <> "
        "(SELECT COUNT(*) FROM relief_posting p JOIN relief_account a ON a.id = p.account_id "
        "WHERE p.transfer_id = NEW.id AND a.fund_id = NEW.fund_id) "
        "OR NEW.legs <> (SELECT COUNT(*) FROM relief_posting p WHERE p.transfer_id = NEW.id)",
        message="a transfer comes after its postings, which are on accounts of its fund",
    ),
    Guard(
        name="relief_transfer_balanced",
        table="relief_transfer",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM relief_posting p JOIN relief_account a ON a.id = p.account_id "
        "WHERE p.transfer_id = NEW.id GROUP BY a.currency HAVING SUM(p.minor) <> 0)",
        message="the postings of a transfer add up to zero in each currency",
    ),
    Guard(
        name="relief_transfer_open",
        table="relief_transfer",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM relief_period c WHERE c.fund_id = NEW.fund_id AND c.last >= NEW.entry_date)",
        message="its day is closed: it is booked on the first open day",
    ),
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('record', '0008_verification'),
        ('situations', '0009_withdrawn'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=6)),
                ('title', models.CharField(max_length=200)),
                ('purpose', models.TextField()),
                ('holder', models.CharField(max_length=200)),
                ('purposes', models.JSONField(default=list)),
                ('opens_on', models.DateField(null=True)),
                ('closes_on', models.DateField(null=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('demonstration', models.BooleanField(default=False)),
                ('opened_by', models.CharField(max_length=150)),
                ('opened_at', models.DateTimeField()),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='record.finding')),
                ('situation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='situations.situation')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('asset', 'Asset'), ('clearing', 'Clearing'), ('liability', 'Liability'), ('income', 'Income'), ('expense', 'Expense'), ('exchange', 'Exchange')], max_length=9)),
                ('currency', models.CharField(max_length=3)),
                ('restricted', models.BooleanField(default=False)),
                ('number', models.CharField(blank=True, max_length=34)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('fund', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='relief.fund')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='FundTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=6)),
                ('title', models.CharField(max_length=200)),
                ('purpose', models.TextField()),
                ('holder', models.CharField(max_length=200)),
                ('purposes', models.JSONField(default=list)),
                ('opens_on', models.DateField(null=True)),
                ('closes_on', models.DateField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='relief.fund')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='relief.fundterms')),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('closed_at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
                ('fund', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='relief.fund')),
            ],
            options={
                'ordering': ('last',),
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('transfers', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('booked_at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('body_hash', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=16)),
                ('value_date', models.DateField()),
                ('entry_date', models.DateField()),
                ('booked_at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
                ('about', models.CharField(blank=True, max_length=80)),
                ('rate', models.CharField(blank=True, max_length=32)),
                ('rate_source', models.CharField(blank=True, max_length=200)),
                ('rate_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('batch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='relief.batch')),
                ('legs', models.PositiveSmallIntegerField()),
                ('beside', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='besides', to='relief.transfer')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='relief.transfer')),
                ('fund', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='relief.fund')),
                ('period', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='late', to='relief.period')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minor', models.BigIntegerField()),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='relief.account')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='relief.transfer')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('fund', 'code'), name='account_once'),
        ),
        migrations.AddConstraint(
            model_name='fundterms',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('fund',), name='one_first_fund_terms'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.UniqueConstraint(fields=('fund', 'last'), name='period_once'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='period_has_days'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['fund', 'entry_date', 'id'], name='transfers_of_fund'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about'], name='transfers_about'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('beside__isnull', False)), fields=['beside'], name='transfers_beside'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['account', 'transfer', 'minor'], name='postings_of_account'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('minor', 0), _negated=True), name='posting_of_something'),
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

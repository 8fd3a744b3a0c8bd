"""Money out: needs, programmes, allocations, payment lists and what became of payments.

What people said and decided stays as it was, and so does what a list was taken in with; four eyes are held here too.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

KEPT = "what was decided or said stays: another word supersedes it"

#: table -> the sets of columns, beside its id, of which each names one row
SAID = {
    "relief_allocationact": (),
    "relief_delivery": (("supersedes_id",), ("transfer_id",)),
    "relief_duplicateruling": (("supersedes_id",),),
    "relief_need": (("supersedes_id",),),
    "relief_programme": (("fund_id", "code"),),
}
#: table -> the columns that never change; its rows are never deleted
HELD = {
    "relief_allocation": (
        (),
        ("id", "programme_id", "fund_id", "minor", "currency", "decision", "authority", "proposed_by_id", "proposed_at"),
    ),
    "relief_paymentlist": (
        (("transfer_id",),),
        ("id", "allocation_id", "sha256", "first", "last", "lines_sha256", "taken_in_by_id", "taken_in_at"),
    ),
    "relief_payment": (
        (("list_id", "line"),),
        ("id", "list_id", "line", "payee", "invoice", "minor"),
    ),
}


def _same_row(names):
    """That a row has one of the new one's names."""
    return " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in name) + ")" for name in (("id",), *names)
    )


def _kept(table, names):
    """No row goes, by any of the ways that a store has."""
    conditions = {
        "DELETE": ("kept", "TRUE"),
        "REPLACE": ("replaced", f"EXISTS (SELECT 1 FROM {table} WHERE {_same_row(names)})"),
        "TRUNCATE": ("emptied", "TRUE"),
    }
    for event, (name, condition) in conditions.items():
        yield Guard(name=f"{table}_{name}", table=table, event=event, condition=condition, message=KEPT)


def _frozen(table, condition):
    return Guard(name=f"{table}_frozen", table=table, event="UPDATE", condition=condition, message=KEPT)


GUARDS = [
    *(guard for table, names in SAID.items() for guard in _kept(table, names)),
    *(_frozen(table, "TRUE") for table in SAID),
    *(guard for table, (names, _columns) in HELD.items() for guard in _kept(table, names)),
    *(_frozen(table, changes(columns)) for table, (_names, columns) in HELD.items()),
    Guard(
        name="relief_allocation_four_eyes",
        table="relief_allocationact",
        event="INSERT",
        condition="NEW.action = 'approve' AND (NEW.login_id IS NULL OR NEW.login_id = "
        "(SELECT proposed_by_id FROM relief_allocation WHERE id = NEW.allocation_id))",
        message="whoever proposed an allocation cannot approve it",
    ),
    Guard(
        name="relief_payment_late",
        table="relief_payment",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM relief_paymentlist WHERE id = NEW.list_id AND state <> 'planned')",
        message="nothing is added to a payment list that is no longer planned",
    ),
    Guard(
        name="relief_payment_list_sent",
        table="relief_paymentlist",
        event="UPDATE",
        condition="OLD.state <> 'planned'",
        message="a payment list is sent or withdrawn once",
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0008_verification'),
        ('relief', '0003_cards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('decision', models.TextField()),
                ('authority', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('spent down', 'Spent Down'), ('ended', 'Ended')], default='proposed', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('proposed_at', models.DateTimeField()),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='relief.fund')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-proposed_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='AllocationAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('spent down', 'Spent Down'), ('ended', 'Ended')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='relief.allocation')),
                ('login', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PaymentList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('withdrawn', 'Withdrawn')], default='planned', max_length=9)),
                ('version', models.PositiveIntegerField(default=1)),
                ('lines_sha256', models.CharField(max_length=64)),
                ('taken_in_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('value_date', models.DateField(null=True)),
                ('bank', models.CharField(blank=True, max_length=40)),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='relief.allocation')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transfer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relief.transfer')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('payee', models.CharField(db_index=True, max_length=40)),
                ('invoice', models.CharField(blank=True, max_length=60)),
                ('minor', models.BigIntegerField()),
                ('left_out', models.BooleanField(default=False)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='relief.paymentlist')),
            ],
            options={
                'ordering': ('list_id', 'line'),
            },
        ),
        migrations.CreateModel(
            name='DuplicateRuling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=64)),
                ('payments', models.JSONField()),
                ('left_out', models.JSONField()),
                ('verdict', models.CharField(choices=[('all due', 'All Due'), ('leave out', 'Leave Out'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='relief.duplicateruling')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='relief.paymentlist')),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('cash-person', 'Cash Person'), ('cash-household', 'Cash Household'), ('goods', 'Goods'), ('services', 'Services')], max_length=14)),
                ('purpose', models.CharField(blank=True, max_length=60)),
                ('opened_by', models.CharField(max_length=150)),
                ('opened_at', models.DateTimeField()),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='relief.fund')),
            ],
            options={
                'ordering': ('fund_id', 'code'),
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('code', models.SlugField(max_length=40)),
                ('standard', models.CharField(max_length=40)),
                ('edition', models.CharField(max_length=80)),
                ('people_low', models.PositiveBigIntegerField()),
                ('people_high', models.PositiveBigIntegerField()),
                ('days', models.PositiveIntegerField()),
                ('amount_low', models.CharField(max_length=40)),
                ('amount_high', models.CharField(max_length=40)),
                ('unit', models.CharField(max_length=40)),
                ('withdrawn', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.finding')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='relief.fund')),
                ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.review')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='relief.need')),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='relief.programme')),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='allocation',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='relief.programme'),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('received', 'Received'), ('not received', 'Not Received'), ('received with issues', 'With Issues'), ('returned', 'Returned')], max_length=20)),
                ('minor', models.BigIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='relief.delivery')),
                ('transfer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relief.transfer')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='relief.payment')),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('payment',), name='one_first_delivery'), models.CheckConstraint(condition=models.Q(models.Q(('minor__gt', 0), ('state', 'returned')), models.Q(models.Q(('state', 'returned'), _negated=True), ('minor', None)), _connector='OR'), name='a_return_says_how_much')],
            },
        ),
        migrations.AddConstraint(
            model_name='paymentlist',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('allocation', 'sha256'), name='payment_list_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('list', 'line'), name='payment_line_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0)), name='payment_of_something'),
        ),
        migrations.AddConstraint(
            model_name='duplicateruling',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('list', 'key'), name='one_first_duplicate_ruling'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.UniqueConstraint(fields=('fund', 'code'), name='programme_once'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('fund', 'code'), name='one_first_need'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0)), name='allocation_of_something'),
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

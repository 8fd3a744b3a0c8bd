"""What one person proposes of a bank line and another one approves, held by the database itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

_TABLE = "relief_bankproposal"
_SAID = "what two people said of a bank line stays"
#: the two reasons may be erased: they are people's free words
_FIRST = ("id", "line_id", "kind", "detail", "other_id", "rests_on_id", "by_id", "at")
_SECOND = ("second_by_id", "second_at", "approved", "decision_id")

GUARDS = [
    Guard(
        name=f"{_TABLE}_frozen",
        table=_TABLE,
        event="UPDATE",
        condition=f"{changes(_FIRST)} OR (OLD.second_by_id IS NOT NULL AND {changes(_SECOND)})",
        message=_SAID,
    ),
    Guard(
        name=f"{_TABLE}_four_eyes",
        table=_TABLE,
        event="UPDATE",
        condition="NEW.approved AND NEW.second_by_id = NEW.by_id",
        message="whoever proposed a decision on a bank line cannot approve it",
    ),
    Guard(
        name=f"{_TABLE}_waits",
        table=_TABLE,
        event="INSERT",
        condition="NEW.second_by_id IS NOT NULL",
        message="a proposal waits before a second person says of it",
    ),
    Guard(name=f"{_TABLE}_kept", table=_TABLE, event="DELETE", condition="TRUE", message=_SAID),
    Guard(
        name=f"{_TABLE}_replaced",
        table=_TABLE,
        event="REPLACE",
        condition=f"EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id OR decision_id = NEW.decision_id "
        "OR (line_id = NEW.line_id AND second_by_id IS NULL))",
        message=_SAID,
    ),
    Guard(name=f"{_TABLE}_emptied", table=_TABLE, event="TRUNCATE", condition="TRUE", message=_SAID),
]


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("relief", "0013_words_can_be_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name='BankProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('second_at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(null=True)),
                ('second_reason', models.TextField(blank=True)),
                ('kind', models.CharField(choices=[('gift', 'Gift'), ('payout', 'Payout'), ('fee', 'Fee'), ('refund', 'Refund'), ('own', 'Own'), ('booked', 'Booked'), ('other', 'Other')], max_length=6)),
                ('detail', models.CharField(blank=True, max_length=80)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='relief.bankdecision')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='relief.bankline')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relief.bankline')),
                ('rests_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relief.bankdecision')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('second_by', None)), fields=('line',), name='one_bank_proposal_waits'), models.CheckConstraint(condition=models.Q(models.Q(('approved', None), ('second_at', None), ('second_by', None)), models.Q(('approved__isnull', False), ('second_at__isnull', False), ('second_by__isnull', False)), _connector='OR'), name='bank_proposal_second_said')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

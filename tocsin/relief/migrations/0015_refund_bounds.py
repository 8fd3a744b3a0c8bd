"""Up to which amount one person gives back is set by two, held by the database itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

_TABLE = "relief_refundbound"
_SAID = "what two people said of a bound stays"
#: the two reasons may be erased: they are people's free words
_FIRST = ("id", "fund_id", "currency", "minor", "rests_on_id", "by_id", "at")
_SECOND = ("second_by_id", "second_at", "approved")

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
        message="whoever proposed a bound cannot approve it",
    ),
    Guard(
        name=f"{_TABLE}_waits",
        table=_TABLE,
        event="INSERT",
        condition="NEW.second_by_id IS NOT NULL",
        message="a bound waits before a second person says of it",
    ),
    Guard(name=f"{_TABLE}_kept", table=_TABLE, event="DELETE", condition="TRUE", message=_SAID),
    Guard(
        name=f"{_TABLE}_replaced",
        table=_TABLE,
        event="REPLACE",
        condition=f"EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id "
        "OR (fund_id = NEW.fund_id AND currency = NEW.currency AND second_by_id IS NULL))",
        message=_SAID,
    ),
    Guard(name=f"{_TABLE}_emptied", table=_TABLE, event="TRUNCATE", condition="TRUE", message=_SAID),
]


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("relief", "0014_bank_lines_by_two"),
    ]

    operations = [
        migrations.CreateModel(
            name='RefundBound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('second_at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(null=True)),
                ('second_reason', models.TextField(blank=True)),
                ('currency', models.CharField(max_length=3)),
                ('minor', models.BigIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refund_bounds', to='relief.fund')),
                ('rests_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='relief.refundbound')),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('second_by', None)), fields=('fund', 'currency'), name='one_refund_bound_waits'), models.CheckConstraint(condition=models.Q(models.Q(('approved', None), ('second_at', None), ('second_by', None)), models.Q(('approved__isnull', False), ('second_at__isnull', False), ('second_by__isnull', False)), _connector='OR'), name='refund_bound_second_said'), models.CheckConstraint(condition=models.Q(('minor__gte', 0)), name='refund_bound_not_below_0')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

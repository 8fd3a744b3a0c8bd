"""A refund waits for a second person, held by the database itself: who asked for it never approves it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

_TABLE = "relief_cardrefundsecond"
_SAID = "what a second person said of a refund stays"
_OF_ONE = "SELECT 1 FROM relief_cardrefund r WHERE r.id = NEW.refund_id AND r.by_id = NEW.by_id"

GUARDS = [
    Guard(
        name=f"{_TABLE}_frozen",
        table=_TABLE,
        event="UPDATE",
        condition=f"{changes(('id', 'refund_id'))} "
        f"OR (OLD.by_id IS NOT NULL AND {changes(('by_id', 'at', 'approved'))})",
        message=_SAID,
    ),
    Guard(
        name=f"{_TABLE}_four_eyes",
        table=_TABLE,
        event="UPDATE",
        condition=f"NEW.approved AND EXISTS ({_OF_ONE})",
        message="whoever asked for a refund cannot approve it",
    ),
    Guard(
        name=f"{_TABLE}_waits",
        table=_TABLE,
        event="INSERT",
        condition="NEW.by_id IS NOT NULL",
        message="a refund waits before a second person says of it",
    ),
    Guard(name=f"{_TABLE}_kept", table=_TABLE, event="DELETE", condition="TRUE", message=_SAID),
    Guard(
        name=f"{_TABLE}_replaced",
        table=_TABLE,
        event="REPLACE",
        condition=f"EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id OR refund_id = NEW.refund_id)",
        message=_SAID,
    ),
    Guard(name=f"{_TABLE}_emptied", table=_TABLE, event="TRUNCATE", condition="TRUE", message=_SAID),
]


class Migration(migrations.Migration):

    dependencies = [
        ('relief', '0009_payouts_of_funds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CardRefundSecond',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refund', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second', to='relief.cardrefund')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved', None), ('at', None), ('by', None)), models.Q(('approved__isnull', False), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='card_refund_second_said')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

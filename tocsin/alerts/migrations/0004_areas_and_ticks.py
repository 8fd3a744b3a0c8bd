"""Areas of alerts, frozen at issue; the warnings that an approver had read."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from tocsin.guards import Guard, held

first = import_module("tocsin.alerts.migrations.0002_frozen_at_issue")

GUARDS = [
    Guard(
        name=f"alerts_area_{name}",
        table="alerts_area",
        event=event,
        condition=first.issued(row),
        message=first.MESSAGE,
    )
    for name, event, row in (("frozen", "UPDATE", "OLD"), ("late", "INSERT", "NEW"))
]


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0003_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='WarningTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('sentence', models.PositiveIntegerField(null=True)),
                ('reason', models.TextField()),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='alerts.act')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('made', models.CharField(choices=[('drawn', 'Drawn'), ('circle', 'Circle'), ('outline', 'Outline')], max_length=7)),
                ('polygons', models.JSONField(default=list)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('radius_km', models.FloatField(null=True)),
                ('geocodes', models.JSONField(default=list)),
                ('within_m', models.PositiveIntegerField(default=0)),
                ('given_points', models.PositiveIntegerField(null=True)),
                ('given_sha256', models.CharField(blank=True, max_length=64)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='alerts.alert')),
            ],
            options={
                'ordering': ('position',),
                'constraints': [models.UniqueConstraint(fields=('alert', 'position'), name='area_order')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

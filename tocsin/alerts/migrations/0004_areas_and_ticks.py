"""Areas of alerts, frozen at issue; the warnings that an approver had read."""

import django.db.models.deletion
from django.db import migrations, models

MESSAGE = "an issued alert is frozen: update or cancel it"
#: trigger -> (event, the row that it is about)
TRIGGERS = {"alerts_area_frozen": ("UPDATE", "OLD"), "alerts_area_late": ("INSERT", "NEW")}


def hold_statements(vendor):
    for name, (event, row) in TRIGGERS.items():
        issued = f"EXISTS (SELECT 1 FROM alerts_alert WHERE id = {row}.alert_id AND identifier IS NOT NULL)"
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON alerts_area WHEN {issued} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        else:
            yield (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {issued} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$"
            )
            yield f"CREATE TRIGGER {name} BEFORE {event} ON alerts_area FOR EACH ROW EXECUTE FUNCTION {name}()"


def release_statements(vendor):
    kind, behind = ("TRIGGER", "") if vendor == "sqlite" else ("FUNCTION", "() CASCADE")
    return [f"DROP {kind} IF EXISTS {name}{behind}" for name in TRIGGERS]


def hold(apps, schema_editor):
    for statement in hold_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in release_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


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
        migrations.RunPython(hold, release),
    ]

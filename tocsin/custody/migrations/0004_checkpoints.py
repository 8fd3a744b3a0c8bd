"""Keys of the log, checkpoints that they signed and witnesses; what was signed is never changed or deleted."""

import django.db.models.deletion
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

MESSAGE = "the custody log is append-only"


def _guards(table, columns):
    """Nothing of these columns changes, and no row goes."""
    return [
        Guard(name=f"{table}_kept", table=table, event="DELETE", condition="TRUE", message=MESSAGE),
        Guard(name=f"{table}_frozen", table=table, event="UPDATE", condition=changes(columns), message=MESSAGE),
    ]


GUARDS = [
    *_guards("custody_logkey", ["id", "name", "public", "taken_at", "taken_by", "reason"]),
    *_guards("custody_keptcheckpoint", ["id", "size", "head", "note", "key_id", "made_at"]),
    *_guards("custody_witness", ["id", "verifier_key", "added_at", "added_by", "reason"]),
    *_guards("custody_cosignature", ["id", "checkpoint_id", "witness_id", "line", "seen_at", "arrived_at"]),
]


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0003_branches'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('public', models.BinaryField(unique=True)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.CharField(max_length=150)),
                ('reason', models.TextField(blank=True)),
                ('in_use', models.BooleanField(null=True, unique=True)),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('taken_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verifier_key', models.CharField(max_length=300, unique=True)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=150)),
                ('reason', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('added_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='KeptCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True)),
                ('head', models.BinaryField()),
                ('note', models.TextField(editable=False)),
                ('made_at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='custody.logkey')),
            ],
            options={
                'ordering': ('size',),
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(max_length=600)),
                ('seen_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField()),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='custody.keptcheckpoint')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='custody.witness')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness', 'seen_at'), name='one_line_of_a_witness_at_a_time')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

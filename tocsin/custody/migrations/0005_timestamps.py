"""Timestamps of authorities over checkpoints, and what renews them; what was kept is never changed or deleted."""

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
    *_guards(
        "custody_timestamp",
        [
            "id",
            "checkpoint_id",
            "n",
            "renewal",
            "authority",
            "independent",
            "time",
            "hash",
            "good_until",
            "request",
            "response",
            "chain",
            "kept_at",
        ],
    ),
    *_guards("custody_timestamprenewal", ["id", "older_id", "newer_id"]),
]


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0004_checkpoints'),
    ]

    operations = [
        migrations.CreateModel(
            name='TimestampAuthority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('trouble', models.TextField(blank=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Timestamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField()),
                ('renewal', models.TextField(blank=True)),
                ('authority', models.CharField(max_length=60)),
                ('independent', models.BooleanField()),
                ('time', models.DateTimeField()),
                ('hash', models.CharField(max_length=20)),
                ('good_until', models.DateTimeField(db_index=True)),
                ('request', models.BinaryField()),
                ('response', models.BinaryField()),
                ('chain', models.TextField(editable=False)),
                ('kept_at', models.DateTimeField()),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timestamps', to='custody.keptcheckpoint')),
            ],
            options={
                'ordering': ('checkpoint__size', 'n'),
                'constraints': [models.UniqueConstraint(fields=('checkpoint', 'n'), name='one_number_per_timestamp')],
            },
        ),
        migrations.CreateModel(
            name='TimestampRenewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('newer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renews', to='custody.timestamp')),
                ('older', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewed_in', to='custody.timestamp')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('older', 'newer'), name='renewed_once_by_each')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

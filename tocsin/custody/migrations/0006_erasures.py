"""Erasures and what they leave open; no erasure is taken back or said otherwise."""

import django.db.models.deletion
from django.db import migrations, models

from tocsin.guards import Guard, changes, held

MESSAGE = "the custody log is append-only"
GUARDS = [
    Guard(
        name="custody_erasure_kept",
        table="custody_erasure",
        event="DELETE",
        condition="TRUE",
        message=MESSAGE,
    ),
    # what is left to be swept away grows less, and nothing else changes
    Guard(
        name="custody_erasure_frozen",
        table="custody_erasure",
        event="UPDATE",
        condition=changes(["id", "item", "fields", "reason", "erased_by", "at"]),
        message=MESSAGE,
    ),
    Guard(
        name="custody_keptsalt_frozen",
        table="custody_keptsalt",
        event="UPDATE",
        condition="TRUE",
        message=MESSAGE,
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0005_timestamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(db_index=True, max_length=80)),
                ('fields', models.JSONField(default=list)),
                ('reason', models.CharField(max_length=200)),
                ('erased_by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('files', models.JSONField(default=list)),
                ('swept_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='KeptSalt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('salt', models.BinaryField()),
                ('value', models.TextField(blank=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_salts', to='custody.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'path'), name='one_salt_of_a_path')],
            },
        ),
        migrations.RunPython(*held(GUARDS)),
    ]

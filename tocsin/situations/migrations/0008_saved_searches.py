"""Saved searches; and triggers that note every finding and text that is stored, for those searches to be held against.

SQLite drops triggers when Django rebuilds a table: a later migration that rebuilds one of these calls `untie` before
and `tie` after.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


NOTED = {"record_finding": "finding", "reports_reporttext": "text"}


def tie_statements(vendor):
    for table, noun in NOTED.items():
        note = f"INSERT INTO situations_unnoticed (noun, \"row\") VALUES ('{noun}', NEW.id)"
        if vendor == "sqlite":
            yield f"CREATE TRIGGER {table}_noted AFTER INSERT ON {table} BEGIN {note}; END"
        else:
            yield (
                f"CREATE OR REPLACE FUNCTION {table}_note() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {note}; RETURN NULL; END $$"
            )
            yield f"CREATE TRIGGER {table}_noted AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_note()"


def untie_statements(vendor):
    for table in NOTED:
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {table}_noted"
        else:
            yield f"DROP TRIGGER IF EXISTS {table}_noted ON {table}"
            yield f"DROP FUNCTION IF EXISTS {table}_note()"


def tie(apps, schema_editor):
    for statement in tie_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def untie(apps, schema_editor):
    for statement in untie_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0004_words_of_fields'),
        ('reports', '0003_words'),
        ('situations', '0007_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Unnoticed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(choices=[('finding', 'Finding'), ('text', 'Text')], max_length=7)),
                ('row', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('question', models.JSONField()),
                ('shared', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SearchMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noticed_at', models.DateTimeField()),
                ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='record.finding')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.report')),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='situations.savedsearch')),
            ],
        ),
        migrations.CreateModel(
            name='SearchRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_to', models.BigIntegerField()),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='situations.savedsearch')),
            ],
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_once_by_name'),
        ),
        migrations.AddConstraint(
            model_name='searchmatch',
            constraint=models.UniqueConstraint(fields=('saved', 'finding'), name='finding_noticed_once'),
        ),
        migrations.AddConstraint(
            model_name='searchmatch',
            constraint=models.UniqueConstraint(fields=('saved', 'report'), name='report_noticed_once'),
        ),
        migrations.AddConstraint(
            model_name='searchmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', None), ('report__isnull', False)), models.Q(('finding__isnull', False), ('report', None)), _connector='OR'), name='one_is_noticed'),
        ),
        migrations.AddConstraint(
            model_name='searchread',
            constraint=models.UniqueConstraint(fields=('saved', 'login'), name='read_once_by_login'),
        ),
        migrations.RunPython(tie, untie),
    ]

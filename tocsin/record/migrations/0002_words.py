"""The words of all passages, ready to be searched: FTS5 on SQLite, a text-search index on PostgreSQL.

SQLite keeps the index by triggers, so that whoever writes a finding writes its words too; PostgreSQL by itself. SQLite
drops triggers when Django rebuilds a table: a later migration that alters `finding` must run `make` again after it.
"""

from django.db import migrations

TABLE = "record_finding"
INDEX = "record_finding_words"
#: letters fold as people type them: Hadrut finds Hadrut, and Stépanakert finds Stepanakert
TOKENS = "unicode61 remove_diacritics 2"


def make_statements(vendor):
    if vendor == "sqlite":
        put = f"INSERT INTO {INDEX}(rowid, quote) VALUES (NEW.id, NEW.quote)"
        take = f"INSERT INTO {INDEX}({INDEX}, rowid, quote) VALUES ('delete', OLD.id, OLD.quote)"
        return [
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(quote, content='{TABLE}', content_rowid='id', tokenize='{TOKENS}')",
            f"CREATE TRIGGER {INDEX}_put AFTER INSERT ON {TABLE} BEGIN {put}; END",
            f"CREATE TRIGGER {INDEX}_take AFTER DELETE ON {TABLE} BEGIN {take}; END",
            f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",
        ]
    assert vendor == "postgresql", vendor
    return [f"CREATE INDEX {INDEX} ON {TABLE} USING gin (to_tsvector('simple', quote))"]


def drop_statements(vendor):
    if vendor == "sqlite":
        drops = [f"DROP TRIGGER IF EXISTS {INDEX}_{name}" for name in ("put", "take")]
        return [*drops, f"DROP TABLE IF EXISTS {INDEX}"]
    assert vendor == "postgresql", vendor
    return [f"DROP INDEX IF EXISTS {INDEX}"]


def make(apps, schema_editor):
    for statement in make_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in drop_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]

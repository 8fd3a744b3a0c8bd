"""What findings are searched by: the passage, who said it, where, who else it names, and marks to filter by.

A table of its own holds the words, so that the newest of many can be looked at one by one. The fields are those in
force: a corrected speaker is found, the one misread is found no more. Marks (kind, state, report, shelf of 256 reports) are words too that
nobody can type: a rare word and a rare kind meet in the index. Triggers keep all of it, whoever writes.

SQLite drops triggers when Django rebuilds a table: a later migration that alters `finding` so calls `take` before and
`put` after.
"""

from importlib import import_module

from django.db import migrations

from tocsin.word_index import TOKENS, drop, make

before = import_module("tocsin.record.migrations.0002_words")

TABLE = "record_finding"
INDEX = "record_finding_words"
_SPEAKER = ("speaker", "speaker_name", "by")
_OTHERS = ("population", "actor", "target", "addressee", "body", "collector", "beneficiary")

SQLITE_COLUMNS = "passage, speaker, place, others, marks"


def _sqlite_row(row):
    """A SELECT of one row of the index for the finding named `row` (NEW in a trigger)."""

    def said(names):
        return " || ' ' || ".join(f"coalesce(json_extract(f, '$.{name}'), '')" for name in names)

    def listed(path, column):
        return f"coalesce((SELECT group_concat({column}, ' ') FROM json_each(f, '$.{path}')), '')"

    place = " || ' ' || ".join(
        [
            f"CASE {row}.kind WHEN 'place' THEN coalesce(json_extract(f, '$.name'), '') ELSE '' END",
            "coalesce(json_extract(f, '$.place'), '')",
            listed("known_as", "value"),
            listed("places", "json_extract(value, '$.name')"),
        ]
    )
    marks = f"'kind' || {row}.kind || ' state' || {row}.state || ' report' || {row}.report_id || ' shelf' || ({row}.report_id / 256)"
    return f"{row}.id, {row}.quote, {said(_SPEAKER)}, {place}, {said(_OTHERS)}, {marks}"


def _sqlite_fields(row):
    return f"coalesce((SELECT fields FROM record_review WHERE id = {row}.review_id), {row}.fields) AS f"


def _sqlite():
    put = f"INSERT INTO {INDEX}(rowid, {SQLITE_COLUMNS}) SELECT {_sqlite_row('NEW')} FROM (SELECT {_sqlite_fields('NEW')})"
    take = f"DELETE FROM {INDEX} WHERE rowid = OLD.id"
    changes = "quote, fields, kind, state, review_id, report_id"
    return [
        f'CREATE VIRTUAL TABLE {INDEX} USING fts5({SQLITE_COLUMNS}, tokenize="{TOKENS}")',
        f"CREATE TRIGGER {INDEX}_put AFTER INSERT ON {TABLE} BEGIN {put}; END",
        f"CREATE TRIGGER {INDEX}_take AFTER DELETE ON {TABLE} BEGIN {take}; END",
        f"CREATE TRIGGER {INDEX}_change AFTER UPDATE OF {changes} ON {TABLE} BEGIN {take}; {put}; END",
        f"INSERT INTO {INDEX}(rowid, {SQLITE_COLUMNS}) SELECT {_sqlite_row('t')} FROM (SELECT *, "
        f"coalesce((SELECT fields FROM record_review r WHERE r.id = review_id), fields) AS f FROM {TABLE}) AS t",
    ]


def _postgresql_said(names):
    return " || ' ' || ".join(f"coalesce(f->>'{name}', '')" for name in names)


def _postgresql():
    place = (
        "CASE kind WHEN 'place' THEN coalesce(f->>'name', '') ELSE '' END || ' ' || coalesce(f->>'place', '')"
        " || ' ' || coalesce((SELECT string_agg(p #>> '{}', ' ') FROM jsonb_path_query(f, '$.known_as[*]') AS p), '')"
        " || ' ' || coalesce((SELECT string_agg(p #>> '{}', ' ') FROM jsonb_path_query(f, '$.places[*].name') AS p), '')"
    )
    # a place of their own between the parts: no phrase begins in one and ends in the next
    gap = "'''='':1'::tsvector"
    return [
        f"""CREATE OR REPLACE FUNCTION tocsin_finding_words(quote text, f jsonb, kind text, state text, report bigint)
          RETURNS tsvector LANGUAGE sql STABLE AS $$
            SELECT tocsin_words(quote) || {gap} || setweight(tocsin_words({_postgresql_said(_SPEAKER)}), 'A')
              || {gap} || setweight(tocsin_words({place}), 'B')
              || {gap} || setweight(tocsin_words({_postgresql_said(_OTHERS)}), 'C')
              || array_to_tsvector(ARRAY['=kind' || kind, '=state' || state, '=report' || report, '=shelf' || (report / 256)]) $$""",
        f"CREATE TABLE {INDEX} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"""CREATE OR REPLACE FUNCTION tocsin_finding_put() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO {INDEX} VALUES (NEW.id, tocsin_finding_words(NEW.quote,
              coalesce((SELECT r.fields FROM record_review r WHERE r.id = NEW.review_id), NEW.fields),
              NEW.kind, NEW.state, NEW.report_id))
              ON CONFLICT (id) DO UPDATE SET words = excluded.words;
            RETURN NULL;
          END $$""",
        f"""CREATE OR REPLACE FUNCTION tocsin_finding_take() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF TG_OP = 'TRUNCATE' THEN
              TRUNCATE {INDEX};
            ELSE
              DELETE FROM {INDEX} WHERE id = OLD.id;
            END IF;
            RETURN NULL;
          END $$""",
        f"CREATE TRIGGER {INDEX}_put AFTER INSERT OR UPDATE OF quote, fields, kind, state, review_id, report_id ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION tocsin_finding_put()",
        f"CREATE TRIGGER {INDEX}_take AFTER DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION tocsin_finding_take()",
        f"CREATE TRIGGER {INDEX}_empty AFTER TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION tocsin_finding_take()",
        f"INSERT INTO {INDEX} SELECT t.id, tocsin_finding_words(t.quote, coalesce(r.fields, t.fields), t.kind, t.state, t.report_id)"
        f" FROM {TABLE} t LEFT JOIN record_review r ON r.id = t.review_id",
        f"CREATE INDEX {INDEX}_gin ON {INDEX} USING gin (words) WITH (fastupdate = off)",
    ]


def _drops(vendor):
    if vendor == "sqlite":
        drops = [f"DROP TRIGGER IF EXISTS {INDEX}_{name}" for name in ("put", "take", "change")]
        return [*drops, f"DROP TABLE IF EXISTS {INDEX}"]
    drops = [f"DROP TRIGGER IF EXISTS {INDEX}_{name} ON {TABLE}" for name in ("put", "take", "empty")]
    functions = [
        "tocsin_finding_put()",
        "tocsin_finding_take()",
        "tocsin_finding_words(text, jsonb, text, text, bigint)",
    ]
    return [
        *drops,
        f"DROP TABLE IF EXISTS {INDEX}",
        *(f"DROP FUNCTION IF EXISTS {each}" for each in functions),
    ]


def put(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in before.drop_statements(vendor):
        schema_editor.execute(statement, params=None)
    statements = _sqlite() if vendor == "sqlite" else _postgresql()
    for statement in [*statements, *make(vendor, "record_review", ("reason",))]:
        schema_editor.execute(statement, params=None)


def take(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [*_drops(vendor), *drop(vendor, "record_review")]:
        schema_editor.execute(statement, params=None)
    for statement in before.make_statements(vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0003_sheet_mappings"), ("reports", "0003_words")]
    operations = [migrations.RunPython(put, take)]

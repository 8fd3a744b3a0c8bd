"""The words of a table's texts, ready to be searched: FTS5 on SQLite, a text-search index on PostgreSQL.

SQLite keeps an index by triggers, so that whoever writes a row writes its words too; PostgreSQL keeps them in a generated
column of the table, which Django does not know. Migrations call `make` and `drop`: what they do never changes, a new
way gets a new name. SQLite drops triggers when Django rebuilds a table: a migration that does so calls `drop` before
and `make` after.
"""

from collections.abc import Sequence

#: PostgreSQL: the column that holds the words, so that a phrase is looked up without reading a text again
VECTOR = "word_vector"
#: letters fold as people type them (Stépanakert is found by Stepanakert); vowel signs belong to their word
TOKENS = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
#: PostgreSQL: what parts words, so that its parser sees no address, path or number with a point in it
_PARTS = (
    r"["
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb"
    r"\u00bf\u2000-\u206f\u3000-\u3004\u3008-\u3020\u0589\u058a\u05be\u05f3"
    r"\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\uff01-\uff0f\uff1a-\uff20"
    r"]+"
)
#: PostgreSQL: words with their places. A text too long for one vector (1 MB) gives the words of its beginning
POSTGRESQL_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION tocsin_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT regexp_replace(lower(normalize(
        regexp_replace(normalize(given, NFD), '([A-Za-z])[\\u0300-\\u036f]+', '\\1', 'g'), NFC)),
        '{_PARTS}', ' ', 'g') $$""",
    """CREATE OR REPLACE FUNCTION tocsin_words(given text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        RETURN to_tsvector('simple'::regconfig, tocsin_fold(given));
      EXCEPTION WHEN program_limit_exceeded THEN
        RETURN to_tsvector('simple'::regconfig, tocsin_fold(left(given, 120000)));
      END $$""",
)


def index_of(table: str) -> str:
    return f"{table}_words"


def make(vendor: str, table: str, columns: Sequence[str]) -> list[str]:
    """Statements that index these columns of the table, rows that stand in it already included."""
    if vendor == "sqlite":
        return _make_sqlite(table, columns)
    assert vendor == "postgresql", vendor
    text = " || ' | ' || ".join(columns)
    return [
        f"ALTER TABLE {table} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS (tocsin_words({text})) STORED",
        f"CREATE INDEX {index_of(table)} ON {table} USING gin ({VECTOR})",
    ]


def drop(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        index = index_of(table)
        drops = [f"DROP TRIGGER IF EXISTS {index}_{name}" for name in ("put", "take", "change")]
        return [*drops, f"DROP TABLE IF EXISTS {index}"]
    assert vendor == "postgresql", vendor
    return [f"ALTER TABLE {table} DROP COLUMN IF EXISTS {VECTOR}"]


def _make_sqlite(table: str, columns: Sequence[str]) -> list[str]:
    index, names = index_of(table), ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    put = f"INSERT INTO {index}(rowid, {names}) VALUES (NEW.id, {new})"
    take = f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', OLD.id, {old})"
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='id', tokenize=\"{TOKENS}\")",
        f"CREATE TRIGGER {index}_put AFTER INSERT ON {table} BEGIN {put}; END",
        f"CREATE TRIGGER {index}_take AFTER DELETE ON {table} BEGIN {take}; END",
        f"CREATE TRIGGER {index}_change AFTER UPDATE OF {names} ON {table} BEGIN {take}; {put}; END",
        f"INSERT INTO {index}({index}) VALUES ('rebuild')",
    ]

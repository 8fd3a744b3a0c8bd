"""The index of the words of findings, as both databases ask it. What is in it: migration 0004_words_of_fields.

Neither way trusts a planner. SQLite walks the index backwards by number. PostgreSQL's has no order: the newest rows
are looked at one by one, which finds common words; only then the index is asked, for all that are left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from tocsin.question import Term, as_tsquery, joined_fts5

#: PostgreSQL: rows that are looked at before the index is asked. A word that one row in a hundred holds is found in
#: them; of a rarer one the index names at most some thousands
WINDOW = 3_000
_WORDS = "passage speaker place others"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expression:
    terms: tuple[Term, ...] = ()
    speaker: tuple[Term, ...] = ()
    place: tuple[Term, ...] = ()
    #: of each group one must hold
    marks: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.speaker or self.place or self.marks)


def newest(expression: Expression, before: int | None, most: int) -> list[int]:
    """The newest findings that match, with smaller ids than `before`; all findings match an empty expression."""
    if not expression:
        return _newest_of_all(before, most)
    if connection.vendor == "sqlite":
        return _ids(
            "SELECT rowid FROM record_finding_words WHERE record_finding_words MATCH %s AND rowid < %s"
            " ORDER BY rowid DESC LIMIT %s",
            [_fts5(expression), _below(before), most],
        )
    return _newest_postgresql(expression, _below(before), most)


def within(expression: Expression, ids: Collection[int]) -> list[int]:
    """Those of the findings that match."""
    if not ids:
        return []
    if connection.vendor == "sqlite":
        wanted = set(ids)
        found = _ids(
            "SELECT rowid FROM record_finding_words WHERE record_finding_words MATCH %s"
            " AND rowid BETWEEN %s AND %s ORDER BY rowid",
            [_fts5(expression), min(ids), max(ids)],
        )
        return [each for each in found if each in wanted]
    query, values = _tsquery(expression)
    return _ids(
        "WITH these AS MATERIALIZED (SELECT id, words FROM record_finding_words WHERE id = ANY(%s))"
        f" SELECT id FROM these WHERE words @@ ({query}) ORDER BY id",
        [list(ids), *values],
    )


def _newest_of_all(before: int | None, most: int) -> list[int]:
    return _ids(
        "SELECT id FROM record_finding WHERE id < %s ORDER BY id DESC LIMIT %s", [_below(before), most]
    )


def _newest_postgresql(expression: Expression, before: int, most: int) -> list[int]:
    query, values = _tsquery(expression)
    window = "SELECT id, words FROM record_finding_words WHERE id < %s ORDER BY id DESC LIMIT %s"
    found = _ids(
        f"WITH near AS MATERIALIZED ({window}) SELECT id FROM near WHERE words @@ ({query}) ORDER BY id DESC LIMIT %s",
        [before, WINDOW, *values, most],
    )
    if len(found) >= most:
        return found
    lowest = _ids(f"SELECT min(id) FROM ({window}) AS near", [before, WINDOW])[0]
    if lowest is None:
        return found
    # materialized: the planner must not walk all rows backwards in the hope of meeting a rare word
    rest = (
        f"WITH held AS MATERIALIZED (SELECT id FROM record_finding_words WHERE words @@ ({query}))"
        " SELECT id FROM held WHERE id < %s ORDER BY id DESC LIMIT %s"
    )
    return found + _ids(rest, [*values, lowest, most - len(found)])


def _below(before: int | None) -> int:
    return 2**62 if before is None else before


def _fts5(expression: Expression) -> str:
    groups = ((expression.terms, _WORDS), (expression.speaker, "speaker"), (expression.place, "place"))
    terms = [(term, columns) for group, columns in groups for term in group]
    return joined_fts5(terms, [f"{{marks}} : ({' OR '.join(group)})" for group in expression.marks])


def _tsquery(expression: Expression) -> tuple[str, list[str]]:
    """An SQL expression with its values. Marks are cast, not parsed: nothing that is typed can be one."""
    groups = [(expression.terms, ""), (expression.speaker, "A"), (expression.place, "B")]
    parts = ["to_tsquery('simple', %s)"] * sum(bool(terms) for terms, _ in groups)
    values = [as_tsquery(terms, weights) for terms, weights in groups if terms]
    parts += ["%s::tsquery"] * len(expression.marks)
    values += [" | ".join(f"'={mark}'" for mark in group) for group in expression.marks]
    return " && ".join(parts), values


def _ids(statement: str, values: Sequence[int | str | list[int]]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]

"""Crimes and elements as others name them: each with who says so and of what, side by side, also where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from tocsin.situations.finding_rows import FindingRow, newest_rows, numbers_of
from tocsin.situations.models import Situation
from tocsin.situations.standing import standing

_KIND = "qualification"


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """One crime or element, with everybody who names it, in order of time."""

    #: of reading's vocabulary: genocide, forcible_transfer ...
    term: str
    named: tuple[FindingRow, ...]
    #: by those who say that it is not
    denied: tuple[FindingRow, ...]


def qualifications_of(situation: Situation, *, public: bool) -> tuple[Named, ...]:
    """In alphabetical order of the terms. `public` leaves out what rests on a restricted report. Three queries or fewer."""
    numbers = numbers_of(standing(situation, public=public), [_KIND])
    rows = newest_rows(numbers, None, ZoneInfo(situation.time_zone))[_KIND]
    return tuple(
        _named(term, tuple(of_term)) for term, of_term in groupby(sorted(rows, key=_term), key=_term)
    )


def _term(row: FindingRow) -> str:
    return str(row.fields["term"])


def _named(term: str, rows: tuple[FindingRow, ...]) -> Named:
    return Named(
        term=term,
        named=tuple(row for row in rows if not _denies(row)),
        denied=tuple(row for row in rows if _denies(row)),
    )


def _denies(row: FindingRow) -> bool:
    return row.fields.get("certainty") == "denied"

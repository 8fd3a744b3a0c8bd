"""A short choice of findings for a first draft: an alert is read on a telephone, and signed by somebody who read all of it.

1. Figures: of each thing counted the newest, totals before parts; and the oldest of the first one, for since when.
2. The first event and the newest one.
3. Of every other sort the newest, one for each speaker, so that one voice does not crowd out another.
Appeals for gifts are left out: an alert asks for protection. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from tocsin.alerts.draft_nouns import FindingView
from tocsin.alerts.sentence_forms import FORMS
from tocsin.situations.instants import instant_of

#: things counted, such as crossed, registered, sheltered; the oldest figure of the first stands beside them
FIGURES_MAX = 3
#: (kind, section) -> sentences of different speakers
VOICES_MAX = {
    ("response", "happened"): 1,
    ("statement", "happened"): 2,
    ("qualification", "happened"): 1,
    ("statement", "unclear"): 3,
    ("event", "unclear"): 1,
    ("qualification", "unclear"): 1,
    ("statement", "at risk"): 2,
    ("call", "asked"): 3,
}
#: before all that has a date
_UNDATED = datetime.min.replace(tzinfo=UTC)


def short_choice(findings: Sequence[FindingView]) -> list[int]:
    """Their ids, in the order given; findings that have no sentence of their own are left out."""
    able = [each for each in findings if each.kind in FORMS]
    chosen = {*_figures(able), *_events(able)}
    for (kind, section), most in VOICES_MAX.items():
        chosen.update(_voices([each for each in able if _sort(each) == (kind, section)], most))
    return [each.id for each in able if each.id in chosen]


def _figures(findings: Iterable[FindingView]) -> list[int]:
    by_thing: dict[tuple[str, ...], list[FindingView]] = {}
    for each in sorted((each for each in findings if each.kind == "figure"), key=_moment):
        by_thing.setdefault(_thing(each), []).append(each)
    things = sorted(by_thing.values(), key=lambda rows: _weight(rows[-1]))[:FIGURES_MAX]
    return [rows[-1].id for rows in things] + [rows[0].id for rows in things[:1]]


def _events(findings: Iterable[FindingView]) -> list[int]:
    happened = sorted((each for each in findings if _sort(each) == ("event", "happened")), key=_moment)
    return [happened[0].id, happened[-1].id] if happened else []


def _voices(findings: Iterable[FindingView], most: int) -> list[int]:
    """The newest of each speaker, the newest speakers first."""
    newest: dict[str, int] = {}
    for each in sorted(findings, key=_moment, reverse=True):
        newest.setdefault(FORMS[each.kind](each).speaker, each.id)
    return list(newest.values())[:most]


def _sort(finding: FindingView) -> tuple[str, str]:
    return finding.kind, FORMS[finding.kind](finding).section


def _thing(finding: FindingView) -> tuple[str, ...]:
    """What is counted, of whom, and whether as a stock or as a flow."""
    return tuple(str(finding.fields.get(name) or "") for name in ("unit", "term", "kind", "population"))


def _weight(finding: FindingView) -> tuple[bool, bool, bool, float]:
    """Smallest first: people before things, totals before parts, how many by then before how many between, the most."""
    told = finding.fields
    value = next((told[name] for name in ("value", "low", "high") if told.get(name) is not None), 0)
    return told.get("unit") != "person", bool(told.get("population")), told.get("kind") != "stock", -value


def _moment(finding: FindingView) -> tuple[datetime, int]:
    """When it held, else when it was printed; among equals the order of the record."""
    told = finding.fields
    named = (told.get("as_of"), told.get("until"), told.get("when"), told.get("since"), finding.published)
    instants = (instant_of(value) for value in named if isinstance(value, str))
    return next((found.at for found in instants if found), _UNDATED), finding.id

"""A situation's printed brief: what of it stands on two pages, each figure and sentence with the number of its note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext_lazy

from tocsin.alerts.embargo import public_at
from tocsin.alerts.models import Footnote
from tocsin.publishing.brief_order import Denied
from tocsin.publishing.two_pages import numbered, shortened
from tocsin.record import masking
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations import answering
from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Outcome
from tocsin.situations.standing import STANDING
from tocsin.web import brief_room as room
from tocsin.web import brief_rows
from tocsin.web.alert_pages import AlertBox
from tocsin.web.brief_notes import Note, notes_of
from tocsin.web.brief_room import SIGNS
from tocsin.web.brief_rows import Rows
from tocsin.web.doubts import Doubt
from tocsin.web.series_charts import chart_of, main_series
from tocsin.web.situation_map import SituationMap, map_of_situation

ALERTS_MAX = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedBrief:
    brief: Brief
    #: when somebody last gathered, reviewed, decided or issued anything that stands here
    stands_at: datetime
    summary: str
    alerts: tuple[AlertBox, ...]
    lead: tuple[FigureRow, ...]
    chart: SafeString
    #: None where no place is known
    map: SituationMap | None
    main: Series | None
    figures: tuple[FigureRow, ...]
    #: the latest of each other series
    others: tuple[FigureRow, ...]
    #: numbered as they stand here
    doubts: tuple[Doubt, ...]
    events: tuple[FindingRow, ...]
    calls: tuple[FindingRow, ...]
    outcomes: Mapping[int, Outcome]
    denied: tuple[Denied, ...]
    stated: tuple[FindingRow, ...]
    unconfirmed: tuple[FindingRow, ...]
    #: finding -> number of its note
    numbers: Mapping[int, int]
    #: figures at the arrows of the map
    ways: tuple[int, ...]
    notes: tuple[Note, ...]
    #: in words, of each kind: "12 figures"; empty where all stands here
    left_out: tuple[str, ...]


def printed_brief(
    brief: Brief, alerts: Sequence[AlertBox], *, public: bool, tighter: float = 1
) -> PrintedBrief:
    """`alerts` in force. `tighter` below one leaves rows less room, where a page proved too full."""
    situation = brief.situation
    outcomes = answering.in_force(row.finding_id for row in brief.rows["call"])
    summary = shortened(situation.summary, SIGNS["summary"])
    alerts = tuple(alerts[:ALERTS_MAX])
    drawn = map_of_situation(situation, brief.series, public=public, sizes=(room.MAP,))
    wanted = Rows(brief, outcomes, _cited(brief), drawn, tighter)
    rows = wanted.chosen(room.head_pt(situation.title, summary, len(alerts)))
    numbers = numbered(_named(rows))
    doubts = tuple(replace(doubt, number=place) for place, doubt in enumerate(rows["doubts"], 1))
    main = main_series(brief.series)
    return PrintedBrief(
        brief=brief,
        stands_at=_stands_at(brief, outcomes, alerts, public=public),
        summary=summary,
        alerts=alerts,
        lead=rows["lead"],
        chart=chart_of(brief, main, doubts, (room.CHART,)),
        map=next(iter(rows["map"]), None),
        main=main,
        figures=rows["figures"],
        others=rows["others"],
        doubts=doubts,
        events=_by_time(rows["events"]),
        calls=rows["calls"],
        outcomes=outcomes,
        denied=rows["denied"],
        stated=rows["stated"],
        unconfirmed=rows["unconfirmed"],
        numbers=numbers,
        ways=tuple(way for drawn in rows["map"] for way in brief_rows.ways_of(drawn)),
        notes=notes_of(numbers, public=public),
        left_out=_left_out(brief, rows),
    )


def _by_time(rows: Sequence[FindingRow]) -> tuple[FindingRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.instant.at, row.finding_id), reverse=True))  # type: ignore[union-attr]


def _named(rows: Mapping[str, Sequence[Any]]) -> list[int]:
    """Findings as the reader meets them, part by part."""
    named = [row.finding_id for row in rows["lead"]]
    named += [way for drawn in rows["map"] for way in brief_rows.ways_of(drawn)]
    tables = [row.finding_id for part in ("figures", "others") for row in rows[part]]
    doubts = [
        finding
        for doubt in rows["doubts"]
        for finding in doubt.contradiction.finding_ids[: brief_rows.DOUBT_NOTES_MAX]
    ]
    named += tables + doubts if rows["map"] else doubts + tables
    named += [row.finding_id for row in (*_by_time(rows["events"]), *rows["calls"])]
    named += [each.finding_id for pair in rows["denied"] for each in (pair.said, pair.denial)]
    return named + [row.finding_id for row in (*rows["stated"], *rows["unconfirmed"])]


def _cited(brief: Brief) -> frozenset[int]:
    """Findings that the situation's public alerts rest on."""
    out = public_at(timezone.now(), "sentence__alert__")
    rows = Footnote.objects.filter(out, sentence__alert__situation=brief.situation)
    return frozenset(rows.values_list("finding_id", flat=True))


def _stands_at(
    brief: Brief, outcomes: Mapping[int, Outcome], alerts: Iterable[AlertBox], *, public: bool
) -> datetime:
    situation = brief.situation
    findings = Finding.objects.filter(report__gatherings__situation=situation, state__in=STANDING).order_by()
    gathered = situation.gatherings.order_by()
    if public:
        findings = findings.filter(masking.public())
        gathered = gathered.filter(report__sensitivity=Report.Sensitivity.OPEN)
    times = [
        situation.opened_at,
        findings.aggregate(at=Max("review__at"))["at"],
        gathered.aggregate(at=Max("added_at"))["at"],
        *(each.at for each in (*brief.decisions.values(), *outcomes.values(), *brief.changes)),
        *(each.said.at for each in brief.preferred.values()),
        *(box.issued_at for box in alerts),
    ]
    latest: datetime = max(at for at in times if at)
    return latest


def _left_out(brief: Brief, rows: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    figures = {row.finding_id for part in ("lead", "others", "figures") for row in rows[part]}
    said = {each.finding_id for pair in rows["denied"] for each in (pair.said, pair.denial)}
    said |= {row.finding_id for part in ("stated", "unconfirmed") for row in rows[part]}
    counts = brief.counts
    moments = counts["event"] + counts["response"] + counts["appeal"]
    left = (
        (counts["figure"] - len(figures), ngettext_lazy("%(n)s figure", "%(n)s figures", "n")),
        (
            len(brief.contradictions) - len(rows["doubts"]),
            ngettext_lazy("%(n)s contradiction", "%(n)s contradictions", "n"),
        ),
        (
            moments - len(rows["events"]),
            ngettext_lazy("%(n)s moment of the timeline", "%(n)s moments of the timeline", "n"),
        ),
        (counts["statement"] - len(said), ngettext_lazy("%(n)s statement", "%(n)s statements", "n")),
        (counts["call"] - len(rows["calls"]), ngettext_lazy("%(n)s call", "%(n)s calls", "n")),
        (counts["qualification"], ngettext_lazy("%(n)s legal view", "%(n)s legal views", "n")),
    )
    return tuple(words % {"n": n} for n, words in left if n > 0)

"""The rows that ask for a place in a printed brief, each as high as its words will stand, and the two pages they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tocsin.publishing import brief_order
from tocsin.publishing.brief_order import Denied
from tocsin.publishing.two_pages import Part, Wanted, choose, lines, shortened
from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Outcome
from tocsin.web import brief_room as room
from tocsin.web import finding_words
from tocsin.web.brief_room import SIGNS
from tocsin.web.dates import stated
from tocsin.web.doubts import Doubt, doubts_of
from tocsin.web.series_charts import main_series, people_counts
from tocsin.web.situation_map import ARROWS_MAX, SituationMap
from tocsin.web.situation_page import newest

LEAD_MAX = 3
#: findings of one contradiction that get a note; the others stand on its page
DOUBT_NOTES_MAX = 3


class Rows:
    """Every row that asks for a place in the brief of a situation, in the order of its part."""

    def __init__(
        self,
        brief: Brief,
        outcomes: Mapping[int, Outcome],
        cited: frozenset[int],
        drawn: SituationMap,
        tighter: float,
    ) -> None:
        self.brief, self.outcomes, self.cited, self.tighter = brief, outcomes, cited, tighter
        self.drawn = drawn if drawn.drawing else None
        self.passed_over = brief_order.passed_over(
            brief.series, brief.contradictions, brief.decisions, brief.preferred, brief.zone
        )
        figures = (row for series in brief.series for row in series.rows)
        others = (row for rows in brief.rows.values() for row in rows)
        #: finding -> height of its note
        self.note_pt = {row.finding_id: room.note_pt(row.publisher, row.quote) for row in figures}
        self.note_pt |= {row.finding_id: room.note_pt(row.publisher, row.quote) for row in others}

    def chosen(self, head_pt: float) -> dict[str, tuple[Any, ...]]:
        """The second page first: the notes of the first page may have all the room that it leaves."""
        second = self.second_page()
        after = choose(second, self.note_pt, room.TOP_NOTES_PT * self.tighter, ())
        top_pt = max(
            sum(room.HEADING_PT + sum(each.height_pt for each in after.rows[part.name]) for part in column)
            for column in second
        )
        left_pt = room.notes_room_pt(top_pt) * self.tighter - sum(after.notes_pt.values())
        before = choose(self.first_page(head_pt), self.note_pt, left_pt, after.notes_pt)
        rows = {**before.rows, **after.rows}
        return {name: tuple(each.row for each in taken) for name, taken in rows.items()}

    def first_page(self, head_pt: float) -> list[list[Part]]:
        """Beside the drawings stand the tables. What does not fit stands below the chart, or with a map the tables."""
        side_pt = (room.PAGE_PT - head_pt - room.LEAD_PT) * self.tighter
        drawn_pt = (room.CHART_PT if self.brief.series else 0) + (room.MAP_PT if self.drawn else 0)
        beside_pt = side_pt - room.HEADING_PT - (2 * room.TABLE_HEADING_PT if self.drawn else drawn_pt)
        tables_pt = side_pt - 2 * room.TABLE_HEADING_PT
        doubts = room.part("doubts", beside_pt * (0.45 if self.drawn else 1), 130, self.doubts())
        left = [room.part("lead", 1, 40, self.lead()), room.part("map", 1, 110, self.map())]
        right = [
            room.part("figures", tables_pt * (0.33 if self.drawn else 0.6), 120, self.figures()),
            room.part("others", tables_pt * (0.17 if self.drawn else 0.4), 80, self.others()),
        ]
        return [left, [*right, doubts]] if self.drawn else [[*left, doubts], right]

    def second_page(self) -> list[list[Part]]:
        said = brief_order.said_side_by_side(newest(self.brief.rows, "statement"), self.cited)
        left_pt = room.TOP_PT * self.tighter - 2 * room.HEADING_PT
        right_pt = room.TOP_PT * self.tighter - 4 * room.HEADING_PT
        return [
            [
                room.part("events", left_pt * 0.6, 100, self.events()),
                room.part("calls", left_pt * 0.4, 60, self.calls()),
            ],
            [
                room.part("denied", right_pt * 0.35, 60, self.denied(said.denied)),
                room.part("stated", right_pt * 0.4, 45, self.said(said.stated)),
                room.part("unconfirmed", right_pt * 0.25, 36, self.said(said.unconfirmed)),
            ],
        ]

    def lead(self) -> list[Wanted]:
        counts = people_counts(self.brief.series)[:LEAD_MAX]
        latest = [brief_order.latest_figure(series, self.passed_over) for series in counts]
        return [Wanted(row=row, height_pt=0, finding_ids=(row.finding_id,)) for row in latest]

    def map(self) -> list[Wanted]:
        """One row: the map, resting on the figures of its arrows. Without room for their notes there is no map."""
        if self.drawn is None:
            return []
        return [Wanted(row=self.drawn, height_pt=0, finding_ids=ways_of(self.drawn))]

    def figures(self) -> list[Wanted]:
        main = main_series(self.brief.series)
        rows = brief_order.newest_figures(main, self.passed_over) if main else ()
        return [_figure(row, "") for row in rows]

    def others(self) -> list[Wanted]:
        main = main_series(self.brief.series)
        latest = [
            brief_order.latest_figure(each, self.passed_over)
            for each in self.brief.series
            if each is not main
        ]
        return [
            _figure(row, f"{finding_words.unit_words(row.unit)} {finding_words.measure_words(row.measure)}")
            for row in latest
        ]

    def doubts(self) -> list[Wanted]:
        by_number = {doubt.number: doubt for doubt in doubts_of(self.brief)}
        ordered = brief_order.undecided_first(self.brief.contradictions, self.brief.decisions)
        return [_doubt(by_number[number]) for number, _found in ordered]

    def events(self) -> list[Wanted]:
        return [_event(row) for row in brief_order.key_events(self.brief.timeline, self.cited)]

    def calls(self) -> list[Wanted]:
        answers = {call: str(outcome.answer) for call, outcome in self.outcomes.items()}
        rows = brief_order.unanswered_first(newest(self.brief.rows, "call"), answers)
        return [_call(row, self.outcomes.get(row.finding_id)) for row in rows]

    def said(self, rows: Iterable[FindingRow]) -> list[Wanted]:
        return [
            Wanted(row=row, height_pt=room.text_pt(_said_words(row)), finding_ids=(row.finding_id,))
            for row in rows
        ]

    def denied(self, pairs: Iterable[Denied]) -> list[Wanted]:
        return [
            Wanted(
                row=pair,
                height_pt=max(_pair_pt(pair.said), _pair_pt(pair.denial)),
                finding_ids=(pair.said.finding_id, pair.denial.finding_id),
            )
            for pair in pairs
        ]


def _figure(row: FigureRow, measure: str) -> Wanted:
    """A table's row: the time beside the number, the publisher below one another in narrow cells."""
    time = finding_words.time_of_figure(row.as_of, row.since, row.until)
    cells = (lines(time, 32), lines(row.publisher, 20), lines(measure, 22))
    height_pt = room.ROW_PT + (max(cells) - 1) * 9.5
    return Wanted(row=row, height_pt=height_pt, finding_ids=(row.finding_id,))


def _doubt(doubt: Doubt) -> Wanted:
    found = doubt.contradiction
    words = f"{doubt.title}{stated(found.as_of)}" + shortened(found.what, SIGNS["what"]) + "x" * 34
    why = shortened(doubt.decision.reason, SIGNS["why"]) + "x" * 34 if doubt.decision else ""
    height_pt = room.text_pt(words, gap_pt=9) + (room.text_pt(why, gap_pt=0) if why else 0)
    return Wanted(row=doubt, height_pt=height_pt, finding_ids=found.finding_ids[:DOUBT_NOTES_MAX])


def _event(row: FindingRow) -> Wanted:
    words = stated(row.fields.get("when")) + shortened(row.quote, SIGNS["quote"]) + "x" * 20
    return Wanted(row=row, height_pt=room.text_pt(words), finding_ids=(row.finding_id,))


def _call(row: FindingRow, outcome: Outcome | None) -> Wanted:
    who = "".join(name_words(row.fields.get(name)) for name in ("speaker_name", "addressee"))
    asked = shortened(row.fields.get("action") or row.quote, SIGNS["quote"])
    why = shortened(outcome.reason, SIGNS["why"]) if outcome else ""
    words = who + asked + why + "x" * 34
    return Wanted(row=row, height_pt=room.text_pt(words), finding_ids=(row.finding_id,))


def _said_words(row: FindingRow) -> str:
    relayed = name_words(", ".join(row.fields.get("relayed_by") or ()))
    when = stated(row.fields.get("said_at"))
    said = shortened(finding_words.content(row.fields, row.quote), SIGNS["quote"])
    return f"{name_words(row.fields.get('speaker_name'))}{relayed}{when}{said}" + "x" * 26


def _pair_pt(row: FindingRow) -> float:
    said = shortened(row.quote, SIGNS["pair"])
    return room.text_pt(f"{name_words(row.fields.get('speaker_name'))}{said}{'x' * 12}", room.PAIR_SIGNS, 7)


def name_words(name: str | None) -> str:
    return shortened(name or _("Somebody not named"), SIGNS["name"])


def ways_of(drawn: SituationMap) -> tuple[int, ...]:
    """The figures that stand at its arrows."""
    return tuple(each.way.figure.finding_id for each in drawn.ways[:ARROWS_MAX])

"""What became of an alert: how long each step took, what was asked of whom and what came of it, what was counted since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from tocsin.alerts.models import Alert, Footnote, Sentence
from tocsin.reports.models import Report
from tocsin.situations import answering, naming
from tocsin.situations.figures import FigureRow
from tocsin.situations.models import Outcome
from tocsin.situations.standing_figures import standing_figures

#: figures since, the newest
SINCE_MAX = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of an alert, with how long after the one before it came."""

    #: "first report", "drafted", "approved", "issued", "first delivered"
    name: str
    #: None where it has not come, or left no trace
    at: datetime | None
    #: since the last step that has a time; None where there is none
    after: timedelta | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    text: str
    #: who the calls that it rests on are addressed to, as printed
    addressees: tuple[str, ...]
    #: what people say came of them: "met", "partly met", "refused", "no answer"; empty where nobody has said anything
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Afterwards:
    steps: tuple[Step, ...]
    asked: tuple[Asked, ...]
    #: figures published after the issue, the newest first; empty until issued
    since: tuple[FigureRow, ...]


def steps_of(times: Sequence[tuple[str, datetime | None]]) -> tuple[Step, ...]:
    """In the order given; a clock that went backwards shows as a negative span, not as none."""
    steps: list[Step] = []
    before: datetime | None = None
    for name, at in times:
        steps.append(Step(name=name, at=at, after=at - before if at and before else None))
        before = at or before
    return tuple(steps)


def afterwards(alert: Alert, *, delivered_at: datetime | None, public: bool) -> Afterwards:
    """`delivered_at` is when it first reached somebody. `public` leaves out all that rests on restricted reports."""
    first = Report.objects.filter(findings__footnotes__sentence__alert=alert)
    if public:
        first = first.filter(sensitivity=Report.Sensitivity.OPEN)
    return Afterwards(
        steps=steps_of(
            [
                ("first report", first.aggregate(at=Min("fetched_at"))["at"]),
                ("drafted", alert.drafted_at),
                ("approved", alert.approved_at),
                ("issued", alert.issued_at),
                ("first delivered", delivered_at),
            ]
        ),
        asked=_asked(alert, public=public),
        since=_since(alert, public=public),
    )


def _asked(alert: Alert, *, public: bool) -> tuple[Asked, ...]:
    notes = Footnote.objects.filter(sentence__alert=alert, sentence__section="asked", finding__kind="call")
    if public:
        notes = notes.filter(finding__report__sensitivity=Report.Sensitivity.OPEN)
    resting: dict[int, list[Footnote]] = {}
    for note in notes.select_related("finding__review"):
        resting.setdefault(note.sentence_id, []).append(note)
    calls = [note.finding_id for each in resting.values() for note in each]
    outcomes = answering.in_force(calls)
    sentences = alert.sentences.filter(section=Sentence.Section.ASKED)
    return tuple(_one(row.text, resting.get(row.pk, ()), outcomes) for row in sentences)


def _one(text: str, notes: Sequence[Footnote], outcomes: Mapping[int, Outcome]) -> Asked:
    to = [str(note.finding.current.get("addressee") or "") for note in notes]
    answers = [outcomes[note.finding_id].answer for note in notes if note.finding_id in outcomes]
    return Asked(
        text=text,
        addressees=tuple(dict.fromkeys(filter(None, to))),
        answers=tuple(dict.fromkeys(answers)),
    )


def _since(alert: Alert, *, public: bool) -> tuple[FigureRow, ...]:
    if alert.issued_at is None:
        return ()
    situation, issued_at = alert.situation, alert.issued_at
    series = standing_figures(situation, same=naming.same_of(situation), public=public).series
    later = [row for one in series for row in one.rows if row.published_at and row.published_at > issued_at]
    later.sort(key=lambda row: (row.published_at, row.finding_id), reverse=True)
    return tuple(later[:SINCE_MAX])

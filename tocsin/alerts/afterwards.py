"""What became of an alert: how long each step took, what was asked of whom and what came of it, what was counted since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile

from django.db.models import Min

from tocsin.alerts.models import Alert, Footnote, Sentence
from tocsin.record import masking
from tocsin.record.levels import Viewer
from tocsin.situations import answering, naming
from tocsin.situations.figures import FigureRow
from tocsin.situations.models import Outcome, Situation
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
    return afterwards_of([alert], delivered={alert.pk: delivered_at}, public=public)[alert.pk]


def afterwards_of(
    alerts: Sequence[Alert], *, delivered: Mapping[int, datetime | None], public: bool
) -> dict[int, Afterwards]:
    """Of alerts of one situation, by their keys, in a fixed number of queries."""
    assert len({alert.situation_id for alert in alerts}) <= 1, alerts
    first, asked = _first_reports(alerts, public=public), _asked(alerts, public=public)
    figures: tuple[FigureRow, ...] = ()
    if any(alert.issued_at for alert in alerts):
        figures = _published_figures(alerts[0].situation, public=public)
    return {
        alert.pk: Afterwards(
            steps=steps_of(
                [
                    ("first report", first.get(alert.pk)),
                    ("drafted", alert.drafted_at),
                    ("approved", alert.approved_at),
                    ("issued", alert.issued_at),
                    ("first delivered", delivered.get(alert.pk)),
                ]
            ),
            asked=tuple(asked.get(alert.pk, ())),
            since=_since(alert, figures),
        )
        for alert in alerts
    }


def _first_reports(alerts: Sequence[Alert], *, public: bool) -> dict[int, datetime]:
    notes = Footnote.objects.filter(sentence__alert__in=[alert.pk for alert in alerts])
    if public:
        notes = notes.filter(masking.public("finding__"))
    found = notes.values("sentence__alert").annotate(at=Min("finding__report__fetched_at")).order_by()
    return {row["sentence__alert"]: row["at"] for row in found}


def _asked(alerts: Sequence[Alert], *, public: bool) -> dict[int, list[Asked]]:
    keys = [alert.pk for alert in alerts]
    notes = Footnote.objects.filter(sentence__alert__in=keys, sentence__section="asked", finding__kind="call")
    if public:
        notes = notes.filter(masking.public("finding__"))
    resting: dict[int, list[Footnote]] = {}
    for note in notes.select_related("finding__review", "finding__report", "finding__mask"):
        resting.setdefault(note.sentence_id, []).append(note)
    calls = [note.finding_id for each in resting.values() for note in each]
    outcomes = answering.in_force(calls)
    asked: dict[int, list[Asked]] = {}
    sentences = Sentence.objects.filter(alert__in=keys, section=Sentence.Section.ASKED)
    for row in sentences.order_by("alert", "position"):
        asked.setdefault(row.alert_id, []).append(_one(row.text, resting.get(row.pk, ()), outcomes))
    return asked


def _one(text: str, notes: Sequence[Footnote], outcomes: Mapping[int, Outcome]) -> Asked:
    to = [str(masking.veil(note.finding, Viewer.PUBLIC).current.get("addressee") or "") for note in notes]
    answers = [outcomes[note.finding_id].answer for note in notes if note.finding_id in outcomes]
    return Asked(
        text=text,
        addressees=tuple(dict.fromkeys(filter(None, to))),
        answers=tuple(dict.fromkeys(answers)),
    )


def _published_figures(situation: Situation, *, public: bool) -> tuple[FigureRow, ...]:
    """Those that say when they were published, the newest first."""
    series = standing_figures(situation, same=naming.same_of(situation), public=public).series
    printed = [row for one in series for row in one.rows if row.published_at]
    return tuple(sorted(printed, key=lambda row: (row.published_at, row.finding_id), reverse=True))


def _since(alert: Alert, figures: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    issued_at = alert.issued_at
    if issued_at is None:
        return ()
    later = takewhile(lambda row: row.published_at is not None and row.published_at > issued_at, figures)
    return tuple(islice(later, SINCE_MAX))

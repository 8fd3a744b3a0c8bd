"""The whole timeline of a situation: events, statements, responses, appeals, our alerts, and calls nobody answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.situations.brief import Brief
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Outcome
from tocsin.web.alert_pages import AlertBox
from tocsin.web.dates import day, stated

DATED_KINDS = ("event", "statement", "response", "appeal")
#: of the certainties a reader may ask for; a silence and an alert of ours have none
CERTAINTIES = ("asserted", "attributed", "unconfirmed", "denied")
#: what may be asked for by kind
KINDS = (*DATED_KINDS, "alert", "silence")
#: precisions of a time that has an hour
CLOCK = frozenset({"hour", "minute", "second"})
_WHO = ("actor", "target", "speaker_name", "body", "collector", "addressee")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    #: puts entries in order; the latest that its time can mean
    at: datetime
    #: as the finding states its time
    time: str
    #: "event", "statement", "response", "appeal", "alert", "silence"
    kind: str
    who: str
    where: str
    words: str
    certainty: str
    publisher: str
    link: str
    #: None for an alert of ours
    finding_id: int | None
    #: in the situation's zone; None where only a month or a year is known
    on: date | None
    #: of the day, in the situation's zone; None where no clock time is known
    hour: int | None = None

    @property
    def hour_heading(self) -> str:
        """The hour that it stands under; empty where no more than the day is known."""
        return "" if self.hour is None else f"{self.hour:02}:00–{self.hour:02}:59"

    @property
    def heading(self) -> str:
        """The day that it stands under; a month or year where no more is known."""
        return day(self.on) if self.on else self.time


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a reader asks for; empty asks for all."""

    who: str = ""
    where: str = ""
    what: str = ""
    certainty: str = ""
    kind: str = ""
    #: "hour" parts each day by its hours; empty leaves it whole
    by: str = ""

    def holds(self, entry: Entry) -> bool:
        return (
            _within(self.who, f"{entry.who} {entry.words if not entry.who else ''}")
            and _within(self.where, f"{entry.where} {entry.words}")
            and _within(self.what, entry.words)
            and self.certainty in ("", entry.certainty)
            and self.kind in ("", entry.kind)
        )


def wanted(asked: Mapping[str, str]) -> Wanted:
    """From a query; what is no certainty or kind asks for all."""
    words = {name: asked.get(name, "").strip()[:100] for name in ("who", "where", "what")}
    certainty, kind = asked.get("certainty", ""), asked.get("kind", "")
    return Wanted(
        **words,
        certainty=certainty if certainty in CERTAINTIES else "",
        kind=kind if kind in KINDS else "",
        by="hour" if asked.get("by") == "hour" else "",
    )


def timeline(
    brief: Brief, outcomes: Mapping[int, Outcome], alerts: Iterable[AlertBox], asked: Wanted
) -> list[Entry]:
    """The latest first. What has no time stands in no timeline."""
    found = [_dated(row, brief.zone) for kind in DATED_KINDS for row in brief.rows[kind] if row.instant]
    found += [_silence(row, brief.zone) for row in brief.rows["call"] if _unanswered(row, outcomes)]
    found += [_alert(box, brief.zone) for box in alerts]
    shown = [entry for entry in found if asked.holds(entry)]
    return sorted(shown, key=lambda entry: (entry.at, entry.finding_id or 0), reverse=True)


def _dated(row: FindingRow, zone: tzinfo) -> Entry:
    """What lasts all day stands on that day, though nothing of the day comes after it."""
    assert row.instant
    is_long = row.instant.precision in ("month", "year")
    return Entry(
        at=row.instant.at,
        time=stated(row.fields.get("when") or row.fields.get("said_at")),
        kind=row.kind,
        who=_who(row),
        where=row.fields.get("place") or "",
        words=row.quote,
        certainty=row.fields.get("certainty") or "",
        publisher=row.publisher,
        link=reverse("passage", args=[row.finding_id]),
        finding_id=row.finding_id,
        on=None if is_long else row.instant.begins.astimezone(zone).date(),
        hour=row.instant.at.astimezone(zone).hour if row.instant.precision in CLOCK else None,
    )


def _unanswered(row: FindingRow, outcomes: Mapping[int, Outcome]) -> bool:
    outcome = outcomes.get(row.finding_id)
    return row.published_at is not None and (outcome is None or outcome.answer == Outcome.Answer.NONE)


def _silence(row: FindingRow, zone: tzinfo) -> Entry:
    """A call stands where its report came out: since then nothing is known to have come of it."""
    assert row.published_at
    return Entry(
        at=row.published_at,
        time=_("since %(day)s") % {"day": day(row.published_at.astimezone(zone), weekday=False)},
        kind="silence",
        who=_who(row),
        where="",
        words=row.quote,
        certainty="",
        publisher=row.publisher,
        link=reverse("passage", args=[row.finding_id]),
        finding_id=row.finding_id,
        on=row.published_at.astimezone(zone).date(),
    )


def _alert(box: AlertBox, zone: tzinfo) -> Entry:
    return Entry(
        at=box.issued_at,
        time=stated(box.issued_at.astimezone(box.zone).isoformat(timespec="minutes")),
        kind="alert",
        who="",
        where="",
        words=box.headline,
        certainty="",
        publisher=box.kicker,
        link=reverse("alert", args=[box.identifier]),
        finding_id=None,
        on=box.issued_at.astimezone(zone).date(),
        hour=box.issued_at.astimezone(zone).hour,
    )


def _who(row: FindingRow) -> str:
    return ", ".join(str(row.fields[name]) for name in _WHO if row.fields.get(name))


def _within(asked: str, words: str) -> bool:
    return asked.casefold() in words.casefold()

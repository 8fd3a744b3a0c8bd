"""A made situation: reports with findings of the mix that news reports give, four in five accepted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256, sha512
from random import Random
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import OuterRef

from tocsin.record.fields import complete
from tocsin.record.models import Finding, ReadingRun, Review
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Gathering, Situation

SLUG = "made"


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    reports: int
    #: kind -> how many findings
    mix: Mapping[str, int]

    @property
    def findings(self) -> int:
        return sum(self.mix.values())


#: 10,000 findings of 300 reports, a tenth of them figures
LARGE = Size(reports=300, mix={
    "place": 3300, "time": 3200, "statement": 1500, "figure": 1000, "event": 500, "call": 300,
    "qualification": 80, "response": 80, "appeal": 40,
})  # fmt: skip
#: 100,000 findings of 3,000 reports, 5,000 of them figures: the same number of each report's own, and more repeated
HUGE = Size(reports=3000, mix={
    "place": 36000, "time": 34000, "statement": 15000, "figure": 5000, "event": 5000, "call": 3000,
    "qualification": 800, "response": 800, "appeal": 400,
})  # fmt: skip
#: of 100 findings, how many a person left in which state
DECIDED = {"accepted": 74, "corrected": 6, "refused": 8, "disputed": 2, "open": 10}
FIRST_DAY = datetime(2023, 9, 1, tzinfo=UTC)
DAYS = 30
_PUBLISHERS = tuple(f"{name} {what}" for name in ("Example", "Sample", "Made-up", "Specimen", "Model", "Trial")
                    for what in ("Gazette", "Wire", "Radio", "Herald", "Agency"))  # fmt: skip
_SPEAKERS = (
    "the interior office",
    "the road service",
    "the relief committee",
    "the council",
    "an observer mission",
)
_PLACES = ("Northford", "Eastbridge", "Millhaven", "Upper Valley", "the border town", "Stonegate")
_MEASURES = ("crossed", "registered", "displaced", "sheltered", "injured", "killed", "missing")
_CRIMES = ("forcible_transfer", "war_crime", "crime_against_humanity", "starvation")

Made = tuple[str, dict[str, Any]]


def make_situation(size: Size = LARGE) -> Situation:
    """The situation, published, in the store that is open. Always the same one."""
    random = Random(2023)
    person = User.objects.create_user("bench")
    person.groups.add(Group.objects.get_or_create(name="analyst")[0])
    kinds = [kind for kind, count in size.mix.items() for _ in range(count)]
    random.shuffle(kinds)
    shares = [kinds[place :: size.reports] for place in range(size.reports)]
    runs = [_report(random, place, share) for place, share in enumerate(shares)]
    _decide(random, [finding for _, findings in runs for finding in findings], person)
    situation = Situation.objects.create(
        slug=SLUG, title="A made situation", summary="Made to be measured.", time_zone="Asia/Yerevan",
        opened_by="bench", opened_at=FIRST_DAY, published_at=FIRST_DAY, published_by=person,
    )  # fmt: skip
    Gathering.objects.bulk_create(
        Gathering(situation=situation, report=report, added_by="bench", added_at=FIRST_DAY)
        for report, _ in runs
    )
    return situation


def _report(random: Random, place: int, kinds: list[str]) -> tuple[Report, list[Finding]]:
    """One report and what was read in it; its text is made of the passages."""
    at = FIRST_DAY + timedelta(minutes=random.randrange(DAYS * 1440))
    sentences = [_MAKERS[kind](random) for kind in kinds]
    text = "\n\n".join(quote for quote, _ in sentences)
    report = Report.objects.create(
        sha256=sha256(text.encode()).hexdigest(), sha512=sha512(text.encode()).hexdigest(),
        size_bytes=len(text), media_type="text/plain", title=f"Report {place} from the border",
        publisher=random.choice(_PUBLISHERS), published_at=at, published_precision="minute",
        published_offset_min=240, language="en", fetched_at=at,
    )  # fmt: skip
    row = ReportText.objects.create(report=report, kind="original", language="en", text=text, made_at=at)
    run = ReadingRun.objects.create(text=row, reader="bench", read_at=at)
    findings, start = [], 0
    for ordinal, (kind, (quote, given)) in enumerate(zip(kinds, sentences, strict=True)):
        findings.append(_finding(run, report, kind, ordinal, start, quote, given))
        start += len(quote) + 2
    return report, findings


def _finding(
    run: ReadingRun, report: Report, kind: str, ordinal: int, start: int, quote: str, given: dict[str, Any]
) -> Finding:
    end = start + len(quote)
    if kind == "statement":
        given |= _spans(quote, start, given["speaker_name"])
    return Finding(
        text_id=run.text_id, report=report, run=run, kind=kind, ordinal=ordinal, start=start, end=end, quote=quote,
        fields=complete(kind, given, start=start, end=end), made_at=report.fetched_at,
    )  # fmt: skip


def _decide(random: Random, findings: list[Finding], person: User) -> None:
    """Store the findings, with decisions on most of them, as a desk leaves them."""
    decisions = [name for name, count in DECIDED.items() for _ in range(count)]
    for finding in findings:
        finding.state = random.choice(decisions)
    Finding.objects.bulk_create(findings, batch_size=2000)
    Review.objects.bulk_create(
        (Review(finding=finding, decision=finding.state, reviewer=person, at=finding.made_at,
                fields=finding.fields if finding.state == "corrected" else None)
        for finding in findings if finding.state != "open"),
        batch_size=2000,
    )  # fmt: skip
    Finding.objects.update(review=Review.objects.filter(finding=OuterRef("pk")).values("pk"))


def _when(random: Random) -> tuple[datetime, str | None]:
    """An instant, and how a report states it: to the minute, the day, or not at all."""
    at = FIRST_DAY + timedelta(hours=random.randrange(DAYS * 24))
    stated = (f"{at:%Y-%m-%dT%H}:00+04:00", f"{at:%Y-%m-%dT%H}:00+04:00", f"{at:%Y-%m-%d}", None)
    return at, random.choice(stated)


def _figure(random: Random) -> Made:
    at, as_of = _when(random)
    # grows from day to day, and one count in ten is off
    value = (
        int(3000 * (at - FIRST_DAY).days * (random.uniform(0.7, 1.3) if random.random() < 0.1 else 1))
        + at.hour
    )
    measure, speaker, place = random.choice(_MEASURES), random.choice(_SPEAKERS), random.choice(_PLACES)
    return f"{value:,} people were counted as {measure} in {place}, {speaker} said", {
        "value": value, "quantifier": random.choice(("exact", "exact", "exact", "about", "more_than")),
        "unit": random.choice(("person",) * 8 + ("household", "vehicle")), "term": measure,
        "kind": random.choice(("stock", "stock", "stock", "flow")), "as_of": as_of, "speaker": speaker,
        "places": [{"name": place, "country": None, "role": "at"}], "population": "people",
    }  # fmt: skip


def _statement(random: Random) -> Made:
    speaker = random.choice(_SPEAKERS)
    quote = (
        f"{speaker} said that the road to {random.choice(_PLACES)} would stay open "
        + "for those who need it " * 6
    )
    return quote, {"speaker_name": speaker, "said_at": _when(random)[1]}


def _spans(quote: str, start: int, speaker: str) -> dict[str, Any]:
    cue = start + len(speaker) + 1
    return {
        "speakers": [{"start": start, "end": start + len(speaker)}],
        "cue": {"start": cue, "end": cue + 4},
        "content": [{"start": cue + 5, "end": start + len(quote)}],
    }


def _event(random: Random) -> Made:
    at, when = _when(random)
    place = random.choice(_PLACES)
    quote = f"On the {at.day}th shells fell on {place}, and the bridge was closed to everybody for hours"
    return quote, {"type": random.choice(("assault", "coerce", "aid")), "place": place, "when": when}


def _call(random: Random) -> Made:
    speaker, asked = random.sample(_SPEAKERS, 2)
    quote = f"{speaker} asked {asked} to keep the crossing open and to send food and medicine"
    return quote, {"speaker_name": speaker, "addressee": asked, "action": "keep the crossing open"}


def _qualification(random: Random) -> Made:
    speaker, term = random.choice(_SPEAKERS), random.choice(_CRIMES)
    quote = f"{speaker} spoke of what may amount to a {term.replace('_', ' ')}"
    return quote, {"term": term, "by": speaker, "of": "the closing of the road"}


def _response(random: Random) -> Made:
    quote = f"The council met about {random.choice(_PLACES)} for three hours and ended without a resolution"
    return quote, {"body": "the council", "what": "meeting", "when": _when(random)[1], "result": "none"}


def _appeal(random: Random) -> Made:
    quote = f"The relief committee collects for families in {random.choice(_PLACES)}"
    return quote, {"collector": "the relief committee", "beneficiary": "families"}


def _time(random: Random) -> Made:
    at = _when(random)[0]
    return f"{at:%d %B}", {"type": "DATE", "value": f"{at:%Y-%m-%d}"}


def _place(random: Random) -> Made:
    name = random.choice(_PLACES)
    return name, {"name": name, "lat": 40.0, "lon": 45.0, "known_as": [name]}


_MAKERS: dict[str, Callable[[Random], Made]] = {
    "appeal": _appeal, "call": _call, "event": _event, "figure": _figure, "place": _place,
    "qualification": _qualification, "response": _response, "statement": _statement, "time": _time,
}  # fmt: skip

"""One question over everything: as it is typed, as it stands in an address, as it is saved, and as it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.db.models import QuerySet

from tocsin import record
from tocsin.errors import WrongUse
from tocsin.question import ASKED_MAX, Term, terms_of
from tocsin.record.searching import Sought
from tocsin.reports.models import Report
from tocsin.reports.searching import ReportFilter, reports_of
from tocsin.situations.models import Situation

_FINDINGS_ALONE = ("kind", "state", "speaker", "place")
_REPORTS_TOO = (
    "publisher", "language", "sensitivity", "published_since", "published_until", "taken_in_since", "taken_in_until",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Everything that can be asked, as typed: what an address holds and what is saved under a name."""

    words: str = ""
    #: of a finding
    kind: str = ""
    state: str = ""
    speaker: str = ""
    place: str = ""
    #: slug; its reports and what stands in them
    situation: str = ""
    publisher: str = ""
    language: str = ""
    sensitivity: str = ""
    #: days as YYYY-MM-DD, in UTC, the last one included
    published_since: str = ""
    published_until: str = ""
    taken_in_since: str = ""
    taken_in_until: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Question":
        """What of the mapping belongs to a question, without ends of blanks and too long a text."""
        names = [each.name for each in fields(cls)]
        return cls(**{name: str(given.get(name, "")).strip()[:ASKED_MAX] for name in names})

    def given(self) -> dict[str, str]:
        """Only what is given."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question understood: ready to be put to every step."""

    question: Question
    terms: tuple[Term, ...]
    findings: Sought
    #: None for all
    reports: QuerySet[Report] | None = field(compare=False)

    @property
    def of_findings_alone(self) -> bool:
        """Whether something is asked that only a finding can have."""
        return any(getattr(self.question, name) for name in _FINDINGS_ALONE)

    @property
    def of_reports_too(self) -> bool:
        """Whether something is asked that only a report and its findings can have."""
        return self.of_findings_alone or any(getattr(self.question, name) for name in _REPORTS_TOO)


def understand(question: Question) -> Asked:
    """Raises WrongUse where nothing is asked, or for a value that is none: a kind, a day, a situation."""
    if not question.given():
        raise WrongUse("nothing is asked", "give a word, or something to narrow down by")
    reports = _reports(question)
    findings = record.sought(
        question.words,
        kinds=[question.kind] if question.kind else (),
        states=[question.state] if question.state else (),
        speaker=question.speaker,
        place=question.place,
        reports=reports,
    )
    return Asked(
        question=question,
        terms=terms_of(question.words, needed=False),
        findings=findings,
        reports=reports,
    )


def _reports(question: Question) -> QuerySet[Report] | None:
    rows = reports_of(
        ReportFilter(
            publisher=question.publisher,
            language=question.language,
            sensitivity=question.sensitivity,
            published_since=_day(question.published_since),
            published_until=_day(question.published_until),
            taken_in_since=_day(question.taken_in_since),
            taken_in_until=_day(question.taken_in_until),
        )
    )
    if not question.situation:
        return rows
    situation = Situation.objects.filter(slug=question.situation).first()
    if situation is None:
        raise WrongUse(f"there is no situation {question.situation!r}", "`tocsin situation list` shows them")
    return (Report.objects.all() if rows is None else rows).filter(gatherings__situation=situation)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is None or not 1 < day.year < 9000:
        raise WrongUse(f"{typed!r} is no day", "write it as 2023-09-29")
    return day

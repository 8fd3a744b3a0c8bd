"""The worksheet of an assessment: each criterion with its verdict and the accepted evidence, every cell with its notes.

A note leads back: the passage, who printed it and when, and the SHA-256 of the sealed report. Notes are numbered as the
reader meets them. Nothing here depends on the clock: the same store gives the same worksheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import F, Value
from django.db.models.functions import Greatest, Least, Substr

from tocsin.assessment.frameworks import Framework, Part
from tocsin.assessment.jurisdiction import questions_of
from tocsin.assessment.models import Assessment, JurisdictionAnswer
from tocsin.assessment.qualifications import Named, qualifications_of
from tocsin.assessment.sheet import CriterionRow, EvidenceRow, Sheet, sheet_of
from tocsin.record.levels import Viewer
from tocsin.record.masking import kept_to_desk, mask_of, veil
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

SIDES = ("for", "against")
#: a passage that says little by itself, such as "war crimes" or "nine farmers"
SHORT_SIGNS = 60
#: signs shown on either side of such a one
AROUND_SIGNS = 110
#: what stands before and after a passage: a text may be a book, and a note needs a line of it
_BEFORE = Substr(
    "text__text", Greatest(F("start") + 1 - AROUND_SIGNS, Value(1)), Least(F("start"), Value(AROUND_SIGNS))
)
_AFTER = Substr("text__text", F("end") + 1, AROUND_SIGNS)
#: numbers in one question of the store
_ASKED_MAX = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    #: from 1, as the reader meets them
    number: int
    finding_id: int
    #: figure, statement, event ...
    kind: str
    #: of the finding by now: accepted, corrected, refused, disputed, open
    state: str
    #: half open, in code points of the text
    start: int
    end: int
    #: the passage as printed
    quote: str
    #: words of the text before and after a passage that is shorter than `SHORT_SIGNS`, on its line; empty for others
    before: str
    after: str
    #: ISO 639-1; empty where unknown
    language: str
    report_id: int
    #: empty where none is printed
    publisher: str
    #: None where unknown
    published_at: datetime | None
    published_precision: str
    #: minutes from UTC as printed; None where no zone is
    published_offset_min: int | None
    #: of the report's sealed bytes
    sha256: str
    restricted: bool
    #: ids of criteria that rest on it, and "jurisdiction" and "qualifications" where these do
    cited_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    #: as the framework prints it
    question: str
    #: None where nobody has answered
    answer: str | None
    reason: str
    #: finding that shows it; None where none was given, or it is not public
    finding_id: int | None
    by: str | None
    at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Worksheet:
    situation: Situation
    assessment: Assessment
    #: nothing that rests on a restricted report, no name of who judged
    public: bool
    sheet: Sheet
    questions: tuple[Question, ...]
    #: crimes as others name them
    qualifications: tuple[Named, ...]
    notes: tuple[Note, ...]
    #: finding -> number of its note
    numbers: Mapping[int, int]
    #: when somebody last said anything that stands here
    stands_at: datetime

    @property
    def framework(self) -> Framework:
        return self.sheet.framework

    @property
    def parts(self) -> list[tuple[Part, list[CriterionRow]]]:
        return list(self.sheet.parts())

    @property
    def by_finding(self) -> dict[int, Note]:
        return {note.finding_id: note for note in self.notes}

    @property
    def not_compared(self) -> int:
        """Criteria whose words were not compared with the document."""
        return sum(not row.criterion.checked for row in self.sheet.rows.values())


def worksheet_of(assessment: Assessment, *, public: bool) -> Worksheet:
    """The same few queries, however much there is, and one for each 5,000 notes."""
    sheet = sheet_of(assessment, public=public)
    named = qualifications_of(assessment.situation, public=public)
    answers = questions_of(assessment)
    shown = _open_ones(answers) if public else {given.shown_by_id for _, _, given in answers if given}
    questions = tuple(_question(question, given, shown) for _, question, given in answers)
    cited = _cited(sheet, questions, named)
    numbers = {finding: place for place, finding in enumerate(cited, 1)}
    return Worksheet(
        situation=assessment.situation,
        assessment=assessment,
        public=public,
        sheet=sheet,
        questions=questions,
        qualifications=named,
        notes=_notes(cited),
        numbers=numbers,
        stands_at=_stands_at(assessment, sheet, questions),
    )


def accepted(row: CriterionRow, side: str) -> tuple[EvidenceRow, ...]:
    """One for each finding: two rules that led to it are one piece of evidence."""
    return tuple({each.finding_id: each for each in row.accepted(side)}.values())


def _open_ones(answers: Iterable[tuple[int, str, JurisdictionAnswer | None]]) -> set[int | None]:
    """Findings that show an answer and stand in a report that is public."""
    return {
        given.shown_by_id
        for _, _, given in answers
        if given and given.shown_by and not kept_to_desk(given.shown_by)
    }


def _question(question: str, given: JurisdictionAnswer | None, shown: set[int | None]) -> Question:
    return Question(
        question=question,
        answer=given.answer if given else None,
        reason=given.reason if given else "",
        finding_id=given.shown_by_id if given and given.shown_by_id in shown else None,
        by=given.by.get_username() if given else None,
        at=given.at if given else None,
    )


def _cited(sheet: Sheet, questions: Iterable[Question], named: Iterable[Named]) -> dict[int, tuple[str, ...]]:
    """Finding -> what rests on it, findings in the order of the page."""
    found: dict[int, list[str]] = {}
    for name, finding in _citations(sheet, questions, named):
        names = found.setdefault(finding, [])
        if name not in names:
            names.append(name)
    return {finding: tuple(names) for finding, names in found.items()}


def _citations(
    sheet: Sheet, questions: Iterable[Question], named: Iterable[Named]
) -> Iterator[tuple[str, int]]:
    for name, row in sheet.rows.items():
        for side in SIDES:
            yield from ((name, each.finding_id) for each in accepted(row, side))
    yield from (("jurisdiction", each.finding_id) for each in questions if each.finding_id is not None)
    for term in named:
        yield from (("qualifications", each.finding_id) for each in (*term.named, *term.denied))


def _notes(cited: Mapping[int, tuple[str, ...]]) -> tuple[Note, ...]:
    rows: dict[int, Finding] = {}
    left = iter(cited)
    while asked := list(islice(left, _ASKED_MAX)):
        found = Finding.objects.filter(pk__in=asked).select_related("report", "text", "mask", "review")
        near = found.annotate(before=_BEFORE, after=_AFTER).defer("text__text")
        rows |= {row.pk: row for row in near}
    return tuple(_note(place, rows[finding], by) for place, (finding, by) in enumerate(cited.items(), 1))


def _note(number: int, row: Finding, cited_by: tuple[str, ...]) -> Note:
    veil(row, Viewer.DESK if kept_to_desk(row) else Viewer.PUBLIC)
    report, short = row.report, len(row.quote) < SHORT_SIGNS and not mask_of(row)
    return Note(
        number=number,
        finding_id=row.pk,
        kind=row.kind,
        state=row.state,
        start=row.start,
        end=row.end,
        quote=row.quote,
        before=_line_end(row.before) if short else "",  # type: ignore[attr-defined]  # annotated
        after=_line_start(row.after) if short else "",  # type: ignore[attr-defined]
        language=row.text.language,
        report_id=report.pk,
        publisher=report.publisher,
        published_at=report.published_at,
        published_precision=report.published_precision,
        published_offset_min=report.published_offset_min,
        sha256=report.sha256,
        restricted=kept_to_desk(row),
        cited_by=cited_by,
    )


def _line_end(before: str) -> str:
    """The last line, from a whole word on."""
    line = before.rpartition("\n")[2]
    return line.partition(" ")[2] if len(line) == AROUND_SIGNS else line


def _line_start(after: str) -> str:
    line = after.partition("\n")[0]
    shown = line.rpartition(" ")[0] if len(line) == AROUND_SIGNS else line
    return shown if any(map(str.isalnum, shown)) else ""


def _stands_at(assessment: Assessment, sheet: Sheet, questions: Iterable[Question]) -> datetime:
    times = [assessment.begun_at, assessment.finished_at, assessment.published_at]
    times += [each.at for each in questions]
    for row in sheet.rows.values():
        times += [each.at for each in row.evidence if each.standing == "accepted"]
        times.append(row.judgement.at if row.judgement else None)
    return max(at for at in times if at)

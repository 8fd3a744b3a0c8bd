"""Findings by the words of their passages and fields, the newest first.

What a question costs is bounded: it looks at no more than LOOKED_MAX matches, and says where to go on.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, QuerySet

from tocsin.errors import WrongUse
from tocsin.question import Term, terms_of
from tocsin.record.masking import searchable
from tocsin.record.models import Finding
from tocsin.record.word_rows import Expression, newest, within
from tocsin.reports.models import Report

#: findings that a search gives at most
FOUND_MAX = 200
#: matches of one question that are looked at, whatever narrows them down
LOOKED_MAX = 4_000
#: matches that are counted by kind
COUNTED_MAX = 1_000
#: as many reports or fewer are looked for in the index; a condition that more fulfil, most matches fulfil soon
FEW_REPORTS = 200
#: reports of neighbouring numbers that share a mark, as the migration makes it; as many marks or fewer are asked for
SHELF, SHELVES_MAX = 256, 100
#: matches that are read at first; where most of them are not meant, ten times as many next
_FIRST = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """A question about findings; what is empty narrows nothing down."""

    terms: tuple[Term, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    speaker: tuple[Term, ...] = ()
    place: tuple[Term, ...] = ()
    #: None for all
    reports: QuerySet[Report] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    #: the newest first
    findings: list[Finding] = field(default_factory=list)
    #: ask again for those with smaller ids than this; None where there are no more
    older: int | None = None


def sought(
    asked: str = "",
    *,
    kinds: Collection[str] = (),
    states: Collection[str] = (),
    speaker: str = "",
    place: str = "",
    reports: QuerySet[Report] | None = None,
) -> Sought:
    """The question as typed. Raises WrongUse for words that cannot be searched for, or a kind or state that is none."""
    _refuse(kinds, Finding.Kind.values, "kind")
    _refuse(states, Finding.State.values, "state")
    narrowed = bool(kinds or states or speaker.strip() or place.strip() or reports is not None)
    return Sought(
        terms=terms_of(asked, needed=not narrowed),
        kinds=tuple(kinds),
        states=tuple(states),
        speaker=terms_of(speaker, needed=False),
        place=terms_of(place, needed=False),
        reports=reports,
    )


def search(question: Sought, *, most: int = 20, before: int | None = None) -> Found:
    """The newest findings that fulfil all of it; `before` is where the last answer ended."""
    wanted = min(most, FOUND_MAX)
    ids: list[int] = []
    looked, last = 0, before
    for looked, chunk, kept in _walk(question, before):
        ids += kept
        last = chunk[-1]
        if len(ids) > wanted or looked >= LOOKED_MAX:
            break
    else:
        last = None
    if len(ids) > wanted:
        ids, last = ids[:wanted], ids[wanted - 1]
    rows = Finding.objects.filter(searchable(), pk__in=ids).select_related("report", "review")
    return Found(findings=list(rows.order_by("-pk")), older=last)


def count_kinds(question: Sought) -> tuple[dict[str, int], bool]:
    """How many of the newest matches are of which kind, and whether these are all of them."""
    ids: list[int] = []
    whole = True
    for looked, _, kept in _walk(question, None, first=COUNTED_MAX + 1):
        ids += kept
        if len(ids) > COUNTED_MAX or looked >= LOOKED_MAX:
            whole = False
            break
    rows = Finding.objects.filter(searchable(), pk__in=ids[:COUNTED_MAX]).order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk"))), whole


def matching(question: Sought, ids: Collection[int]) -> list[int]:
    """Those of these findings that fulfil all of it: one query, or two, however many findings and words there are."""
    expression, left = _expression(question)
    held = within(expression, ids) if expression else sorted(ids)
    return _of_reports(held, left)


def _walk(
    question: Sought, before: int | None, *, first: int = _FIRST
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Matches by and by, the newest first: how many were looked at so far, these, and those of them that are meant."""
    expression, left = _expression(question)
    looked, size = 0, first
    while chunk := newest(expression, before, size):
        looked += len(chunk)
        yield looked, chunk, _of_reports(chunk, left)
        if len(chunk) < size:
            return
        before, size = chunk[-1], min(size * 10, LOOKED_MAX)


def _expression(question: Sought) -> tuple[Expression, QuerySet[Report] | None]:
    """What the index answers, and the reports that are looked for afterwards, among what it gives."""
    reports, marks = _narrowing(question.reports)
    groups = (_marks("kind", question.kinds), _marks("state", question.states), marks)
    expression = Expression(
        terms=question.terms,
        speaker=question.speaker,
        place=question.place,
        marks=tuple(group for group in groups if group),
    )
    return expression, reports


def _narrowing(reports: QuerySet[Report] | None) -> tuple[QuerySet[Report] | None, tuple[str, ...]]:
    """Few reports by their numbers, more by the shelves that hold them: old ones are not looked for among the new."""
    if reports is None:
        return None, ()
    few = list(reports.order_by().values_list("pk", flat=True)[: FEW_REPORTS + 1])
    if len(few) <= FEW_REPORTS:
        return None, _marks("report", few) or ("none",)
    ends = reports.aggregate(first=Min("pk"), last=Max("pk"))
    shelves = range(ends["first"] // SHELF, ends["last"] // SHELF + 1)
    return reports, _marks("shelf", shelves) if len(shelves) <= SHELVES_MAX else ()


def _marks(name: str, values: Iterable[object]) -> tuple[str, ...]:
    return tuple(f"{name}{value}" for value in values)


def _of_reports(ids: list[int], reports: QuerySet[Report] | None) -> list[int]:
    if reports is None or not ids:
        return ids
    report_of = dict(Finding.objects.filter(pk__in=ids).order_by().values_list("pk", "report_id"))
    held = set(reports.filter(pk__in=set(report_of.values())).order_by().values_list("pk", flat=True))
    return [pk for pk in ids if report_of.get(pk) in held]


def _refuse(given: Collection[str], known: Collection[str], noun: str) -> None:
    if unknown := [each for each in given if each not in known]:
        raise WrongUse(f"{unknown[0]!r} is no {noun} of a finding", f"choose one of {', '.join(known)}")

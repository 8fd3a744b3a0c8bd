"""What a question finds in every step, joined: one section for each noun, each with the words marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from tocsin import record
from tocsin.alerts.searching import search as search_alerts
from tocsin.holding import Page
from tocsin.question import Term
from tocsin.record.masking import unsearchable_reports
from tocsin.record.review_search import search_reviews
from tocsin.record.searching import COUNTED_MAX, count_kinds
from tocsin.reports.models import Report, ReportText
from tocsin.reports.searching import count as count_reports
from tocsin.reports.searching import search as search_reports
from tocsin.situations.asking import Asked
from tocsin.situations.searching import search as search_situations
from tocsin.situations.searching import search_decisions, search_outcomes
from tocsin.snippet import LOOKED_MAX, Piece, snippet

#: results of a noun that is looked at alone, or beside others
ALONE, BESIDE = 20, 5
NOUNS = {
    "findings": _("Findings"),
    "reports": _("Reports"),
    "situations": _("Situations"),
    "alerts": _("Alerts"),
    "decisions": _("Decisions about figures"),
    "outcomes": _("Outcomes of calls"),
    "reviews": _("Reasons of reviews"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    #: the model's own row
    row: Any
    #: what was looked for, marked
    pieces: list[Piece]
    #: of the text that the pieces are of; empty where unknown
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    #: a key of NOUNS
    noun: str
    hits: list[Hit]
    #: ask again for those with smaller ids than this; None where there are no more
    older: int | None
    #: how many there are, as far as was counted
    count: int
    #: whether there are more than `count`
    at_least: bool

    @property
    def title(self) -> str:
        return str(NOUNS[self.noun])


def nouns_of(asked: Asked) -> list[str]:
    """The nouns that can fulfil everything that is asked, in the order of NOUNS."""
    if asked.of_findings_alone:
        return ["findings"]
    if not asked.terms or asked.of_reports_too or asked.question.situation:
        return ["findings", "reports"]
    return list(NOUNS)


def sections(
    asked: Asked, *, nouns: Iterable[str], before: int | None = None, most: int = BESIDE
) -> list[Section]:
    """One for each noun, empty ones among them. Of findings, the chief ones, there are at least ALONE."""
    return [
        _SECTIONS[noun](asked, before, max(most, ALONE) if noun == "findings" else most) for noun in nouns
    ]


def counted_kinds(asked: Asked) -> tuple[list[tuple[str, int]], bool]:
    """How many of the newest matches are of which kind, the most frequent first; and whether these are all."""
    counts, whole = count_kinds(asked.findings)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0])), whole


def _findings(asked: Asked, before: int | None, most: int) -> Section:
    found = record.search(asked.findings, most=most, before=before)
    terms = (*asked.terms, *asked.findings.speaker, *asked.findings.place)
    hits = [
        Hit(row=row, pieces=snippet(row.quote, terms), language=row.report.language) for row in found.findings
    ]
    return Section(
        noun="findings", hits=hits, older=found.older, count=len(hits), at_least=found.older is not None
    )


def _reports(asked: Asked, before: int | None, most: int) -> Section:
    among = asked.reports
    if kept := unsearchable_reports():
        among = (Report.objects.all() if among is None else among).exclude(pk__in=kept)
    page = search_reports(asked.terms, among=among, most=most, before=before)
    hits = report_hits(page.rows, asked.terms)
    count = count_reports(asked.terms, among=among, most=COUNTED_MAX)
    return Section(noun="reports", hits=hits, older=page.older, count=count, at_least=count == COUNTED_MAX)


def report_hits(rows: Sequence[Report], terms: Sequence[Term]) -> list[Hit]:
    """Each report with the part of a text that holds the words: one query."""
    texts = _texts_of(rows)
    return [_report_hit(row, texts.get(row.pk, []), terms) for row in rows]


def _texts_of(rows: Sequence[Report]) -> dict[int, list[ReportText]]:
    """The beginning of each text, by report."""
    texts: dict[int, list[ReportText]] = {}
    found = ReportText.objects.filter(report__in=rows).defer("text")
    for text in found.annotate(head=Substr("text", 1, LOOKED_MAX)).order_by("pk"):
        texts.setdefault(text.report_id, []).append(text)
    return texts


def _report_hit(row: Report, texts: Sequence[ReportText], terms: Sequence[Term]) -> Hit:
    """With the first text that holds a word, or the beginning of the first."""
    shown = [(text, snippet(text.head, terms)) for text in texts]  # type: ignore[attr-defined]  # annotated above
    for text, pieces in shown:
        if any(piece.hit for piece in pieces):
            return Hit(row=row, pieces=pieces, language=text.language)
    return Hit(row=row, pieces=shown[0][1] if shown else [], language=shown[0][0].language if shown else "")


Text = Callable[[Any], str]


def _paged(
    noun: str, search: Callable[..., Page[Any]], text: Text, asked: Asked, before: int | None, most: int
) -> Section:
    page = search(asked.terms, most=most, before=before)
    hits = [Hit(row=row, pieces=snippet(text(row), asked.terms)) for row in page.rows]
    return Section(noun=noun, hits=hits, older=page.older, count=len(hits), at_least=page.older is not None)


_SECTIONS: dict[str, Callable[[Asked, int | None, int], Section]] = {
    "findings": _findings,
    "reports": _reports,
    "situations": partial(_paged, "situations", search_situations, lambda row: row.summary),
    "alerts": partial(_paged, "alerts", search_alerts, lambda row: row.area),
    "decisions": partial(_paged, "decisions", search_decisions, lambda row: row.reason),
    "outcomes": partial(_paged, "outcomes", search_outcomes, lambda row: row.reason),
    "reviews": partial(_paged, "reviews", search_reviews, lambda row: row.reason),
}

"""How a report without a title is told from another one: by the words that its text begins with."""

from collections.abc import Collection

from django.db.models.functions import Substr

from tocsin.reports.models import ReportText

OPENING_CHARS = 80


def openings_of(report_ids: Collection[int]) -> dict[int, str]:
    """Report -> the first line of its text, shortened; a report without a text is left out."""
    texts = ReportText.objects.filter(report__in=report_ids, kind=ReportText.Kind.ORIGINAL)
    begun = texts.values_list("report_id", Substr("text", 1, OPENING_CHARS * 2))
    return {report: _shortened(line) for report, words in begun for line in words.strip().splitlines()[:1]}


def _shortened(words: str) -> str:
    """
    >>> _shortened("Buses left."), _shortened("word " * 40)[-6:]
    ('Buses left.', 'word …')
    """
    return words if len(words) <= OPENING_CHARS else words[:OPENING_CHARS].rsplit(" ", 1)[0] + " …"

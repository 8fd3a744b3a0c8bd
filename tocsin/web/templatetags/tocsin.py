"""How templates print times, numbers and findings."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from django import template
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.publishing import two_pages
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Change, Decision, Outcome
from tocsin.web import dates, finding_words
from tocsin.web.doubts import DOUBTS_PER_PAGE, VERDICTS, Doubt
from tocsin.web.outcomes import ANSWERS
from tocsin.web.series_charts import series_name
from tocsin.web.series_page import REASONS
from tocsin.web.situation_map import PARTS
from tocsin.web.verification_words import (
    ACCESS_STATE_WORDS,
    ACCESS_USE_WORDS,
    CONSENT_WORDS,
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    TAKEN_BACK_WORDS,
)

register = template.Library()
register.filter("number", finding_words.number)
register.filter("crime", finding_words.crime)
register.filter("measure", finding_words.measure_words)
register.filter("stated", dates.stated)
register.filter("series_name", series_name)


@register.filter
def moment(value: datetime | None, zone: tzinfo | None = None) -> SafeString | str:
    """A `time` element: "Fri 29 Sept 2023, 18:00 +04:00"."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), dates.moment(value, zone or UTC)
    )


@register.filter
def of_the_web(link: str) -> bool:
    """Whether a link that somebody typed may be followed: it was checked when it came in, and is again when it is shown."""
    return link.startswith(("https://", "http://"))


@register.filter
def day(value: datetime | None, zone: tzinfo | None = None) -> str:
    return "" if value is None else dates.day(value.astimezone(zone or UTC), weekday=False)


class Printed(Protocol):
    """A report, or a note of an alert: what says when it came out."""

    published_at: Any
    published_precision: Any
    published_offset_min: Any


@register.filter
def published(report: Printed) -> str:
    return dates.published(report.published_at, report.published_precision, report.published_offset_min)


@register.filter
def item_name(row: Model) -> str:
    """As the custody log and assignments name it: "finding:12"."""
    return f"{row._meta.model_name}:{row.pk}"


@register.filter
def kind_words(kind: str) -> str:
    return str(finding_words.KINDS.get(kind, kind))


@register.filter
def moment_words(kind: str) -> str:
    """The kind of an entry of the timeline."""
    others = {"alert": _("our alert"), "silence": _("asked, no answer known")}
    return others.get(kind) or kind_words(kind)


@register.filter
def part_words(part: str) -> str:
    """What a place is to a finding that names it."""
    return str(PARTS.get(part, part))


@register.filter
def certainty_words(certainty: str) -> str:
    return str(finding_words.CERTAINTIES.get(certainty, certainty))


@register.filter
def state_words(state: str) -> str:
    return str(finding_words.DECISIONS.get(state, state))


@register.filter
def verdict_words(verdict: str) -> str:
    return str(VERDICTS[Decision.Verdict(verdict)])


@register.filter
def reason_words(reason: Change | Decision) -> str:
    """Why a count changed: as said of the step, or as decided about the count that falls."""
    if isinstance(reason, Decision):
        return verdict_words(reason.verdict)
    return str(REASONS[Change.Type(reason.type)])


@register.filter
def signed(difference: float) -> str:
    """With a plus or a true minus sign."""
    return f"{'−' if difference < 0 else '+'}{finding_words.number(abs(difference))}"


@register.filter
def page_of_doubt(doubt: Doubt) -> int:
    """Of the desk's list of contradictions, the page on which it stands."""
    return (doubt.number - 1) // DOUBTS_PER_PAGE + 1


@register.filter
def said_of(said: Mapping[tuple[str, str], Any], measure: str) -> dict[str, Any]:
    """What was last said of the labels of one measure."""
    return {label: each for (of_measure, label), each in said.items() if of_measure == measure}


@register.filter
def answer_words(answer: str) -> str:
    return str(ANSWERS[Outcome.Answer(answer)])


@register.filter
def headline(finding: Any) -> str:
    """Of a stored finding, or of a row of a brief."""
    return finding_words.headline(finding.kind, _fields(finding), finding.quote)


@register.filter
def field_rows(finding: Any) -> list[tuple[str, str]]:
    return finding_words.rows(finding.kind, _fields(finding))


@register.filter
def rows_of(finding: Any, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """These fields in words: as read, or as an earlier review corrected them."""
    return finding_words.rows(finding.kind, fields)


@register.filter
def headline_of(finding: Any, fields: Mapping[str, Any]) -> str:
    return finding_words.headline(finding.kind, fields, finding.quote)


@register.filter
def doubt(finding: Any) -> str:
    """The words for unconfirmed or denied, where the finding says so; else nothing."""
    certainty = _fields(finding).get("certainty")
    return str(finding_words.CERTAINTIES[certainty]) if certainty in ("unconfirmed", "denied") else ""


@register.filter
def figure_number(row: FigureRow) -> str:
    return finding_words.quantity(row.value, row.low, row.high, row.quantifier)


@register.filter
def figure_time(row: FigureRow) -> str:
    return finding_words.time_of_figure(row.as_of, row.since, row.until)


@register.filter
def figure_quantifier(row: FigureRow) -> str:
    return finding_words.quantifier_words(row.quantifier)


@register.filter
def bare_figure(row: FigureRow) -> str:
    """The number without its quantifier, which must stand beside it."""
    return finding_words.bare_quantity(row.value, row.low, row.high)


@register.filter
def unit_and_measure(row: FigureRow) -> str:
    words = f"{finding_words.unit_words(row.unit)} {finding_words.measure_words(row.measure)}".strip()
    return f"{words}: {row.population}" if row.subset and row.population else words


@register.filter
def series_words(series: Series) -> str:
    return f"{finding_words.unit_words(series.unit)} {finding_words.measure_words(series.measure)}".strip()


@register.filter
def when(row: FindingRow) -> str:
    """When it happened or was said, as the finding states it."""
    return dates.stated(row.fields.get("when") or row.fields.get("said_at"))


@register.filter
def said(row: FindingRow) -> str:
    return finding_words.content(row.fields, row.quote)


@register.simple_tag
def quoted(words: str, language: str | None = None) -> SafeString:
    """Somebody's words, in their own language and direction."""
    lang = format_html(' lang="{}"', language) if language else ""
    return format_html('<q{} dir="auto">{}</q>', lang, words)


@register.simple_tag
def note_marks(numbers: Mapping[int, int], *finding_ids: int) -> SafeString:
    """The numbers of the notes on which a printed sentence or figure rests, each a link to its note."""
    marks = ((numbers[each],) for each in finding_ids if each in numbers)
    return format_html(
        '<sup class="fn">{}</sup>', format_html_join(" ", '<a href="#note-{0}">{0}</a>', marks)
    )


@register.filter
def shortened(text: str, most: int) -> str:
    return two_pages.shortened(text, most)


@register.filter
def of(table: Mapping[Any, Any], key: Any) -> Any:
    return table.get(key)


@register.filter
def reliability_words(grade: str) -> str:
    return str(RELIABILITY_WORDS[grade])


@register.filter
def credibility_words(grade: int) -> str:
    return str(CREDIBILITY_WORDS[grade])


@register.filter
def use_of_access(use: str) -> str:
    return str(ACCESS_USE_WORDS[use])


@register.filter
def state_of_access(state: str) -> str:
    return str(ACCESS_STATE_WORDS[state])


@register.filter
def consent_words(verdict: str) -> str:
    return str(CONSENT_WORDS[verdict])


@register.filter
def taken_back_words(verdict: str) -> str:
    return str(TAKEN_BACK_WORDS[verdict])


def _fields(finding: Any) -> Any:
    return finding.current if hasattr(finding, "current") else finding.fields

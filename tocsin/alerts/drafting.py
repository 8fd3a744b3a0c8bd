"""A first draft of an alert's sentences, in a fixed form, from findings that a person chose.

Nothing is said in our own voice: each sentence says who said it or who printed it. A crime is never stated, only
who named it. What is unconfirmed or denied stands under "unclear". People then write over the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tocsin.alerts.figures import figure_clause
from tocsin.alerts.wording import moment, one_line, quoted, sentence
from tocsin.errors import AlertRefused

Section = Literal["happened", "unclear", "at risk", "asked"]
SECTIONS: tuple[Section, ...] = ("happened", "unclear", "at risk", "asked")

#: longer names are no names: a person mended a field badly, or the reading ran on
NAME_CHARS_MAX = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """What drafting needs to know of a finding that stands."""

    id: int
    kind: str
    #: the passage as printed
    quote: str
    #: the fields in force, in the JSON contract of reading
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: who printed it; empty where unknown
    publisher: str = ""
    #: ISO 8601 date on which it was printed; None where unknown
    published: str | None = None
    #: where the passage begins in its text, because spans in `fields` are counted there
    start: int = 0
    #: the sentence that the passage stands in, for a passage of a word or a number; empty where unknown
    around: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftSentence:
    section: Section
    text: str
    #: the findings that it rests on; none for the organisation's own judgement
    finding_ids: tuple[int, ...] = ()


def draft_sentences(findings: Sequence[FindingView]) -> list[DraftSentence]:
    """One sentence for each finding, in the order of the sections; the same sentence twice rests on both findings.

    Raises AlertRefused for a finding of a kind that says nothing by itself (a time, a place, a problem).
    """
    resting: dict[tuple[Section, str], list[int]] = {}
    for finding in findings:
        form = _FORMS.get(finding.kind)
        if form is None:
            raise AlertRefused(
                f"finding {finding.id} is a {finding.kind}, which says nothing by itself",
                f"choose findings of these kinds: {', '.join(_FORMS)}",
            )
        resting.setdefault((_section(finding), sentence(form(finding))), []).append(finding.id)
    drafted = [
        DraftSentence(section=section, text=text, finding_ids=tuple(dict.fromkeys(ids)))
        for (section, text), ids in resting.items()
    ]
    return sorted(drafted, key=lambda draft: SECTIONS.index(draft.section))


def _section(finding: FindingView) -> Section:
    if finding.fields.get("certainty") in ("unconfirmed", "denied"):
        return "unclear"
    if finding.kind in ("call", "appeal"):
        return "asked"
    return "at risk" if finding.fields.get("act") in ("warned", "threatened") else "happened"


def _publisher(finding: FindingView) -> str:
    return one_line(finding.publisher) or "a report"


def _named(finding: FindingView, name: str) -> str:
    """A field of text as it stands inside a sentence; empty where it is not given."""
    value = finding.fields.get(name)
    words = one_line(value)[:NAME_CHARS_MAX] if isinstance(value, str) else ""
    article = next((word for word in ("The ", "A ", "An ") if words.startswith(word)), "")
    return article.lower() + words[len(article) :]


def _doubt(finding: FindingView) -> str:
    """What is added to a sentence under "unclear"; a denial is not said to be denied itself."""
    certainty = finding.fields.get("certainty")
    if certainty == "denied" and finding.fields.get("act") != "denied":
        return " This is denied."
    return " This is not confirmed." if certainty == "unconfirmed" else ""


def _printed(finding: FindingView) -> str:
    """The plainest form: who printed what and when, in the words printed."""
    when = moment(finding.published)
    on = f" on {when}" if when else ""
    words = quoted(finding.around or finding.quote)
    return sentence(f"{_publisher(finding)} reported{on}: {words}") + _doubt(finding)


def giver(finding: FindingView) -> str:
    """Who gives a figure: whoever said it, else who printed it."""
    return _named(finding, "speaker") or _publisher(finding)[:NAME_CHARS_MAX]


def told_figure(finding: FindingView) -> str:
    """Such as: the government said that 97,735 people had crossed from Artsakh to Armenia as of ..."""
    clause = figure_clause(finding.fields)
    if clause is None:
        return _printed(finding)
    verb = "said" if _named(finding, "speaker") else "reported"
    return f"{giver(finding)} {verb} that {clause}."


# Statements. "claimed" is written "said": the choice of a verb must not doubt one side.
_ACTS: Mapping[str, str] = {
    "denied": "denied",
    "warned": "warned",
    "threatened": "threatened",
    "demanded": "demanded",
}


def _statement(finding: FindingView) -> str:
    """The speaker's own words stand in quotation marks where the report quoted them, else the report's, as its own."""
    speaker = _named(finding, "speaker_name")
    if not speaker:
        return _printed(finding)
    verb = _ACTS.get(_named(finding, "act"), "said")
    content = _content(finding)
    if finding.fields.get("direct") and content:
        return sentence(f"{speaker} {verb}: {quoted(content)}") + _doubt(finding)
    told = f"{_publisher(finding)} reported what {speaker} {verb}: {quoted(finding.quote)}"
    return sentence(told) + _doubt(finding)


def _content(finding: FindingView) -> str:
    """What was said, without speaker and cue; empty where the fields do not point into the passage."""
    pieces = []
    for span in finding.fields.get("content") or ():
        start, end = span["start"] - finding.start, span["end"] - finding.start
        if not 0 <= start < end <= len(finding.quote):
            return ""
        pieces.append(finding.quote[start:end])
    return " … ".join(pieces)


def _call(finding: FindingView) -> str:
    speaker, addressee = _named(finding, "speaker_name"), _named(finding, "addressee")
    if not speaker:
        return _printed(finding)
    of = f" of {addressee}" if addressee else ""
    return f"{_publisher(finding)} reported what {speaker} asked{of}: {quoted(finding.quote)}"


_CRIMES: Mapping[str, str] = {
    "crime_against_humanity": "a crime against humanity",
    "war_crime": "a war crime",
    "forcible_transfer": "forcible transfer",
    "hostage_taking": "the taking of hostages",
    "aiding_and_abetting": "aiding and abetting",
    "ethnic_cleansing": "ethnic cleansing",
}


def _qualification(finding: FindingView) -> str:
    """Who used the word of a crime, and where; never that the crime was committed."""
    term, speaker = _named(finding, "term"), _named(finding, "by")
    if term in ("", "other") or not speaker:
        return _printed(finding)
    crime = _CRIMES.get(term, term.replace("_", " "))
    spoke = "denied" if finding.fields.get("certainty") == "denied" else "spoke of"
    words = quoted(finding.around or finding.quote)
    return f"{speaker} {spoke} {crime}, in the words of {_publisher(finding)}: {words}"


def _appeal(finding: FindingView) -> str:
    """Who collects for whom. Numbers and links stay in the passage: an alert must not carry a wrong one on."""
    collector, beneficiary = _named(finding, "collector"), _named(finding, "beneficiary")
    if not collector:
        return _printed(finding)
    gifts = f"gifts for {beneficiary}" if beneficiary else "gifts"
    return f"{_publisher(finding)} reported that {collector} asks for {gifts}"


_FORMS: Mapping[str, Callable[[FindingView], str]] = {
    "figure": told_figure,
    "statement": _statement,
    "event": _printed,
    "response": _printed,
    "call": _call,
    "qualification": _qualification,
    "appeal": _appeal,
}

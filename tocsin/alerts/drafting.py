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
    #: the sentence that the passage stands in, where the passage alone says too little (a number); else empty
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
    if finding.kind in ("call", "appeal") or finding.fields.get("act") == "demanded":
        return "asked"
    return "at risk" if finding.fields.get("act") in ("warned", "threatened") else "happened"


def _publisher(finding: FindingView) -> str:
    return one_line(finding.publisher) or "a report"


def _named(finding: FindingView, name: str) -> str:
    """A field of text, on one line; empty where it is not given."""
    value = finding.fields.get(name)
    return one_line(value) if isinstance(value, str) else ""


def _doubt(finding: FindingView) -> str:
    """What is added to a sentence under "unclear"."""
    return {"unconfirmed": " This is not confirmed.", "denied": " This is denied."}.get(
        str(finding.fields.get("certainty")), ""
    )


def _printed(finding: FindingView, about: str = "") -> str:
    """The plainest form: who printed what, in the words printed."""
    when = moment(finding.published)
    on = f" on {when}" if when else ""
    words = quoted(finding.around or finding.quote)
    return sentence(f"{_publisher(finding)} reported{about}{on}: {words}") + _doubt(finding)


def _figure(finding: FindingView) -> str:
    """Such as: The government said that 97,735 people had crossed from Artsakh to Armenia as of ..."""
    clause = figure_clause(finding.fields)
    if clause is None:
        return _printed(finding)
    speaker = _named(finding, "speaker")
    says = f"{speaker} said" if speaker else f"{_publisher(finding)} reported"
    return f"{says} that {clause}."


# Statements. "claimed" is written "said": the choice of a verb must not doubt one side.
_ACTS: Mapping[str, str] = {
    "denied": "denied",
    "warned": "warned",
    "threatened": "threatened",
    "demanded": "demanded",
}


def _statement(finding: FindingView) -> str:
    """Quotation marks hold the speaker's own words only where the report quoted them, else the report's."""
    speaker = _named(finding, "speaker_name")
    if not speaker:
        return _printed(finding)
    verb = _ACTS.get(_named(finding, "act"), "said")
    words = quoted(_content(finding))
    if not finding.fields.get("direct"):
        return sentence(f"{speaker} {verb}, in the words of {_publisher(finding)}: {words}") + _doubt(finding)
    return sentence(f"{speaker} {verb}: {words}") + _doubt(finding)


def _content(finding: FindingView) -> str:
    """What was said, without speaker and cue; the whole passage where the fields do not point into it."""
    pieces = []
    for span in finding.fields.get("content") or ():
        start, end = span["start"] - finding.start, span["end"] - finding.start
        if not 0 <= start < end <= len(finding.quote):
            return finding.quote
        pieces.append(finding.quote[start:end])
    return " … ".join(pieces) or finding.quote


def _event(finding: FindingView) -> str:
    when, place = moment(_named(finding, "when")), _named(finding, "place")
    about = f" of {when}" if when else ""
    return _printed(finding, about + (f", {place}," if place else ""))


def _response(finding: FindingView) -> str:
    body = _named(finding, "body")
    return _printed(finding, f" of {body}" if body else "")


def _call(finding: FindingView) -> str:
    speaker, addressee = _named(finding, "speaker_name"), _named(finding, "addressee")
    if not speaker:
        return _printed(finding)
    of = f" of {addressee}" if addressee else ""
    return sentence(f"{speaker} asked{of}, in the words of {_publisher(finding)}: {quoted(finding.quote)}")


_CRIMES: Mapping[str, str] = {
    "crime_against_humanity": "a crime against humanity",
    "war_crime": "a war crime",
    "forcible_transfer": "forcible transfer",
    "hostage_taking": "the taking of hostages",
    "aiding_and_abetting": "aiding and abetting",
    "ethnic_cleansing": "ethnic cleansing",
}


def _qualification(finding: FindingView) -> str:
    """Who used the word of a crime, and the passage; never that the crime was committed."""
    term = _named(finding, "term")
    speaker = _named(finding, "by") or _publisher(finding)
    spoke = "denied" if finding.fields.get("certainty") == "denied" else "spoke of"
    if term == "other" or not term:
        return _printed(finding)
    crime = _CRIMES.get(term, term.replace("_", " "))
    return f"{speaker} {spoke} {crime}, in the words of {_publisher(finding)}: {quoted(finding.quote)}"


def _appeal(finding: FindingView) -> str:
    """Who collects for whom. Numbers and links stay in the passage: an alert must not carry a wrong one on."""
    collector, beneficiary = _named(finding, "collector"), _named(finding, "beneficiary")
    if not collector:
        return _printed(finding)
    return f"{collector} asks for gifts" + (f" for {beneficiary}" if beneficiary else "")


_FORMS: Mapping[str, Callable[[FindingView], str]] = {
    "figure": _figure,
    "statement": _statement,
    "event": _event,
    "response": _response,
    "call": _call,
    "qualification": _qualification,
    "appeal": _appeal,
}

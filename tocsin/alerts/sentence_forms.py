"""One form for each kind of finding: who said or printed what, in a sentence that takes no side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tocsin.alerts.draft_nouns import NAME_CHARS_MAX, FindingView, Section
from tocsin.alerts.figures import figure_clause
from tocsin.alerts.speakers import called
from tocsin.alerts.telling_once import Place, Told
from tocsin.alerts.wording import QUOTE_CHARS_MAX, moment, one_line, quoted, sentence


def _section(finding: FindingView) -> Section:
    if finding.fields.get("certainty") in ("unconfirmed", "denied"):
        return "unclear"
    if finding.kind == "statement" and finding.fields.get("act") == "denied":
        return "unclear"  # beside what it denies
    if finding.kind in ("call", "appeal"):
        return "asked"
    return "at risk" if finding.fields.get("act") in ("warned", "threatened") else "happened"


#: part of a sentence from which on a passage lacks only its last word or stop
NEARLY_ALL = 0.9


def _publisher(finding: FindingView) -> str:
    return one_line(finding.publisher) or "a report"


def _named(finding: FindingView, name: str) -> str:
    """A field of text as it stands inside a sentence; empty where it is not given."""
    value = finding.fields.get(name)
    words = one_line(value)[:NAME_CHARS_MAX] if isinstance(value, str) else ""
    return called(words)


def _doubt(finding: FindingView) -> str:
    """What is added to a statement under "unclear"; a denial is not said to be denied itself."""
    certainty = finding.fields.get("certainty")
    if certainty == "denied" and finding.fields.get("act") != "denied":
        by = list(
            dict.fromkeys(called(one_line(name)[:NAME_CHARS_MAX]) for _id, name in finding.denials if name)
        )
        return " " + sentence(f"{' and '.join(by)} denied this") if by else " This is denied."
    return " This is not confirmed." if certainty == "unconfirmed" else ""


def _printed(finding: FindingView) -> Told:
    """The plainest form: who printed what and when, in the words printed; whose words they are, where it quotes somebody."""
    when = moment(finding.published)
    on = f" on {when}" if when else ""
    words = finding.around or finding.quote
    speaker = called(one_line(finding.quoted_of)[:NAME_CHARS_MAX])
    said = (
        f"{speaker} said, as {_publisher(finding)} printed{on}"
        if speaker
        else f"{_publisher(finding)} reported{on}"
    )
    return _as_told(finding, sentence(f"{said}: {quoted(words)}"), words=words, plain=True)


def _as_told(finding: FindingView, text: str, *, words: str = "", rank: int = 9, plain: bool = False) -> Told:
    """`words` are what the sentence quotes."""
    whole = bool(words) and words == finding.around
    start = finding.around_start if whole else finding.start
    length = min(len(words) or len(finding.quote), QUOTE_CHARS_MAX)
    return Told(
        section=_section(finding),
        text=text,
        finding_ids=(finding.id, *(pk for pk, _name in finding.denials if "denied this" in text)),
        rank=rank,
        speaker=_speaker(finding),
        place=None if finding.text_id is None else Place(finding.text_id, start, start + length),
        passage=Place(finding.text_id or 0, finding.start, finding.start + len(finding.quote)),
        doubt=_certainty_of_words(finding) if plain else "",
        kind="" if plain else finding.kind,
        quote=finding.quote,
    )


def _certainty_of_words(finding: FindingView) -> str:
    """How the words of a plain sentence are doubted; that a crime was named is not doubted where the crime is."""
    certainty = str(finding.fields.get("certainty") or "")
    return certainty if certainty in ("unconfirmed", "denied") and finding.kind != "qualification" else ""


def _speaker(finding: FindingView) -> str:
    names = ("speaker_name", "by", "speaker", "collector")
    return next((name for field in names if (name := _named(finding, field))), "")


def _clause_or_sentence(finding: FindingView) -> str:
    """The passage, or the sentence around a piece of one, where there is room for it."""
    is_piece = finding.start > finding.around_start or len(finding.quote) > NEARLY_ALL * len(finding.around)
    fits = 0 < len(one_line(finding.around)) <= QUOTE_CHARS_MAX
    return finding.around if is_piece and fits else finding.quote


def giver(finding: FindingView) -> str:
    """Who gives a figure: whoever said it, else who printed it."""
    return _named(finding, "speaker") or _publisher(finding)[:NAME_CHARS_MAX]


def told_figure(finding: FindingView) -> str:
    """Such as: the government said that 97,735 people had crossed from Artsakh to Armenia as of ..."""
    clause = figure_clause(finding.fields)
    if clause is None:
        return _printed(finding).text + _doubt(finding)
    verb = "said" if _named(finding, "speaker") else "reported"
    return f"{giver(finding)} {verb} that {clause}."


# Statements. "claimed" is written "said": the choice of a verb must not doubt one side.
_ACTS: Mapping[str, str] = {
    "denied": "denied",
    "warned": "warned",
    "threatened": "threatened",
    "demanded": "demanded",
}


def _figure(finding: FindingView) -> Told:
    if figure_clause(finding.fields) is None:
        return _printed(finding)
    return _as_told(finding, sentence(told_figure(finding)), rank=0)


def _statement(finding: FindingView) -> Told:
    """The speaker's own words stand in quotation marks where the report quoted them, else the report's, as its own."""
    speaker, act = _named(finding, "speaker_name"), _named(finding, "act")
    if not speaker:
        return _printed(finding)
    content = _content(finding)
    rank = 2 if act in _ACTS else 4
    if finding.fields.get("direct") and content:
        verb = "said in denial" if act == "denied" else _ACTS.get(act, "said")
        text = sentence(f"{speaker} {verb}: {quoted(content)}") + _doubt(finding)
        return _as_told(finding, text, words=content, rank=1)
    words = _clause_or_sentence(finding)
    told = f"what {speaker} {_ACTS.get(act, 'said')}" if act != "denied" else f"a denial by {speaker}"
    text = sentence(f"{_publisher(finding)} reported {told}: {quoted(words)}") + _doubt(finding)
    return _as_told(finding, text, words=words, rank=rank)


def _content(finding: FindingView) -> str:
    """What was said, without speaker and cue; empty where the fields do not point into the passage."""
    pieces = []
    for span in finding.fields.get("content") or ():
        start, end = span["start"] - finding.start, span["end"] - finding.start
        if not 0 <= start < end <= len(finding.quote):
            return ""
        pieces.append(_closed(finding.quote[start:end]))
    return " … ".join(pieces)


def _closed(piece: str) -> str:
    """Without the mark that opens every paragraph of a long quotation."""
    return piece[1:] if piece[:1] == "“" and piece.count("“") > piece.count("”") else piece


def _call(finding: FindingView) -> Told:
    speaker, addressee = _named(finding, "speaker_name"), _named(finding, "addressee")
    if not speaker:
        return _printed(finding)
    of = f" of {addressee}" if addressee else ""
    words = _clause_or_sentence(finding)
    text = sentence(f"{_publisher(finding)} reported what {speaker} asked{of}: {quoted(words)}")
    return _as_told(finding, text, words=words, rank=0)


_CRIMES: Mapping[str, str] = {
    "crime_against_humanity": "a crime against humanity",
    "war_crime": "a war crime",
    "forcible_transfer": "forcible transfer",
    "hostage_taking": "the taking of hostages",
    "aiding_and_abetting": "aiding and abetting",
    "ethnic_cleansing": "ethnic cleansing",
}


def _qualification(finding: FindingView) -> Told:
    """Who used the word of a crime, and where; never that the crime was committed."""
    term, speaker = _named(finding, "term"), _named(finding, "by")
    if term in ("", "other") or not speaker:
        return _printed(finding)
    crime = _CRIMES.get(term, term.replace("_", " "))
    spoke = "denied" if finding.fields.get("certainty") == "denied" else "spoke of"
    words = finding.around or finding.quote
    text = sentence(f"{speaker} {spoke} {crime}, in the words of {_publisher(finding)}: {quoted(words)}")
    return _as_told(finding, text, words=words, rank=3)


def _appeal(finding: FindingView) -> Told:
    """Who collects for whom. Numbers and links stay in the passage: an alert must not carry a wrong one on."""
    collector, beneficiary = _named(finding, "collector"), _named(finding, "beneficiary")
    if not collector:
        return _printed(finding)
    gifts = f"gifts for {beneficiary}" if beneficiary else "gifts"
    return _as_told(
        finding, sentence(f"{_publisher(finding)} reported that {collector} asks for {gifts}"), rank=0
    )


FORMS: Mapping[str, Callable[[FindingView], Told]] = {
    "figure": _figure,
    "statement": _statement,
    "event": _printed,
    "response": _printed,
    "call": _call,
    "qualification": _qualification,
    "appeal": _appeal,
}

"""The times of a figure: as of when it holds, since and until when it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tocsin.reading.document import Document
from tocsin.reading.findings import Kind, Time

Slot = Literal["as_of", "since", "until", "plain"]

_SLOT_OF: dict[str, Slot] = {
    "as of": "as_of",
    "as at": "as_of",
    "as on": "as_of",
    "by": "as_of",
    "since": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "up to": "until",
    "up until": "until",
}
#: "since the mass exodus began on Sunday": words between the preposition and its time
_SINCE_REACH = 8


class FigureTimes(NamedTuple):
    as_of: str | None = None
    since: str | None = None
    until: str | None = None


def slots_of(doc: Document, times: Sequence[Time]) -> list[tuple[Time, Slot]]:
    """Each time of a sentence that can date a figure, with the place that its preposition gives it."""
    dated = [time for time in times if time.type in ("DATE", "TIME")]
    slots: list[tuple[Time, Slot]] = []
    for index, time in enumerate(dated):
        slot = _slot(doc, dated[index - 1].end if index else None, time)
        if slot == "plain" and index and _opens_range(doc, dated[index - 1], time):
            slots[-1] = (slots[-1][0], "since")
            slot = "until"
        slots.append((time, slot))
    return slots


def times_of(slots: Sequence[tuple[Time, Slot]], kind: Kind | None, start: int) -> FigureTimes:
    """What is said outright; else the time nearest to the figure at `start`.

    A plain day is the day of a flow from its beginning to its end, and the day that a stock holds for.
    """
    said = {slot: time.value for time, slot in reversed(slots) if slot != "plain"}
    if not said:
        plain = min((time for time, _ in slots), key=lambda time: abs(time.start - start), default=None)
        if plain and kind == "flow":
            return FigureTimes(since=plain.value, until=plain.value)
        return FigureTimes(as_of=plain.value) if plain and kind == "stock" else FigureTimes()
    return FigureTimes(said.get("as_of"), said.get("since"), said.get("until"))


def _slot(doc: Document, after: int | None, time: Time) -> Slot:
    sentence = doc.sentence_at(time.start)
    begin = max(sentence.start if sentence else 0, after or 0)
    before = [token.lower for token in doc.tokens_in(begin, time.start)][-_SINCE_REACH - 1 :]
    for length in (2, 1):
        slot = _SLOT_OF.get(" ".join(_bare(before)[-length:]))
        if slot:
            return slot
    return "since" if "since" in before and not {",", ";"} & set(before[before.index("since") :]) else "plain"


def _bare(before: Sequence[str]) -> list[str]:
    """The words before a time, without those that only tie it: "by on Friday", "as of the evening"."""
    words = list(before)
    while words and words[-1] in ("on", "the", "about", "around", "late", "early", "at", "in"):
        words.pop()
    return words


def _opens_range(doc: Document, first: Time, second: Time) -> bool:
    """ "between 24 and 28 September", "from Sunday to Friday"."""
    joint = doc.text[first.end : second.start].strip().lower()
    sentence = doc.sentence_at(first.start)
    before = doc.tokens_in(sentence.start if sentence else 0, first.start)[-1:]
    opener = before[0].lower if before else ""
    return (opener, joint) in (
        ("between", "and"),
        ("from", "to"),
        ("from", "until"),
        ("from", "through"),
    ) or joint in (
        "-",
        "–",
        "—",
    )

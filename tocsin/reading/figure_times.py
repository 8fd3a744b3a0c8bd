"""The times of a figure: as of when it holds, since and until when it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from tocsin.reading.anchoring import shifted
from tocsin.reading.document import Document
from tocsin.reading.findings import Kind, Statement, Time

#: "plain": a day with no preposition that tells; "after": an hour since which a flow is counted; "said": the day when
#: somebody said it
Slot = Literal["as_of", "since", "after", "until", "plain", "said"]

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
#: "shortly after noon" is about noon
_ABOUT_AFTER = frozenset(["shortly", "soon", "just", "immediately", "minutes", "minute", "hour", "hours"])
#: "on 24 and 25 September respectively": words after two days that keep them apart
_APART = frozenset(["respectively", "each", "both"])
_TOGETHER = frozenset(["together", "combined", "altogether"])
#: characters after two days in which they are told to be counted together or apart
_TOGETHER_REACH = 24
#: "since the mass exodus began on Sunday": words between the preposition and its time
_SINCE_REACH = 8


class FigureTimes(NamedTuple):
    as_of: str | None = None
    since: str | None = None
    until: str | None = None


def slots_of(
    doc: Document, times: Sequence[Time], statements: Sequence[Statement] = (), *, single: bool = False
) -> list[tuple[Time, Slot]]:
    """Each time of a sentence that can date a figure, with the slot that its preposition gives it.

    `statements` are those that begin in the sentence; `single`, whether it holds one figure only.
    """
    dated = [time for time in times if time.type in ("DATE", "TIME")]
    slots: list[tuple[Time, Slot]] = []
    for index, time in enumerate(dated):
        slot = _slot(doc, dated[index - 1].end if index else None, time)
        before = dated[index - 1] if index and slot == "plain" else None
        if before and (_opens_range(doc, before, time) or _counted_together(doc, before, time, single)):
            slots[-1] = (slots[-1][0], "since")
            slot = "until"
        if slot == "plain" and any(_dates_the_saying(statement, time) for statement in statements):
            slot = "said"
        slots.append((time, slot))
    return slots


def times_of(slots: Sequence[tuple[Time, Slot]], kind: Kind | None, start: int) -> FigureTimes:
    """What is said outright; else the day nearest to the figure at `start`.

    A plain day is the day of a flow from its beginning to its end, and the day that a stock holds for. The day of
    saying is no day of a flow: "12 were killed, officials said on Friday" holds as of Friday.
    """
    told = {slot: time.value for time, slot in reversed(slots) if slot not in ("plain", "said")}
    if told:
        return FigureTimes(told.get("as_of"), told.get("since") or told.get("after"), told.get("until"))
    wanted = {"flow": ("plain",), "stock": ("plain", "said"), None: ("said",)}[kind]
    days = [time for time, slot in slots if slot in wanted]
    day = min(days, key=lambda time: abs(time.start - start)).value if days else None
    return FigureTimes(since=day, until=day) if kind == "flow" else FigureTimes(as_of=day)


def kind_of_slots(slots: Sequence[tuple[Time, Slot]]) -> Kind | None:
    """A figure as of an instant is a stock, one from a day to a day a flow, whatever else is not said."""
    told = {slot for _, slot in slots}
    if "after" in told:
        return "flow"
    if "as_of" in told:
        return "stock"
    return "flow" if {"since", "until"} <= told else None


def named_precision(slots: Sequence[tuple[Time, Slot]]) -> Literal["day", "hour"] | None:
    """Whether what happened is told of a day, or only of an hour."""
    plain = [time for time, slot in slots if slot == "plain"]
    if not plain:
        return None
    return "hour" if all(_is_clock(time) for time in plain) else "day"


def _is_clock(time: Time) -> bool:
    return ":" in time.value


def _dates_the_saying(statement: Statement, time: Time) -> bool:
    in_content = any(span.start <= time.start < span.end for span in statement.content)
    return statement.said_at == time.value and not in_content


def _slot(doc: Document, after: int | None, time: Time) -> Slot:
    sentence = doc.sentence_at(time.start)
    begin = max(sentence.start if sentence else 0, after or 0)
    before = [token.lower for token in doc.tokens_in(begin, time.start)][-_SINCE_REACH - 1 :]
    if _is_clock(time) and before[-1:] == ["for"]:
        return "as_of"  # "the figure for 8 a.m."
    if _is_clock(time) and before[-1:] == ["after"] and _ABOUT_AFTER.isdisjoint(before[-2:]):
        return "after"
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


def _counted_together(doc: Document, first: Time, second: Time, single: bool) -> bool:
    """ "9,000 crossed on 24 and 25 September": one number for two days in a row."""
    if doc.text[first.end : second.start].strip().lower() != "and" or (first.type, second.type) != (
        "DATE",
        "DATE",
    ):
        return False
    after = {token.lower for token in doc.tokens_in(second.end, second.end + _TOGETHER_REACH)}
    if after & _TOGETHER:
        return True
    return single and not after & _APART and _next_day(first.value) == second.value


def _next_day(day: str) -> str | None:
    try:
        return shifted(date.fromisoformat(day), 1)
    except ValueError:
        return None  # a month, or a day of no known year


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

"""The times of a figure: as of when it holds, since and until when it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from tocsin.reading.document import Token
from tocsin.reading.figure_slots import Slot, is_clock
from tocsin.reading.findings import Kind, Time

#: the day on which it is written, said outright
_NOW: dict[str, Literal["as_of", "until"]] = {
    "to date": "as_of",
    "till date": "until",
    "until now": "until",
    "till now": "until",
    "up to now": "until",
}


class FigureTimes(NamedTuple):
    as_of: str | None = None
    since: str | None = None
    until: str | None = None


def times_of(slots: Sequence[tuple[Time, Slot]], kind: Kind | None, start: int) -> FigureTimes:
    """What is said outright; else the day nearest to the figure at `start`.

    A plain day is the day of a flow from its beginning to its end, and the day that a stock holds for. The day of
    saying is no day of a flow: "12 were killed, officials said on Friday" holds as of Friday.
    """
    told = {slot: time.value for time, slot in reversed(slots) if slot not in ("plain", "said")}
    if "within" in told:
        return FigureTimes(since=told["within"], until=told["within"])
    if told:
        return FigureTimes(told.get("as_of"), told.get("since") or told.get("after"), told.get("until"))
    wanted = {"flow": ("plain",), "stock": ("plain", "said"), None: ("said",)}[kind]
    days = [time for time, slot in slots if slot in wanted]
    day = min(days, key=lambda time: abs(time.start - start)).value if days else None
    return FigureTimes(since=day, until=day) if kind == "flow" else FigureTimes(as_of=day)


def up_to_now(tokens: Sequence[Token], window: tuple[int, int], published: date | None) -> FigureTimes | None:
    """ "To date 300 have been evacuated" holds as of the day it is `published`."""
    if published is None:
        return None
    said = " ".join(token.lower for token in tokens[window[0] : window[1]])
    slot = next((slot for phrase, slot in _NOW.items() if f" {phrase} " in f" {said} "), None)
    return FigureTimes()._replace(**{slot: published.isoformat()}) if slot else None


def kind_of_slots(slots: Sequence[tuple[Time, Slot]]) -> Kind | None:
    """A figure as of an instant is a stock; one since a day, until a day or within one a flow, unless more is said."""
    told = {slot for _, slot in slots}
    if told & {"after", "within"}:
        return "flow"
    if "as_of" in told:
        return "stock"
    return "flow" if told & {"since", "until"} else None


def named_precision(slots: Sequence[tuple[Time, Slot]]) -> Literal["day", "hour"] | None:
    """Whether what happened is told of a day, or only of an hour."""
    plain = [time for time, slot in slots if slot == "plain"]
    if not plain:
        return None
    return "hour" if all(is_clock(time) for time in plain) else "day"

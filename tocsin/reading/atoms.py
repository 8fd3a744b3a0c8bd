"""What a time is put together from: a day, a clock time, a part of the day; or a whole of its own."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tocsin.reading.findings import TimeType

#: the value of "that hour" and "the same day": what was named last
SAME = "same"

AtomKind = Literal["day", "weekday", "clock", "part", "whole"]


class Atom(NamedTuple):
    """A passage that tells a time, or a piece of one.

    `value` is the TIMEX3 value of a day or a whole, "18:00" of a clock, "EV" of a part; or `SAME`.
    """

    start: int
    end: int
    kind: AtomKind
    value: str
    type: TimeType = "DATE"
    #: of a clock: "local", a name of `zones.tsv`, an offset, or nothing said
    zone: str = ""

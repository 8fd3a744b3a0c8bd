"""What a time is put together from: a day, a clock time, a part of the day; or a whole of its own."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tocsin.reading.findings import TimeType
from tocsin.reading.leanings import Leaning

#: the value of "that hour": what was named last
SAME = "same"

AtomKind = Literal["day", "weekday", "clock", "part", "whole"]


class Atom(NamedTuple):
    """A passage that tells a time, or a piece of one.

    `value` is the TIMEX3 value of a day or a whole, "18:00" of a clock, "EV" of a part; or `SAME`.
    """

    start: int
    end: int
    kind: AtomKind
    value: str = ""
    type: TimeType = "DATE"
    #: of a clock: "local", a name of `zones.tsv`, an offset, or nothing said
    zone: str = ""
    #: of a day or a whole: what its value takes from its surroundings; None where it is told outright
    leaning: Leaning | None = None
    #: a year that dates something else in passing ("the 1902 pact", "since 1902"): the story does not go there
    aside: bool = False

"""The clause of each figure of a sentence: from where to where the sentence speaks of it.

"At 8 a.m. it was 300, | and as of 10 a.m. it was 400": what stands before the last joint between two numbers is of the
first, what stands after it of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.reading.document import Token
from tocsin.reading.findings import Time
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

_CONJUNCTIONS = frozenset(["and", "but", "while", "whereas", ";"])
_COMMAS = frozenset([",", ":", "("])


def clauses(
    tokens: Sequence[Token], quantities: Sequence[Quantity], times: Sequence[Time], end: int
) -> list[tuple[int, int]]:
    """Half open, in code points, one for each of `quantities`; the first begins with the text, the last ends at `end`.

    `times` are those of the sentence: the "and" of "24 and 25 September" joins no clauses.
    """
    within = {token for time in times for token in range(time.start, time.end)}
    joined = within | set(_joints_of_times(times))
    bounds = [_joint(tokens, one, other, joined) for one, other in pairwise(quantities)]
    return list(zip([0, *bounds], [*bounds, end], strict=True))


def _joint(tokens: Sequence[Token], one: Quantity, other: Quantity, joined: set[int]) -> int:
    """Where the clause of `other` begins: at the last conjunction or comma before it, else at its number.

    A comma after a time put first is not meant: ", and by 8 p.m. on Friday, 400".
    """
    comma = None
    for index in range(other.first - 1, one.stop - 1, -1):
        token = tokens[index]
        if token.start in joined:
            continue
        if token.lower in _CONJUNCTIONS:
            fronted = tokens[index + 1].lower in words("phrase_stops", "preposition") | {","}
            return token.start if comma is None or fronted else comma
        if token.text in _COMMAS and comma is None:
            comma = token.start
    return other.start if comma is None else comma


def _joints_of_times(times: Sequence[Time]) -> Iterator[int]:
    """The places where one time is joined to the next by a word or two."""
    for one, other in pairwise(times):
        if other.start - one.end <= len(" , and "):
            yield from range(one.end, other.start)

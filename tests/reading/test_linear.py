"""Work grows with the text, whatever it is made of: a piece repeated costs the same for each character."""

from __future__ import annotations

import pytest

from tests.reading.work import work
from tocsin.reading import read

SMALL, LARGE = 2_000, 16_000
#: how much more each character may cost in the longer text; what is quadratic costs 8 times more
FACTOR_MAX = 4.0
SIGNS = [*"\"'“‘([,.…:-人", "“”", "“‘", "()", ", ", ". ", "; ", "— "]
BLANKS = [" ", "\n", " \n", "\r", "\t", "\u00a0", "\u202e", "\x00", "\ud800", "e\u0301"]
#: parted by strokes; a blank at the end belongs to the piece
PHRASES = """
9|1 |1,|1,000,|1.000.|18:|2023-|5% |$5 |a|a |@a|a@b |www.|http://|DE00 1234 |donate to account 1234567 |
Roe |Jane Roe, |Ministry of |Roe's |’s|Roe and |U.S. |Goma |from Goma to |3 men, |of whom 3 |people |killed |displaced |
said |Roe said |said that he |called |the claim that |who said that |it is said that |according to |a war crime of |
“a b c d e f g,” Roe said. |Roe denied this claim. |These claims are false. |the Council met |must |urge Roe to |
May |5 May |1, 2, 3 and |5 p.m. |in 2019, |2019 |last week |last |the early |at the same time |half a |tens of |
and |the |of |to |twenty-|hundred |one and |neither |there are |3 people were killed and |
"""
PIECES = [
    *SIGNS,
    *BLANKS,
    *PHRASES.replace("\n", "").strip("|").split("|"),
    "Goma\t3,000\t2019\n",
    "“a b c d\n\n",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_cost_of_a_character_does_not_grow(piece: str) -> None:
    """The piece over and over, 2 KB of it and 16 KB: calls for each character, or seconds in `make conformance`."""
    read(piece, "2023-09-29")
    small, large = _cost(piece, SMALL), _cost(piece, LARGE)
    assert large <= FACTOR_MAX * small, f"{large / small:.1f} times the cost for each character"


def _cost(piece: str, length: int) -> float:
    text = piece * (length // len(piece))
    return work(lambda: read(text, "2023-09-29")) / len(text)

"""What no text may do to reading, whoever makes the text."""

from tocsin.reading import read
from tocsin.reading.sheets import read_sheet

PIECES = (
    "“", "”", "‘", "’", "\"", "'", "«", "»", "(", ")", "\n", "\n\n", " ", ", ", ". ", "12", "3,000", "1½", "٣", "per cent",
    "said", "that", "denied", "the", "army", "of", "people", "crossed", "since", "Friday", "2023", "from", "to", "Khartoum",
    "told", "Reuters", "\u200f", "\u0301", "\ud800", "\0", "about", "tens of thousands", "$", "€2.5m", "BC", "may", "not",
)  # fmt: skip
PIECES_MAX = 120
#: signs of a piece that is none of these
SIGNS_MAX = 4


def read_any(text: str, *, fast: bool) -> None:
    """Reading raises nothing, and every passage lies in its text."""
    reading = read(text, "2023-09-29", fast=fast)
    for found in (*reading.figures, *reading.statements, *reading.times, *reading.places, *reading.events):
        assert 0 <= found.start <= found.end <= len(text), found
    read_sheet("as_of,measure,value\n" + text)

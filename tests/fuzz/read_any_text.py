"""Coverage-guided: no text makes reading raise, and every passage lies in its text.

    python -m tests.fuzz.read_any_text -max_total_time=60

Needs atheris (Apache-2.0), which installs on Linux with a few versions of Python and is no locked dependency;
`make conformance` runs this where it is there.
"""

import sys

import atheris

with atheris.instrument_imports(include=["tocsin.reading"]):
    from tocsin.reading import read
    from tocsin.reading.sheets import read_sheet

PIECES = (
    "“", "”", "‘", "’", "\"", "'", "«", "»", "(", ")", "\n", "\n\n", " ", ", ", ". ", "12", "3,000", "1½", "٣", "per cent",
    "said", "that", "denied", "the", "army", "of", "people", "crossed", "since", "Friday", "2023", "from", "to", "Khartoum",
    "told", "Reuters", "\u200f", "\u0301", "\ud800", "\0", "about", "tens of thousands", "$", "€2.5m", "BC", "may", "not",
)  # fmt: skip


def try_one(data: bytes) -> None:
    """Bytes choose words and signs that reading knows, or stand as they are."""
    provider = atheris.FuzzedDataProvider(data)
    pieces = [
        PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)]
        if provider.ConsumeBool()
        else provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 4))
        for _ in range(provider.ConsumeIntInRange(0, 120))
    ]
    text = (" " if provider.ConsumeBool() else "").join(pieces)
    reading = read(text, "2023-09-29", fast=provider.ConsumeBool())
    for found in (*reading.figures, *reading.statements, *reading.times, *reading.places, *reading.events):
        assert 0 <= found.start <= found.end <= len(text), found
    read_sheet("as_of,measure,value\n" + text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()

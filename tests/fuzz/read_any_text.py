"""Coverage-guided: no text makes reading raise, and every passage lies in its text.

    python -m tests.fuzz.read_any_text -max_total_time=60

Needs atheris (Apache-2.0), which installs on Linux with a few versions of Python and is no locked dependency;
`make conformance` runs this where it is there, and `read_any_text_blind` elsewhere.
"""

import sys

import atheris

with atheris.instrument_imports(include=["tocsin.reading"]):
    from tests.fuzz.target import PIECES, PIECES_MAX, SIGNS_MAX, read_any


def try_one(data: bytes) -> None:
    """Bytes choose words and signs that reading knows, or stand as they are."""
    provider = atheris.FuzzedDataProvider(data)
    pieces = [
        PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)]
        if provider.ConsumeBool()
        else provider.ConsumeUnicode(provider.ConsumeIntInRange(0, SIGNS_MAX))
        for _ in range(provider.ConsumeIntInRange(0, PIECES_MAX))
    ]
    text = (" " if provider.ConsumeBool() else "").join(pieces)
    read_any(text, fast=provider.ConsumeBool())


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()

"""Whatever bytes became text: every mode reads it to its end, and says only what stands there."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import FINDING_KINDS, Reading, read

#: signs that break readers: quotation marks of all typographies, marks that turn or join, blanks of all kinds
SIGNS = (
    "“”„‟«»‹›‘’‚\"'`()[]{}<>—–-…·.,;:!?%$€#@/\\|*_~^"
    "\u200b\u200d\u200e\u202e\u2066\ufeff\u0301\u0338\xa0\u2009\u2028\x00\x0b\x1c\x85"
)
#: digits that are no ASCII digits, letters that change length with their case, other scripts, halves of pairs
STRANGE = (
    *("٣٠٠٠", "３０００", "²", "½", "Ⅻ", "İ", "ß", "ŉ", "ﬁ", "ǅ", "``", "''"),
    *("Հայաստան", "საქართველო", "الناس", "人们", "हज़ार", "😀", "\ud800", "\udfff"),
)
PROSE = """
said Roe the claim that denied according to “I we they 3,000 a dozen tens of thousands half million people killed fled
of whom since until between and from in Goma Armenia’s U.S. Friday 5 May 2023 last week p.m. 18:00 must urged genocide
account donate DE00 1234 https://a.b/c?d=1 a@b.org not neither which who whose is are had been — Council met $5m 7%
"""
WORDS = PROSE.split()
#: tables of names, too long to draw from
PLACES = {"own_places.tsv", "countries.tsv", "regions.tsv", "states.tsv", "place_words.tsv"}
TIMES = """
the early late mid beginning end of spring summer fall winter offensive last next this previous following same that day
week month quarter decade 1990s 20th century yesterday noon midnight morning evening o’clock half past GMT local time
Mon. Sept. Monday 44 BC Christmas every hour ago later earlier now then two days for over within 2022-23 20.09.2023
"""
#: the phrases that the rules themselves look for, as their tables have them
KNOWN = sorted(
    {
        row.split("\t", 1)[0]
        for path in (resources.files("tocsin.reading") / "data").iterdir()
        if path.name.endswith(".tsv") and path.name not in PLACES
        for row in path.read_text(encoding="utf-8").splitlines()
        if row and not row.startswith("#")
    }
)
GAPS = ["", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2029"]
PIECES = st.sampled_from([*WORDS, *TIMES.split()]) | st.sampled_from([*STRANGE, *SIGNS]) | st.characters()
MADE = st.lists(st.tuples(PIECES, st.sampled_from(GAPS)), max_size=50).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
#: rows of cells, as a table is left when its lines are lost
TABLES = st.lists(
    st.lists(st.sampled_from([*WORDS, "-", "n/a", ""]), min_size=2, max_size=6), max_size=12
).map(lambda rows: "\n".join("\t".join(row) for row in rows))
#: prose of words that stand together in no report
PROSES = st.lists(st.sampled_from([*WORDS, *TIMES.split()]) | st.sampled_from(KNOWN), max_size=80).map(
    " ".join
)
#: what `read` is asked for
MODES: tuple[dict[str, Any], ...] = (
    {},
    {"fast": True},
    {"only": ("figures", "times")},
    {"only": ("figures", "times"), "fast": True},
)


def spans(value: Any) -> list[tuple[int, int]]:
    """Every passage in a reading's JSON, however deep."""
    if isinstance(value, list):
        return [span for one in value for span in spans(one)]
    if not isinstance(value, dict):
        return []
    own = [(value["start"], value["end"])] if "start" in value else []
    return own + [span for one in value.values() for span in spans(one)]


def check(text: str, mode: dict[str, Any]) -> Reading:
    """Reads, and holds what no reading may break."""
    reading = read(text, "2023-09-29", **mode)
    plain = reading.as_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert all(0 <= start < end <= len(text) for start, end in spans(plain))
    for kind in FINDING_KINDS:
        starts = [finding.start for finding in getattr(reading, kind)]
        assert starts == sorted(starts)
    assert all(
        part is None or part < index for index, part in enumerate(one.part_of for one in reading.figures)
    )
    assert all(one.denies is None or one.denies < len(reading.statements) for one in reading.statements)
    assert all(text[place.start : place.end] == place.name for place in reading.places)
    return reading


@given(MADE | PROSES | TABLES | st.text(max_size=200), st.sampled_from(MODES))
@settings(max_examples=400, deadline=None)
def test_any_text_in_any_mode(text: str, mode: dict[str, Any]) -> None:
    """Nothing raises; passages lie in the text and hold something; JSON gives the findings back; the same again."""
    assert check(text, mode) == check(text, mode)


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\ufeff",
        "\x00",
        "\ud800said\udfff",
        "“”",
        "““““””",
        "“‘“‘a b c d",
        "’s",
        "said",
        "said that",
        "Roe said that",
        "“a b c d,” said",
        "of whom",
        "3",
        "3,",
        "3 of whom 3 of whom 3",
        "5 p.m. in",
        "\u202e3,000 people fled\u202c",
        "3\u0301 people",
        "³ people",
        "tens of",
        "between 3 and",
        "9" * 5_000,
        "1," * 2_000,
        "twenty-" * 500,
    ],
)
def test_what_once_broke_a_reader(text: str, mode: dict[str, Any]) -> None:
    """Nothing at all, halves of marks and of phrases, and numbers without an end."""
    check(text, mode)

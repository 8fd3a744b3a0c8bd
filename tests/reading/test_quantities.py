"""Units, ranges, rates and changes as they are told; numbers that count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import Figure, read
from tocsin.reading.document import tokenize
from tocsin.reading.measure_units import read_measure_unit
from tocsin.reading.plurals import is_plural, singular


def only(text: str) -> Figure:
    (figure,) = read(text).figures
    return figure


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("They ran 12 job adverts.", "job advert"),
        ("They hired 20 commercial fishermen.", "commercial fisherman"),
        ("They wrote a 12 page paper.", "page"),
        ("They own 300 newly painted boats.", "boat"),
        ("They met 3 MPs.", "MP"),
        ("They met 300 Sudanese.", "person"),
        ("They met a million Rohingya.", "person"),
        ("They own 12 Japanese firms.", "Japanese firm"),
        ("They and 300 sought help.", None),
        ("They joined a 12-nation pact.", "nation"),
        ("They lost one match.", "match"),
        ("They sold 40 barrels of oil.", "barrel of oil"),
        ("They pitched 40 canopies of various sizes.", "canopy"),
        ("They lit 50 megawatts of lamps.", "megawatt"),
        ("They ran at 49.5 HZ.", "hertz"),
        ("They own 40 EVs.", "EV"),
        ("They drank 2 pounds of tea.", "pound-mass"),
        ("They owe two million pounds of debt.", "GBP"),
        ("They pay PS21,700 for it.", "GBP"),
        ("They pay Y=28,030 for it.", "JPY"),
        ("They try 5 times.", "time"),
        ("They pay 8.99 Canadian dollars per month.", "Canadian dollar per month"),
        ("They waited 90 minutes.", "minute"),
        ("They saw two Forbes editors.", "Forbes editor"),
    ],
)
def test_the_unit(text: str, unit: str | None) -> None:
    """A measure by its English name, money by its code, a rate in words, any other thing by its own noun."""
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Prices rose 5%.", "up"),
        ("Prices were up nearly 5%.", "up"),
        ("Prices fell by just 5%.", "down"),
        ("They hope to raise wages by 5%.", "up"),
        ("They raised $5 million.", None),
        ("They shot down 12 drones.", None),
        ("Turnout was 5%.", None),
    ],
)
def test_the_change(text: str, change: str | None) -> None:
    """By how much something rose or fell is told by the verb before it, not by one that only sounds so."""
    assert only(text).change == change


@pytest.mark.parametrize(
    "text",
    [
        "The Stoxx 600 was flat.",
        "The score was 2-2.",
        "He ran it in 1:36.6.",
        "Remember 9/11.",
        "Nora Quist 44 has left.",
        "The captain Nora Quist (4) fell.",
        "A 60 year-old came.",
        "Men over 60 came.",
        "No one came.",
        "They came in the top five.",
        "It was an active 2017.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Names, codes, ages, ranks, pronouns and years count nothing."""
    assert read(text).figures == ()


@pytest.mark.parametrize(
    "text", ["In Goris 300 were registered.", "Evacuated 116129", "2019 were registered."]
)
def test_what_looks_like_a_name_or_a_year_and_counts(text: str) -> None:
    """A place before a number, a heading, and a verb in the plural show that something is counted."""
    assert only(text).value in (300, 116_129, 2019)


def test_a_part_of_a_total_counts_what_the_total_does() -> None:
    """Of the 6 million homes, 1.5 million are in the valley."""
    figures = read("They lit 6 million homes, including 1.5 million in the valley.").figures
    assert [(figure.value, figure.unit) for figure in figures] == [(6_000_000, "home"), (1_500_000, "home")]


def test_a_duration_does_not_come_between_a_part_and_its_total() -> None:
    """The index of a total is that of the list that is returned."""
    figures = read("In three days 900 people fled, including 300 children.").figures
    assert [(figure.unit, figure.part_of) for figure in figures] == [
        ("day", None),
        ("person", None),
        ("person", 1),
    ]


PREFIXED = st.sampled_from(["W", "Hz", "Wh", "Pa", "B", "J"])


@given(PREFIXED, st.sampled_from([("k", "kilo"), ("M", "mega"), ("G", "giga")]))
def test_a_prefix_multiplies_any_unit(symbol: str, prefix: tuple[str, str]) -> None:
    """The symbol with its prefix is the name with its prefix."""
    plain = read_measure_unit(tokenize(symbol), 0)
    prefixed = read_measure_unit(tokenize(prefix[0] + symbol), 0)
    assert plain and prefixed
    assert prefixed[0] == prefix[1] + plain[0]


@given(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12))
def test_a_singular_stays_what_it_is(word: str) -> None:
    """What is no plural is not shortened."""
    if not is_plural(word):
        assert singular(word) == word


PIECES = [
    "5",
    "1/2",
    "½",
    ".5",
    "-",
    "–",
    "−",
    "to",
    "between",
    "and",
    "one",
    "of",
    "the",
    "$",
    "£",
    "%",
    "per",
    "a",
]
PIECES += [
    "km",
    "m2",
    "year",
    "-old",
    "in",
    "half",
    "third",
    "few",
    "thousands",
    "million",
    "Apple",
    "people",
    "(",
    ")",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=12))
def test_any_row_of_number_words_is_read(pieces: list[tuple[str, str]]) -> None:
    """Nothing raises, passages lie in the text in order, and a range has two ends."""
    text = "".join(word + gap for word, gap in pieces)
    figures = read(text).figures
    assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.quantifier != "range" or (figure.low or 0) < (figure.high or 0)

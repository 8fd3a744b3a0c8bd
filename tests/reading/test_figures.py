"""Figures: each document is its test's docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tocsin.reading import Figure, FigurePlace, Span, Statement, read
from tocsin.reading.document import open_document
from tocsin.reading.figures import find_figures
from tocsin.reading.numbers import find_numbers

PUBLISHED = "2023-09-29"


def figures_of(test: Callable[[], None]) -> tuple[Figure, ...]:
    return read(test.__doc__ or "", PUBLISHED).figures


def fields(figure: Figure, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in names)


def test_a_stock_with_its_instant() -> None:
    """By 8 p.m. local time on Thursday 1,340 families from Lachin had crossed into Armenia since Sunday."""
    [figure] = figures_of(test_a_stock_with_its_instant)
    assert fields(figure, "value", "unit", "term", "kind", "population") == (
        1_340,
        "household",
        "crossed",
        "stock",
        "families",
    )
    assert fields(figure, "as_of", "since") == ("2023-09-28T20:00+04:00", "2023-09-24")
    assert figure.places == (
        FigurePlace(name="Lachin", country="AZE", role="origin"),
        FigurePlace(name="Armenia", country="ARM", role="destination"),
    )


def test_a_flow_of_one_day() -> None:
    """On 26 September 22,800 crossed into Chad."""
    [figure] = figures_of(test_a_flow_of_one_day)
    assert fields(figure, "value", "unit", "term", "kind", "since", "until") == (
        22_800, "person", "crossed", "flow", "2023-09-26", "2023-09-26",
    )  # fmt: skip


def test_a_flow_between_two_days() -> None:
    """Between 24 and 28 September another 3,000 refugees arrived in Adre from Geneina."""
    [figure] = figures_of(test_a_flow_between_two_days)
    assert fields(figure, "kind", "since", "until", "as_of") == ("flow", "2023-09-24", "2023-09-28", None)
    assert [(place.name, place.role) for place in figure.places] == [
        ("Adre", "destination"),
        ("Geneina", "origin"),
    ]


def test_a_range_of_days_is_a_flow() -> None:
    """Some 16,000 people were displaced from Sagaing between 1 and 14 May 2022."""
    [figure] = figures_of(test_a_range_of_days_is_a_flow)
    assert fields(figure, "kind", "since", "until") == ("flow", "2022-05-01", "2022-05-14")


def test_the_day_of_saying_is_no_day_of_killing() -> None:
    """At least 28 people were killed in Goma, officials said on Tuesday."""
    [figure] = figures_of(test_the_day_of_saying_is_no_day_of_killing)
    assert fields(figure, "term", "kind", "since", "until", "as_of") == (
        "killed", None, None, None, "2023-09-26",
    )  # fmt: skip
    assert figure.speaker == "officials"


def test_parts_of_a_total() -> None:
    """More than 1.2 million people have fled Sudan since 15 April, of whom 264,000 are children."""
    total, part = figures_of(test_parts_of_a_total)
    assert fields(total, "value", "quantifier", "term", "kind", "part_of") == (
        1_200_000, "more_than", "forced_to_flee", "flow", None,
    )  # fmt: skip
    assert fields(part, "value", "term", "part_of", "since") == (264_000, "forced_to_flee", 0, "2023-04-15")


def test_several_parts() -> None:
    """The clinic counted 45 wounded, including 12 women and 8 children."""
    figures = figures_of(test_several_parts)
    assert [(figure.value, figure.term, figure.part_of) for figure in figures] == [
        (45, "injured", None),
        (12, "injured", 0),
        (8, "injured", 0),
    ]


def test_two_verbs() -> None:
    """The shelling killed at least 12 people and displaced 3,000 from El Fasher to Tawila."""
    killed, displaced = figures_of(test_two_verbs)
    assert fields(killed, "value", "quantifier", "term", "places") == (12, "at_least", "killed", ())
    assert fields(displaced, "value", "unit", "term") == (3_000, "person", "displaced")
    assert [place.role for place in displaced.places] == ["origin", "destination"]


def test_one_verb_for_two() -> None:
    """Three women and two men were killed in Loikaw on Tuesday."""
    women, men = figures_of(test_one_verb_for_two)
    assert fields(women, "value", "population", "term") == (3, "women", "killed")
    assert fields(men, "value", "population", "term") == (2, "men", "killed")
    assert women.places == men.places == (FigurePlace(name="Loikaw", country="MMR", role="at"),)


def test_homes() -> None:
    """Some 500 houses were destroyed and 1,200 damaged in Marawi."""
    destroyed, damaged = figures_of(test_homes)
    assert fields(destroyed, "value", "quantifier", "unit", "term") == (
        500,
        "about",
        "house",
        "destroyed_housing",
    )
    assert fields(damaged, "value", "unit", "term") == (1_200, "house", "partially_destroyed_housing")


def test_a_figure_is_its_innermost_speakers() -> None:
    """A number in somebody's words is theirs; statements with the same content, named or not, do no harm."""
    text = "She said that he said that 12 people fled."
    doc = open_document(text)
    content = (Span(start=9, end=41),)
    inner = Statement(start=14, end=41, content=(Span(start=27, end=41),), speaker_name="He")
    outer = Statement(start=0, end=41, content=content, speaker_name="She")
    nobody = Statement(start=0, end=41, content=content)
    for statements in ((outer, nobody, inner), (nobody, outer, inner)):
        [figure] = find_figures(doc, find_numbers(doc)[0], (), (), statements)
        assert figure.speaker == "He"


@pytest.mark.parametrize(
    ("text", "term", "kind"),
    [
        ("About 3,000 displaced people are sheltering in schools.", "sheltered", "stock"),
        ("Authorities have registered 3,000 refugees so far.", "registered", "stock"),
        ("Some 3,000 people are being registered.", "in_process", "stock"),
        ("Another 3,000 people were evacuated overnight.", "evacuated", "flow"),
        ("The death toll has risen to 3,000.", "killed", "stock"),
        ("Floods left 3,000 people homeless.", "homeless", None),
        ("Soldiers detained 3,000 men.", "detained", None),
        ("At least 3,000 are missing.", "missing", "stock"),
        ("In a day 3,000 people returned to their homes.", "returns", "flow"),
        ("The town has 3,000 inhabitants.", None, None),
        ("The fund gave $3,000.", None, None),
    ],
)
def test_measures(text: str, term: str | None, kind: str | None) -> None:
    """What is counted, and by then or between, is told by the words around the number, or not at all."""
    [figure] = read(text, PUBLISHED).figures
    assert (figure.term, figure.kind) == (term, kind)


@pytest.mark.parametrize(
    ("text", "change"),
    [("Prices rose by 5 per cent.", "up"), ("Sales fell 5 per cent.", "down"), ("It is 5 per cent.", None)],
)
def test_change(text: str, change: str | None) -> None:
    """A change by so much is told from a level of so much."""
    assert [figure.change for figure in read(text, PUBLISHED).figures] == [change]


@pytest.mark.parametrize(
    "text",
    [
        "Send it to account 900005002762 or call 112.",
        "Write to https://example.org/step3/service=5425/12 or a12@example.org.",
        "Anna Doe, 12, a 12-year-old aged 12, fled.",
        "In 2020 and on 26 September at 18:00.",
        "1. Open the road.\n2. Let aid in.",
        "They met at 12 Abovyan Street.",
        "Under Article 7 and Resolution 2417 of the 20th session.",
        "An Su-24 and a T72 over the G7.",
        "One of them and the second alert.",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    """An account, an address, an age, a date, a list mark, a name: none is a figure."""
    assert read(text, PUBLISHED).figures == ()


def test_a_number_that_cannot_be_read_is_a_problem() -> None:
    """Nothing is guessed where separators are unclear."""
    reading = read("Some 12,34 people fled.", PUBLISHED)
    assert reading.figures == ()
    assert [problem.reason for problem in reading.problems] == ["a number whose separators are unclear"]

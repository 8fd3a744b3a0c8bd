"""Where the people of a figure are, come from and go to: each passage with the places of its figures."""

from __future__ import annotations

import pytest

from tocsin.reading import Figure, read


def places(figure: Figure) -> list[tuple[str, str | None]]:
    return [(place.name, place.role) for place in figure.places]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Some 900 people fled Goma for Gisenyi.", [("Goma", "origin"), ("Gisenyi", "destination")]),
        ("Some 900 residents of Goma were displaced.", [("Goma", "origin")]),
        ("Uganda hosts 900 refugees.", [("Uganda", "at")]),
        ("Storms hit Beira, leaving 900 people homeless.", [("Beira", "at")]),
        ("Some 900 people were evacuated (towns of Oruro and Goma).", [("Oruro", "at"), ("Goma", "at")]),
        ("Rain fell in Beira. Some 900 people were displaced.", [("Beira", "at")]),
        ("Goma\nSome 900 people displaced", [("Goma", "at")]),
        ("Nobody said where the 900 people were displaced.", []),
    ],
)
def test_places_of_one_figure(text: str, wanted: list[tuple[str, str | None]]) -> None:
    """Told by the words before and after a place; else taken over from the sentence or line before."""
    assert places(read(text).figures[-1]) == wanted


def test_each_number_has_the_places_of_its_clause() -> None:
    """In Beira, 900 people were displaced and 40 hurt, while in Goma, 600 people were displaced."""
    figures = read(test_each_number_has_the_places_of_its_clause.__doc__ or "").figures
    assert [places(figure) for figure in figures] == [[("Beira", "at")], [("Beira", "at")], [("Goma", "at")]]


def test_who_speaks_from_a_place_is_not_there() -> None:
    """The office in Goma said that 900 people had fled Bukavu."""
    [figure] = read(test_who_speaks_from_a_place_is_not_there.__doc__ or "").figures
    assert places(figure) == [("Bukavu", "origin")]


def test_of_two_places_in_other_sentences_none_is_chosen() -> None:
    """Kenya and Uganda met.

    Some 900 people were displaced."""
    [figure] = read(test_of_two_places_in_other_sentences_none_is_chosen.__doc__ or "").figures
    assert places(figure) == []

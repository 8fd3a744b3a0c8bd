"""What is not needed is not looked for."""

import pytest

from tocsin.reading import read, steps


@pytest.mark.parametrize(
    "text", ["The bridge was opened on Monday.", "A jar of 3 litres stood in Goris on 5 May."]
)
def test_places_are_looked_for_only_where_they_are_needed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of no clock and no people counted is read without its places."""

    def never(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(steps, "find_places", never)
    assert read(text, "2024-05-06", only={"figures", "times"}, fast=True).times


def test_places_that_are_needed_are_looked_for() -> None:
    """On Sunday 3,000 people fled to Goris at 9 p.m. local time."""
    text = "On Sunday 3,000 people fled to Goris at 9 p.m. local time."
    reading = read(text, "2023-09-26", only={"figures", "times"}, fast=True)
    assert [place.name for place in reading.figures[0].places] == ["Goris"]
    assert any("+04:00" in time.value for time in reading.times)

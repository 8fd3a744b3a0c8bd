"""The face: any text in, findings out, each slicing back."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import WrongUse
from tocsin.reading import FINDING_KINDS, FigurePlace, FindingKind, read

#: pieces that news and hostile texts are made of
PROSE = """
3,000 12,34 97 735 half a million dozens of people families houses $ % fled killed crossed since until by between
and from to in Goma Armenia Nagorno-Karabakh Friday 20 September 2023 18:00 p.m. last week said including whom
“ ” " ' ( ) . , : ; - – https://a.b/1 a@b ١٢ ² İ ß 😀
"""
PIECES = st.sampled_from([*PROSE.split(), "\n", "\r\n", "\u00a0", "\u0301", "\x00"])


@given(st.text() | st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    """Nothing raises; every passage lies in the text and holds something; each list is in text order."""
    reading = read(text, "2023-09-29")
    for kind in FINDING_KINDS:
        findings = getattr(reading, kind)
        assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
        assert [finding.start for finding in findings] == sorted(finding.start for finding in findings)
    assert all(text[place.start : place.end] == place.name for place in reading.places)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_figures_keep_the_contract(text: str) -> None:
    """A figure has a number or two; a range has both ends in order; a part comes after its total."""
    for index, figure in enumerate(read(text, "2023-09-29").figures):
        assert figure.value is not None or figure.low is not None
        if figure.quantifier == "range":
            assert figure.value is None
            assert figure.low < figure.high
        assert figure.part_of is None or figure.part_of < index


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "9",
        "1 ",
        "“",
        '"',
        "'",
        "3 men, ",
        "of whom 3 ",
        "20 Sept, ",
        "5 p.m. ",
        "in Goma ",
        "twenty-",
        "a@",
        ".",
    ],
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    """200 KB of one sign or phrase come back: work grows with the text, not with its square."""
    text = piece * (200_000 // len(piece))
    assert read(text, "2023-09-29").statements is not None


def test_the_json_contract_is_plain_data() -> None:
    """`as_dict` goes into JSON as it is."""
    reading = read("On Friday 3,000 people fled Goma.", "2023-09-29")
    as_json = json.loads(json.dumps(reading.as_dict()))
    assert as_json["figures"][0]["places"] == [{"name": "Goma", "country": "COD", "role": "origin"}]


@pytest.mark.parametrize("published", ["29.9.2023", "yesterday", "", "2023-13-01"])
def test_a_published_that_is_no_date_is_refused(published: str) -> None:
    """The message names the value and how to write it."""
    with pytest.raises(WrongUse, match="YYYY-MM-DD") as refusal:
        read("On Friday.", published)
    assert repr(published) in str(refusal.value)


@pytest.mark.parametrize(
    "published",
    ["2023-09-29", "2023-09-29T10:00:00+04:00", date(2023, 9, 29), datetime(2023, 9, 29, 10, tzinfo=UTC)],
)
def test_published_in_any_form_of_a_date(published: date | str) -> None:
    """A date, a moment, or ISO 8601 text of either."""
    assert [time.value for time in read("On Friday.", published).times] == ["2023-09-29"]


def test_the_displacement_report(shared: Path) -> None:
    """The figure of the first report, with all that the report says of it, and no other number of people."""
    text = (shared / "reports" / "displacement-2023-09-29.txt").read_text(encoding="utf-8")
    reading = read(text, "2023-09-29")
    [figure] = [figure for figure in reading.figures if figure.unit == "person"]
    assert (figure.value, figure.term, figure.kind, figure.speaker) == (97_735, "crossed", "stock", None)
    assert (figure.as_of, figure.since, figure.until) == ("2023-09-29T18:00+04:00", "2023-09-24", None)
    assert figure.places == (
        FigurePlace(name="Artsakh", country="AZE", role="origin"),
        FigurePlace(name="Armenia", country="ARM", role="destination"),
    )
    origin = next(place for place in reading.places if place.name == "Artsakh")
    assert "Nagorno-Karabakh" in origin.known_as
    assert not {"900005002762", "5425", "3"} & {text[each.start : each.end] for each in reading.figures}


def test_the_sos_alert(shared: Path) -> None:
    """The days of the strikes are dated; "second SOS alert" and the years of wars are no figures."""
    text = (shared / "reports" / "sos-alert-2023-09-23.txt").read_text(encoding="utf-8")
    reading = read(text, "2023-09-23")
    values = [time.value for time in reading.times]
    assert {"2023-09-20", "2023-09-21", "2016", "2020", "2022"} <= set(values)
    assert reading.figures == ()


CAMP = """“We walked for two days,” said Mara Oduya, a nurse. About 3,000 people fled Goma on Friday, the council said.
The council called on both armies to open the road. The mission met on Sunday. No aid has come since 09:61."""


@pytest.mark.parametrize("kind", FINDING_KINDS)
@pytest.mark.parametrize("fast", [False, True])
def test_what_is_asked_for_alone_is_what_the_whole_reading_has(kind: FindingKind, fast: bool) -> None:
    """`only` leaves lists out and changes none; JSON has no list that was not asked for."""
    alone, whole = read(CAMP, "2023-09-29", only={kind}, fast=fast), read(CAMP, "2023-09-29")
    assert list(alone.as_dict()) == [kind]
    found, expected = getattr(alone, kind), getattr(whole, kind)
    if fast and kind == "figures":
        expected = tuple(replace(figure, speaker=None) for figure in expected)
    assert found == expected


def test_fast_figures_have_their_speakers_where_statements_are_read() -> None:
    """Who says so comes out of the statements: fast figures wait for them only if statements are asked for too."""
    both = read(CAMP, "2023-09-29", only=["figures", "statements"], fast=True)
    assert [figure.speaker for figure in both.figures if figure.value == 3000] == ["the council"]


@pytest.mark.parametrize("only", [{"figure"}, "figures", ["times", "everything"]])
def test_an_unknown_kind_is_refused(only: Collection[str]) -> None:
    """The message lists the kinds that there are."""
    with pytest.raises(WrongUse, match="choose from figures, statements, times"):
        read("On Friday.", only=only)

"""Plain text with and without a head."""

import pytest

from tocsin.errors import ReportRefused
from tocsin.reports.plain import extract_plain, read_head


def test_a_head_is_read_and_stays_in_the_text() -> None:
    """Title: The bridge
    Publisher: Example Gazette
    Published: 2023-09-29T20:30+04:00
    Source: https://gazette.example/bridge
    Language: en

    The bridge: open.
    """
    text = "\n".join(
        line.strip() for line in str(test_a_head_is_read_and_stays_in_the_text.__doc__).split("\n")
    )
    found = extract_plain(text.encode())
    assert (found.text, found.title, found.publisher, found.language) == (
        text,
        "The bridge",
        "Example Gazette",
        "en",
    )
    assert found.published is not None and found.published.offset_min == 240


@pytest.mark.parametrize(
    "text",
    [
        "The office said: nobody.\n\nMore.",
        "Baku: it denied this.\nTitle: no\n\n",
        "Title: a report\nand a second line that is no head\n\nMore.",
        "Title: never ends",
        "\nTitle: after a blank line\n\n",
        "Note: is no first line of ours\n\nMore.",
        "Title: x\n" * 30,
    ],
)
def test_other_first_lines_are_no_head(text: str) -> None:
    """A head begins with a known name, and every line up to the first blank one is of its form."""
    assert read_head(text) == {}


def test_a_head_with_an_odd_date_is_told() -> None:
    """A date that is no ISO date is not guessed at."""
    found = extract_plain(b"Title: x\nPublished: last Friday\n\nWords.")
    assert found.published is None and "last Friday" in found.notes[0]


@pytest.mark.parametrize(("content", "message"), [(b"", "it is empty"), (b" \n\t\n", "it holds no text")])
def test_nothing_is_no_report(content: bytes, message: str) -> None:
    """An empty file and one of white space are refused."""
    with pytest.raises(ReportRefused, match=message):
        extract_plain(content)


def test_utf16_with_its_mark_is_read_and_told() -> None:
    """Notepad saves so; the note says how it was decoded."""
    found = extract_plain("Three thousand crossed.".encode("utf-16"))
    assert (found.text, found.notes) == ("Three thousand crossed.", ("decoded from utf-16",))

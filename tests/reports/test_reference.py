"""docs/reference/take-in.md, held against the program."""

from pathlib import Path

import pytest

from tocsin.environment import BY_NAME
from tocsin.reports import arrivals, confined, docx, extracted, feed, fetch, html, pdf, seal
from tocsin.reports.plain import extract_plain

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "take-in.md").read_text("utf-8")

LIMITS = [
    ("bytes of a document (`TOCSIN_REPORT_BYTES_MAX`)", int(BY_NAME["TOCSIN_REPORT_BYTES_MAX"].default)),
    ("bytes of a document (`TOCSIN_REPORT_BYTES_MAX`)", fetch.Limits().body_bytes),
    ("paragraphs of a clean text", extracted.PARAGRAPHS_MAX),
    ("elements of a page open at once", html.DEPTH_MAX),
    ("pages of a PDF", pdf.PAGES_MAX),
    ("parts of a Word document", docx.PARTS_MAX),
    ("entries of a feed that are looked at", feed.ENTRIES_MAX),
    ("processor seconds for one document", confined.PROCESSOR_S_MAX),
    ("memory for one document, MiB", confined.MEMORY_BYTES_MAX // 2**20),
    ("seconds for one address, redirects and all", int(fetch.Limits().total_s)),
    ("redirects", fetch.Limits().redirects),
]


@pytest.mark.parametrize(("what", "limit"), LIMITS)
def test_a_limit_is_printed_as_it_is(what: str, limit: int) -> None:
    """The table of limits has the program's numbers."""
    assert f"| {what} | {limit:,} |" in PAGE


def test_the_other_numbers_are_printed_as_they_are() -> None:
    """How much larger recordings may be, and what is sealed in a file."""
    assert (
        f"| bytes of a picture, recording or archive | {arrivals.SEALED_ONLY_FACTOR} times as many |" in PAGE
    )
    assert f"Up to {seal.ROW_BYTES_MAX:,} bytes stand in the store." in PAGE


def test_the_printed_head_is_one() -> None:
    """The example of a head is read as it says."""
    example = PAGE.partition("```\n")[2].partition("```")[0]
    found = extract_plain(example.encode())
    assert (found.title, found.publisher, found.language) == ("Evening count", "Example Gazette", "en")
    assert found.published is not None and found.published.offset_min == 240

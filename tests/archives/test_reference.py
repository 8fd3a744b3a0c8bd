"""The numbers of docs/reference/archives.md are those of the code."""

from pathlib import Path

import pytest

from tocsin.archives import apart, apart_child, limits
from tocsin.archives.bag import tag_file
from tocsin.archives.warc import page

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "archives.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("bytes that one archive unfolds to", limits.DEFAULT.bytes_max),
        (f"from {limits.DEFAULT.ratio_from_bytes:,} bytes on", limits.DEFAULT.ratio_max),
        ("files of a zip, records of a WARC", limits.DEFAULT.entries_max),
        ("files of a bag, lines of a tag file", tag_file.LINES_MAX),
        ("bytes of the page that is read out of a capture", page.BODY_BYTES_MAX),
    ],
)
def test_a_limit_stands_in_the_table(what: str, value: int) -> None:
    """A changed limit without its line fails."""
    assert f"{what} | {value:,} |" in REFERENCE


def test_what_a_reader_may_use_is_said() -> None:
    """Processor time, memory and time by the clock."""
    for words in (
        f"{apart_child.PROCESSOR_S_MAX} seconds of processor time",
        f"{apart_child.MEMORY_BYTES_MAX // 2**20:,} MiB of memory",
        f"at most {apart.WALL_S_MAX:g} seconds",
    ):
        assert words in REFERENCE

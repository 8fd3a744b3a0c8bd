"""Fields of a WARC record, clause by clause (WARC 1.1, 4 and 5): what two programs would read in two ways is refused."""

import io
from datetime import UTC, datetime

import pytest

from tocsin.archives.warc import check, records
from tocsin.archives.warc.digest import read_digest

SOUND = {
    "WARC-Type": "resource",
    "WARC-Record-ID": "<urn:uuid:11111111-1111-4111-8111-111111111111>",
    "WARC-Date": "2026-11-22T09:00:00Z",
    "WARC-Target-URI": "https://wire.example/goris",
    "Content-Type": "text/plain",
    "Content-Length": "5",
}


def record(*more: str, **other: str | None) -> bytes:
    """A sound record but for `other`, by the names of fields with _ for -; None leaves one out."""
    changed = {name.replace("_", "-").lower(): value for name, value in other.items()}
    fields = {name: changed.get(name.lower(), value) for name, value in SOUND.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(["WARC/1.1", *lines, *more, "", "hello", "", ""]).encode()


@pytest.mark.parametrize(
    "data",
    [
        record(),
        record("X-Note: one", "X-Note: two"),
        record("WARC-Concurrent-To: <urn:a:1>", "WARC-Concurrent-To: <urn:a:2>"),
        record("X-Note: one", "\ttwo"),
        # a length on a line of its own is still a length
        record("Content-Length:", " 5", Content_Length=None),
        record("schneemann\N{SNOWMAN}: in letters beyond ASCII"),
        record(WARC_Type="Resource"),
        record(WARC_Type="warcinfo", WARC_Target_URI=None) + record(),
    ],
)
def test_what_the_standard_allows_is_read(data: bytes) -> None:
    verdict = check(io.BytesIO(data))
    assert verdict.valid, verdict.faults


@pytest.mark.parametrize(
    ("data", "why"),
    [
        # to a program that ends lines at LF these are two lines, and the second is another length
        (record("X-Note: one\nContent-Length: 900"), "control character"),
        (record("X-Note: one\rContent-Length: 900"), "control character"),
        (record("X-Note: one\0"), "control character"),
        (record("Content-Length : 900"), "is no field"),
        (record("X Note: one"), "is no field"),
        (record(": one"), "is no field"),
        (record("WARC-Truncated: time", "WARC-Truncated: length"), "warc-truncated twice"),
        (record("WARC-IP-Address: 192.0.2.1", "warc-ip-address: 192.0.2.2"), "warc-ip-address twice"),
        (record(WARC_Target_URI=None), "no warc-target-uri"),
        (record(WARC_Type="revisit"), "no warc-profile"),
        (record("WARC-Segment-Number: 1"), "several segments"),
        (record(Content_Length="+5"), "no number"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(data: bytes, why: str) -> None:
    [fault] = check(io.BytesIO(data)).faults
    assert why in fault.reason


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T09:30Z", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("2026-11-22T09:30:00.123456789Z", datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)),
    ],
)
def test_a_date_may_be_as_coarse_or_fine_as_its_profile(text: str, at: datetime) -> None:
    """A year alone means its first instant."""
    assert [each.at for each in records(io.BytesIO(record(WARC_Date=text)))] == [at]


@pytest.mark.parametrize(
    "text",
    [
        "20261122T090000Z",
        "2026-W47-7T09:00:00Z",
        "2026-11-22 09:00:00Z",
        "2026-11-22T09:00:00",
        "26",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_a_date_of_another_form_is_none(text: str) -> None:
    [fault] = check(io.BytesIO(record(WARC_Date=text))).faults
    assert "is none" in fault.reason


@pytest.mark.parametrize("text", ["+/v7" * 6 + "+/s=", "-_v7" * 6 + "-_s"])
def test_digests_in_base64_are_read(text: str) -> None:
    """Programs write them in either alphabet, with their padding or without."""
    digest = read_digest(f"sha1:{text}")
    assert digest is not None and digest.value == bytes([0xFB] * 20)

"""A made record of 200,000 findings in 6,000 reports, whose words are as common or rare as a search must bear."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.db import transaction

from tocsin.record.models import Finding
from tocsin.reports.models import Report, ReportText
from tocsin.rows import insert_rows

FINDINGS = 200_000
REPORTS = 6_000
FIRST_DAY = datetime(2023, 1, 1, tzinfo=UTC)
PUBLISHERS = 40
_BATCH = 5_000
_KINDS = ("place", "time", "place", "time", "statement", "figure", "statement", "figure", "event", "call")
_PLAIN = re.findall(
    r"\w+",
    "the council said on that day some families had come over by road and that more were waiting near it "
    "while buses and cars stood in a long line through town until night when guards let them pass again",
)


def make_findings() -> None:
    """In the store that is open; always the same ones. The last report is the newest."""
    random = Random(1923)
    with transaction.atomic():
        _make(random)


def _make(random: Random) -> None:
    insert_rows(Report, (_report(number) for number in range(1, REPORTS + 1)))
    insert_rows(ReportText, (_text(number) for number in range(1, REPORTS + 1)))
    batch: list[dict[str, Any]] = []
    for row in _findings(random):
        batch.append(row)
        if len(batch) == _BATCH:
            insert_rows(Finding, batch)
            batch = []
    insert_rows(Finding, batch)


def _report(number: int) -> dict[str, Any]:
    at = FIRST_DAY + timedelta(hours=number)
    return {
        "id": number, "sha256": sha256(str(number).encode()).hexdigest(), "sha512": "0" * 128, "size_bytes": 1,
        "media_type": "text/plain", "title": f"Report {number} from the border",
        # one publisher in ten printed hardly anything
        "publisher": "Seldom Herald" if number % 1000 == 7 else f"Gazette {number % PUBLISHERS}",
        "published_at": at, "published_precision": "minute", "published_offset_min": 0, "language": "en",
        "fetched_at": at, "sensitivity": "open",
    }  # fmt: skip


def _text(number: int) -> dict[str, Any]:
    text = " ".join([*_PLAIN, f"report{number}"]) * 20
    return {
        "id": number, "report_id": number, "kind": "original", "language": "en", "text": text,
        "written_by": "", "made_at": FIRST_DAY,
    }  # fmt: skip


def _findings(random: Random) -> Iterator[dict[str, Any]]:
    for number in range(1, FINDINGS + 1):
        kind = random.choice(_KINDS)
        quote = " ".join([*random.choices(_PLAIN, k=18), *_told(number)])
        report = 1 + number * REPORTS // (FINDINGS + 1)
        yield {
            "id": number, "text_id": report, "report_id": report,
            "kind": kind, "start": 0, "end": len(quote), "quote": quote, "ordinal": None, "run_id": None,
            "marked_by_id": None, "made_at": FIRST_DAY, "state": random.choice(("open", "open", "accepted", "refused")),
            "review_id": None, "fields": {"speaker_name": f"Speaker {number % 97}", "place": f"Town {number % 53}"},
        }  # fmt: skip


def _told(number: int) -> Iterator[str]:
    """Words by how often and where they stand."""
    yield "eastern" if number % 2 else "western"  # each in half of all, together in 20
    if number % 10_000 == 1:
        yield "western"
    if number % 40_000 == 3:
        yield "seldom"  # in 5
    if number % 1_000 == 5:
        yield "sometimes"  # in 200
    if number < FINDINGS // 5:
        yield "formerly"  # in 40,000, none of them new

"""FollowTheMoney by its published schema: properties that a schema has, those that it asks for, times that it reads."""

from types import SimpleNamespace
from typing import Any

import pytest

from tocsin.publishing.dossier.follow_the_money import entities
from tocsin.publishing.dossier.told import FindingTold, ReportTold

_THING = {"name", "publisher", "retrievedAt", "sourceUrl", "notes", "proof", "summary"}
_DOCUMENT = _THING | {"title", "fileName", "fileSize", "mimeType", "publishedAt"}
#: by schema: the properties that it has, as far as they are written here, and those that must be there
SCHEMATA = {
    "Document": (_DOCUMENT, {"fileName"}),
    "PlainText": (_DOCUMENT, set[str]()),
    "Event": (_THING | {"date", "location"}, {"name"}),
    "Person": (_THING, {"name"}),
    "LegalEntity": (_THING, {"name"}),
    "Mention": ({"name", "document", "resolved", "detectedSchema"}, {"name", "document"}),
}


def told(
    media_type: str = "text/plain", when: object = "2026-03-01", published: str = "2026-03-01T08:00:00Z"
) -> Any:
    report = ReportTold(
        item="report:1",
        said={"sha256": "ab" * 32, "media_type": media_type, "published_at": published, "size_bytes": 7},
        acts=(),
        files=("reports/1/report.json", "reports/1/original.bin"),
        withheld="",
    )
    common: dict[str, Any] = {"report": "report:1", "quote": "they left", "state": "accepted"}
    found = [
        FindingTold(item="finding:1", kind="event", fields={"type": "move", "when": when}, **common),
        FindingTold(item="finding:2", kind="statement", fields={"speaker_name": "Ann Poe"}, **common),
        FindingTold(item="finding:3", kind="statement", fields={"speaker_name": "the guards"}, **common),
    ]
    return SimpleNamespace(reports=lambda: iter([report]), findings=lambda _item: iter(found))


@pytest.mark.parametrize("media_type", ["text/plain", "application/octet-stream"])
def test_every_entity_has_what_its_schema_asks_for_and_nothing_that_it_does_not_know(media_type: str) -> None:
    """The schema of followthemoney 4: a tool that reads it drops what it does not know, and refuses what lacks a name."""
    rows = list(entities(told(media_type)))
    assert {row["schema"] for row in rows} >= {"Event", "Person", "LegalEntity", "Mention"}
    for row in rows:
        known, asked = SCHEMATA[row["schema"]]
        assert row["properties"].get("mimeType") in (None, ["text/plain"])
        assert asked <= row["properties"].keys() <= known, row
    by_id = {row["id"]: row for row in rows}
    for mention in (row["properties"] for row in rows if row["schema"] == "Mention"):
        [who] = mention["resolved"]
        assert mention["detectedSchema"] == [by_id[who]["schema"]]
        assert mention["name"] == by_id[who]["properties"]["name"]


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("2026", "2026"),
        ("2026-03", "2026-03"),
        ("2026-03-01T08:05", "2026-03-01T08:05"),
        ("2026-03-01T03:30:00.5+04:00", "2026-02-28T23:30:00"),
        ("2026-03-01TNI", "2026-03-01"),
        ("2026-W09", "2026"),
        ("202X", None),
        ("PRESENT_REF", None),
        ("P3D", None),
        ("2026-03-01/2026-03-04", None),
        ("20260301", None),
        ("9999-12-31T23:59:59-04:00", None),
        (None, None),
    ],
)
def test_a_time_is_told_as_far_as_it_is_known_in_utc(when: object, date: str | None) -> None:
    """What is no date in FollowTheMoney is left out."""
    [event] = [row for row in entities(told(when=when)) if row["schema"] == "Event"]
    assert event["properties"].get("date") == ([date] if date else None)
    [document] = [
        row for row in entities(told(published="2026-03-01T03:30:00+04:00")) if row["schema"] == "PlainText"
    ]
    assert document["properties"]["publishedAt"] == ["2026-02-28T23:30:00"]

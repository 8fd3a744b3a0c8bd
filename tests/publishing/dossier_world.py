"""A small record made by acts, each in the log: reports read and reviewed, a situation, an alert that was issued."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from tests.alerts import desk
from tests.made import login
from tocsin import record, reports, situations
from tocsin.custody import log_keys
from tocsin.record.keeping import KIND_OF_LIST, keep
from tocsin.record.models import Finding
from tocsin.reports.models import ReportText
from tocsin.situations.models import Situation

NOW = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
FIRST = """Hilltown, 29 September

The registry counted 4,120 people at the bridge by noon, said Ann Poe.

Nobody was turned back, the guards said."""
SECOND = """Mayor Jane Roe said that 4,000 people had crossed.

"We left everything," said Ann Poe, a baker."""


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def read(report_id: int, *told: tuple[str, str, dict[str, Any]]) -> list[Finding]:
    """A reading of the report's text that found these passages: kind, quote, fields."""
    text = ReportText.objects.get(report=report_id, kind="original")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in KIND_OF_LIST}
    for kind, quote, fields in told:
        start = text.text.index(quote)
        found[f"{kind}s"].append({"start": start, "end": start + len(quote), **fields})
    kept = keep(text, found, reader="test-1", by="worker", now=at(1))
    assert kept is not None
    return kept


FIGURE = {
    "value": 4120, "quantifier": "exact", "unit": "person", "term": "crossed", "kind": "stock",
    "speaker": "the registry", "places": [],
}  # fmt: skip


def ids_from_one() -> None:
    """PostgreSQL goes on counting where a rolled back test ended."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {connection.ops.quote_name(name)} RESTART")


def world(*, alert: bool = True) -> Situation:
    """Two reports, three findings, two of them reviewed, and an alert that rests on one; numbers count from 1."""
    ids_from_one()
    log_keys.new_key(by="command line", now=NOW, name="desk.example/log")
    ids = [
        reports.paste(text, by="ani", now=NOW, publisher=name).report_id
        for name, text in (("Example Gazette", FIRST), ("Example Wire", SECOND))
    ]
    figure, statement = read(
        ids[0],
        ("figure", "4,120 people", FIGURE),
        (
            "statement",
            "Nobody was turned back, the guards said.",
            {"speaker_name": "the guards", "act": "said"},
        ),
    )
    read(
        ids[1],
        ("statement", '"We left everything," said Ann Poe', {"speaker_name": "Ann Poe", "act": "said"}),
    )
    analyst = login("analyst-one", "analyst")
    login("ani", "analyst")
    first = record.review(figure.pk, decision="accepted", by=analyst, now=at(2), seen=None)
    record.review(
        figure.pk, decision="corrected", by=analyst, now=at(3), seen=first.pk,
        fields={**FIGURE, "quantifier": "about"}, reason="the table says about",
    )  # fmt: skip
    record.review(statement.pk, decision="accepted", by=analyst, now=at(2), seen=None)
    crisis = situations.open_situation("bridge", title="The bridge", by="ani", now=NOW)
    situations.gather(crisis, ids, by="ani", now=at(4), reason="both tell of the bridge")
    if alert:
        desk.issued(desk.drafted(crisis, Finding.objects.get(pk=figure.pk)))
    return crisis

"""data/ftm.jsonl: reports, events and names as entities of FollowTheMoney, for the tools that newsrooms search with.

Schemata and properties are those of followthemoney's published schema: Document and its kinds, Event, Mention,
Person and LegalEntity. Names are as printed: one entity per name and report, never one per person, for that would be
a judgement. An id follows from what it names: the same report has the same id in every export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

from tocsin.publishing.dossier.told import FindingTold, ReportTold, Told
from tocsin.publishing.dossier.words import MARK
from tocsin.reading.genders import is_given_name

Entity = dict[str, Any]
_DATE = re.compile(
    r"\d{4}(?!\d)(-(0[1-9]|1[0-2])(?!\d)(-(0[1-9]|[12]\d|3[01])(?!\d)(T\d\d:\d\d(:\d\d)?)?)?)?", re.ASCII
)
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)", re.ASCII)
_SCHEMATA = {
    "text/html": "HyperText",
    "text/plain": "PlainText",
    "application/pdf": "Pages",
    "message/rfc822": "Email",
    "text/csv": "Table",
}


def entities(told: Told) -> Iterator[Entity]:
    for report in told.reports():
        document = _document(report)
        yield document
        named: set[str] = set()
        for finding in told.findings(report.item):
            if finding.kind == "event" and finding.state != "refused":
                yield _event(finding, document["id"])
            name = finding.speaker
            if (
                finding.kind in ("statement", "qualification")
                and name
                and MARK not in name
                and name not in named
            ):
                named.add(name)
                yield from _named(name, document["id"])


def _document(report: ReportTold) -> Entity:
    said = report.said
    media_type = str(said.get("media_type", "")).partition(";")[0]
    address = str(said.get("origin_address", ""))
    return _entity(
        _SCHEMATA.get(media_type, "Document"),
        ("report", str(said.get("sha256") or report.item)),
        name=report.title,
        title=said.get("title"),
        publisher=said.get("publisher"),
        publishedAt=_time(said.get("published_at")),
        fileName=_file_name(report),
        retrievedAt=_time(said.get("fetched_at")),
        mimeType=media_type if media_type != "application/octet-stream" else None,  # which says nothing
        fileSize=said.get("size_bytes"),
        sourceUrl=address if address.startswith(("https://", "http://")) and MARK not in address else None,
        notes=f"sha256 {said['sha256']}" if said.get("sha256") else None,
    )


def _file_name(report: ReportTold) -> str | None:
    """Of the original in the dossier, or of what it tells where that was withheld: a Document must have one."""
    names = [each.rpartition("/")[2] for each in report.files]
    return next((each for each in names if each.startswith("original.")), names[0] if names else None)


def _event(finding: FindingTold, document: str) -> Entity:
    fields = finding.fields
    return _entity(
        "Event",
        ("event", document, finding.item),
        name=finding.quote or str(fields.get("type") or "event"),
        summary=" ".join(str(fields[each]) for each in ("actor", "type", "target") if fields.get(each)),
        date=_time(fields.get("when")),
        location=fields.get("place"),
        notes=f"{finding.item}, {finding.state}; certainty as printed: {fields.get('certainty')}",
        proof=document,
    )


def _named(name: str, document: str) -> Iterator[Entity]:
    person = any(map(is_given_name, name.split()))
    who = _entity("Person" if person else "LegalEntity", ("name", document, name), name=name, proof=document)
    yield who
    yield _entity(
        "Mention",
        ("mention", document, name),
        name=name,
        document=document,
        resolved=who["id"],
        detectedSchema=who["schema"],
    )


def _entity(schema: str, key: tuple[str, ...], **properties: object) -> Entity:
    """Values are lists of texts; what is empty is left out. The id is SHA-1, as the tools that read it expect."""
    made = {name: [str(value)] for name, value in properties.items() if value not in (None, "")}
    number = sha1("\0".join(key).encode(), usedforsecurity=False).hexdigest()
    return {"id": f"tocsin-{number}", "schema": schema, "properties": made}


def _time(value: object) -> str | None:
    """As FollowTheMoney reads it: a date as far as it is known, or a time to the second, in UTC and without a zone.

    None of a span, and of a time that is told in words. A week or a part of a day is told by its year or its day.

    >>> _time("2026-03-01T03:30:00+04:00"), _time("2026-03"), _time("2026-W09"), _time("PAST_REF"), _time("P3D")
    ('2026-02-28T23:30:00', '2026-03', '2026', None, None)
    """
    text = value if isinstance(value, str) and MARK not in value else ""
    if _ZONED.fullmatch(text):
        try:
            text = datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds")
        except (ValueError, OverflowError):
            return None
    found = _DATE.match(text)
    return found[0] if found and "/" not in text else None

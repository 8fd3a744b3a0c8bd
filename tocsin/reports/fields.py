"""The fields of a report and of an arrival as the custody log commits to them."""

from __future__ import annotations

from datetime import UTC, datetime

from tocsin.custody.commitments import Json
from tocsin.reports.models import Origin, Report, ReportText


def fields_of(report: Report) -> dict[str, Json]:
    """What the entry "taken in" commits to, beside the first arrival's own fields. None of it ever changes."""
    return {
        "sha256": report.sha256,
        "sha512": report.sha512,
        "size_bytes": report.size_bytes,
        "media_type": report.media_type,
        "title": report.title,
        "publisher": report.publisher,
        "published_at": None if report.published_at is None else _instant(report.published_at),
        "published_precision": report.published_precision,
        "published_offset_min": report.published_offset_min,
        "language": report.language,
        "fetched_at": _instant(report.fetched_at),
    }


def arrival_fields_of(origin: Origin) -> dict[str, Json]:
    """What "taken in" and "arrived again" commit to of one arrival."""
    return {
        "origin_kind": origin.kind,
        "origin_address": origin.address,
        "origin_hops": origin.hops,
        "origin_publisher": origin.publisher,
        "origin_fetched_at": _instant(origin.fetched_at),
    }


def text_fields_of(text: ReportText) -> dict[str, Json]:
    """What "transcribed" and "translated" commit to, beside the text itself."""
    return {
        "text_id": text.pk,
        "kind": text.kind,
        "language": text.language,
        "written_by": text.written_by,
        "made_at": _instant(text.made_at),
    }


def text_of(report: Report) -> str | None:
    """The clean text that "taken in" commits to; None for a report that has none."""
    original = report.texts.filter(kind=ReportText.Kind.ORIGINAL).order_by("id").first()
    return None if original is None else original.text


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

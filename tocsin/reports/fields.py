"""The fields of a report, an arrival and an added text, as the custody log commits to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tocsin.custody.acts import timestamp
from tocsin.custody.commitments import Json
from tocsin.reports.capturing import committed as committed_capture
from tocsin.reports.models import ArchiveCheck, Origin, Report, ReportText

#: what "taken in" commits to of a report; only the sensitivity ever changes, by "restricted" and "opened"
REPORT_FIELDS = (
    "sha256", "sha512", "size_bytes", "media_type", "title", "publisher", "published_at", "published_precision",
    "published_offset_min", "language", "fetched_at",
    "sensitivity",
)  # fmt: skip
#: what "taken in" and "arrived again" commit to of an arrival, each after "origin_"; the entry has its time
ORIGIN_FIELDS = ("kind", "address", "hops", "publisher")
#: what "transcribed" and "translated" commit to, beside the text
TEXT_FIELDS = ("kind", "language", "written_by", "made_at")

#: what "checked" commits to of an archive
CHECK_FIELDS = (
    "holds", "faults", "warnings", "unchecked", "captured", "signed_by", "key_sha256", "signed_at", "checked_at",
)  # fmt: skip


def fields_of(report: Report) -> dict[str, Json]:
    """What the log committed to of this report, as it stands in the store now."""
    return committed({name: getattr(report, name) for name in REPORT_FIELDS})


def origin_fields_of(origin: Origin) -> dict[str, Json]:
    """What "taken in" or "arrived again" committed to of this arrival and its capture, as they stand in the store now."""
    capture = getattr(origin, "capture", None)
    own = committed({f"origin_{name}": getattr(origin, name) for name in ORIGIN_FIELDS})
    return own if capture is None else own | committed_capture(capture)


def text_fields_of(text: ReportText) -> dict[str, Json]:
    """What "transcribed" or "translated" committed to, as it stands in the store now."""
    return {"report": text.report_id} | committed({name: getattr(text, name) for name in TEXT_FIELDS})


def check_fields_of(check: ArchiveCheck) -> dict[str, Json]:
    """What "checked" committed to, as it stands in the store now."""
    return {"report": check.report_id} | committed({name: getattr(check, name) for name in CHECK_FIELDS})


def text_of(report: Report) -> str | None:
    """The clean text that "taken in" committed to; None for a report that has none."""
    original = report.texts.filter(kind=ReportText.Kind.ORIGINAL).order_by("id").first()
    return None if original is None else original.text


def committed(values: Mapping[str, Json | datetime]) -> dict[str, Json]:
    """The values as JSON: times as RFC 3339 in UTC with microseconds."""
    return {
        name: timestamp(value) if isinstance(value, datetime) else value for name, value in values.items()
    }

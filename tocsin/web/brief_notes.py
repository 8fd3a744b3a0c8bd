"""The notes of a printed brief: for each finding, who printed it and when, its passage, and the way back to the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.publishing.two_pages import shortened
from tocsin.record.levels import Viewer
from tocsin.record.masking import kept_to_desk, veil
from tocsin.record.models import Finding
from tocsin.web.brief_room import SIGNS
from tocsin.web.dates import published
from tocsin.web.judged import judged_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    number: int
    finding_id: int
    publisher: str
    #: when its report came out, in words
    published: str
    #: beginning of the passage, as printed
    quote: str
    language: str
    #: of the report's sealed bytes
    sha256: str
    restricted: bool
    #: reliability of its publisher, credibility of what it says, and what took it back, as `judged_rows` gives them
    judged: Mapping[str, Any]
    #: path of the page that shows the passage whole
    path: str


def notes_of(numbers: Mapping[int, int], *, public: bool) -> tuple[Note, ...]:
    found = (
        Finding.objects.filter(pk__in=numbers)
        .select_related("report", "text", "review", "mask")
        .defer("text__text")
    )
    rows = list(found)
    judged = judged_rows((row.pk, row.report_id, row.report.publisher) for row in rows)
    notes = (_note(row, numbers[row.pk], judged[row.pk], public) for row in rows)
    return tuple(sorted(notes, key=lambda note: note.number))


def _note(row: Finding, number: int, judged: Mapping[str, Any], public: bool) -> Note:
    report = row.report
    veil(row, Viewer.PUBLIC if public else Viewer.DESK)
    restricted = kept_to_desk(row)
    assert not (public and restricted), row.pk
    return Note(
        number=number,
        finding_id=row.pk,
        publisher=shortened(report.publisher or _("publisher not printed"), SIGNS["name"]),
        published=published(report.published_at, report.published_precision, report.published_offset_min),
        quote=shortened(row.quote, SIGNS["passage"]),
        language=row.text.language,
        sha256=report.sha256,
        restricted=restricted,
        judged=judged,
        path=reverse("passage" if public else "desk_finding", args=[row.pk]),
    )

"""Paragraphs of a report taken out of the store. With them go the bytes as they came, which hold them too.

Each sign of a paragraph leaves a block, so that every passage behind it keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tocsin.custody.commitments import paragraphs
from tocsin.errors import WrongUse
from tocsin.reports.erasing import leave_group
from tocsin.reports.models import BYTES_ERASED, Report, ReportText

#: one paragraph of the clean text, as the log names it
_FIELD = re.compile(r"text\.(0|[1-9]\d{0,6})")
BLOCK = "\N{FULL BLOCK}"
#: what entries about the report committed to of its bytes: who tries words against a hash knows the right ones by it
BYTES_PATHS = frozenset(
    f"{side}.{lead}{name}"
    for side in ("before", "after")
    for lead in ("", "capture_")
    for name in ("sha256", "sha512", "size_bytes")
)


def numbers_of(fields: Collection[str]) -> frozenset[int]:
    """The paragraphs among these fields, from 0.

    >>> sorted(numbers_of(["title", "text.3", "text.10", "text.03"]))
    [3, 10]
    """
    return frozenset(int(found[1]) for each in fields if (found := _FIELD.fullmatch(each)))


def spans_of(report: Report, numbers: Collection[int]) -> list[tuple[int, int]]:
    """Where they stand in the clean text, half open, in code points. Raises WrongUse for one that it has not."""
    text = _original(report).text
    count = len(paragraphs(text))
    if unknown := [each for each in numbers if each >= count]:
        raise WrongUse(
            f"report {report.pk} has no paragraph {min(unknown)}", f"they are counted from 0; it has {count}"
        )
    return [span for number, span in enumerate(_spans(text)) if number in numbers]


def empty_paragraphs(report: Report, spans: Sequence[tuple[int, int]], mark: str) -> None:
    """Blocks for the paragraphs, no bytes, and for transcripts and translations, which say the same, the mark."""
    original = _original(report)
    for start, end in spans:
        original.text = original.text[:start] + BLOCK * (end - start) + original.text[end:]
    leave_group(report)
    ReportText.objects.filter(pk=original.pk).update(text=original.text)
    report.texts.exclude(pk=original.pk).update(text=mark)
    report.sealed.content = b""
    report.sealed.save(update_fields=["content"])
    report.sha256, report.sha512, report.size_bytes = f"{BYTES_ERASED}{report.pk}", "", 0
    report.save(update_fields=["sha256", "sha512", "size_bytes"])


def _original(report: Report) -> ReportText:
    return ReportText.objects.get(report=report, kind=ReportText.Kind.ORIGINAL)


def _spans(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        if line:
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found

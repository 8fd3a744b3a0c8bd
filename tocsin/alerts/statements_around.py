"""Statements that stand beside chosen findings in their texts: in whose quoted words a finding lies, and who denies it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.record.levels import Viewer
from tocsin.record.masking import public, veil
from tocsin.record.models import Finding
from tocsin.situations.standing import STANDING

#: statements that are looked at, the first of the texts
STATEMENTS_MAX = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Statement:
    finding_id: int
    text_id: int
    speaker: str
    #: index among the statements of its text that it denies; None for none
    denies: int | None
    #: of the speaker's own words, half open; empty where the report tells them in its own
    own_words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class StatementsAround:
    statements: Sequence[_Statement]

    def quoted_of(self, finding: Finding) -> str:
        """The speaker in whose quoted words it lies, for one that names no speaker itself; of several the innermost."""
        found = [
            (end - start, one.speaker)
            for one in self.statements
            if one.text_id == finding.text_id
            for start, end in one.own_words
            if start <= finding.start and finding.end <= end
        ]
        return min(found, default=(0, ""))[1]

    def denials_of(self, finding: Finding) -> tuple[tuple[int, str], ...]:
        if finding.kind != Finding.Kind.STATEMENT or finding.ordinal is None:
            return ()
        return tuple(
            (one.finding_id, one.speaker)
            for one in self.statements
            if one.text_id == finding.text_id and one.denies == finding.ordinal and one.speaker
        )


def statements_around(findings: Sequence[Finding]) -> StatementsAround:
    """In one query, of statements that stand."""
    texts = {finding.text_id for finding in findings}
    rows = Finding.objects.filter(text_id__in=texts, kind=Finding.Kind.STATEMENT, state__in=STANDING)
    rows = rows.filter(public()).select_related("report", "review", "mask").order_by("pk")
    rows = rows[:STATEMENTS_MAX] if texts else rows.none()
    return StatementsAround(
        [_statement(row.pk, row.text_id, veil(row, Viewer.PUBLIC).current) for row in rows]
    )


def _statement(pk: int, text_id: int, fields: dict[str, Any]) -> _Statement:
    spans = fields.get("content") or () if fields.get("direct") else ()
    return _Statement(
        finding_id=pk,
        text_id=text_id,
        speaker=str(fields.get("speaker_name") or ""),
        denies=fields.get("denies"),
        own_words=tuple((span["start"], span["end"]) for span in spans),
    )

"""What became of one arrival."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import TocsinError


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    #: file name or URL; empty for pasted text
    address: str
    #: None where it was refused
    report_id: int | None = None
    #: False where the same bytes were in already: the report has one more origin now
    fresh: bool = False
    #: why it was refused, naming the file or address and the next step; None where it was taken in
    trouble: str | None = None
    #: what was left out, repaired or not kept, one plain sentence each
    notes: tuple[str, ...] = ()


def refused(address: str, error: TocsinError) -> TakenIn:
    return TakenIn(address=address, trouble=f"{address or 'the pasted text'}: {error}")

"""What an entry of camt says of the batches that it is of (Btch), beside the entry and the payments that the file tells.

Told and not quarantined: a bank may book a batch less its charges, or tell the first payment of many.
"""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.relief.bank.camt_shapes import Amount, Flat
from tocsin.relief.bank.currencies import shown_minor
from tocsin.relief.bank.numbers import minor_of

_GROUP, _TOTAL, _MARK = "NtryDtls", "NtryDtls/Btch/TtlAmt", "NtryDtls/Btch/CdtDbtInd"


def batch_faults(entry: Flat, minor: int, told: int, currency: str, digits: int) -> Iterator[str]:
    """In words. `told`: payments of the entry in the file. Raises ValueError for a total that is no amount."""
    groups = len(entry.shape.places.get(_GROUP, ()))
    counts = entry.shape.entry.batch_counts
    if counts and len(counts) == groups:
        yield from _count([entry.texts[place] for place in counts], told)
    totals = entry.amounts(_TOTAL)
    if totals and len(totals) == groups and all(each.currency in ("", currency) for each in totals):
        total = sum(_signed(entry, totals, minor, currency, digits))
        if total != minor:
            stated, found = (shown_minor(each, currency) for each in (total, minor))
            yield f"a batch of {stated}, booked as {found}"


def _count(said: list[str], told: int) -> Iterator[str]:
    if not all(each.isascii() and each.isdigit() and len(each) <= 15 for each in said):
        yield f"a batch of a number of payments that is none: {' '.join(said)[:40]}"
    elif told and sum(map(int, said)) != told:
        yield f"a batch of {sum(map(int, said)):,} payments, of which the file tells {told:,}"


def _signed(entry: Flat, totals: list[Amount], minor: int, currency: str, digits: int) -> Iterator[int]:
    """A total without a mark of its own went the way of its entry."""
    marks = [entry.texts[place] for place in entry.shape.places.get(_MARK, ())]
    for at, each in enumerate(totals):
        mark = marks[at] if len(marks) == len(totals) else ""
        total = minor_of(each.number, digits, currency, ".")
        yield -total if mark == "DBIT" or (not mark and minor < 0) else total

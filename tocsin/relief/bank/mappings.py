"""Mappings of banks' tables, saved once for each bank; the newest is in force, and files keep the one that they had."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.errors import NotFound
from tocsin.relief.bank.mapping import TableMapping, said
from tocsin.relief.models import BankMapping


def save(mapping: TableMapping, *, by: str, now: datetime) -> BankMapping:
    """The row of this mapping; where the bank has the very same one in force, that."""
    with transaction.atomic():
        there = BankMapping.objects.filter(bank=mapping.bank).first()
        if there is not None and there.said == said(mapping):
            return there
        return BankMapping.objects.create(bank=mapping.bank, said=said(mapping), saved_at=now, by=by)


def mapping_named(bank: str) -> BankMapping:
    """Raises NotFound."""
    found = BankMapping.objects.filter(bank=bank).first()
    if found is None:
        raise NotFound(f"no mapping of {bank!r} is saved", "save one: tocsin relief bank map FILE")
    return found


def in_force() -> list[BankMapping]:
    newest: dict[str, BankMapping] = {}
    for row in BankMapping.objects.all():
        newest.setdefault(row.bank, row)
    return list(newest.values())

"""A bank's file that the law keeps no more: its bytes, who paid by its lines, and people's words about them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.custody.forgetting import record_erasure
from tocsin.relief.bank import retention
from tocsin.relief.models import BankDecision, BankFile, BankProposal
from tocsin.whole_store.erasing_reasons import Told, empty_reasons

#: in one round
FILES_MAX = 20


def forget_due(now: datetime, *, by: str = "worker") -> int:
    """Each file in a transaction of its own; returns how many went. Files on the disk are `scrubbing`'s, after it."""
    return sum(_forget(number, by, now) for number in retention.due(now)[:FILES_MAX])


def _forget(number: int, by: str, now: datetime) -> bool:
    with transaction.atomic():
        file = BankFile.objects.select_for_update().defer("content").get(pk=number)
        until = retention.kept_until(file)
        if retention.erasure_of(number) or until is None or not retention.is_due(file, now):
            return False  # another worker was here, or somebody decided about a line
        why = f"the law kept it until {until}"
        mark = retention.mark_of(now, why)
        told = _told(file)
        files = retention.forget(file, mark=mark, why=why, by=by, now=now)
        empty_reasons(told, mark=mark, by=by, now=now, why=why)
        record_erasure(f"bank-file:{number}", fields=(), reason=why, by=by, now=now, files=files)
    return True


def _told(file: BankFile) -> Told:
    """Lines that people gave reasons about, but those that were erased one by one."""
    said = {
        pk
        for model in (BankDecision, BankProposal)
        for pk in model._default_manager.filter(line__statement__file=file).values_list("line_id", flat=True)
    }
    return Told(bank_lines=[pk for part in retention.lines_left(file) for pk in part if pk in said])

"""Whose bank line it was is forgotten when somebody asks; what it moved stays, and its sealed file for the law's years."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.custody.models import Erasure
from tocsin.errors import Conflict, NotFound
from tocsin.relief.models import BankLine

#: what the payer wrote, and who they are. The bank's own reference stays: by it the bank finds the payment
OF_THE_PAYER = ("text", "party", "party_number", "end_to_end", "customer_ref")


def line_to_forget(number: int, *, lock: bool = False) -> BankLine:
    """Raises NotFound, and Conflict where it was erased already."""
    rows = BankLine.objects.select_for_update() if lock else BankLine.objects.all()
    line = rows.filter(pk=number).first()
    if line is None:
        raise NotFound(f"there is no bank line {number}", "take its number from the page of its bank file")
    if Erasure.objects.filter(item=f"bank-line:{number}").exists():
        raise Conflict(f"bank-line:{number} was erased already")
    if Erasure.objects.filter(item=f"bank-file:{line.statement.file_id}").exists():
        raise Conflict(f"bank-line:{number} was erased already, with its bank file")
    return line


def words_of(line: BankLine) -> set[str]:
    """What names the payer, whole and word by word."""
    said = [str(getattr(line, name)) for name in OF_THE_PAYER]
    return {*said, *line.party.split()}


def erase(line: BankLine, *, mark: str, reason: str, by: str, now: datetime) -> None:
    """The mark stands in place of the text. Within the acting transaction."""
    assert transaction.get_connection().in_atomic_block, "erase() outside transaction.atomic()"
    for name in OF_THE_PAYER:
        setattr(line, name, "")
    line.text = mark
    line.save(update_fields=OF_THE_PAYER)
    custody.log(
        [
            custody.Act(
                item=f"bank-line:{line.pk}",
                action="erased",
                actor=by,
                at=now,
                reason=reason,
                after=committed(line),
            )
        ]
    )


def committed(line: BankLine) -> dict[str, Json]:
    """What the custody log commits to of an erased line: that it says the mark, and nothing of its payer."""
    return {name: str(getattr(line, name)) for name in OF_THE_PAYER}

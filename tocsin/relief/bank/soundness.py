"""Whether bank files stand as they were taken in: their bytes, their lines, and what each line booked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import F, Sum

from tocsin.custody.models import Erasure
from tocsin.errors import TocsinError
from tocsin.relief.bank import retention
from tocsin.relief.bank.forgetting import OF_THE_PAYER
from tocsin.relief.bank.keys import lines_hash
from tocsin.relief.models import BankFile, BankLine
from tocsin.reports.seal import open_bytes

#: lines held in memory at once
CHUNK = 2_000


def bank_faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each file, and each line, that is not what was taken in."""
    gone = retention.erasures()
    for file in BankFile.objects.order_by("pk").iterator(chunk_size=10):
        yield from _file_faults(file)
        yield from _erased_faults(file, gone[file.pk]) if file.pk in gone else _byte_faults(file)
        advance()
    yield from _line_faults()


def _byte_faults(file: BankFile) -> Iterator[str]:
    try:
        open_bytes(file.sha256, file.content, f"bank file {file.pk}")
    except TocsinError as error:
        yield f"bank-file:{file.pk}: {error}"


def _erased_faults(file: BankFile, erasure: Erasure) -> Iterator[str]:
    """The law keeps it no more: neither bytes nor payers come back unseen."""
    if file.content is None or bytes(file.content):
        yield f"bank-file:{file.pk} has bytes, and the log says that they were erased"
    nobody = dict.fromkeys(OF_THE_PAYER, "") | {"text": retention.mark_of(erasure.at, erasure.reason)}
    for part in retention.lines_left(file):
        named = BankLine.objects.filter(pk__in=part).exclude(**nobody).order_by("pk")
        for pk in named.values_list("pk", flat=True):
            yield f"bank line {pk} says who paid, and the log says that this was erased with bank-file:{file.pk}"


def _file_faults(file: BankFile) -> Iterator[str]:
    lines = BankLine.objects.filter(statement__file=file).order_by("pk")
    if lines_hash(lines.values_list("key", "minor", "placed").iterator(chunk_size=CHUNK)) != file.lines_hash:
        yield f"bank-file:{file.pk}: its lines are not those that were taken in"


def _line_faults() -> Iterator[str]:
    """What a line booked is its amount, on its own account; a line of nothing booked nothing."""
    sums = BankLine.objects.filter(transfer__postings__account=F("account")).annotate(
        moved=Sum("transfer__postings__minor")
    )
    for pk in sums.exclude(moved=F("minor")).values_list("pk", flat=True):
        yield f"bank line {pk}: its transfer moves another amount"
    for pk in BankLine.objects.filter(transfer=None).exclude(minor=0).values_list("pk", flat=True):
        yield f"bank line {pk} has an amount, and no transfer"

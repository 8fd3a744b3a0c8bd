"""How long the law keeps a bank's file, the voucher of what it booked; then its bytes go, and who paid by its lines.

The day counts from the last year in which the books rest on the file: that of its days, of its coming, or of what a person
decided last about one of its lines. No year of the law set: nothing goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, Max, OuterRef, Value
from django.db.models.functions import Cast, Concat

from tocsin import custody
from tocsin.custody.models import Erasure
from tocsin.relief.bank.forgetting import OF_THE_PAYER
from tocsin.relief.bank.taking_in import committed
from tocsin.relief.donors.keeping import name_until
from tocsin.relief.models import BankDecision, BankFile, BankLine, BankStatement
from tocsin.reports.seal import sealed_path

#: lines changed by one statement
CHUNK = 500
#: of a bank file's items in the log
_ITEM = "bank-file:"


def years_begin(now: datetime, years: int) -> datetime | None:
    """What came before this is due, unless the books rest on it later; None where the law keeps without end.

    >>> years_begin(datetime(2032, 5, 1, tzinfo=UTC), 5), years_begin(datetime(2032, 5, 1, tzinfo=UTC), 0)
    (datetime.datetime(2027, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    return datetime(now.astimezone(UTC).year - years, 1, 1, tzinfo=UTC) if years else None


def kept_until(file: BankFile) -> date | None:
    """The last day on which the law keeps it; None where no years are set."""
    of_lines = BankLine.objects.filter(statement__file=file).aggregate(Max("booked_on"), Max("value_on"))
    of_file = BankStatement.objects.filter(file=file).aggregate(Max("last"))
    decided = BankDecision.objects.filter(line__statement__file=file).aggregate(last=Max("at"))["last"]
    days = [*of_lines.values(), *of_file.values(), *(at.astimezone(UTC).date() for at in (decided,) if at)]
    rests_on = max(file.taken_in_at.astimezone(UTC).date(), *(day for day in days if day))
    return name_until(rests_on, settings.TOCSIN_DONOR_NAME_YEARS)


def is_due(file: BankFile, now: datetime) -> bool:
    until = kept_until(file)
    return until is not None and until < now.astimezone(UTC).date()


def due(now: datetime) -> list[int]:
    """Numbers of the files that the law keeps no more."""
    began = years_begin(now, settings.TOCSIN_DONOR_NAME_YEARS)
    if began is None:
        return []
    named = Concat(Value(_ITEM), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    gone = Exists(Erasure.objects.filter(item=named))
    rows = BankFile.objects.filter(~gone, taken_in_at__lt=began).defer("content").order_by("pk")
    return [file.pk for file in rows if is_due(file, now)]


def erasure_of(file_id: int) -> Erasure | None:
    """That the file went, when and why; None where it is kept."""
    return Erasure.objects.filter(item=f"{_ITEM}{file_id}").first()


def erasures() -> dict[int, Erasure]:
    """Of every file that went."""
    rows = Erasure.objects.filter(item__startswith=_ITEM)
    return {int(row.item.removeprefix(_ITEM)): row for row in rows}


def mark_of(at: datetime, why: str) -> str:
    """What stands in place of the words of its lines."""
    return f"[erased on {at.astimezone(UTC):%Y-%m-%d} for: {why}]"


def lines_left(file: BankFile) -> Iterator[list[int]]:
    """Its lines whose payers nobody erased one by one: these have marks of their own. In parts."""
    numbers = list(BankLine.objects.filter(statement__file=file).order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(numbers), CHUNK):
        items = {f"bank-line:{pk}": pk for pk in numbers[at : at + CHUNK]}
        erased = set(Erasure.objects.filter(item__in=items).values_list("item", flat=True))
        yield [pk for item, pk in items.items() if item not in erased]


def forget(file: BankFile, *, mark: str, why: str, by: str, now: datetime) -> list[str]:
    """Returns the names below TOCSIN_HOME of what is still to be removed. Within the acting transaction.

    One act in the log stands for the file, as when it was taken in: hash, lines and amounts are what they were.
    """
    assert transaction.get_connection().in_atomic_block, "forget() outside transaction.atomic()"
    in_file = BankFile.objects.filter(pk=file.pk, content=None).exists()
    nothing = dict.fromkeys(OF_THE_PAYER, "") | {"text": mark}
    for part in lines_left(file):
        BankLine.objects.filter(pk__in=part).update(**nothing)
    file.problems.update(reason=mark)  # they may quote what could not be read
    BankFile.objects.filter(pk=file.pk).update(content=b"")
    custody.log(
        [
            custody.Act(
                item=f"{_ITEM}{file.pk}",
                action="erased",
                actor=by,
                at=now,
                reason=why,
                after=committed(file),
            )
        ]
    )
    return [str(sealed_path(file.sha256).relative_to(settings.TOCSIN_HOME))] if in_file else []

"""Whether the ledger as it stands is what was booked: each transfer said again from its rows and held to its hash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.db.models import Sum

from tocsin import custody
from tocsin.errors import TocsinError
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.batches import committed, digest_of, members_of
from tocsin.relief.ledger.body import body_hash
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind, checks
from tocsin.relief.models import Account, Batch, Posting, Transfer

#: transfers held in memory at once
CHUNK = 500


def transfer_faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each transfer, batch or account that is not what was booked."""
    yield from _account_faults()
    last = 0
    while rows := _next(last):
        yield from _chunk_faults(rows)
        last = rows[-1].pk
        for _ in rows:
            advance()
    for batch in Batch.objects.iterator(chunk_size=CHUNK):
        members = members_of(batch)
        if (len(members), digest_of(members)) != (batch.transfers, batch.digest):
            yield f"batch:{batch.pk}: its transfers are not those that were booked together"
    yield from _sum_faults()


def _next(last: int) -> Sequence[Transfer]:
    rows = Transfer.objects.filter(pk__gt=last).select_related("fund", "corrects", "beside")
    return list(rows.order_by("pk")[:CHUNK])


def _chunk_faults(rows: Sequence[Transfer]) -> Iterator[str]:
    legs = defaultdict(list)
    postings = Posting.objects.filter(transfer__in=[row.pk for row in rows]).order_by("id")
    for pk, code, minor, fund in postings.values_list(
        "transfer_id", "account__code", "minor", "account__fund_id"
    ):
        legs[pk].append((code, minor, fund))
    for row in rows:
        yield from _transfer_faults(row, legs[row.pk])


def _transfer_faults(row: Transfer, legs: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    try:
        said = body_hash(row.fund.code, checks(draft_of(row, [(code, minor) for code, minor, _ in legs])))
    except (TocsinError, ValueError) as error:
        yield f"transfer:{row.pk} could not have been booked: {error}"
        return
    if said != row.body_hash or any(fund != row.fund_id for _, _, fund in legs):
        yield f"transfer:{row.pk} is not what was booked under its key"
    if row.batch_id is None:
        for name in custody.differs(f"transfer:{row.pk}", committed(row), None):
            yield f"transfer:{row.pk}: {name} is not what the log says"


def draft_of(row: Transfer, legs: Sequence[tuple[str, int]]) -> TransferDraft:
    """The request as it was, from what stands."""
    rate = Rate(Decimal(row.rate), row.rate_source, row.rate_at) if row.rate and row.rate_at else None
    return TransferDraft(
        key=row.key,
        kind=TransferKind(row.kind),
        value_date=row.value_date,
        legs=tuple(Leg(of_code(code), minor) for code, minor in legs),
        about=row.about,
        corrects=row.corrects.key if row.corrects else None,
        beside=row.beside.key if row.beside else None,
        rate=rate,
    )


def _account_faults() -> Iterator[str]:
    """An account's kind and currency follow from its name."""
    for account in Account.objects.iterator(chunk_size=CHUNK):
        try:
            name = of_code(account.code)
        except TocsinError as error:
            yield f"account:{account.pk}: {error}"
            continue
        if (account.kind, account.currency) != (name.kind.value, name.currency):
            yield f"account:{account.pk} ({account.code}) is of another kind or currency than its name says"


def _sum_faults() -> Iterator[str]:
    """Every currency of every fund adds up to zero."""
    sums = Posting.objects.order_by().values("account__fund__code", "account__currency")
    for row in sums.annotate(minor=Sum("minor")).exclude(minor=0):
        yield f"fund {row['account__fund__code']}: {row['account__currency']} is off by {row['minor']} minor units"

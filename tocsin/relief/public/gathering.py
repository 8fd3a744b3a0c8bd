"""From the store to a fund's book, with what would expose somebody left out: names are never here, codes as hashes.

Payments to people are told by groups (public/releasing.py), and counted as `spending/masking.py` allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tocsin.custody import checkpoints
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.models import Fund, Gift, Posting, Transfer
from tocsin.relief.money.currency import currency
from tocsin.relief.public.bank_balances import balances_of
from tocsin.relief.public.book import Account, Book, Leg, Move, Rate
from tocsin.relief.public.book import Fund as PublicFund
from tocsin.relief.public.book import Gift as PublicGift
from tocsin.relief.public.document import gift_hash
from tocsin.relief.public.releasing import Row, release
from tocsin.relief.public.spent import allocations_of, paid_of, payments_of, programmes_of

_GIFT = "gift:"


def book_of(fund: Fund, *, organisation: str, site: str) -> Book:
    """Everything of the fund that is public. The same rows give the same book."""
    rows = _rows(fund)
    released = release(rows, paid_of(fund))
    read = {row.pk for row in rows}  # a gift that was booked after them is told the next time
    found = Gift.objects.filter(fund=fund).order_by("transfer")
    gifts = [each for each in found.iterator(chunk_size=2000) if each.transfer_id in read]
    told = released.told
    moves, numbers = _moves(told, fund.code, frozenset(each.code for each in gifts if each.test))
    codes = sorted({leg.account for row in told for leg in row.legs})
    accounts = [of_code(code) for code in codes]
    last = max((row.booked_at for row in told), default=fund.opened_at)
    newest = checkpoints.latest()
    return Book(
        fund=_fund(fund),
        organisation=organisation,
        site=site,
        made_at=_instant(last),
        currencies={code: currency(code).digits for code in sorted({each.currency for each in accounts})},
        accounts=tuple(
            Account(code=each.code, role=str(each.role), detail=each.detail, currency=each.currency)
            for each in accounts
        ),
        moves=moves,
        gifts=tuple(_gift(each, fund.code, numbers) for each in gifts),
        programmes=programmes_of(fund),
        allocations=allocations_of(fund),
        payments=payments_of(fund, released.causes),
        bank=tuple(each for each in balances_of(fund, released.within) if each.account in codes),
        checkpoint=newest.note if newest else "",
    )


def _moves(
    told: Sequence[Row], fund: str, test_codes: frozenset[str]
) -> tuple[tuple[Move, ...], dict[int, int]]:
    """Moves numbered in the order of booking, and the number of each transfer that stands alone.

    `test_codes`: receipt codes of gifts of play money.
    """
    numbers = {row.pk: number for number, row in enumerate(told, 1)}
    return tuple(_move(row, numbers, fund, test_codes) for row in told), numbers


def _gift(gift: Gift, fund: str, numbers: dict[int, int]) -> PublicGift:
    """Of the time only the day: the minute would tell a neighbour who it was."""
    return PublicGift(
        hash=gift_hash(fund, gift.code),
        minor=gift.minor,
        currency=gift.currency,
        day=gift.at.astimezone(UTC).date().isoformat(),
        channel=gift.channel,
        purpose=gift.purpose,
        move=numbers.get(gift.transfer_id),
        simulated=gift.test,
    )


def _rows(fund: Fund) -> list[Row]:
    columns = ("pk", "kind", "value_date", "booked_at", "about", "corrects", "beside", "rate", "rate_source")
    transfers = Transfer.objects.filter(fund=fund).order_by("pk").values_list(*columns, "rate_at")
    rows = {each[0]: Row(*each) for each in transfers.iterator(chunk_size=2000)}
    legs = Posting.objects.filter(account__fund=fund).order_by("pk")
    for transfer, code, minor in legs.values_list("transfer", "account__code", "minor").iterator(2000):
        if transfer in rows:  # else it was booked after they were read
            rows[transfer].legs.append(Leg(code, minor))
    return list(rows.values())


def _move(row: Row, numbers: dict[int, int], fund: str, test_codes: frozenset[str]) -> Move:
    code = row.about.removeprefix(_GIFT) if row.about.startswith(_GIFT) else ""
    about = f"{_GIFT}{gift_hash(fund, code)}" if code else row.about
    rate = Rate(rate=row.rate, source=row.rate_source, at=_instant(row.rate_at)) if row.rate_at else None
    return Move(
        n=numbers[row.pk],
        kind=row.kind,
        value_date=row.value_date.isoformat(),
        booked_on=row.booked_at.astimezone(UTC).date().isoformat(),
        legs=tuple(row.legs),
        about=about if about.startswith((_GIFT, "programme:")) else "",
        corrects=numbers.get(row.corrects) if row.corrects else None,
        beside=numbers.get(row.beside) if row.beside else None,
        rate=rate,
        simulated=code in test_codes,
    )


def _fund(fund: Fund) -> PublicFund:
    return PublicFund(
        code=fund.code,
        title=fund.title,
        purpose=fund.purpose,
        holder=fund.holder,
        opens_on=fund.opens_on.isoformat() if fund.opens_on else "",
        closes_on=fund.closes_on.isoformat() if fund.closes_on else "",
        situation=fund.situation.slug if fund.situation and fund.situation.published_at else "",
        simulated=fund.demonstration,
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

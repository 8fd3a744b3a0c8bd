"""Keeping the new lines of a file: their transfers, their gifts, and their own rows. In the acting transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from django.db import connection

from tocsin.relief.bank.drafting import line_draft, transfer_key
from tocsin.relief.bank.planning import Plan, Planned
from tocsin.relief.ledger import accounts
from tocsin.relief.ledger.booking import book_ids
from tocsin.relief.ledger.draft import TransferDraft
from tocsin.relief.models import BankFile, BankLine, BankStatement, CardPayout, Gift, GiftEvent, Transfer
from tocsin.relief.receipt_code import new_codes
from tocsin.rows import insert_plain

New = tuple[BankStatement, Planned]

_COLUMNS = (
    *(
        "statement_id",
        "account_id",
        "key",
        "at_line",
        "part",
        "booked_on",
        "value_on",
        "minor",
        "whole_minor",
    ),
    *(
        "code",
        "bank_ref",
        "end_to_end",
        "customer_ref",
        "text",
        "party",
        "party_number",
        "reversal",
        "returned",
    ),
    *("placed", "why", "transfer_id"),
)
_GIFT_COLUMNS = (
    *("fund_id", "channel", "donor_id", "test"),
    *("code", "minor", "currency", "at", "purpose", "provider", "provider_ref", "transfer_id"),
)


def keep_lines(file: BankFile, plans: Sequence[tuple[BankStatement, Plan]]) -> None:
    new = [(statement, planned) for statement, plan in plans for planned in plan.new]
    if not new:
        return
    gifts = [planned.key for _, planned in new if planned.placing.placed == "gift"]
    codes = dict(zip(gifts, new_codes(len(gifts)), strict=True))
    drafts = [draft for statement, planned in new if (draft := _draft(statement, planned, codes)) is not None]
    ids = dict(
        zip(
            (draft.key for draft in drafts),
            book_ids(file.fund, drafts, by=file.by, now=file.taken_in_at),
            strict=True,
        )
    )
    insert_plain(BankLine, _COLUMNS, list(_rows(new, ids)))
    insert_plain(Gift, _GIFT_COLUMNS, list(_gifts(file, new, codes, ids)))
    for statement, planned in new:
        _settle(statement, planned, ids)


def _draft(statement: BankStatement, planned: Planned, codes: dict[str, str]) -> TransferDraft | None:
    placing = planned.placing
    return line_draft(
        planned,
        _bank(statement.account.code),
        code=codes.get(planned.key, ""),
        beside=transfer_key(placing.gift) if placing.gift else None,
    )


@cache
def _bank(code: str) -> accounts.AccountName:
    return accounts.of_code(code)


def _rows(new: Sequence[New], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    day = cache(connection.ops.adapt_datefield_value)  # as the driver takes it; a file has few days
    for statement, planned in new:
        line, placing = planned.line, planned.placing
        yield (
            *(statement.pk, statement.account_id, planned.key, line.at_line, planned.part),
            *(day(line.booked_on), day(line.value_on), line.minor, planned.whole_minor),
            *(line.code[:35], line.bank_ref[:140], line.end_to_end[:140], line.customer_ref[:140]),
            *(line.text, line.party[:200], line.party_number[:64], line.reversal, line.returned[:140]),
            *(placing.placed, placing.why[:200], ids.get(transfer_key(planned.key))),
        )


def _gifts(
    file: BankFile, new: Sequence[New], codes: dict[str, str], ids: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    same = (file.fund_id, Gift.Channel.BANK.value, None, file.fund.demonstration)
    at = cache(lambda day: connection.ops.adapt_datetimefield_value(began(day)))
    for statement, planned in new:
        code = codes.get(planned.key)
        if code is None:
            continue
        line, account = planned.line, statement.account
        yield (
            *same,
            *(code, line.minor, account.currency, at(line.booked_on), planned.placing.purpose),
            *(account.code, planned.key, ids[transfer_key(planned.key)]),
        )


@cache
def began(day: date) -> datetime:
    """The bank names a day and no hour: its beginning in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def _settle(statement: BankStatement, planned: Planned, ids: dict[str, int]) -> None:
    """What a line says of something that stands: a payout came, a gift went back."""
    placing = planned.placing
    if placing.payout is None and not placing.gift:
        return
    transfer_id = ids[transfer_key(planned.key)]
    if placing.payout is not None:
        CardPayout.objects.filter(provider=placing.payout.provider, ref=placing.payout.ref).update(
            transfer=transfer_id
        )
    if placing.gift:
        GiftEvent.objects.create(
            gift=Gift.objects.get(provider=statement.account.code, provider_ref=placing.gift),
            kind=GiftEvent.Kind.REFUNDED,
            minor=-planned.line.minor,
            at=began(planned.line.booked_on),
            transfer=Transfer.objects.get(pk=transfer_id),
        )

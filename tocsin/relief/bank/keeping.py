"""Keeping the new lines of a file: their transfers, their gifts, and their own rows. In the acting transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    *("fund_id", "channel", "donor_id", "test", "currency", "provider"),
    *("code", "minor", "at", "purpose", "provider_ref", "transfer_id"),
)


def keep_lines(file: BankFile, plans: Sequence[tuple[BankStatement, Plan]]) -> None:
    gifts = [each.key for _, plan in plans for each in plan.new if each.placing.placed == "gift"]
    codes = dict(zip(gifts, new_codes(len(gifts)), strict=True))
    drafts = {
        planned.key: draft
        for statement, plan in plans
        for planned, draft in _drafts(statement, plan, codes)
        if draft is not None
    }
    booked = book_ids(file.fund, list(drafts.values()), by=file.by, now=file.taken_in_at)
    ids = dict(zip(drafts, booked, strict=True))
    insert_plain(BankLine, _COLUMNS, [row for one in plans for row in _rows(*one, ids)])
    insert_plain(Gift, _GIFT_COLUMNS, [row for one in plans for row in _gifts(file, *one, codes, ids)])
    for statement, plan in plans:
        for planned in plan.new:
            if planned.placing.payout is not None or planned.placing.gift:
                _settle(statement, planned, ids[planned.key])


def _drafts(
    statement: BankStatement, plan: Plan, codes: Mapping[str, str]
) -> Iterator[tuple[Planned, TransferDraft | None]]:
    bank = accounts.of_code(statement.account.code)
    for planned in plan.new:
        went = planned.placing.gift
        beside = transfer_key(went) if went else None
        yield planned, line_draft(planned, bank, code=codes.get(planned.key, ""), beside=beside)


def _rows(statement: BankStatement, plan: Plan, ids: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    day = cache(connection.ops.adapt_datefield_value)  # as the driver takes it; a file has few days
    same = (statement.pk, statement.account_id)
    for planned in plan.new:
        line, placing = planned.line, planned.placing
        yield (
            *same,
            *(planned.key, line.at_line, planned.part),
            *(day(line.booked_on), day(line.value_on), line.minor, planned.whole_minor),
            *(line.code[:35], line.bank_ref[:140], line.end_to_end[:140], line.customer_ref[:140]),
            *(line.text, line.party[:200], line.party_number[:64], line.reversal, line.returned[:140]),
            *(placing.placed, placing.why[:200], ids.get(planned.key)),
        )


def _gifts(
    file: BankFile, statement: BankStatement, plan: Plan, codes: Mapping[str, str], ids: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    account = statement.account
    same = (
        file.fund_id,
        Gift.Channel.BANK.value,
        None,
        file.fund.demonstration,
        account.currency,
        account.code,
    )
    at = cache(lambda day: connection.ops.adapt_datetimefield_value(began(day)))
    for planned in plan.new:
        key = planned.key
        if key in codes:
            line = planned.line
            yield (*same, codes[key], line.minor, at(line.booked_on), planned.placing.purpose, key, ids[key])


@cache
def began(day: date) -> datetime:
    """The bank names a day and no hour: its beginning in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def _settle(statement: BankStatement, planned: Planned, transfer_id: int) -> None:
    """What a line says of something that stands: a payout came, a gift went back."""
    placing = planned.placing
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

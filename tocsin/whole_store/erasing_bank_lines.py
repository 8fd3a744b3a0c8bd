"""What erasing the payer of a bank line takes away, and what stays: the books, and their voucher for the law's years."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tocsin.relief.bank import forgetting
from tocsin.relief.bank.retention import kept_until
from tocsin.relief.models import BankLine
from tocsin.whole_store.erasing_reasons import Told, empty_reasons


def told_of(line: BankLine) -> Told:
    """People's reasons for what the line is may say whose it is."""
    return Told(bank_lines=[line.pk])


def goes_and_stays(line: BankLine) -> tuple[list[str], list[str]]:
    goes = [_("its text, the name and account of the other side, and the payer's references")]
    stays = [
        _(
            "amount, days, the bank's own reference and code, where it was placed and what it booked: "
            "the books hold as before"
        ),
        _("its key, a hash by which the line is known when the bank sends it again"),
        _voucher(line),
        _("other lines of the same person, and words elsewhere: erase each by itself"),
    ]
    return goes, stays


def erase(line: BankLine, *, mark: str, reason: str, by: User, now: datetime) -> None:
    """Within the acting transaction."""
    who = by.get_username()
    forgetting.erase(line, mark=mark, reason=reason, by=who, now=now)
    empty_reasons(told_of(line), mark=mark, by=who, now=now, why=reason)


def _voucher(line: BankLine) -> str:
    until = kept_until(line.statement.file)
    law = (
        _("which the law keeps until %(day)s; then the worker erases it") % {"day": until}
        if until
        else _("for which no day of the law is set, so that it stays")
    )
    return _(
        "bank file %(file)d, sealed, which holds these words as the bank wrote them: a voucher of the books, %(law)s "
        "(TOCSIN_DONOR_NAME_YEARS). No page or command shows its bytes; whoever may read the server's disk and database "
        "can"
    ) % {"file": line.statement.file_id, "law": law}

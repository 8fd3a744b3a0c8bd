"""Bank lines of money that our own books moved before the bank told of it: payment lists that were sent, what came back of
them, and exchanges.

Sending a list or exchanging books it at once, and the bank's file tells of the same money days later, in one line or in
many. What is still to come of one cause on one account is the net of all that was booked about it there: placing a line
takes it away.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, Sum
from django.db.models.functions import Abs

from tocsin.errors import NotFound, WrongUse
from tocsin.relief.ledger.accounts import AccountName, of_code
from tocsin.relief.models import BankLine, Posting
from tocsin.relief.money.money import Money, shown

#: "about" of what is booked before the bank tells: lists that were sent, payments that came back, exchanges
CAUSES = ("payment-list:", "payment:", "exchange:")


def expected(line: BankLine, *, most: int) -> list[tuple[str, int]]:
    """What the books have moved on the line's account and the bank has not told yet, at least as much as the line.

    (about, minor units) pairs, the nearest amount first.
    """
    causes = reduce(or_, (Q(transfer__about__startswith=cause) for cause in CAUSES))
    booked = Posting.objects.filter(causes, account=line.account).values("transfer__about")
    sums = booked.annotate(left=Sum("minor"))
    open_ = sums.filter(left__gte=line.minor) if line.minor > 0 else sums.filter(left__lte=line.minor)
    rows = open_.annotate(size=Abs("left")).order_by("size", "transfer__about")
    return list(rows.values_list("transfer__about", "left")[:most])


def bank_account(line: BankLine, about: str) -> AccountName:
    """Where a line that tells of `about` goes: back to its own account, so that the money moved once.

    Raises NotFound for a cause that nothing is expected of there, WrongUse for a line of more than is expected.
    """
    left = still_expected(line, about)
    if left * line.minor <= 0:
        raise NotFound(
            f"the books expect no such money of {about[:80]!r} on this account",
            "choose a list that was sent from it, a payment that came back to it, or an exchange",
        )
    if abs(line.minor) > abs(left):
        missing = shown(Money(abs(left), line.account.currency))
        raise WrongUse(
            f"it is more than the {missing} that are expected of {about}", "place it as something else"
        )
    return of_code(line.account.code)


def still_expected(line: BankLine, about: str) -> int:
    """What the bank has not told yet of one cause, on the line's account; 0 where nothing is known of it."""
    if not about.startswith(CAUSES):
        return 0
    booked = Posting.objects.filter(account=line.account, transfer__about=about)
    return booked.aggregate(left=Sum("minor"))["left"] or 0

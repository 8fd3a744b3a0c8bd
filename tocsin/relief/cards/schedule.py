"""When a payment is read again without being asked to: webhooks get lost, and some providers send none."""

from __future__ import annotations

from datetime import datetime, timedelta

from tocsin.relief.cards.states import OVER_UNPAID, Standing

#: a hosted page is open for a day with both shapes; a bank's own question may come back after it
UNPAID_WITHIN = timedelta(hours=48)
#: card schemes let a holder contest a payment for about 120 days, and a decision takes weeks more
CONTESTED_WITHIN = timedelta(days=240)
#: while the giver is on the page, and the longest while they may be
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)


def next_look(
    standing: Standing, *, asked_at: datetime, settled: bool, moving: bool, now: datetime
) -> datetime | None:
    """None for never again. `settled`: the provider said what it owes us; `moving`: a refund or dispute is under way."""
    age = now - asked_at
    if standing in OVER_UNPAID or standing in (Standing.REGISTERED, Standing.AUTHORISED):
        if standing == Standing.CANCELLED or age > UNPAID_WITHIN:
            return None
        return now + min(max(FIRST, age / 4), LONGEST)
    if age > CONTESTED_WITHIN and not moving:
        return None
    if not settled and age < UNPAID_WITHIN:
        return now + LONGEST
    return now + (DAILY if moving else WEEKLY)

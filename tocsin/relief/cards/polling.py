"""Reading again: payments whose turn it is, notices left over, refunds that got no answer, payouts.

Which payments are read, and in which order, follows from when each is due and from nothing else; whatever comes of a
reading, its payment is due later than now. So no payment is read twice in a round or holds up another, and whoever was
stopped in the midst of a round and begins it again reads what is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from django.db.models import Q

from tocsin.errors import ProviderFailed, ProviderRefused
from tocsin.relief.cards.following import follow
from tocsin.relief.cards.forgetting import forget_unpaid
from tocsin.relief.cards.hearing import follow_left
from tocsin.relief.cards.payouts import read_payouts
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.refunding import carry_out
from tocsin.relief.models import CardPayment, CardPayout, CardRefund

#: payments of a provider read in one round: each is a call to it, and the worker has other work
ROUND_MAX = 50
#: the same, for somebody who wants all of it done now
ALL_MAX = 100_000
#: payouts are read again so often
PAYOUTS_EVERY = timedelta(hours=6)
#: a payment whose provider refuses to tell it is asked about again after so long
REFUSED_WAIT = timedelta(hours=6)
#: the same, of one that got no answer: others are asked about meanwhile, in case it is that one's fault
FAILED_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    payments: int
    notices: int
    #: what kept us from reading, in words; nothing of a person
    troubles: tuple[str, ...]


def poll(providers: Sequence[CardProvider], *, now: datetime, payments_max: int = ROUND_MAX) -> Round:
    """A provider that does not answer holds up no other. Who wrote a name and gave nothing is forgotten.

    `payments_max`: of each provider; those that have waited longest come first.
    """
    payments = notices = 0
    troubles: list[str] = []
    for provider in providers:
        try:
            notices += follow_left(provider, now=now)
            _ask_again(provider, now)
            payments += _read_due(provider, now, payments_max, troubles)
        except ProviderFailed as error:
            troubles.append(str(error))
    forget_unpaid(now=now)
    return Round(payments=payments, notices=notices, troubles=tuple(troubles))


def settle(providers: Sequence[CardProvider], *, now: datetime, always: bool = False) -> Sequence[str]:
    """Reads the payouts of each provider whose turn it is; returns the troubles."""
    troubles = []
    for provider in providers:
        last = CardPayout.objects.filter(provider=provider.name).order_by("-read_at").first()
        if last is not None and not always and now - last.read_at < PAYOUTS_EVERY:
            continue
        try:
            read_payouts(provider, now=now)
        except ProviderRefused as error:
            troubles.append(str(error))
    return troubles


def _read_due(provider: CardProvider, now: datetime, payments_max: int, troubles: list[str]) -> int:
    done = 0
    while rows := _due(provider, now, min(ROUND_MAX, payments_max - done)):
        for row in rows:
            _read(row, provider, now, troubles)
        done += len(rows)
    return done


def _due(provider: CardProvider, now: datetime, count: int) -> Sequence[CardPayment]:
    due = CardPayment.objects.filter(provider=provider.name, ref__isnull=False, read_again_at__lte=now)
    return list(due.order_by("read_again_at", "pk")[:count])


def _read(row: CardPayment, provider: CardProvider, now: datetime, troubles: list[str]) -> None:
    """Afterwards it is due later than `now`. Raises ProviderFailed."""
    try:
        follow(row, provider, now=now)
    except ProviderFailed:
        CardPayment.objects.filter(pk=row.pk).update(read_again_at=now + FAILED_WAIT)
        raise
    except ProviderRefused as error:
        CardPayment.objects.filter(pk=row.pk).update(read_again_at=now + REFUSED_WAIT)
        troubles.append(f"card payment {row.pk}: {error}")


def _ask_again(provider: CardProvider, now: datetime) -> None:
    """Until one gets no answer again: where the provider is down nobody waits for fifty calls."""
    for asked in _unanswered(provider, now):
        try:
            if not carry_out(asked, provider, now=now):
                return
        except ProviderRefused:
            continue  # it stands beside the refund, for people to see


def _unanswered(provider: CardProvider, now: datetime) -> Sequence[CardRefund]:
    """Refunds to ask for again, in an order drawn from the minute: one that never gets an answer holds up none for long."""
    left = CardRefund.objects.filter(payment__provider=provider.name, taken_at=None, refused="")
    left = left.filter(Q(second=None) | Q(second__approved=True))
    minute = int(now.timestamp()) // 60
    drawn = sorted(left.values_list("pk", flat=True), key=lambda pk: crc32(f"{minute}:{pk}".encode()))
    found = CardRefund.objects.select_related("payment").in_bulk(drawn[:ROUND_MAX])
    return [found[pk] for pk in drawn[:ROUND_MAX]]

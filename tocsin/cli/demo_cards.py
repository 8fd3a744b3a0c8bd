"""The demonstration's gifts by card: play money, given and paid on the pages of a provider that does not exist."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from tocsin.relief.cards.following import follow
from tocsin.relief.cards.giving import Ways, Wish, give
from tocsin.relief.cards.providers import simulated, simulator_secret
from tocsin.relief.cards.simulator.in_process import PAGE, InProcess
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.models import Fund, Gift
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.relief.receipt_code import shown as code_shown

#: any: it decides the names that the simulator gives
SEED = 7


def give_by_card(fund: Fund, asked: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Anonymous, and paid at once. The simulator that is served afterwards knows them again from the store."""
    world = World(SEED)
    provider, _ = simulated(InProcess(world=world, now=lambda: now), PAGE, simulator_secret())
    site = settings.TOCSIN_SITE
    ways = Ways(done_url=f"{site}/give/done/{{}}/", back_url=f"{site}/give/back/{{}}/")
    for one in asked:
        wish = Wish(money=amount(one["amount"], one["currency"]), purpose=one.get("purpose", ""))
        payment = give(fund, wish, provider=provider, donor=None, ways=ways, now=now).payment
        world.pay(next(reversed(world.payments.values())), now)
        follow(payment, provider, now=now)


def print_receipts(fund: str) -> None:
    """A code of each way to give: with one anybody follows what that gift funded."""
    gifts = Gift.objects.filter(fund__code=fund, purpose="").order_by("at", "pk")
    firsts = {gift.channel: gift for gift in reversed(gifts)}
    print(f"\nReceipt codes of the fund's play money, to follow at {settings.TOCSIN_SITE}/relief/receipt/:")
    for channel, gift in sorted(firsts.items()):
        way = "bank" if channel == Gift.Channel.BANK else "card, simulated"
        print(f"  {code_shown(gift.code)}: {shown(Money(gift.minor, gift.currency))} by {way}")

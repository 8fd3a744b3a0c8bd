"""Our side of a simulated year: each step is taken with the product's own verbs on a real store.

A step may have been begun before, by a process that was killed. What comes from outside is simply taken in again; people
look at what is there before they decide once more.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from tests.relief.relief_world import BANK_AMD, BANK_EUR
from tests.relief.simulation import steps
from tests.relief.simulation.booking_again import book_again
from tests.relief.simulation.going_over_held import go_over
from tests.relief.simulation.outside import BEGIN, NUMBERS, SECRET
from tocsin.cli import main
from tocsin.custody import sequencer
from tocsin.errors import NotFound
from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.cards import following, giving, hearing, polling, refunding
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.providers import simulated
from tocsin.relief.cards.second_person import decide_refund, open_question
from tocsin.relief.cards.simulator.in_process import PAGE
from tocsin.relief.cards.wire import Calls
from tocsin.relief.ledger.accounts import AccountName, Role, bank
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.ledger.exchange import Deal
from tocsin.relief.ledger.funds import TermsGiven, draft_fund, fund_of, set_terms
from tocsin.relief.ledger.opening import open_bank_account
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.models import Allocation, CardPayment, CardRefund, Fund, PaymentList, Period
from tocsin.relief.money.money import Money
from tocsin.relief.public.gathering import book_of
from tocsin.relief.public.published import Published, published
from tocsin.relief.spending import allocating, delivering, listing, programmes, ruling, sending
from tocsin.relief.spending.exchanging import exchange

FUND, PROGRAMME = "year", "cash"
BY = "first"
WAYS = giving.Ways(done_url="https://example.org/give/done/{}/", back_url="https://example.org/give/back/{}/")


class Desk:
    """The fund, its two treasurers and its providers, found in the store or set up there."""

    def __init__(self, wire: Calls, now: datetime) -> None:
        stripe, arca = simulated(wire, PAGE, SECRET)
        self.providers: dict[str, CardProvider] = {"stripe": stripe, "arca": arca}
        try:
            self.fund = fund_of(FUND)
        except NotFound:
            with transaction.atomic():
                self.fund = _set_up(now)
        self.first, self.second = (User.objects.get(username=name) for name in (BY, "second"))

    def take(self, step: steps.Step) -> Any:
        """The answer, where the step wants one."""
        return _TAKES[type(step)](self, step)

    def _give(self, step: steps.Give) -> str:
        wish = giving.Wish(money=Money(step.minor, step.currency), purpose=step.purpose)
        going = giving.give(
            self.fund, wish, provider=self.providers[step.shape], donor=None, ways=WAYS, now=step.now
        )
        return going.address.rpartition("/")[2]

    def _heard(self, step: steps.Webhook) -> None:
        hearing.hear(self.providers["stripe"], {"Stripe-Signature": step.signature}, step.body, now=step.now)

    def _read_again(self, step: steps.ReadAgain) -> None:
        for ref in step.refs:
            following.follow(self._payment(step.shape, ref), self.providers[step.shape], now=step.now)

    def _payment(self, shape: str, ref: str) -> CardPayment:
        return CardPayment.objects.get(provider=self.providers[shape].name, ref=ref)

    def _ask_refund(self, step: steps.AskRefund) -> None:
        """One treasurer asks, another approves. Whoever opens the letter again sees by it how far they came."""
        provider = self.providers["stripe"]
        payment = following.follow(self._payment("stripe", step.ref), provider, now=step.now)
        asked = CardRefund.objects.filter(reason=step.letter).select_related("payment").first()
        if asked is None:
            seen = following.known(payment).refunds_told_minor
            asked = refunding.ask_refund(
                payment,
                step.minor,
                reason=step.letter,
                seen=seen,
                provider=provider,
                by=self.first,
                now=step.now,
            )
        if open_question(asked) is not None:
            decide_refund(
                payment,
                seen=asked.pk,
                approved=True,
                reason="",
                provider=provider,
                by=self.second,
                now=step.now,
            )
        elif asked.taken_at is None:
            refunding.carry_out(asked, provider, now=step.now)

    def _bank_bytes(self, step: steps.BankBytes) -> None:
        take_in(self.fund, step.content, step.name, by=BY, now=step.now)

    def _held(self, step: steps.GoOverHeld) -> None:
        go_over(self.fund, self.providers["stripe"], by=self.first, second=self.second, now=step.now)

    def _provider_fee(self, step: steps.ProviderFee) -> None:
        name = self.providers["arca"].name
        fee, owed = AccountName(Role.FEES, "AMD", name), AccountName(Role.CARD, "AMD", name)
        draft = TransferDraft(
            key=f"arca-settlement:{step.number}:fee",
            kind=TransferKind.FEE,
            value_date=step.day,
            legs=(Leg(fee, step.minor), Leg(owed, -step.minor)),
        )
        book(self.fund, draft, by=BY, now=step.now)

    def _exchange(self, step: steps.Exchange) -> None:
        deal = Deal(
            step.key,
            Money(step.sold_minor, "EUR"),
            Money(step.bought_minor, "AMD"),
            rate=Rate(step.rate, "central bank", step.now),
            from_=BANK_EUR,
            to=BANK_AMD,
            value_date=step.day,
        )
        exchange(self.fund, deal, by=BY, now=step.now)

    def _spend(self, step: steps.Spend) -> None:
        """Proposed, signed by another, listed, looked through for duplicates, sent by another: each where it is not yet."""
        row = self._allocation(step)
        if row.state == "proposed":
            row = allocating.approve(row, by=self.second, now=step.now)
        content = "\n".join(
            [
                "beneficiary,amount",
                *(f"{payee},{minor // 100}.{minor % 100:02}" for payee, minor in step.rows),
            ]
        )
        listed = listing.take_in_list(
            row, content.encode(), first=step.day, last=step.day, by=self.first, now=step.now
        )
        if listed.state == PaymentList.State.SENT:
            return
        for found in ruling.duplicates_of(listed):
            if found.open:
                ruling.rule(
                    listed,
                    found.duplicate.key,
                    verdict="leave out",
                    reason="Typed twice.",
                    left_out=[found.duplicate.here[-1]],
                    by=self.first,
                    now=step.now,
                    seen=None,
                )
        sending.send_list(
            listed,
            value_date=step.day,
            by=self.second,
            now=step.now,
            seen=listed.version,
            fee_minor=step.fee_minor,
        )

    def _allocation(self, step: steps.Spend) -> Allocation:
        decision = f"Cash for households, {step.key}."
        there = Allocation.objects.filter(fund=self.fund, decision=decision).first()
        return there or allocating.propose(
            programmes.programme_named(self.fund, PROGRAMME),
            Money(step.minor, "AMD"),
            decision=decision,
            authority="The fund's board",
            by=self.first,
            now=step.now,
        )

    def _came_back(self, step: steps.CameBack) -> None:
        listed = PaymentList.objects.get(allocation__decision=f"Cash for households, {step.key}.")
        rows = listed.payments.filter(payee=step.payee, left_out=False)
        payment = rows.select_related("list__allocation__programme", "list__transfer").get()
        if delivering.last_word(payment) is None:
            delivering.say(
                payment,
                "returned",
                by=self.first,
                now=step.now,
                seen=None,
                reason="The account is closed.",
                minor=step.minor,
                value_date=step.day,
            )

    def _close(self, step: steps.CloseBooks) -> None:
        if not Period.objects.filter(fund=self.fund, last__gte=step.last).exists():
            close_period(self.fund, step.last, by=BY, now=step.now)

    def _round(self, step: steps.Round) -> None:
        """The worker's own of a whole day, which comes to everything that is due."""
        providers = list(self.providers.values())
        polling.settle(providers, now=step.now, always=True)
        polling.poll(providers, now=step.now, payments_max=polling.ALL_MAX)
        sequencer.number()

    def _export(self, _: steps.Export) -> bytes:
        return published(Fund.objects.select_related("situation").get(pk=self.fund.pk)).export

    def _verify(self, _: steps.Verify) -> tuple[int, str]:
        printed = StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            code = main(["custody", "verify"])
        return code, printed.getvalue()

    def _book_again(self, step: steps.BookAgain) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [step.copy])
        connection.close()
        connection.settings_dict["NAME"] = step.copy
        book_again(self.fund)
        told = {"organisation": settings.TOCSIN_ORGANISATION, "site": settings.TOCSIN_SITE}
        return Published(book_of(self.fund, **told)).export


_TAKES: dict[type, Callable[[Desk, Any], Any]] = {
    steps.Give: Desk._give,
    steps.Webhook: Desk._heard,
    steps.ReadAgain: Desk._read_again,
    steps.AskRefund: Desk._ask_refund,
    steps.BankBytes: Desk._bank_bytes,
    steps.GoOverHeld: Desk._held,
    steps.ProviderFee: Desk._provider_fee,
    steps.Exchange: Desk._exchange,
    steps.Spend: Desk._spend,
    steps.CameBack: Desk._came_back,
    steps.CloseBooks: Desk._close,
    steps.Round: Desk._round,
    steps.Export: Desk._export,
    steps.Verify: Desk._verify,
    steps.BookAgain: Desk._book_again,
}


def _set_up(now: datetime) -> Fund:
    """Two treasurers open a fund for play money, with its bank accounts and its programme."""
    role, _ = Group.objects.get_or_create(name="treasurer")
    first, second = (User.objects.create(username=name) for name in (BY, "second"))
    role.user_set.add(first, second)
    terms = {
        "title": "Relief for displaced people",
        "purpose": "Food and cash for people who had to leave.",
        "holder": "An invented ministry",
        "purposes": ("food", "shelter"),
        "opens_on": BEGIN - timedelta(days=1),
    }
    given = TermsGiven(**terms)  # type: ignore[arg-type]
    made = draft_fund(FUND, given, by=first, now=now, reason="A year of play.", demonstration=True)
    seen = made.terms.get().pk
    opened = TermsGiven(**terms, state=Fund.State.OPEN)  # type: ignore[arg-type]
    made = set_terms(made, opened, by=second, now=now, reason="A year of play.", seen=seen)
    for account in (BANK_AMD, BANK_EUR, bank(NUMBERS["USD"], "USD")):
        open_bank_account(made, account, by=BY, now=now)
    programmes.open_programme(
        made, PROGRAMME, title="Cash for households", kind="cash-household", by=BY, now=now
    )
    return made

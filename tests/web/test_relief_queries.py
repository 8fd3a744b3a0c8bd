"""Pages of relief ask the store as often for many rows as for a few."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.made import login
from tests.relief.cards.card_world import Cards
from tests.relief.relief_world import BANK_AMD
from tests.relief.spending import spending_world as world
from tests.relief.test_bank_taking_in import line, statement, taken
from tocsin.relief.donors import keeping, screening
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankFile, CardPayment, CardPayout, Fund, NameList, PaymentList, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> Cards:
    made = Cards()
    world.given(1_000_000)
    return made


def more(cards: Cards, round_: int) -> None:
    """One of everything that these pages list."""
    paid = cards.paid()
    cards.world.refund(cards.sim(paid), 100, cards.now)
    cards.read(paid)
    CardPayout.objects.create(
        provider="stripe", ref=f"po_{round_}", minor=1, currency="EUR", arrives=date(2024, 1, 1), off_minor=5,
        status="paid", read_at=cards.now, unknown=["ch_1"],
    )  # fmt: skip
    programme = world.programme(cards.fund, f"cash-{round_}")
    allocation = world.approved(programme, 10_000)
    world.sent(world.listed(allocation, (f"H-1{round_}", 100), (f"H-2{round_}", 100)), fee_minor=1)
    world.listed(allocation, (f"H-1{round_}", 150))  # somebody has to say whether it is the same once more
    number = f"{round_ + 1}"
    taken(
        cards.fund,
        statement(
            line("9,00", f"A{number}"),
            f":61:2601020102C5,00NINTNONREF\n:86:interest {number}\n",
            number=number,
            closing="14,00",
        ),
    )
    keeping.donor_of("Ani Petrosyan", f"ani{round_}@example.org", cards.now)
    for names in NameList.objects.all():
        screening.screen(names, now=cards.now)


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(queries)


def addresses(fund: Fund) -> list[str]:
    here = f"/desk/relief/funds/{fund.code}"
    listed = PaymentList.objects.order_by("pk")[0]
    return [
        "/relief/",
        f"/relief/{fund.code}/",
        "/desk/relief/funds/",
        f"{here}/",
        f"{here}/account/?account={BANK_AMD.code}",
        f"/desk/relief/transfers/{Transfer.objects.order_by('pk')[0].pk}/",
        "/desk/relief/cards/",
        f"/desk/relief/cards/{CardPayment.objects.order_by('pk')[0].pk}/",
        "/desk/relief/cards/payouts/",
        f"/desk/relief/{fund.code}/bank/",
        f"/desk/relief/bank-files/{BankFile.objects.order_by('pk')[0].pk}/",
        f"/desk/relief/{fund.code}/spending/",
        f"/desk/relief/payment-lists/{listed.pk}/",
        f"/desk/relief/allocations/{listed.allocation_id}/",
        "/desk/relief/screening/",
    ]


def test_pages_of_many_rows_ask_as_often_as_those_of_a_few(cards: Cards) -> None:
    """Each page is asked for once before, so that what is kept in memory is kept for both."""
    account(cards.fund, BANK_AMD)
    screening.take_in_list("Invented", b"name\nAni Petrosyan\n", by="tests", now=cards.now)
    client = Client()
    client.force_login(login("zara", "treasurer"))
    more(cards, 1)
    more(cards, 2)
    first = {address: asked(client, address) for address in addresses(cards.fund)}
    for round_ in (3, 4):
        more(cards, round_)
    assert screening.open_hits().count() == CardPayment.objects.count() == 4
    then = {address: asked(client, address) for address in first}
    assert then == first

"""A fund with drams in the bank, a programme, two treasurers, and acts that lead one to the next."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group, User

from tests.relief.relief_world import BANK_AMD, NOW, fund, gift
from tocsin.relief import gifts
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.draft import Leg
from tocsin.relief.models import Allocation, Fund, Gift, Payment, PaymentList, Programme
from tocsin.relief.money.money import Money
from tocsin.relief.spending import allocating, listing, programmes, sending

#: the days that lists pay for
OCTOBER = (date(2023, 10, 1), date(2023, 10, 31))
SENT_ON = date(2024, 1, 16)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def login(name: str, *roles: str) -> User:
    user, _ = User.objects.get_or_create(username=name)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles or ("treasurer",)])
    return user


def first() -> User:
    return login("first")


def second() -> User:
    return login("second")


def given(minor: int, code: str = "artsakh", purpose: str = "") -> Fund:
    """A fund to which so many lumas were given by bank, all for the purpose."""
    found = Fund.objects.filter(code=code).first() or fund(code)
    income = AccountName(Role.GIFTS_RESTRICTED if purpose else Role.GIFTS, "AMD", purpose)
    key = f"gift-{code}-{purpose}-{minor}"
    legs = (Leg(BANK_AMD, minor), Leg(income, -minor))
    gifts.receive(
        found,
        Money(minor, "AMD"),
        at=NOW,
        channel=Gift.Channel.BANK,
        provider="bank",
        provider_ref=key,
        draft=gift(key, minor, to=BANK_AMD, legs=legs),
        by="tests",
        now=NOW,
        purpose=purpose,
    )
    return found


def programme(of: Fund, code: str = "cash", kind: str = "cash-household", purpose: str = "") -> Programme:
    found = Programme.objects.filter(fund=of, code=code).first()
    return found or programmes.open_programme(
        of, code, title="Cash for households", kind=kind, purpose=purpose, by="first", now=NOW
    )


def proposed(of: Programme, minor: int) -> Allocation:
    return allocating.propose(
        of,
        Money(minor, "AMD"),
        decision="A month of cash for each household.",
        authority="The fund's board, minute 7",
        by=first(),
        now=at(1),
    )


def approved(of: Programme, minor: int) -> Allocation:
    return allocating.approve(proposed(of, minor), by=second(), now=at(2))


def csv_of(*rows: tuple[str, int]) -> bytes:
    """Codes of households and lumas, as a file."""
    lines = [f"{code},{minor // 100}.{minor % 100:02}" for code, minor in rows]
    return "\n".join(["beneficiary,amount", *lines]).encode()


def listed(of: Allocation, *rows: tuple[str, int], days: tuple[date, date] = OCTOBER) -> PaymentList:
    return listing.take_in_list(of, csv_of(*rows), first=days[0], last=days[1], by=first(), now=at(3))


def sent(one: PaymentList, fee_minor: int = 0) -> PaymentList:
    return sending.send_list(
        one, value_date=SENT_ON, by=second(), now=at(4), seen=one.version, fee_minor=fee_minor
    )


def payment(of: PaymentList, n: int = 0) -> Payment:
    rows = Payment.objects.select_related("list__allocation__programme", "list__transfer")
    return rows.filter(list=of).order_by("line")[n]

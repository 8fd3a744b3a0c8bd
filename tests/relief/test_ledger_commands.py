"""Commands of funds and their ledger, from an appeal to a closed period."""

import json
from collections.abc import Callable
from importlib import import_module

import pytest

from tests import made
from tests.relief.relief_world import BANK_AMD, BANK_EUR, NOW, fund, gift
from tocsin.cli.commands import parser
from tocsin.errors import MoneyRefused, NotAllowed, NotFound, WrongUse
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import Fund

pytestmark = pytest.mark.django_db
Run = Callable[..., str]
BY = {"by": "tests", "now": NOW}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Carries out a command in this process, as the treasurer where one is needed; returns what it prints."""
    login = made.login("tigran", "treasurer")
    login.set_password("right password")
    login.save()
    monkeypatch.setenv("TOCSIN_LOGIN", "tigran")
    monkeypatch.setenv("TOCSIN_PASSWORD", "right password")

    def carried_out(*words: str) -> str:
        args = parser().parse_args(["relief", *words])
        import_module(f"tocsin.cli.{args.module}").run(args)
        return capsys.readouterr().out

    return carried_out


def test_a_fund_from_an_appeal_to_its_opening(run: Run):
    """The draft starts from the appeal's own words, and says whether its account numbers hold."""
    text = made.report("Give to account 900000001234 in drams.")
    appeal = made.finding(
        text,
        "appeal",
        "Give to account 900000001234 in drams.",
        collector="Ministry of Finance",
        beneficiary="displaced people",
        accounts=[{"number": "900000001234", "currency": "AMD"}, {"number": "DE00370400440532013000"}],
        state="accepted",
    )
    said = run("fund", "draft", "relief-1", "--appeal", str(appeal.pk), "--reason", "an appeal")
    assert "900000001234: unchecked" in said
    assert "check digits" in said
    assert "is open" in run("fund", "open", "relief-1", "--reason", "decree 12")
    shown = json.loads(run("fund", "show", "relief-1", "--json"))
    assert (shown["title"], shown["state"]) == ("Relief for displaced people", "open")
    assert "is closed" in run("fund", "close", "relief-1", "--reason", "the year is over")
    assert "relief-1" in run("fund", "list")


def test_balances_history_and_a_transfer(run: Run):
    """A trial balance adds up; an account's history and a transfer show what moved."""
    book(fund(), gift("g:1", 123_456, about="gift:1"), **BY)
    assert "1,234.56" in run("balance", "artsakh")
    (row,) = json.loads(run("balance", "artsakh", "--totals", "--json"))
    assert (row["received"], row["closing"]) == (123_456, 123_456)
    assert (
        json.loads(run("balance", "artsakh", "--as-of", "2024-01-01T00:00+00:00", "--json"))["off_balance"]
        == {}
    )
    (posting,) = json.loads(run("history", "artsakh", "gifts:EUR", "--json"))
    assert (posting["key"], posting["balance"]) == ("g:1", -123_456)
    (moved,) = json.loads(run("transfer", "list", "artsakh", "--json"))
    assert (moved["key"], moved["moved"], moved["about"]) == ("g:1", "1,234.56 EUR", "gift:1")
    assert "1,234.56" in run("transfer", "show", "artsakh", "g:1")
    assert BANK_EUR.code in run("account", "list", "artsakh")


def test_correcting_exchanging_and_closing(run: Run):
    """Each needs a treasurer; the same again changes nothing."""
    here = fund()
    book(here, gift("g:1"), **BY)
    account(here, BANK_AMD)
    assert "taken back" in run("transfer", "correct", "artsakh", "g:1", "--reason", "typed twice")
    swap = [
        "transfer", "exchange", "artsakh", "x:1", "--sold", "100.00:EUR", "--bought", "43550.00:AMD", "--rate", "435.5",
        "--source", "bank paper", "--rate-at", "2024-01-15T10:00+04:00", "--from", BANK_EUR.code, "--to", BANK_AMD.code,
        "--day", "2024-01-15",
    ]  # fmt: skip
    with pytest.raises(MoneyRefused, match=r"more than the 0\.00 EUR"):
        run(*swap)
    book(Fund.objects.get(), gift("g:2"), **BY)
    assert run(*swap) == run(*swap) == "Booked x:1/sold and x:1/bought.\n"
    assert "2024-01-31" in run("period", "close", "artsakh", "2024-01-31")
    assert "2024-01-31" in run("period", "list", "artsakh")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("balance", "nowhere"), NotFound),
        (("history", "artsakh", "gifts:USD"), NotFound),
        (("transfer", "show", "artsakh", "g:9"), NotFound),
        (("period", "close", "artsakh", "2024-02-30"), WrongUse),
        (("account", "check", "DE88370400440532013000"), MoneyRefused),
        (("balance", "artsakh", "--as-of", "2024-01-01"), WrongUse),
    ],
    ids=["fund", "account", "transfer", "30 February", "check digits", "no zone"],
)
def test_what_is_not_there_or_cannot_be_meant_is_refused(run: Run, words, error):
    """The refusal names it."""
    fund()
    with pytest.raises(error):
        run(*words)


def test_only_a_treasurer_keeps_books(run: Run, monkeypatch):
    """An analyst reads them."""
    here = fund()
    book(here, gift("g:1"), **BY)
    login = made.login("anna", "analyst")
    login.set_password("right password")
    login.save()
    monkeypatch.setenv("TOCSIN_LOGIN", "anna")
    with pytest.raises(NotAllowed):
        run("transfer", "correct", "artsakh", "g:1", "--reason", "no")
    assert "g:1" in run("history", "artsakh", "gifts:EUR")

"""Periods close, corrections stand behind what they correct, and what was known before can still be asked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import made
from tests.relief.relief_world import (
    BANK_AMD,
    BANK_EUR,
    CARD_EUR,
    DAY,
    FEES_EUR,
    GIFTS_EUR,
    NOW,
    fund,
    gift,
)
from tocsin.errors import Conflict, MoneyRefused, NotFound, TocsinError, WrongUse
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.balances import balances, history, off_balance, totals, trial_balance
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.corrections import correct
from tocsin.relief.ledger.draft import Leg, Rate, TransferKind
from tocsin.relief.ledger.exchange import Deal, book_exchange
from tocsin.relief.ledger.funds import TermsGiven, draft_fund, set_terms
from tocsin.relief.ledger.opening import account
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.ledger.soundness import transfer_faults
from tocsin.relief.models import Account, Fund, Transfer
from tocsin.relief.money.money import Money

pytestmark = pytest.mark.django_db
BY = {"by": "tests", "now": NOW}
LATER = NOW + timedelta(days=120)
JANUARY = date(2024, 1, 31)


def faults() -> list[str]:
    return list(transfer_faults(lambda: None))


def test_a_chargeback_after_closing_stands_in_the_first_open_day_with_a_link():
    """Its value date stays what the provider says; the books of the closed period do not change."""
    here = fund()
    given_one = book(here, gift("g:1", to=CARD_EUR), **BY)
    period = close_period(here, JANUARY, by="tests", now=LATER)
    before = balances(here, as_of=LATER)
    disputed = AccountName(Role.DISPUTED, "EUR", "stripe")
    back = book(
        here,
        gift(
            "d:1",
            kind=TransferKind.DISPUTE,
            beside="g:1",
            legs=(Leg(disputed, 10_000), Leg(CARD_EUR, -10_000)),
        ),
        by="tests",
        now=LATER + timedelta(days=1),
    )
    assert (back.value_date, back.entry_date, back.period) == (DAY, date(2024, 2, 1), period)
    assert back.beside == given_one
    assert balances(here, as_of=LATER) | {disputed.code: 0} == before | {disputed.code: 0}
    assert faults() == []


def test_what_comes_late_names_the_period_that_it_belongs_to():
    """Not the last one that was closed."""
    here = fund()
    first = close_period(here, JANUARY, by="tests", now=LATER)
    second = close_period(here, date(2024, 2, 29), by="tests", now=LATER)
    days = {date(2023, 1, 1): first, DAY: first, date(2024, 2, 1): second, date(2024, 3, 1): None}
    for n, (day, period) in enumerate(days.items()):
        late = book(here, gift(f"g:{n}", value_date=day), **BY)
        assert (late.period, late.entry_date) == (period, date(2024, 3, 1))


def test_a_period_ends_once_and_after_its_last_day():
    """From where the last one ended; never a day that is not over."""
    here = fund()
    first = close_period(here, JANUARY, by="tests", now=LATER)
    second = close_period(here, date(2024, 2, 29), by="tests", now=LATER)
    assert (first.first, second.first) == (date(2023, 10, 1), date(2024, 2, 1))
    with pytest.raises(Conflict, match="2024-02-29"):
        close_period(here, JANUARY, by="tests", now=LATER)
    with pytest.raises(WrongUse, match="not over"):
        close_period(here, LATER.date(), by="tests", now=LATER)


def test_a_correction_is_the_reverse_and_happens_once():
    """Twice is one, whatever the second reason; a correction itself is not corrected."""
    here = fund()
    wrong = book(here, gift("g:1"), **BY)
    back = correct(here, "g:1", reason="typed twice", **BY)
    assert back == correct(here, "g:1", reason="again", by="other", now=LATER)
    assert (back.corrects, back.reason) == (wrong, "typed twice")
    assert set(balances(here).values()) == {0}
    with pytest.raises(MoneyRefused, match="is a correction"):
        correct(here, back.key, reason="no", **BY)
    with pytest.raises(NotFound, match="g:2"):
        correct(here, "g:2", reason="no", **BY)
    with pytest.raises(MoneyRefused, match="reason"):
        correct(here, "g:1", reason=" ", **BY)
    assert faults() == []


@pytest.mark.parametrize("half", ["x:1/sold", "x:1/bought"])
def test_an_exchange_goes_back_whole(half):
    """From either of its halves: one alone would make money of one currency out of nothing."""
    here = fund()
    book(here, gift("g:1"), **BY)
    halves = swap(here)
    back = correct(here, half, reason="the bank took it back", **BY)
    assert back.corrects.key == half
    assert {row.corrected_by.corrects for row in halves} == set(halves)
    assert correct(here, half, reason="again", **BY) == back
    assert [(row.currency, row.exchanged, row.closing) for row in totals(here)] == [
        ("AMD", 0, 0),
        ("EUR", 0, 10_000),
    ]
    assert faults() == []


def test_a_gift_goes_back_with_its_fee_and_a_fee_by_itself():
    """What it cost is one with it; a fee that was typed wrong goes back alone."""
    here = fund()
    for name in ("1", "2"):
        book(here, gift(f"g:{name}", to=CARD_EUR), **BY)
        legs = (Leg(FEES_EUR, 300), Leg(CARD_EUR, -300))
        book(here, gift(f"f:{name}", kind=TransferKind.FEE, beside=f"g:{name}", legs=legs), **BY)
    correct(here, "g:1", reason="of another fund", **BY)
    correct(here, "f:2", reason="300 were 30", **BY)
    assert balances(here) == {CARD_EUR.code: 10_000, FEES_EUR.code: 0, GIFTS_EUR.code: -10_000}


def test_what_others_rest_on_is_not_taken_back_under_them():
    """A refund goes back first; a payment list, and what a bank said, never by a correction."""
    here = fund()
    book(here, gift("g:1", to=CARD_EUR), **BY)
    legs = (Leg(AccountName(Role.REFUNDED, "EUR"), 4_000), Leg(CARD_EUR, -4_000))
    book(here, gift("r:1", kind=TransferKind.REFUND, beside="g:1", legs=legs), **BY)
    with pytest.raises(MoneyRefused, match=r"rests on it.*'r:1' back first"):
        correct(here, "g:1", reason="no", **BY)
    correct(here, "r:1", reason="of another gift", **BY)
    correct(here, "g:1", reason="of another fund", **BY)
    assert set(balances(here).values()) == {0}
    legs = (Leg(AccountName(Role.SPENT, "EUR", "cash"), 500), Leg(BANK_EUR, -500))
    book(here, gift("p:1", kind=TransferKind.PAYMENT, about="payment-list:7", legs=legs), **BY)
    with pytest.raises(MoneyRefused, match="payment-list:7 stands on it"):
        correct(here, "p:1", reason="no", **BY)


def test_what_was_known_at_a_time_before():
    """As of an instant, what was booked after it is not there; with it, the newest comes first, with what then stood."""
    here = fund()
    book(here, gift("g:1", 300), **BY)
    book(here, gift("g:2", 500), by="tests", now=LATER)
    account = Account.objects.get(fund=here, code=BANK_EUR.code)
    assert balances(here, as_of=NOW)[BANK_EUR.code] == 300
    assert balances(here, as_of=NOW - timedelta(seconds=1))[BANK_EUR.code] == 0
    assert [(row.key, row.balance) for row in history(account)] == [("g:2", 800), ("g:1", 300)]
    assert [row.key for row in history(account, as_of=NOW)] == ["g:1"]


RATE = Rate(Decimal("435.5"), "bank paper of 15 January", NOW)


def swap(here: Fund, sold: int = 10_000, bought: int = 4_355_000, **fields):
    asked = {
        "rate": RATE,
        "from_": BANK_EUR,
        "to": BANK_AMD,
        "value_date": DAY,
    }
    for name in (asked | fields)["from_"], (asked | fields)["to"]:
        account(here, name)
    deal = Deal("x:1", Money(sold, "EUR"), Money(bought, "AMD"), **(asked | fields))
    return book_exchange(here, deal, **BY)


def test_an_exchange_is_two_transfers_with_its_rate():
    """Each currency adds up by itself; the second says which it belongs to, and the rate stands at both."""
    here = fund()
    book(here, gift("g:1"), **BY)
    first, second = swap(here)
    assert (first, second) == swap(here)
    assert (second.beside, second.rate, second.rate_source) == (first, "435.5", RATE.source)
    assert [(row.currency, row.received, row.exchanged, row.closing) for row in totals(here)] == [
        ("AMD", 0, 4_355_000, 4_355_000),
        ("EUR", 10_000, -10_000, 0),
    ]
    assert off_balance(trial_balance(here)) == {}
    assert faults() == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"bought": 4_400_000}, "is not 44,000.00 AMD"),
        ({"bought": 0}, "no exchange"),
        ({"from_": BANK_AMD}, "does not fit"),
        ({"to": AccountName(Role.SPENT, "AMD", "cash")}, "is no place where money lies"),
        ({"to": AccountName(Role.FEES, "AMD", "bank")}, "is no place where money lies"),
        ({"from_": AccountName(Role.GIFTS, "EUR")}, "is no place where money lies"),
        ({"from_": AccountName(Role.CARD, "EUR", "stripe")}, "is no place where money lies"),
        ({"rate": Rate(Decimal("NaN"), "x", NOW)}, "rate of NaN"),
        ({"rate": Rate(Decimal("-435.5"), "x", NOW)}, "rate of -435.5"),
        ({"rate": Rate(Decimal("1e999999999"), "x", NOW)}, "rate of 1E"),
        ({"value_date": date(9999, 12, 31)}, "is no day on which"),
        ({"value_date": date(1, 1, 1)}, "is no day on which"),
    ],
    ids=[
        *("other amount", "nothing", "other account", "spending", "a fee", "a gift", "a provider"),
        *("no number", "negative", "endless", "ahead", "long ago"),
    ],
)
def test_an_exchange_that_does_not_agree_with_its_rate_is_refused(fields, told):
    """Amounts and rate are three numbers of which two give the third, up to the bank's rounding."""
    with pytest.raises(MoneyRefused, match=told):
        swap(fund(), **fields)


def test_nothing_is_exchanged_into_an_account_that_is_not_the_funds():
    """A wrong number in a form would send it out of everybody's sight."""
    here = fund()
    book(here, gift("g:1"), **BY)
    sold, bought = Money(10_000, "EUR"), Money(4_355_000, "AMD")
    deal = Deal("x:1", sold, bought, rate=RATE, from_=BANK_EUR, to=BANK_AMD, value_date=DAY)
    with pytest.raises(MoneyRefused, match="has no account bank:AM/900000001234:AMD"):
        book_exchange(here, deal, **BY)
    assert Transfer.objects.count() == 1 and not Account.objects.filter(code=BANK_AMD.code).exists()


@pytest.mark.parametrize("name", ["title", "holder"])
def test_a_fund_is_called_by_one_line(name):
    """It stands in the subject of every receipt, where a second line would be a header of the mail."""
    given = {"title": "Relief", "purpose": "Food.\nShelter.", "holder": "Ministry"}
    rita = made.login("rita", "treasurer")
    with pytest.raises(WrongUse, match="do not print"):
        draft_fund(
            "r", TermsGiven(**given | {name: "Relief\nBcc: eve@example.org"}), by=rita, now=NOW, reason="x"
        )
    assert draft_fund("r", TermsGiven(**given), by=rita, now=NOW, reason="x").purpose == "Food.\nShelter."


def test_a_fund_is_drafted_opened_and_closed_by_people():
    """Each time with a reason; the row before stays, and who did not see the last one is told."""
    rita = made.login("rita", "treasurer")
    terms = TermsGiven(title="Relief", purpose="Food.", holder="Ministry")
    here = draft_fund("relief-1", terms, by=rita, now=NOW, reason="appeal of 14 January")
    (first,) = here.terms.all()
    opened = set_terms(
        here,
        TermsGiven(title="Relief", purpose="Food.", holder="Ministry", state="open"),
        by=rita,
        now=LATER,
        reason="decree 12",
        seen=first.pk,
    )
    assert (opened.state, opened.terms.count()) == ("open", 2)
    with pytest.raises(Conflict, match="relief-1"):
        set_terms(opened, terms, by=rita, now=LATER, reason="no", seen=first.pk)
    with pytest.raises(Conflict, match="relief-1"):
        draft_fund("relief-1", terms, by=rita, now=NOW, reason="again")


#: what may happen to a fund, in any order: a gift, the same again, a correction, the end of a period
STEPS = st.lists(
    st.tuples(st.sampled_from(["gift", "correct", "close"]), st.integers(0, 4), st.integers(1, 10**15)),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_whatever_happens_every_currency_stays_at_zero(steps):
    """Any order of booking, correcting and closing; a key is booked once, and the log and the rows agree."""
    here = fund(f"f{Fund.objects.count()}")
    now = datetime(2024, 6, 1, tzinfo=UTC)
    for step, n, minor in steps:
        now += timedelta(hours=1)
        try:
            if step == "gift":
                currency = ("EUR", "AMD")[n % 2]
                to = {"EUR": BANK_EUR, "AMD": BANK_AMD}[currency]
                book(
                    here,
                    gift(f"{here.code}:{n}", minor, to=to, value_date=date(2024, 1, 1 + n)),
                    by="t",
                    now=now,
                )
            elif step == "correct":
                correct(here, f"{here.code}:{n}", reason="wrong", by="t", now=now)
            else:
                close_period(here, date(2024, 1, 1 + n), by="t", now=now)
        except TocsinError:
            continue
    rows = trial_balance(here)
    assert off_balance(rows) == {}
    for row in totals(here):
        assert row.closing == row.received
    for late in Transfer.objects.filter(fund=here, period__isnull=False):
        assert late.value_date <= late.period.last < late.entry_date
        assert not here.periods.filter(last__gte=late.value_date, last__lt=late.period.last).exists()
    assert faults() == []


def test_the_sign_of_an_account():
    """A gift is a credit of income: what is received is shown without its minus."""
    here = fund()
    book(here, gift("g:1", 700), **BY)
    assert balances(here) == {BANK_EUR.code: 700, GIFTS_EUR.code: -700}
    (row,) = totals(here)
    assert (row.opening, row.received, row.closing) == (0, 700, 700)

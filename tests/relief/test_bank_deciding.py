"""A person says what a held line is: it leaves the held account for where it belongs, by a row with a reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from tests.relief.relief_world import BANK_AMD, NOW, fund
from tests.relief.test_bank_taking_in import line, statement, sums, taken
from tocsin import custody
from tocsin.errors import Conflict, WrongUse
from tocsin.relief.bank.deciding import committed, decide, last_said
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.soundness import bank_faults
from tocsin.relief.ledger import accounts
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankDecision, BankLine, CardPayout, Fund, Gift, GiftEvent
from tocsin.relief.public.gathering import book_of
from tocsin.relief.public.stated import taken_back

pytestmark = pytest.mark.django_db

OTHER_AMD = accounts.bank("900000005678", "AMD", "AM")
INTEREST = ":61:2601020102C5,00NINTNONREF\n:86:interest\n"
WENT = ":61:2601030103D5,00NTRFNONREF\n:86:sent\n"


@pytest.fixture
def artsakh() -> Fund:
    made = fund()
    for name in (BANK_AMD, OTHER_AMD):
        account(made, name)
    return made


@pytest.fixture
def ani() -> User:
    return User.objects.create_user("ani")


def held(artsakh: Fund, *said: str, closing: str = "0,00") -> list[BankLine]:
    taken(artsakh, statement(*said, closing=closing))
    return list(held_lines(artsakh))


def says(
    one: BankLine,
    kind: str,
    by: User,
    *,
    seen: int | None = None,
    detail: str = "",
    other: BankLine | None = None,
) -> BankDecision:
    return decide(
        one, kind=kind, reason="the bank told me", by=by, now=NOW, seen=seen, detail=detail, other=other
    )


def test_what_came_becomes_a_gift_once(artsakh: Fund, ani: User) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    row = says(one, "gift", ani, detail="shelter")
    assert Gift.objects.get().purpose == "shelter"
    assert sums(artsakh) == {BANK_AMD.code: 500, "gifts-restricted:shelter:AMD": -500}
    assert not held_lines(artsakh).exists()
    assert list(custody.differs(f"bank-decision:{row.pk}", committed(row), None)) == []
    with pytest.raises(Conflict, match="may hold a receipt"):
        says(one, "fee", ani, seen=row.pk)


def test_what_was_decided_can_be_decided_anew_and_goes_back_first(artsakh: Fund, ani: User) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    CardPayout.objects.create(
        provider="stripe",
        ref="po_1",
        minor=500,
        currency="AMD",
        arrives=one.booked_on,
        status="paid",
        read_at=NOW,
    )
    first = says(one, "payout", ani, detail="stripe:po_1")
    with pytest.raises(Conflict, match="in the meantime"):
        says(one, "fee", ani, seen=None)
    assert sums(artsakh) == {BANK_AMD.code: 500, "card:stripe:AMD": -500}
    says(one, "fee", ani, seen=first.pk)
    assert sums(artsakh) == {BANK_AMD.code: 500, "fees:bank:AMD": -500}
    assert CardPayout.objects.get().transfer is None


def test_money_that_went_is_the_refund_of_a_gift_and_no_more_than_it(artsakh: Fund, ani: User) -> None:
    taken(artsakh, statement(line("7,00"), closing="7,00", number="8"))
    one, two = held(artsakh, line("10,00", text="two"), WENT, WENT.replace("sent", "again"))
    gift = Gift.objects.get(minor=700)
    says(one, "refund", ani, detail=gift.code)
    assert GiftEvent.objects.get().kind == "part-refunded"
    with pytest.raises(WrongUse, match="more than what is left"):
        says(two, "refund", ani, detail=gift.code)


def test_two_lines_of_one_own_transfer_cancel_each_other_out(artsakh: Fund, ani: User) -> None:
    taken(artsakh, statement(WENT, opening="5,00", closing="0,00"))
    there = statement(INTEREST, closing="5,00").replace(b"900000001234", b"900000005678")
    taken(artsakh, there)
    one, two = held_lines(artsakh)
    says(one, "own", ani, other=two)
    assert sums(artsakh) == {BANK_AMD.code: -500, OTHER_AMD.code: 500}
    assert not held_lines(artsakh).exists()
    said = last_said(one)
    assert said is not None
    says(one, "fee", ani, seen=said.pk)
    assert list(held_lines(artsakh)) == [two]


CAME = ":61:2601020102C5,00NTRFNONREF\n:86:from somebody\n"


def test_an_own_transfer_that_was_taken_for_a_gift_is_none(artsakh: Fund, ani: User) -> None:
    """Its arrival was told first. Once the line that went is there, the gift is taken back, and both lines are one."""
    taken(artsakh, statement(CAME, closing="5,00").replace(b"900000001234", b"900000005678"))
    gift = Gift.objects.get()
    taken(artsakh, statement(WENT, opening="5,00", closing="0,00"))
    (went,) = held_lines(artsakh)
    assert "taken for a gift" in went.why
    came = BankLine.objects.get(placed="gift")
    row = says(went, "own", ani, other=came)
    assert sums(artsakh) == {BANK_AMD.code: -500, OTHER_AMD.code: 500}
    assert gift.transfer.corrected_by and not held_lines(artsakh).exists()
    twin = last_said(came)
    assert twin is not None and twin.transfer is not None and twin.transfer.beside == gift.transfer
    assert taken_back(book_of(artsakh, organisation="", site="")) and not list(bank_faults(lambda: None))
    for one, seen in ((went, row.pk), (came, twin.pk)):
        with pytest.raises((Conflict, WrongUse)):
            says(one, "own", ani, seen=seen, other=went if one == came else came)
    with pytest.raises(Conflict, match="between own accounts"):
        says(went, "fee", ani, seen=row.pk)


def test_a_gift_that_something_happened_to_is_one(artsakh: Fund, ani: User) -> None:
    """Who had it back knows of it: it is no movement between own accounts."""
    taken(artsakh, statement(CAME, closing="5,00").replace(b"900000001234", b"900000005678"))
    gift = Gift.objects.get()
    taken(artsakh, statement(WENT, WENT, opening="10,00", closing="0,00"))
    one, two = held_lines(artsakh)
    says(one, "refund", ani, detail=gift.code)
    with pytest.raises(WrongUse, match="not the other side"):
        says(two, "own", ani, other=BankLine.objects.get(placed="gift"))


def test_both_sides_in_one_file_are_held_in_either_order(artsakh: Fund) -> None:
    """The statement of the account to which it came stands first; nothing of it is a gift."""
    came = statement(CAME, closing="5,00").replace(b"900000001234", b"900000005678")
    taken(artsakh, came + statement(WENT, opening="5,00", closing="0,00"))
    assert held_lines(artsakh).count() == 2 and not Gift.objects.exists()


def test_a_line_can_stay_held_for_a_reason(artsakh: Fund, ani: User) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    says(one, "other", ani)
    assert list(held_lines(artsakh)) == [one] and BankDecision.objects.get().transfer is None


@pytest.mark.parametrize(
    ("kind", "told"), [("refund", "money that came is not"), ("own", "two lines"), ("theft", "is not")]
)
def test_what_cannot_be_meant_is_refused(artsakh: Fund, ani: User, kind: str, told: str) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    with pytest.raises(WrongUse, match=told):
        says(one, kind, ani)
    with pytest.raises(WrongUse, match="needs a reason"):
        decide(one, kind="gift", reason=" ", by=ani, now=NOW + timedelta(days=1), seen=None)
    assert not BankDecision.objects.exists() and sums(artsakh)["held:AMD"] == -500


def test_nobody_pays_out_who_owes_nothing(artsakh: Fund, ani: User) -> None:
    """Money that came would leave the fund's sum under the name of a provider that there is not."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    for nobody in ("nobody", "stripe"):
        with pytest.raises(WrongUse, match="so it owes none"):
            says(one, "payout", ani, detail=nobody)
    account(artsakh, accounts.AccountName(accounts.Role.CARD, "AMD", "stripe"))
    assert says(one, "payout", ani, detail="stripe").transfer is not None

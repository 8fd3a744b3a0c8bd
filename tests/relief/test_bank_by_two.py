"""Whatever would take money that came out of donors' sight needs two people, however small it is."""

import itertools
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from tests.made import login
from tests.relief.relief_world import BANK_AMD, NOW
from tests.relief.test_bank_deciding import CAME, INTEREST, OTHER_AMD, WENT, artsakh, held
from tests.relief.test_bank_taking_in import statement, sums, taken
from tocsin.errors import Conflict, MoneyRefused, NotAllowed, NotFound, WrongUse
from tocsin.relief.bank.deciding import decide
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.proposing import decide_proposal, say
from tocsin.relief.bank.second_person import CASES, why_two
from tocsin.relief.models import BankDecision, BankLine, BankProposal, Fund, Gift
from tocsin.whole_store.verifying import faults

__all__ = ["artsakh"]
REFERENCE = Path(__file__).parents[2] / "docs/reference/bank.md"


def test_the_table_in_the_reference_is_the_rule() -> None:
    """Each case stands there with the number of people that the rule asks for."""
    said = REFERENCE.read_text()
    for case in CASES:
        two = why_two(case.kind, came=case.came, matched=case.matched, undoes_a_gift=case.undoes_a_gift)
        assert two == case.two
        assert f"| {case.words} | {'two: ' + two if two else 'one'} |" in said


def test_every_kind_has_a_rule_and_only_what_is_seen_needs_one() -> None:
    """Of all that may be said of money that came; of money that went only a gift that was none needs two."""
    for kind, matched in itertools.product(BankDecision.Kind.values, (True, False)):
        assert why_two(kind, came=True, matched=matched, undoes_a_gift=True)
        assert not why_two(kind, came=False, matched=matched, undoes_a_gift=False)
        if kind != BankDecision.Kind.REFUND:
            one = not why_two(kind, came=True, matched=matched, undoes_a_gift=False)
            assert one is (kind in ("gift", "own", "other") or (matched and kind in ("payout", "booked")))


@pytest.fixture
def ani(db: None) -> User:
    login("second", "issuer")
    return login("ani", "treasurer")


def second() -> User:
    return User.objects.get(username="second")


def proposed(one: BankLine, by: User, kind: str = "fee", **more: object) -> BankProposal:
    made = say(one, kind=kind, reason="the bank told me", by=by, now=NOW, **({"seen": None} | more))  # type: ignore[arg-type]
    assert isinstance(made, BankProposal)
    return made


def answer(row: BankProposal, by: User, *, approved: bool = True, reason: str = "") -> BankProposal:
    return decide_proposal(row.line, seen=row.pk, approved=approved, reason=reason, by=by, now=NOW)


@pytest.mark.django_db
def test_a_credit_is_a_fee_when_another_person_says_so(artsakh: Fund, ani: User) -> None:
    """Until then it is held, in plain sight; then it is what the first one says, and the log has both."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    with pytest.raises(NotAllowed, match="one person cannot"):
        decide(one, kind="fee", reason="x", by=ani, now=NOW, seen=None)
    row = proposed(one, ani)
    assert sums(artsakh)["held:AMD"] == -500 and list(held_lines(artsakh)) == [one]
    with pytest.raises(NotAllowed, match="whoever asked"):
        answer(row, ani)
    with pytest.raises(NotAllowed, match="may not"):
        answer(row, login("noor", "analyst"))
    with pytest.raises(Conflict, match="waits for a second person"):
        decide(one, kind="gift", reason="x", by=ani, now=NOW, seen=None)
    answer(row, second())
    made = BankDecision.objects.get()
    assert (made.by, made.kind) == (ani, "fee") and sums(artsakh)["fees:bank:AMD"] == -500
    assert BankProposal.objects.get().decision == made
    BankProposal.objects.update(reason="another reason")  # which may be erased, and then the log says so
    told = [each for each in faults(lambda: None) if not each.startswith("fund:")]
    assert told == [f"bank-proposal:{row.pk}: why is not what the log says"]
    with pytest.raises(NotFound):
        answer(row, second())


@pytest.mark.django_db
def test_a_no_needs_a_reason_and_leaves_the_line_held(artsakh: Fund, ani: User) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    row = proposed(one, ani)
    with pytest.raises(WrongUse, match="without a reason"):
        answer(row, second(), approved=False)
    answer(row, second(), approved=False, reason="it is a gift")
    assert not BankDecision.objects.exists() and list(held_lines(artsakh)) == [one]
    again = proposed(one, ani)
    answer(again, ani, approved=False, reason="my mistake")
    assert isinstance(say(one, kind="gift", reason="x", by=ani, now=NOW, seen=None), BankDecision)


@pytest.mark.django_db
def test_what_cannot_be_booked_is_refused_to_whoever_proposes_it(artsakh: Fund, ani: User) -> None:
    """And nothing of the trial stays."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    with pytest.raises((WrongUse, MoneyRefused)):
        proposed(one, ani, "payout", detail="nobody")
    proposed(one, ani)
    assert not BankDecision.objects.exists() and "fees:bank:AMD" not in sums(artsakh)


@pytest.mark.django_db
def test_a_gift_is_called_none_by_two(artsakh: Fund, ani: User) -> None:
    """Between own accounts, where the rules booked the arrival as a gift: from either line."""
    taken(artsakh, statement(CAME, closing="5,00").replace(b"900000001234", b"900000005678"))
    taken(artsakh, statement(WENT, opening="5,00", closing="0,00"))
    came, went = BankLine.objects.get(placed="gift"), BankLine.objects.get(placed="held")
    row = proposed(went, ani, "own", other=came)
    with pytest.raises(Conflict, match="another proposal"):
        proposed(came, ani, "own", other=went)
    assert Gift.objects.get().transfer.postings.exists() and not hasattr(
        Gift.objects.get().transfer, "corrected_by"
    )
    answer(row, second())
    assert sums(artsakh) == {BANK_AMD.code: -500, OTHER_AMD.code: 500}


@pytest.mark.django_db
def test_who_is_alone_decides_alone(artsakh: Fund) -> None:
    """The log says who; a house with one treasurer can keep its books."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    alone = login("alone", "treasurer")
    assert isinstance(say(one, kind="fee", reason="x", by=alone, now=NOW, seen=None), BankDecision)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"approved": True, "second_at": NOW, "second_by": "first"},
        {"detail": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_holds_it_by_itself(artsakh: Fund, ani: User, change: dict[str, object]) -> None:
    (one,) = held(artsakh, INTEREST, closing="5,00")
    row = proposed(one, ani)
    if "second_by" in change:
        change = change | {"second_by": ani}
    with pytest.raises(DatabaseError), transaction.atomic():
        BankProposal.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankProposal.objects.filter(pk=row.pk).delete()


@pytest.mark.django_db
def test_the_desk_proposes_and_another_person_approves(artsakh: Fund, ani: User, client: Client) -> None:
    """The line's page says what waits; whoever proposed it is offered no yes."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    here = f"/desk/relief/bank-lines/{one.pk}/"
    client.force_login(ani)
    asked = {"kind": "fee", "detail-fee": "bank", "reason": "its letter", "seen": ""}
    assert client.post(f"{here}decide/", asked).status_code == 302
    row = BankProposal.objects.get()
    page = client.get(here).content.decode()
    assert (
        "another person approves it" in page and 'value="approve"' not in page and 'name="kind"' not in page
    )
    assert "1 decision waits for a second person" in client.get("/desk/relief/artsakh/bank/").content.decode()
    client.force_login(second())
    assert 'value="approve"' in client.get(here).content.decode()
    client.post(f"{here}second/", {"seen": row.pk, "decision": "approve"})
    assert BankDecision.objects.get().kind == "fee"
    assert "approved by second" in client.get(here).content.decode()

"""People's own words beside a judgement's reason are erased too: answers, decisions on money, corrections, refunds."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import translation

from tests.cli.test_erase import AT, WHY, item_faults, whole_dump
from tests.cli.test_erasing_words import quoted, world
from tests.made import login
from tests.relief.cards.card_world import Cards
from tests.relief.relief_world import BANK_AMD, fund, gift
from tests.relief.spending.spending_world import at, first, given, programme, proposed, second
from tocsin import assessment, record, situations
from tocsin.errors import NotAllowed
from tocsin.relief.cards.refund_bounds import decide_bound, propose_bound
from tocsin.relief.cards.refunding import ask_refund
from tocsin.relief.cards.second_person import decide_refund
from tocsin.relief.donors import keeping
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.balances import balances
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.corrections import correct
from tocsin.relief.ledger.draft import Leg
from tocsin.relief.models import AllocationAct, CardPayment, CardRefundSecond, Transfer
from tocsin.relief.money.money import Money
from tocsin.relief.spending import allocating
from tocsin.whole_store import erasing

pytestmark = pytest.mark.django_db
NAMED = "Mary Quillfeather"
LEGS = (Leg(BANK_AMD, 700), Leg(AccountName(Role.GIFTS, "AMD", ""), -700))
MARK = f"[erased on 2026-11-22 for: {WHY}]"


@pytest.fixture
def eraser() -> User:
    return login("eraser", "issuer")


def test_the_answer_to_a_question_of_jurisdiction_goes_with_what_it_was_shown_by(eraser: User) -> None:
    """In a finished assessment too; the database takes nothing but the mark in its place."""
    mine, _, _ = world()
    found, analyst, lawyer = quoted(mine, "40"), login("ana", "analyst"), login("lou", "lawyer")
    crisis = situations.open_situation("the-night", title="The night", by="ana", now=AT)
    situations.gather(crisis, [mine], by="ana", now=AT)
    record.review(found.pk, decision="accepted", by=analyst, now=AT, seen=None)
    row = assessment.begin(crisis, assessment.latest("rome-statute-2011", now=AT), by=analyst, now=AT)
    question = next(question for _, question, _ in assessment.questions_of(row))
    given_words = assessment.answer_question(
        row, question, answer="Since the baker's night.", reason="by what she saw",
        by=analyst, now=AT, seen=None, shown_by=found.pk,
    )  # fmt: skip
    code = next(assessment.sheet_of(row).framework.criteria()).id
    judged = assessment.judge(
        row, code, verdict="no information", confidence="low", reason="none", by=analyst, now=AT, seen=None
    )
    row = assessment.submit(row, by=analyst, now=AT)
    assessment.second_read(judged, agrees=True, reason="", by=lawyer, now=AT)
    row = assessment.finish(row, by=lawyer, now=AT)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        row.answers.update(answer="Never.")
    erasing.carry_out(f"report:{mine}", (), reason=WHY, by=eraser, now=AT)
    given_words.refresh_from_db()
    assert (given_words.answer, given_words.reason, given_words.question) == (MARK, MARK, question)
    assert "baker's night" not in whole_dump() and item_faults() == []


def test_words_on_an_allocation_and_a_correction_go_where_they_name_whom_the_report_alone_told_of(
    eraser: User,
) -> None:
    """Amounts, days, states and who decided stay; other acts keep their reasons; the ledger takes nothing but the mark."""
    mine, _, _ = world()
    of = given(100_000)
    row = proposed(programme(of), 60_000)
    row = allocating.propose(
        row.programme, Money(1_000, "AMD"), decision=f"{NAMED} needs it at once.", authority="The board",
        by=first(), now=at(1),
    )  # fmt: skip
    row = allocating.approve(row, by=second(), now=at(2))
    allocating.end(row, reason=f"{NAMED} was paid by others", by=second(), now=at(3))
    other = allocating.refuse(proposed(row.programme, 500), reason="too late", by=second(), now=at(4))
    book(of, gift("g:1", to=BANK_AMD, legs=LEGS), by="tigran", now=at(5))
    back = correct(of, "g:1", reason=f"it was {NAMED}'s own", by="tigran", now=at(6))
    faults, held = item_faults(), balances(of)
    assert any("3 reasons" in line for line in erasing.plan(f"report:{mine}", ()).goes)
    erasing.carry_out(f"report:{mine}", (), reason=WHY, by=eraser, now=AT)
    row = allocating.current(row.pk)
    assert (row.decision, row.authority, row.minor, row.state) == (MARK, "The board", 1_000, "ended")
    assert [act.reason for act in row.acts.all()] == ["", "", MARK]
    assert other.acts.last().reason == "too late"
    assert Transfer.objects.get(pk=back.pk).reason == MARK and balances(of) == held
    assert NAMED not in whole_dump() and item_faults() == faults
    for rows, change in (
        (Transfer.objects, {"reason": "another"}),
        (Transfer.objects, {"rate": "1"}),
        (AllocationAct.objects, {"reason": "another"}),
        (AllocationAct.objects, {"action": "refuse"}),
        (type(row).objects, {"decision": "another"}),
    ):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            rows.update(**change)


def test_reasons_for_giving_back_go_with_the_donor(eraser: User) -> None:
    """Of whoever asked and of the second person; what was given back stays, and the books hold."""
    login("second", "issuer")
    cards, asker = Cards(), login("asker", "treasurer")
    payment = cards.paid()
    donor = keeping.donor_of("Zvartnoqua Example", "z@example.invalid", cards.now)
    assert donor
    CardPayment.objects.filter(pk=payment.pk).update(donor=donor)
    said = {"provider": cards.stripe, "now": cards.now}
    row = ask_refund(payment, 2000, reason="she gave twice", seen=0, by=asker, **said)
    by = User.objects.get(username="second")
    decide_refund(payment, seen=row.pk, approved=True, reason="she called me", by=by, **said)
    faults = item_faults()
    erasing.carry_out(f"donor:{donor.pseudonym}", (), reason="asked for it", by=eraser, now=AT)
    row.refresh_from_db()
    assert row.reason.startswith("[erased on ") and row.minor == 2000
    assert CardRefundSecond.objects.get().reason.startswith("[erased on ")
    dump = whole_dump()
    assert "gave twice" not in dump and "called me" not in dump and item_faults() == faults


def test_what_two_people_said_of_a_bound_of_refunds_goes_where_it_names_the_donor(eraser: User) -> None:
    """Of whoever proposed it and of the second person; that it was refused stays, and words that name nobody do."""
    of, asker, no = fund(), login("asker", "treasurer"), login("second", "issuer")
    donor = keeping.donor_of("Zvartnoqua Example", "z@example.invalid", AT)
    assert donor
    said = {"seen": None, "by": asker, "now": AT}
    row = propose_bound(of, Money(500, "EUR"), reason="Zvartnoqua Example asks each week", **said)
    refusal = "I spoke to Zvartnoqua Example myself"
    decide_bound(of, "EUR", seen=row.pk, approved=False, reason=refusal, by=no, now=AT)
    other = propose_bound(of, Money(700, "EUR"), reason="small ones take too long", **said)
    decide_bound(of, "EUR", seen=other.pk, approved=True, reason="agreed", by=no, now=AT)
    faults = item_faults()
    erasing.carry_out(f"donor:{donor.pseudonym}", (), reason="asked for it", by=eraser, now=AT)
    row.refresh_from_db()
    other.refresh_from_db()
    mark = "[erased on 2026-11-22 for: asked for it]"
    assert (row.reason, row.second_reason, row.approved, row.second_by) == (mark, mark, False, no)
    assert (other.reason, other.second_reason) == ("small ones take too long", "agreed")
    assert "Zvartnoqua" not in whole_dump() and item_faults() == faults


def test_nobody_erases_alone_what_is_highly_sensitive(eraser: User) -> None:
    """The verb itself asks for a second person's word, on the item or its report; the plan says so before."""
    mine, _, vera = world()
    item, whole = f"finding:{quoted(mine, '40').pk}", f"report:{mine}"
    assert not erasing.plan(item, ()).two_people
    record.set_level(item, "sensitive", reason="she is in danger", by=vera, now=AT)
    for each in (item, whole):
        assert erasing.plan(each, ()).two_people
        with pytest.raises(NotAllowed, match="one person alone does not erase it"):
            erasing.carry_out(each, (), reason=WHY, by=eraser, now=AT)
    asked = record.ask(whole, "erase", reason="she asked us", by=eraser, now=AT)
    record.answer(asked.pk, "granted", reason="yes", by=vera, now=AT, hours=1)
    erasing.carry_out(item, (), reason=WHY, by=eraser, now=AT)
    assert "40 dead" in whole_dump()
    erasing.carry_out(whole, (), reason=WHY, by=eraser, now=AT)
    assert "40 dead" not in whole_dump() and item_faults() == []


def test_the_plan_is_said_in_the_reader_s_language(eraser: User) -> None:
    """Each of its sentences goes through the translations."""
    mine, _, _ = world()
    with translation.override(None), pytest.MonkeyPatch.context() as patch:
        patch.setattr("tocsin.whole_store.erasure_plan._", lambda said: f"«{said}»")
        plan = erasing.plan(f"report:{mine}", ("text.1",))
    assert sum(line.startswith("«") for line in (*plan.goes, *plan.stays)) >= 4

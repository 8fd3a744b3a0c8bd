"""What a provider says of a payment, in any order, any number of times, and the transfers that it comes to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import MoneyRefused
from tocsin.relief.cards.events import happened
from tocsin.relief.cards.postings import Booked, drafts
from tocsin.relief.cards.states import Standing, refundable, standing
from tocsin.relief.cards.told import (
    Charge,
    Dispute,
    DisputeStage,
    PaymentState,
    Refund,
    RefundStage,
    Settled,
    Stage,
    merged,
)
from tocsin.relief.cards.told_stored import as_json, from_json
from tocsin.relief.ledger.draft import TransferDraft, checks

AT = datetime(2023, 10, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BOOKED = Booked(provider="stripe", currency="EUR", about="gift:01234567890")
NEW = PaymentState(currency="EUR", stage=Stage.REGISTERED)
CHARGE = Charge(ref="ch_1", minor=1000, at=AT, settled=Settled(currency="EUR", minor=1000, fee_minor=54))
PAID = replace(NEW, stage=Stage.PAID, charge=CHARGE)


def refund(ref: str, minor: int, stage: RefundStage = RefundStage.DONE) -> Refund:
    settled = None if stage == RefundStage.PENDING else Settled(currency="EUR", minor=minor)
    return Refund(ref=ref, minor=minor, at=AT + DAY, stage=stage, settled=settled)


def dispute(stage: DisputeStage, minor: int = 400) -> Dispute:
    over = stage == DisputeStage.WON
    moved = stage != DisputeStage.INQUIRY
    return Dispute(
        ref="dp_1",
        minor=minor,
        at=AT + 2 * DAY,
        stage=stage,
        settled=Settled(currency="EUR", minor=minor, fee_minor=15) if moved else None,
        ended_at=AT + 9 * DAY if over else None,
        returned=Settled(currency="EUR", minor=minor) if over else None,
    )


#: event of the field -> the payment as the provider tells it once that has happened
SAID = {
    "registered": NEW,
    "declined": replace(NEW, stage=Stage.FAILED),
    "authorised": replace(NEW, stage=Stage.AUTHORISED),
    "paid, fee not said yet": replace(PAID, charge=replace(CHARGE, settled=None)),
    "paid": PAID,
    "refund on its way": replace(PAID, refunds=(refund("re_1", 300, RefundStage.PENDING),)),
    "refunded in part": replace(PAID, refunds=(refund("re_1", 300),)),
    "refunded twice": replace(PAID, refunds=(refund("re_1", 300), refund("re_2", 200))),
    "refund failed": replace(PAID, refunds=(refund("re_1", 300, RefundStage.FAILED),)),
    "asked about": replace(PAID, disputes=(dispute(DisputeStage.INQUIRY),)),
    "disputed": replace(PAID, disputes=(dispute(DisputeStage.OPEN),)),
    "won": replace(PAID, disputes=(dispute(DisputeStage.WON),)),
    "lost": replace(PAID, disputes=(dispute(DisputeStage.LOST),)),
}


def after(said: Iterable[PaymentState]) -> PaymentState:
    return reduce(merged, said, NEW)


def balances(made: Sequence[TransferDraft]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for draft in made:
        for leg in checks(draft).legs:
            sums[leg.account.code] += leg.minor
    return {code: minor for code, minor in sums.items() if minor}


@pytest.mark.parametrize("known", SAID)
@pytest.mark.parametrize("told", SAID)
def test_every_state_meets_every_event_in_both_orders(known: str, told: str) -> None:
    """Whichever is said first, and however often, the payment stands the same; nothing booked before is taken away."""
    if {known, told} == {"won", "lost"}:
        with pytest.raises(MoneyRefused, match="won, and is lost"):
            merged(SAID[known], SAID[told])
        return
    one, other = after([SAID[known], SAID[told]]), after([SAID[told], SAID[known], SAID[told]])
    assert one == other == merged(one, SAID[known])
    assert from_json(as_json(one)) == one
    assert set(drafts(SAID[known], BOOKED)) <= set(drafts(one, BOOKED))
    assert standing(one) in Standing and 0 <= refundable(one) <= 1000
    if one.stage == Stage.PAID:
        keys = [draft.key for draft in drafts(one, BOOKED)]
        assert len(set(keys)) == len(keys)
        assert {each.key for each in happened(one, BOOKED)} <= set(keys)


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_whole_life_is_the_same_in_all_its_orders(end: str) -> None:
    """All 720 orders of six things that a provider says come to the same balances."""
    life = ["authorised", "paid, fee not said yet", "paid", "refunded in part", "disputed", end]
    found = {
        tuple(sorted(balances(drafts(after(SAID[each] for each in order), BOOKED)).items()))
        for order in permutations(life)
    }
    lost = {"refunded:EUR": 700, "card:stripe:EUR": 1000 - 54 - 300 - 400 - 15}
    won = {"refunded:EUR": 300, "card:stripe:EUR": 1000 - 54 - 300 - 15}
    expected = {"gifts:EUR": -1000, "fees:stripe:EUR": 54 + 15, **(won if end == "won" else lost)}
    assert found == {tuple(sorted(expected.items()))}


STANDS = {
    "registered": Standing.REGISTERED,
    "declined": Standing.FAILED,
    "authorised": Standing.AUTHORISED,
    "paid, fee not said yet": Standing.PAID,
    "paid": Standing.PAID,
    "refund on its way": Standing.PART_REFUNDED,
    "refunded in part": Standing.PART_REFUNDED,
    "refunded twice": Standing.PART_REFUNDED,
    "refund failed": Standing.PAID,
    "asked about": Standing.PAID,
    "disputed": Standing.DISPUTED,
    "won": Standing.WON,
    "lost": Standing.LOST,
}


@pytest.mark.parametrize(("said", "word"), STANDS.items())
def test_a_payment_has_one_word_for_how_it_stands(said: str, word: Standing) -> None:
    """Nothing is owed to us before it is paid, and each word follows from all that was said."""
    assert standing(SAID[said]) == word
    assert bool(drafts(SAID[said], BOOKED)) == (SAID[said].stage == Stage.PAID)


def test_a_refund_that_failed_is_booked_back_in_plain_sight() -> None:
    """Both ways stand in the ledger, and the gift is whole again."""
    made = drafts(SAID["refund failed"], BOOKED)
    assert [draft.kind for draft in made] == ["gift", "fee", "refund", "refund"]
    assert balances(made) == balances(drafts(PAID, BOOKED))


def test_a_gift_in_another_currency_is_exchanged_at_the_providers_rate() -> None:
    """Each currency adds up to zero, and the clearing account is what the provider owes in the one it settles in."""
    settled = Settled(currency="EUR", minor=920, fee_minor=50, rate="0.92")
    charge = replace(CHARGE, settled=settled)
    back = replace(refund("re_1", 500), settled=Settled(currency="EUR", minor=460, rate="0.92"))
    state = PaymentState(currency="USD", stage=Stage.PAID, charge=charge, refunds=(back,))
    made = drafts(state, replace(BOOKED, currency="USD"))
    assert balances(made) == {
        "gifts:USD": -1000,
        "refunded:USD": 500,
        "exchange:USD": 500,
        "exchange:EUR": -460,
        "card:stripe:EUR": 920 - 50 - 460,
        "fees:stripe:EUR": 50,
    }
    rates = [draft.rate for draft in made if draft.rate]
    assert [str(rate.value.normalize()) for rate in rates] == ["0.92", "0.92", "1.086956522", "1.086956522"]
    assert rates[0].source == "stripe: 0.92 EUR for 1 USD"


def test_a_gift_for_a_purpose_is_kept_apart() -> None:
    """Its income account is the purpose's own."""
    made = drafts(PAID, replace(BOOKED, purpose="winter"))
    assert balances(made)["gifts-restricted:winter:EUR"] == -1000


CONTRADICTIONS = {
    "another amount": (PAID, replace(PAID, charge=replace(CHARGE, minor=900))),
    "another currency": (PAID, replace(PAID, currency="USD")),
    "another fee": (PAID, replace(PAID, charge=replace(CHARGE, settled=Settled(currency="EUR", minor=1000)))),
    "another refund": (SAID["refunded in part"], replace(PAID, refunds=(refund("re_1", 301),))),
    "a refund above the payment": (PAID, replace(PAID, refunds=(refund("re_1", 1001),))),
    "refunds above the payment": (
        SAID["refunded in part"],
        replace(PAID, refunds=(refund("re_2", 800),)),
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_contradicts_itself_is_booked_by_nobody(case: str) -> None:
    """A person is told with both values."""
    known, told = CONTRADICTIONS[case]
    with pytest.raises(MoneyRefused, match="nothing was booked"):
        merged(known, told)


@given(st.lists(st.sampled_from([0, 100, 250, 250, 1000]), max_size=8))
@settings(max_examples=60)
def test_a_provider_that_counts_refunds_up_may_say_it_in_any_order(totals: list[int]) -> None:
    """Each new total books what is new in it; an old one that comes late books nothing."""
    said = [
        replace(PAID, charge=replace(CHARGE, settled=None), refunded_to=total, refunded_at=AT)
        for total in totals
    ]
    state = after([replace(PAID, charge=replace(CHARGE, settled=None)), *said])
    assert state.refunded_minor == max(totals, default=0)
    assert balances(drafts(state, BOOKED)).get("refunded:EUR", 0) == max(totals, default=0)


@given(st.lists(st.sampled_from(sorted(set(SAID) - {"lost"})), max_size=7), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_any_set_of_things_said_is_the_same_however_shuffled(said: list[str], random: object) -> None:
    """And whatever is booked on the way is there at the end."""
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    end = after(SAID[each] for each in said)
    assert end == after(SAID[each] for each in shuffled)
    for upto, _ in product(range(len(said)), [0]):
        assert set(drafts(after(SAID[each] for each in said[:upto]), BOOKED)) <= set(drafts(end, BOOKED))

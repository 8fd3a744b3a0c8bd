"""Which gift funded what, by the stated rule; every unit of every gift is in exactly one place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.relief.public.books import Told
from tocsin.relief.public.accounts import totals
from tocsin.relief.public.tracing import Part, trace


def told(book: Told, gift: str) -> list[tuple[str, str, int]]:
    parts = trace(book.book(), simulated=False).parts()[gift]
    return [(each.programme or each.kind, each.currency, each.minor) for each in parts]


def test_what_came_first_is_spent_first() -> None:
    """100 from Ani, 50 from Bob; 120 on water: all of Ani's and 20 of Bob's, whose 30 wait."""
    book = Told()
    book.gift("ani", 100)
    book.gift("bob", 50)
    book.spend("water", 120)
    assert told(book, "ani") == [("water", "AMD", 100)]
    assert told(book, "bob") == [("water", "AMD", 20), ("waiting", "AMD", 30)]


def test_money_given_for_a_purpose_is_spent_on_that_alone_and_first() -> None:
    """Water is not paid from money for children; the school is, before all other money."""
    book = Told()
    book.gift("ani", 100, purpose="children")
    book.gift("bob", 50)
    book.spend("water", 20)
    book.spend("school", 110)
    assert told(book, "ani") == [("school", "AMD", 100)]
    assert told(book, "bob") == [("water", "AMD", 20), ("school", "AMD", 10), ("waiting", "AMD", 20)]


def test_a_gift_bears_its_own_fee_and_refund() -> None:
    """Of 100, 3 went to the house that carried it and 40 back to the giver; 57 are left for others."""
    book = Told()
    first = book.gift("ani", 100)
    book.fee(first, 3)
    book.refund("ani", 40)
    book.spend("water", 50)
    assert told(book, "ani") == [
        ("fees", "AMD", 3),
        ("refunded", "AMD", 40),
        ("water", "AMD", 50),
        ("waiting", "AMD", 7),
    ]


def test_a_refund_of_what_was_spent_is_borne_by_the_next_in_line() -> None:
    """Ani's gift went to water, then the bank took it back: water is Bob's now."""
    book = Told()
    book.gift("ani", 100)
    book.spend("water", 100)
    book.gift("bob", 100)
    book.refund("ani", 100)
    assert told(book, "ani") == [("refunded", "AMD", 100)]
    assert told(book, "bob") == [("water", "AMD", 100)]


def test_what_is_exchanged_keeps_its_place_in_line() -> None:
    """10.00 EUR become 4,300.00 AMD; of them 4,000.00 pay for water."""
    book = Told()
    book.gift("ani", 1000, "EUR")
    book.exchange(1000, "EUR", 430000, "AMD", "430")
    book.spend("water", 400000)
    found = trace(book.book(), simulated=False).parts()["ani"]
    assert found == [
        Part(kind="exchanged", currency="EUR", minor=1000, became=430000, became_currency="AMD"),
        Part(kind="programme", programme="water", currency="AMD", minor=400000),
        Part(kind="waiting", currency="AMD", minor=30000),
    ]


def test_money_that_comes_back_waits_again_before_all_other() -> None:
    """30 of 100 could not be delivered: the last who paid are the first to pay again."""
    book = Told()
    book.gift("ani", 100)
    book.gift("bob", 100)
    book.spend("water", 120)
    book.give_back("water", 30)
    assert told(book, "ani") == [("water", "AMD", 90), ("waiting", "AMD", 10)]
    assert told(book, "bob") == [("waiting", "AMD", 100)]


def test_what_was_taken_back_as_a_mistake_never_was() -> None:
    """A payment that a correction reverses funds nothing."""
    book = Told()
    book.gift("ani", 100)
    book.correct(book.spend("water", 60))
    assert told(book, "ani") == [("waiting", "AMD", 100)]


def test_simulated_money_is_a_book_of_its_own() -> None:
    """A simulated gift pays for nothing real."""
    book = Told()
    book.gift("sim", 100, simulated=True)
    book.gift("ani", 10)
    book.spend("water", 10)
    assert set(trace(book.book(), simulated=False).parts()) == {"ani"}
    assert set(trace(book.book(), simulated=True).parts()) == {"sim"}


AMOUNTS = st.integers(1, 500)
CURRENCIES = st.sampled_from(["AMD", "EUR"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("gift"), AMOUNTS, CURRENCIES, st.sampled_from(["", "children"])),
        st.tuples(st.just("fee"), AMOUNTS, CURRENCIES),
        st.tuples(st.just("refund"), AMOUNTS, CURRENCIES),
        st.tuples(st.just("spend"), AMOUNTS, CURRENCIES, st.sampled_from(["water", "school"])),
        st.tuples(st.just("back"), AMOUNTS, CURRENCIES, st.sampled_from(["water", "school"])),
        st.tuples(st.just("exchange"), AMOUNTS, AMOUNTS, CURRENCIES),
        st.tuples(st.just("correct"), st.integers(0, 30)),
    ),
    max_size=25,
)


def carried_out(steps: list[tuple[object, ...]]) -> Told:
    book = Told()
    corrected: set[int] = set()
    for step in steps:
        match step:
            case ("gift", int(minor), str(currency), str(purpose)):
                book.gift(f"g{len(book.gifts)}", minor, currency, purpose)
            case ("fee", int(minor), str(currency)) if book.gifts:
                book.fee(book.gifts[-1].move or 0, minor, currency)
            case ("refund", int(minor), str(currency)) if book.gifts:
                book.refund(book.gifts[0].hash, minor, currency)
            case ("spend", int(minor), str(currency), str(programme)):
                book.spend(programme, minor, currency)
            case ("back", int(minor), str(currency), str(programme)):
                book.give_back(programme, minor, currency)
            case ("exchange", int(sold), int(bought), str(currency)):
                book.exchange(sold, currency, bought, "EUR" if currency == "AMD" else "AMD", "1")
            case ("correct", int(index)) if index < len(book.moves) and index + 1 not in corrected:
                if book.moves[index].corrects is None:
                    corrected.add(index + 1)
                    book.correct(index + 1)
            case _:
                pass
    return book


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_every_unit_of_every_gift_is_in_exactly_one_place(steps: list[tuple[object, ...]]) -> None:
    """Parts of a gift add up to it, where none was exchanged; what waits adds up to what the accounts close with."""
    book = carried_out(steps).book()
    traced = trace(book, simulated=False)
    closing = {currency: line.closing for currency, line in totals(book.moves, book.account()).items()}
    assert {name: minor for name, minor in traced.left().items() if minor} == {
        name: minor for name, minor in closing.items() if minor
    }
    parts = traced.parts()
    for gift in book.gifts:
        own = parts.get(gift.hash, [])
        sold = {part.currency for part in own if part.kind == "exchanged"}
        if own and not sold:
            assert sum(part.minor for part in own) == gift.minor
        assert all(part.minor > 0 for part in own)

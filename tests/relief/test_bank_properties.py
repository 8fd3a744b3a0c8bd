"""Whatever a bank gives: a statement that adds up is taken in exactly, and what is told twice stands once."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.relief.relief_world import BANK_AMD, NOW, fund
from tocsin.relief.bank.keys import Carried, keyed
from tocsin.relief.bank.nouns import Line
from tocsin.relief.bank.soundness import bank_faults
from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.ledger.balances import balances
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankLine, Fund

#: (day of January, minor units, reference, text): few of each, so that many are alike
Said = tuple[int, int, str, str]
_SAID: st.SearchStrategy[Said] = st.tuples(
    st.integers(2, 5),
    st.sampled_from([500, -500, 700, 1, -3]),
    st.sampled_from(["NONREF", "R1"]),
    st.sampled_from(["food", "shelter"]),
)
_LINES = st.lists(_SAID, max_size=7).map(lambda lines: sorted(lines, key=lambda line: line[0]))


def money(minor: int) -> str:
    return f"{abs(minor) // 100},{abs(minor) % 100:02}"


def mt940(lines: list[Said], opening: int, number: int) -> bytes:
    said = [
        f":20:A\n:25:900000001234\n:28C:{number}\n:60F:{'D' if opening < 0 else 'C'}260101AMD{money(opening)}\n"
    ]
    for day, minor, ref, text in lines:
        said.append(f":61:26010{day}{'D' if minor < 0 else 'C'}{money(minor)}NTRF{ref}\n:86:{text}\n")
    closing = opening + sum(minor for _, minor, _, _ in lines)
    said.append(f":62F:{'D' if closing < 0 else 'C'}260106AMD{money(closing)}\n-\n")
    return "".join(said).encode()


def a_fund() -> Fund:
    made = fund()
    account(made, BANK_AMD)
    return made


def stands() -> Counter[tuple[int, int, str, str]]:
    rows = BankLine.objects.values_list("booked_on", "minor", "customer_ref", "text")
    return Counter((day.day, minor, ref or "NONREF", text) for day, minor, ref, text in rows)


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(_LINES, st.integers(-10_000, 10_000))
def test_a_statement_that_adds_up_is_taken_in_exactly(lines: list[Said], opening: int) -> None:
    """Every line of it stands as often as it is there, and the account moved by what lies between its balances."""
    with transaction.atomic():
        made = a_fund()
        file = take_in(made, mt940(lines, opening, 1), "a.sta", by="treasurer", now=NOW).file
        assert [(each.state, each.new_count) for each in file.statements.all()] == [("booked", len(lines))]
        assert stands() == Counter(lines)
        assert balances(made).get(BANK_AMD.code, 0) == sum(minor for _, minor, _, _ in lines)
        assert list(bank_faults(lambda: None)) == []
        transaction.set_rollback(True)


#: first and last day of a statement; the last covers all that no other did
_SPANS = st.lists(st.tuples(st.integers(2, 5), st.integers(0, 3)), max_size=3)
#: a day that nets to nothing, told by itself after it was told with the day before
_NET_OF_NOTHING: tuple[list[Said], list[tuple[int, int]]] = (
    [(2, 700, "NONREF", "food"), (3, 500, "R1", "food"), (3, -500, "R1", "food")],
    [(2, 1), (3, 0)],
)


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(_LINES, _SPANS)
@example(*_NET_OF_NOTHING)
def test_overlaps_in_any_order_give_the_same_lines(lines: list[Said], spans: list[tuple[int, int]]) -> None:
    """Statements of some days, in whatever order, then one of all of them: as if that one had come alone."""
    with transaction.atomic():
        made = a_fund()
        for number, (first, more) in enumerate([*spans, (2, 3), *spans], 1):
            told = [line for line in lines if first <= line[0] <= first + more]
            opening = 10_000 + sum(minor for day, minor, _, _ in lines if day < first)
            take_in(made, mt940(told, opening, number), f"{number}.sta", by="treasurer", now=NOW)
        assert stands() == Counter(lines)
        assert balances(made).get(BANK_AMD.code, 0) == sum(minor for _, minor, _, _ in lines)
        transaction.set_rollback(True)


@given(_LINES, st.integers(0, 7))
def test_the_count_of_a_line_hangs_on_lines_like_it_alone(lines: list[Said], cut: int) -> None:
    """Other lines between, another order, or the day told in two statements that follow: the same keys."""
    nouns = [noun(line) for line in lines]
    whole, _ = keyed("bank", nouns, Carried())
    assert len(set(whole)) == len(whole)
    again, _ = keyed("bank", nouns[::-1], Carried())
    assert sorted(again) == sorted(whole)
    first, carried = keyed("bank", nouns[:cut], Carried())
    rest, _ = keyed("bank", nouns[cut:], Carried.of(carried.stored()))
    on_the_day = [line for line in nouns[cut:] if line.booked_on == carried.day]
    if sum(line.minor for line in on_the_day):  # else it may as well be the same day told again
        assert first + rest == whole


def noun(said: Said) -> Line:
    day, minor, ref, text = said
    on = date(2026, 1, day)
    return Line(at_line=1, booked_on=on, value_on=on, minor=minor, customer_ref=ref, text=text)

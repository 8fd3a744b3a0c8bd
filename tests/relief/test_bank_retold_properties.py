"""However often a bank tells its days, with payments or without: no gift is booked twice, and none is lost."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tocsin.relief.bank.keys import Carried, follows
from tocsin.relief.bank.nouns import Balance, Line, Statement
from tocsin.relief.bank.placing import Context
from tocsin.relief.bank.planning import Plan, Standing, plan

#: day of January, amount, bank's reference, who paid: few of each, so that many are alike
_LINES = st.lists(
    st.tuples(
        st.integers(2, 5),
        st.sampled_from([500, 500, 700, -300]),
        st.sampled_from(["", "B1"]),
        st.sampled_from("ab"),
    ),
    min_size=1,
    max_size=8,
).map(lambda said: [a_line(*each) for each in sorted(said, key=lambda each: each[0])])
#: first line, number of lines, whether with the payments
_TOLD = st.lists(st.tuples(st.integers(0, 7), st.integers(1, 8), st.booleans()), max_size=5)


def a_line(day: int, minor: int, ref: str, who: str) -> Line:
    on = date(2026, 1, day)
    return Line(
        at_line=1,
        booked_on=on,
        value_on=on,
        minor=minor,
        bank_ref=ref,
        end_to_end=who,
        party=who,
        text=f"from {who}",
    )


def told(lines: list[Line], first: int, count: int, number: int, *, full: bool) -> Statement:
    some = lines[first : first + count]
    before, moved = (sum(line.minor for line in each) for each in (lines[:first], some))
    if not full:
        some = [replace(line, end_to_end="", party="", text="transfer") for line in some]
    on = some[0].booked_on
    return Statement(
        at_line=1,
        account="1",
        currency="EUR",
        lines=tuple(some),
        opening=Balance(minor=10_000 + before, on=on),
        closing=Balance(minor=10_000 + before + moved, on=some[-1].booked_on),
        number=str(number),
    )


def planned(statements: list[Statement]) -> list[Plan]:
    standing, plans = Standing(), list[Plan]()
    for one in statements:
        before = next((each.carried for each in reversed(plans) if follows(one, each.ended)), Carried())
        plans.append(plan(one, "camt.053", "bank", standing, before, Context(currency="EUR"))[0])
    return plans


@given(_LINES, _TOLD)
def test_what_is_told_again_is_booked_once_or_held(
    lines: list[Line], spans: list[tuple[int, int, bool]]
) -> None:
    """Any stretches of the account, and then all of it: as much is booked and held as there is, and no more booked."""
    spans = [(first, count, full) for first, count, full in spans if first < len(lines)]
    statements = [told(lines, first, count, at, full=full) for at, (first, count, full) in enumerate(spans)]
    plans = planned([*statements, told(lines, 0, len(lines), 99, full=True)])
    new = [each for one in plans for each in one.new]
    doubtful = [each for each in new if each.placing.why.startswith("may be one that stands already")]
    for minor in (500, 700, -300):
        there = sum(line.minor == minor for line in lines)
        stands = sum(each.line.minor == minor for each in new)
        assert stands - sum(each.line.minor == minor for each in doubtful) <= there <= stands

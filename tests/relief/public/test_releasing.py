"""An attacker holds every download there ever was, and knows what each household is given: people are told by fives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.relief.bank.compared import ahead_of_the_bank
from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.public.book import Leg
from tocsin.relief.public.releasing import Paid, Released, Row, release
from tocsin.relief.spending.masking import FEWEST_SHOWN

BEGAN = date(2024, 1, 1)
#: what each household is given, and what the bank takes for each payment: so that any sum tells how many
GIVEN, FEE = 1_000, 10
BANK, HELD = "bank:900:AMD", "held:AMD"


@dataclass
class Books:
    """What a house does, a day each."""

    rows: list[Row] = field(default_factory=list)
    payees: dict[str, frozenset[str]] = field(default_factory=dict)
    #: cause -> programme, and what the bank has still to tell of it
    left: dict[str, int] = field(default_factory=dict)
    said: set[int] = field(default_factory=set)

    def book(self, kind: str, *legs: tuple[str, int], about: str = "", beside: int | None = None) -> Row:
        pk = len(self.rows) + 1
        row = Row(
            pk=pk,
            kind=kind,
            value_date=BEGAN + timedelta(self.day),
            booked_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(self.day),
            about=about,
            corrects=None,
            beside=beside,
            rate="",
            rate_source="",
            rate_at=None,
            legs=[Leg(*each) for each in legs],
        )
        self.rows.append(row)
        return row

    day: int = 0

    def gift(self) -> None:
        self.book("gift", (BANK, 777), ("gifts:AMD", -777), about="gift:X")

    def interest(self) -> None:
        """Of the bank's own business: a person says so."""
        row = self.book("held", (BANK, -7), (HELD, 7), about="bank-line:7")
        self.said.add(row.pk)

    def send(self, programme: str, households: frozenset[str]) -> None:
        cause, count = f"payment-list:{len(self.rows)}", len(households)
        self.payees[cause] = households
        self.left[cause] = -GIVEN * count
        sums = ((f"spent:{programme}:AMD", GIVEN * count), (BANK, -GIVEN * count))
        sent = self.book("payment", *sums, about=cause)
        self.book("fee", ("fees:bank:AMD", FEE * count), (BANK, -FEE * count), about=cause, beside=sent.pk)
        self.left[cause] -= FEE * count

    def back(self, programme: str, household: str) -> None:
        cause = f"payment:{len(self.rows)}"
        self.payees[cause], self.left[cause] = frozenset({household}), GIVEN
        self.book("return", (BANK, GIVEN), (f"returned:{programme}:AMD", -GIVEN), about=cause)

    def tell(self, which: int, most: int, *, decided: bool) -> None:
        """The bank's word on some of a cause, and a person's that it is that, or nobody's yet."""
        causes = [cause for cause, minor in self.left.items() if minor]
        if not causes:
            return
        cause = causes[which % len(causes)]
        left = self.left[cause]
        part = max(-most * GIVEN, left) if left < 0 else min(most * GIVEN, left)
        line = self.book("held", (BANK, part), (HELD, -part), about="bank-line:1")
        if decided:
            self.left[cause] -= part
            self.book("matched", (HELD, part), (BANK, -part), about=cause, beside=line.pk)

    def released(self) -> Released:
        return release(self.rows, Paid(payees=self.payees, said=frozenset(self.said)))


FEW = st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=4)
HOUSEHOLDS = FEW | st.frozensets(st.sampled_from("abcdefghij"), min_size=5, max_size=7)
PROGRAMMES = st.sampled_from(("cash", "food"))
ACTS = st.one_of(
    st.tuples(st.just("send"), PROGRAMMES, HOUSEHOLDS),
    st.tuples(st.just("back"), PROGRAMMES, st.sampled_from("abcdefghij")),
    st.tuples(
        st.just("tell"), st.integers(0, 1), st.sampled_from((1, 4, 9)), st.sampled_from((True, True, False))
    ),
    st.tuples(st.just("gift")),
    st.tuples(st.just("interest")),
)
HISTORIES = st.lists(ACTS, max_size=25)


def lived(acts: list[tuple[object, ...]]) -> tuple[Books, list[Released]]:
    """The books at the end, and the download of each day."""
    books, downloads = Books(), []
    for day, (verb, *said) in enumerate(acts):
        books.day = day
        if verb == "tell":
            books.tell(said[0], said[1], decided=bool(said[2]))  # type: ignore[arg-type]
        else:
            getattr(books, str(verb))(*said)
        downloads.append(books.released())
    return books, downloads


def shape(row: Row) -> tuple[object, ...]:
    return (row.kind, row.value_date, row.about, tuple(row.legs))


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_no_download_differs_from_another_by_fewer_than_five(acts: list[tuple[object, ...]]) -> None:
    """What was told stays; whatever one download has above another, but gifts and the bank's own, is of five or more."""
    before = Counter[tuple[object, ...]]()
    for one in lived(acts)[1]:
        now = Counter(map(shape, one.told))
        assert not before - now
        for kind, _day, _about, legs in now - before:
            for leg in legs:  # type: ignore[attr-defined]
                unit = FEE if kind == "fee" else GIVEN
                assert abs(leg.minor) in (777, 7) or abs(leg.minor) >= FEWEST_SHOWN * unit, (kind, legs)
        before = now


@settings(max_examples=150, deadline=None)
@given(HISTORIES, PROGRAMMES, FEW)
def test_what_waits_leaves_no_trace(
    acts: list[tuple[object, ...]], programme: str, few: frozenset[str]
) -> None:
    """The download is as if nobody of a group that waits had been paid: no sum, fee or bank line tells of it."""
    books, downloads = lived(acts)
    books.send(programme, few)
    books.tell(len(books.left), 2, decided=True)
    after = books.released()
    if len(after.causes) == len(downloads[-1].causes if downloads else ()):
        told = downloads[-1].told if downloads else ()
        kinds = Counter(map(shape, after.told))
        kinds.subtract(Counter(map(shape, told)))
        assert not any(name[0] in ("payment", "fee", "return") for name, count in kinds.items() if count)


@settings(max_examples=150, deadline=None)
@given(HISTORIES)
def test_a_day_that_may_be_stated_has_no_part_of_a_group(acts: list[tuple[object, ...]]) -> None:
    """On such a day the bank's own lines come to what is told of them: the difference is that of whole groups alone."""
    books, downloads = lived(acts)
    if not downloads:
        return
    told, within = downloads[-1].told, downloads[-1].within
    for n in range(len(acts)):
        day = BEGAN + timedelta(n)
        if any(each.holds(day) for each in within):
            continue
        assert _by_the_bank(books.rows, day) == _by_the_bank(told, day)
        ahead = sum(
            leg.minor for row in told if row.value_date <= day for leg in row.legs
            if leg.account == BANK and ahead_of_the_bank(row.kind, None)
        )  # fmt: skip
        assert ahead == 0 or abs(ahead) >= FEWEST_SHOWN * FEE


def _by_the_bank(rows: object, day: date) -> int:
    return sum(
        leg.minor
        for row in rows  # type: ignore[attr-defined]
        if row.value_date <= day and not ahead_of_the_bank(row.kind, None)
        for leg in row.legs
        if leg.account == BANK
    )


def test_a_group_is_told_when_it_is_five_and_stays_as_it_is() -> None:
    """Three households, then two: one transfer on the second day, with its fees beside it; then the next group begins."""
    books = Books()
    books.send("cash", frozenset("abc"))
    assert not books.released().told
    books.day = 1
    books.send("cash", frozenset("ad"))
    assert not books.released().told  # "a" is not told twice: four households so far
    books.send("cash", frozenset("e"))
    first = books.released().told
    assert [(row.kind, row.legs[0].minor) for row in first] == [
        (TransferKind.PAYMENT, -6 * GIVEN),
        (TransferKind.FEE, -6 * FEE),
    ]
    books.send("cash", frozenset("xyz"))
    assert list(map(shape, books.released().told)) == list(map(shape, first))


def test_a_supplier_is_told_at_once() -> None:
    """What is bought is no household's."""
    books = Books()
    books.send("water", frozenset("a"))
    told = release(books.rows, Paid(payees=books.payees, buying=frozenset({"water"}))).told
    assert [(row.kind, row.about) for row in told] == [
        ("payment", "programme:water"),
        ("fee", "payment-list:0"),
    ]


def test_the_bank_s_word_on_a_group_is_told_when_it_is_whole() -> None:
    """Three of its payments first: nothing; then the rest: one line, one decision, and the books say what the bank says."""
    books = Books()
    books.send("cash", frozenset("abcdef"))
    books.tell(0, 3, decided=True)
    assert [row.kind for row in books.released().told] == ["payment", "fee"]
    books.tell(0, 9, decided=True)
    told = books.released().told
    assert [row.kind for row in told] == ["payment", "fee", "held", "matched"]
    assert told[3].beside == told[2].pk and sum(leg.minor for row in told[2:] for leg in row.legs) == 0
    assert {leg.account: leg.minor for leg in told[2].legs}[BANK] == -6 * (GIVEN + FEE)

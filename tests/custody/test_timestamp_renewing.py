from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.custody.stamping import AT
from tocsin.custody.timestamps import renewing
from tocsin.custody.timestamps.hashes import BY_NAME, Hash
from tocsin.custody.timestamps.renewing import (
    Aged,
    Covered,
    Reason,
    Standing,
    Why,
    due,
    read_renewal,
    renewal_text,
    renews_enough,
    standings,
)
from tocsin.custody.timestamps.timing import EVERY, FIRST_WAIT, WAIT_MAX, is_due, wait_after

DAY = timedelta(days=1)


def aged(days: int, *renewed: int, n: int = 1, hash: str = "sha512") -> Aged:
    """One that runs out in so many days, and those that renew it."""
    ends = tuple(AT + DAY * each for each in renewed)
    return Aged(size=7, n=n, hash=hash, good_until=AT + DAY * days, renewed_until=ends)


def test_a_timestamp_is_renewed_in_the_year_before_its_certificate_runs_out() -> None:
    """Not before, and even when it ran out already: what it covers is still worth keeping."""
    assert due([aged(366), aged(365, n=2), aged(-10, n=3)], AT) == [
        Reason(size=7, n=3, why=Why.CERTIFICATE, until=AT - 10 * DAY),
        Reason(size=7, n=2, why=Why.CERTIFICATE, until=AT + 365 * DAY),
    ]


def test_one_that_is_renewed_by_what_lasts_longer_is_not_due() -> None:
    """A renewal that ends no later than what it renews is none."""
    assert not due([aged(100, 101)], AT)
    assert due([aged(100, 100), aged(100, 99, n=2)], AT)


def test_an_ageing_hash_is_a_reason_too(monkeypatch) -> None:
    """From a year before the day that the table names."""
    ageing = Hash(name="sha256", oid="2.16.840.1.101.3.4.2.1", ageing_from=AT + 300 * DAY)
    monkeypatch.setitem(BY_NAME, "sha256", ageing)
    [reason] = due([aged(4000, hash="sha256"), aged(4000, n=2)], AT)
    assert reason == Reason(size=7, n=1, why=Why.HASH, until=AT + 300 * DAY)
    assert not due([aged(4000, hash="sha256")], AT - 100 * DAY)
    assert not due([aged(4000, 3000, hash="sha256")], AT)


def test_a_renewal_that_would_be_due_itself_is_not_kept() -> None:
    """Or one would renew the other for ever."""
    assert not renews_enough(AT + 365 * DAY, AT)
    assert renews_enough(AT + 366 * DAY, AT)


covered = st.builds(
    Covered.of, st.integers(0, 2**40), st.integers(1, 10**6), st.binary(max_size=9), st.binary(max_size=9)
)


@given(st.lists(covered, min_size=1, max_size=5, unique_by=lambda each: (each.size, each.n)))
def test_the_text_of_a_renewal_is_read_as_it_was_written(them: list[Covered]) -> None:
    """In one order, whatever order they came in."""
    text = renewal_text(them)
    assert read_renewal(text) == sorted(them, key=lambda each: (each.size, each.n))
    assert renewal_text(them[::-1]) == text


def test_what_is_no_text_of_a_renewal_is_not_read() -> None:
    """Without its header, its last line feed or its lines, in another order, or with anything else in it."""
    text = renewal_text([Covered.of(7, 1, b"a", b"b"), Covered.of(9, 1, b"c", b"d")])
    header, first, second, _ = text.split("\n")
    for wrong in (
        "",
        "\n",
        header,
        header + "\n",
        text[:-1],
        text + "\n",
        text + "x",
        text.replace("/1", "/2"),
        text.upper(),
        f"{header}\n{second}\n{first}\n",
        f"{header}\n{first}\n\n{second}\n",
        text.replace("7 1 ", "07 1 "),
    ):
        assert read_renewal(wrong) is None, wrong


def standing(*chain: tuple[int, int], at: int) -> list[Standing]:
    """Of timestamps that each renew the one before: day made and day that it ends."""
    ends = {key: (AT + DAY * made, AT + DAY * end) for key, (made, end) in enumerate(chain)}
    renewed_in = {key: [key + 1] for key in range(len(chain) - 1)}
    return list(dict(sorted(standings(ends, renewed_in, AT + DAY * at).items())).values())


def test_a_chain_of_renewals_is_as_good_as_its_last_link() -> None:
    """Each must have been made before the one before it ran out."""
    good, renewed, ran_out = Standing.GOOD, Standing.RENEWED, Standing.RAN_OUT
    assert standing((0, 10), (5, 20), (15, 30), at=25) == [renewed, renewed, good]
    assert standing((0, 10), (5, 20), (15, 30), at=31) == [ran_out, ran_out, ran_out]
    assert standing((0, 10), (11, 30), at=25) == [ran_out, good]
    assert standing((0, 10), (5, 20), (21, 30), at=25) == [ran_out, ran_out, good]
    assert standing((0, 10), (0, 20), at=15) == [renewed, good]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6), st.integers(0, 100)
)
def test_nothing_stands_on_what_ran_out(chain: list[tuple[int, int]], at: int) -> None:
    """Renewed means: the next link was made in time and itself is worth something; against a plain reading of the rule."""
    found = standing(*chain, at=at)
    made_in_order = [made for made, _ in chain] == sorted(made for made, _ in chain)
    for index, ((_, end), state) in enumerate(zip(chain, found, strict=True)):
        following = index + 1 < len(chain)
        if at <= end:
            assert state is Standing.GOOD
        elif state is Standing.RENEWED:
            assert following and chain[index + 1][0] <= end and found[index + 1] is not Standing.RAN_OUT
        elif following and made_in_order:
            assert chain[index + 1][0] > end or found[index + 1] is Standing.RAN_OUT


def test_waits_grow_to_a_quarter_of_a_day() -> None:
    """However often it failed; the first wait is short, for most troubles are."""
    waits = [wait_after(failures) for failures in range(1, 400)]
    assert waits == sorted(waits) and waits[0] == FIRST_WAIT and waits[-1] == WAIT_MAX


def test_a_fresh_timestamp_is_due_after_an_hour() -> None:
    """Or where there is none yet."""

    def due_at(last: datetime | None) -> bool:
        return is_due(last, AT)

    assert due_at(None) and due_at(AT - EVERY) and not due_at(AT - EVERY + timedelta(microseconds=1))


def test_the_length_of_a_renewal_is_bounded() -> None:
    """A thousand timestamps, with numbers as long as they get, are asked for in one request of a few bytes and kept."""
    them = [Covered.of(10**12 + each, 10**6, b"", b"") for each in range(renewing.AT_ONCE)]
    assert len(renewal_text(them)) < 300_000

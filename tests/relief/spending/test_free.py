"""What a fund has free: never more than lies in its accounts, and never what was given for something else."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.relief.spending.free import Holdings, free

_POTS = st.dictionaries(st.sampled_from(["water", "bread"]), st.integers(0, 50))
_MINOR = st.integers(1, 200)


@given(
    st.integers(-50, 200),
    _POTS,
    st.lists(st.tuples(st.sampled_from(["", "water", "bread"]), _MINOR), max_size=8),
)
def test_whatever_is_approved_is_covered(
    in_hand: int, pots: dict[str, int], asked: list[tuple[str, int]]
) -> None:
    """Approving only what is free, in whatever order, all that is set aside lies in hand, and no pot pays for another."""
    aside: dict[str, int] = {}
    for purpose, minor in asked:
        if minor <= free(Holdings(in_hand=in_hand, given=pots, set_aside=dict(aside)), purpose):
            aside[purpose] = aside.get(purpose, 0) + minor
    assert sum(aside.values()) <= max(0, in_hand)
    beyond = sum(max(0, minor - pots.get(purpose, 0)) for purpose, minor in aside.items())
    assert beyond <= max(0, in_hand - sum(pots.values()))


@given(st.integers(0, 200), _POTS, _MINOR, st.data())
def test_sending_changes_nothing_of_what_is_free(
    in_hand: int, pots: dict[str, int], minor: int, data: st.DataObject
) -> None:
    """What leaves the bank was set aside before: nobody else has less for it, and what comes back is set aside again."""
    purpose = data.draw(st.sampled_from(["", "water", "bread"]))
    before = Holdings(in_hand=in_hand, given=pots, set_aside={purpose: minor})
    sent = data.draw(st.integers(0, minor))
    after = Holdings(
        in_hand=in_hand - sent, given=pots, sent={purpose: sent}, set_aside={purpose: minor - sent}
    )
    for each in ("", "water", "bread"):
        assert free(before, each) == free(after, each)

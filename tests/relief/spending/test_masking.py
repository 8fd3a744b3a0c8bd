"""Small groups in public: what a reader who knows the rule and the total can reckon back."""

from collections import defaultdict
from itertools import product

import pytest

from tocsin.relief.spending.masking import FEWER, FEWEST_SHOWN, WITHHELD, is_told, masked, masked_groups


@pytest.mark.parametrize(
    ("count", "printed"),
    [(0, "0"), (1, FEWER), (4, FEWER), (5, "5 to 9"), (14, "10 to 14"), (97_735, "97,735 to 97,739")],
)
def test_a_count_alone(count: int, printed: str) -> None:
    """Fewer than five are never counted out; nobody is nobody; one more or less is not told."""
    assert masked(count) == printed
    assert is_told(printed) is (count > 0)


@pytest.mark.parametrize(("groups", "highest"), [(2, 40), (3, 24), (4, 12)])
def test_no_small_group_can_be_reckoned_back(groups: int, highest: int) -> None:
    """Whoever knows the rule, the total and all that is printed still has two numbers for each group that may be small.

    Every way in which people may be parted into groups is tried; those that print alike, and come to the same in all, are
    what a reader cannot tell apart. Fewer than five in all are never told (public/releasing.py).
    """
    alike = defaultdict[tuple[object, ...], list[set[int]]](lambda: [set() for _ in range(groups)])
    for counts in product(range(highest), repeat=groups):
        if FEWEST_SHOWN <= (total := sum(counts)) < highest:
            said = masked_groups(dict(enumerate(counts)))
            for possible, count in zip(alike[(*said.groups.values(), total)], counts, strict=True):
                possible.add(count)
    for printed, possible in alike.items():
        alone = sum(each != "0" for each in printed[:-1]) == 1
        for shown, values in zip(printed[:-1], possible, strict=True):
            small = any(0 < value < FEWEST_SHOWN for value in values)
            assert shown != FEWER or small
            assert not small or len(values) > 1 or alone, (printed, possible)


def test_where_nothing_is_small_every_group_is_shown() -> None:
    """By fives; masking costs no more where nobody needs it."""
    said = masked_groups({"river": 5, "hills": 0, "plain": 1200})
    assert dict(said.groups) == {"river": "5 to 9", "hills": "0", "plain": "1,200 to 1,204"}
    assert WITHHELD not in said.groups.values()

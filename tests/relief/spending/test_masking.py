"""Small groups in public: what a reader who knows the rule can reckon back."""

from collections import defaultdict
from itertools import product

import pytest

from tocsin.relief.spending.masking import FEWER, WITHHELD, masked, masked_groups


@pytest.mark.parametrize(
    ("count", "printed"), [(0, "0"), (1, FEWER), (4, FEWER), (5, "5"), (97_735, "97,735")]
)
def test_a_count_alone(count: int, printed: str) -> None:
    """Fewer than five are never counted out; nobody is nobody."""
    assert masked(count) == printed


@pytest.mark.parametrize(("groups", "highest"), [(1, 40), (2, 40), (3, 24), (4, 11)])
def test_no_small_group_can_be_reckoned_back(groups: int, highest: int) -> None:
    """Whoever knows the rule and reads all that is printed still has two numbers to choose from for each masked group.

    Every way in which people may be parted into groups is tried; those that print alike are what a reader cannot tell
    apart. Totals near the highest number are left out: there the trial itself ends, and not what may be.
    """
    alike = defaultdict[tuple[object, ...], list[set[int]]](lambda: [set() for _ in range(groups)])
    for counts in product(range(highest), repeat=groups):
        said = masked_groups(dict(enumerate(counts)))
        if said.total != WITHHELD and sum(counts) >= highest:
            continue
        for possible, count in zip(alike[(*said.groups.values(), said.total)], counts, strict=True):
            possible.add(count)
    for printed, possible in alike.items():
        for shown, values in zip(printed[:-1], possible, strict=True):
            assert shown != FEWER or len(values) > 1, (printed, possible)


def test_where_nothing_is_small_all_is_shown() -> None:
    """Masking costs nothing where nobody needs it."""
    said = masked_groups({"river": 5, "hills": 0, "plain": 1200})
    assert (dict(said.groups), said.total) == ({"river": "5", "hills": "0", "plain": "1,200"}, "1,205")

"""Small groups in public: fewer than five people are never counted out, nor can they be reckoned back from a total.

Beside their total, one masked group would follow from all the others. So the smallest groups shown are withheld too,
until each masked one may still be anything from one to four (complementary suppression); where that is never so, all
that is not small is withheld, the total among it. Pure.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

#: people: of fewer, each might be known by those who know the place
FEWEST_SHOWN = 5
_MOST_MASKED = FEWEST_SHOWN - 1
#: what stands where a count was masked: a small one, and one that would give a small one away
FEWER, WITHHELD = f"fewer than {FEWEST_SHOWN}", "not shown"

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Masked(Generic[Group]):
    #: each group's count as it may be printed
    groups: Mapping[Group, str]
    #: their sum as it may be printed beside them
    total: str


def masked(count: int) -> str:
    """A count that stands alone, as it may be printed; none is none, and gives nobody away.

    >>> masked(0), masked(4), masked(1234)
    ('0', 'fewer than 5', '1,234')
    """
    assert count >= 0, count
    return FEWER if 0 < count < FEWEST_SHOWN else f"{count:,}"


def masked_groups(counts: Mapping[Group, int]) -> Masked[Group]:
    """Counts of groups that share nobody, and their total.

    >>> masked_groups({"hills": 3, "river": 20, "plain": 400})
    Masked(groups={'hills': 'fewer than 5', 'river': 'not shown', 'plain': '400'}, total='423')
    >>> masked_groups({"hills": 3, "plain": 0}).total
    'not shown'
    """
    small = [count for count in counts.values() if 0 < count < FEWEST_SHOWN]
    shown = sorted(
        (group for group in counts if counts[group] >= FEWEST_SHOWN), key=lambda group: counts[group]
    )
    sizes = [counts[group] for group in shown]
    enough = next((n for n in range(len(shown) + 1) if _tells_nothing(small, sizes, n)), None)
    printed = {group: masked(count) for group, count in counts.items()}
    return Masked(
        groups=printed | dict.fromkeys(shown[:enough], WITHHELD),
        total=WITHHELD if enough is None else f"{sum(counts.values()):,}",
    )


def _tells_nothing(small: Sequence[int], shown: Sequence[int], withheld: int) -> bool:
    """Whether each masked count may still be one to four for a reader of the total and of all that is shown.

    `shown` is in ascending order; the first `withheld` of them are not printed: each is five or more, and no more than
    the first that is.
    """
    if not small:
        return withheld == 0
    hidden, others = sum(small) + sum(shown[:withheld]), len(small) - 1
    highest = shown[withheld] if withheld < len(shown) else hidden
    above = highest * withheld
    least, most = others + FEWEST_SHOWN * withheld, _MOST_MASKED * others + above
    return least + _MOST_MASKED <= hidden <= most + 1

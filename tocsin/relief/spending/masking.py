"""Small groups in public: fewer than five are never counted out, nor can they be reckoned back from what is known besides.

A reader may know how many there are in all, from the money and what each is given; may hold every earlier count; and
knows these rules. So counts are told by fives, which one more or less leaves as they are; and where a small group would
still follow from the total and the others, the smallest of those is withheld too (complementary suppression), or all.
Which of both depends on nothing but what would be printed: knowing the rule tells no more. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

#: people: of fewer, each might be known by those who know the place
FEWEST_SHOWN = 5
_MOST_MASKED = FEWEST_SHOWN - 1
#: what stands where a count was masked: a small one, and one that would give a small one away
FEWER, WITHHELD = f"fewer than {FEWEST_SHOWN}", "not shown"
_BAND = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3}){0,4}) to ([1-9][0-9]{0,2}(?:,[0-9]{3}){0,4})")

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Masked(Generic[Group]):
    #: each group's count as it may be printed
    groups: Mapping[Group, str]


def masked(count: int) -> str:
    """A count as it may be printed by itself; none is none, and gives nobody away.

    >>> masked(0), masked(4), masked(5), masked(1234)
    ('0', 'fewer than 5', '5 to 9', '1,230 to 1,234')
    """
    assert count >= 0, count
    if count < FEWEST_SHOWN:
        return FEWER if count else "0"
    low = _low(count)
    return f"{low:,} to {low + FEWEST_SHOWN - 1:,}"


def masked_groups(counts: Mapping[Group, int]) -> Masked[Group]:
    """Counts of groups that share nobody, beside a total that a reader knows.

    >>> masked_groups({"hills": 3, "river": 20, "plain": 400}).groups
    {'hills': 'fewer than 5', 'river': 'not shown', 'plain': '400 to 404'}
    """
    small = sum(0 < count < FEWEST_SHOWN for count in counts.values())
    shown = sorted((count, place) for place, count in enumerate(counts.values()) if count >= FEWEST_SHOWN)
    printed = [masked(count) for count in counts.values()]
    if small and _tells_nothing(small, [_low(count) for count, _ in shown], sum(counts.values())):
        for _, place in shown[:1]:
            printed[place] = WITHHELD
    elif small:
        printed = [WITHHELD if count else "0" for count in counts.values()]
    return Masked(groups=dict(zip(counts, printed, strict=True)))


def is_told(printed: str) -> bool:
    """Whether a count is printed as these rules print one.

    >>> is_told("10 to 14"), is_told("11 to 15"), is_told("12")
    (True, False, False)
    """
    if printed in (FEWER, WITHHELD):
        return True
    found = _BAND.fullmatch(printed)
    return found is not None and masked(int(found[1].replace(",", ""))) == printed


def _low(count: int) -> int:
    return count - count % FEWEST_SHOWN


def _tells_nothing(small: int, lows: Sequence[int], total: int) -> bool:
    """Whether each masked count may still be one to four for a reader of the total and of all that is shown.

    `lows` are where the bands of the others begin, in ascending order. The first of them is never printed beside a small
    group: it is five or more, and no more than the next. So what is asked here is no more than what is printed.
    """
    others, rest = small - 1, lows[1:]
    highest = rest[0] + FEWEST_SHOWN - 1 if rest else total
    withheld = 1 if lows else 0
    least = others + FEWEST_SHOWN * withheld + sum(rest)
    most = _MOST_MASKED * others + highest * withheld + sum(low + FEWEST_SHOWN - 1 for low in rest)
    return least + _MOST_MASKED <= total <= most + 1

"""Where names stand on a map so that none covers another, a mark, or the edge. Pure: whoever asks first is served first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple
from unicodedata import east_asian_width

LINE_PX = 14.0
#: of 12 px letters; wider than most fonts need, so that a name never runs into its neighbour
_WIDE_PX, _CAPITAL_PX, _SMALL_PX = 12.6, 9.0, 6.9
#: how far off its point a name may stand; each only where the one before is taken all around
_DISTANCES_PX = (9.0, 20.0, 40.0)
#: right, left, below, above, and the corners between
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


class Box(NamedTuple):
    """In px: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and other.top <= self.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A text that wants to stand beside one of its points."""

    lines: tuple[str, ...]
    #: the first is tried first
    points: tuple[tuple[float, float], ...]
    #: upon the point before beside it
    upon: bool = False


def around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def width_px(text: str) -> float:
    return sum(_letter_px(sign) for sign in text)


def _letter_px(sign: str) -> float:
    if east_asian_width(sign) in "WF":
        return _WIDE_PX
    return _CAPITAL_PX if sign.isupper() or sign in "mwMW—@%" else _SMALL_PX


def placed(
    wishes: Sequence[Wish], *, within: Box, taken: Iterable[Box], lightly: Iterable[Box] = ()
) -> list[Box | None]:
    """A box for each, in their order; None where no room is left. `lightly` taken room is given where no other is free."""
    hard, soft = list(taken), list(lightly)
    boxes: list[Box | None] = []
    for wish in wishes:
        free = [
            box
            for box in _candidates(wish)
            if box.lies_in(within) and not any(box.meets(other) for other in hard)
        ]
        best = next((box for box in free if not any(box.meets(other) for other in soft)), None)
        box = best or next(iter(free), None)
        boxes.append(box)
        if box:
            hard.append(box)
    return boxes


def _candidates(wish: Wish) -> Iterator[Box]:
    wide, high = max(map(width_px, wish.lines)) + 6, LINE_PX * len(wish.lines) + 2
    if wish.upon:
        yield from (Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2) for x, y in wish.points)
    for distance, (x, y), (across, down) in product(_DISTANCES_PX, wish.points, _SIDES):
        off = distance * (0.75 if across and down else 1.0)
        middle_x, middle_y = x + across * (off + wide / 2), y + down * (off + high / 2)
        yield Box(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)

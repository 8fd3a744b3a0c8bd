"""What fits on two pages: rows chosen by the height that they take, with the notes that they rest on. Pure.

The rule, as every brief states it: each part has its room, on its page and among the notes; its rows are taken in
their order until one does not fit. What parts leave is then offered to the others, in reading order.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import combining, east_asian_width


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A row that asks for a place."""

    row: Any
    height_pt: float
    #: findings that it rests on, in the order in which it names them
    finding_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    name: str
    #: for its rows, its heading not counted
    room_pt: float
    #: for notes that no part before it has
    notes_room_pt: float
    #: what matters most stands first
    rows: tuple[Wanted, ...]


@dataclass(kw_only=True, slots=True)
class Chosen:
    #: name of a part -> rows that stand, in their order
    rows: dict[str, tuple[Wanted, ...]] = field(default_factory=dict)
    #: findings that have a note, with the height of each
    notes_pt: dict[int, float] = field(default_factory=dict)


def choose(
    columns: Sequence[Sequence[Part]],
    note_pt: Mapping[int, float],
    notes_room_pt: float,
    noted: Collection[int],
) -> Chosen:
    """Columns of parts in reading order. `note_pt`: finding -> height of its note; `noted` have one already."""
    room = _Room(note_pt, notes_room_pt, noted)
    for column in columns:
        for part in column:
            room.fill(part, part.room_pt, part.notes_room_pt)
    for column in columns:
        spare_pt = sum(part.room_pt - room.height_pt(part) for part in column)
        for part in column:
            spare_pt -= room.fill(part, spare_pt, notes_room_pt)
    return room.chosen


class _Room:
    """What is taken so far."""

    def __init__(self, note_pt: Mapping[int, float], notes_room_pt: float, noted: Collection[int]) -> None:
        self.note_pt, self.notes_spare_pt, self.noted = note_pt, notes_room_pt, set(noted)
        self.chosen = Chosen()

    def height_pt(self, part: Part) -> float:
        return sum(each.height_pt for each in self.chosen.rows[part.name])

    def fill(self, part: Part, room_pt: float, notes_room_pt: float) -> float:
        """Takes the part's next rows until one does not fit; returns their height."""
        taken = list(self.chosen.rows.get(part.name, ()))
        used_pt, notes_pt = 0.0, min(notes_room_pt, self.notes_spare_pt)
        for wanted in part.rows[len(taken) :]:
            fresh = {each: self.note_pt[each] for each in wanted.finding_ids if each not in self.noted}
            cost_pt = sum(fresh.values())
            if used_pt + wanted.height_pt > room_pt or cost_pt > notes_pt:
                break
            used_pt, notes_pt = used_pt + wanted.height_pt, notes_pt - cost_pt
            self.notes_spare_pt -= cost_pt
            self.noted |= fresh.keys()
            self.chosen.notes_pt |= fresh
            taken.append(wanted)
        self.chosen.rows[part.name] = tuple(taken)
        return used_pt


def numbered(named: Iterable[int]) -> dict[int, int]:
    """Finding -> number of its note, from 1, in the order in which findings are first named.

    >>> numbered([31, 12, 31, 5])
    {31: 1, 12: 2, 5: 3}
    """
    return {finding: number for number, finding in enumerate(dict.fromkeys(named), 1)}


def lines(text: str, signs_per_line: int) -> int:
    """How many lines the text takes, at least one; every line may lose the length of a word at its end.

    >>> lines("", 40), lines("road " * 16, 40), lines("路" * 40, 40)
    (1, 3, 3)
    """
    usable = max(signs_per_line - 4, 1)
    return max(1, -(-width(text) // usable))


def width(text: str) -> int:
    """In signs of ordinary width: wide ones count two, marks above or below a letter none.

    >>> width("abc"), width("路"), width("e\\u0301")
    (3, 2, 1)
    """
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def shortened(text: str, most: int) -> str:
    """White space evened and at most so many signs of width, cut behind a word where one ends nearby.

    >>> shortened("The  road to the\\nvalley is open", 20)
    'The road to the…'
    >>> shortened("x" * 30, 10)
    'xxxxxxxxx…'
    """
    even = " ".join(text.split())
    if width(even) <= most:
        return even
    cut = even[: most - 1]
    while width(cut) > most - 1:
        cut = cut[:-1]
    head, _, _ = cut.rpartition(" ")
    return f"{head if len(head) > len(cut) * 2 // 3 else cut}…"

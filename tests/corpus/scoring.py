"""What of a passage is read right: each wanted finding, and each of its keys.

1. Wanted and found are paired one to one, those that share most of their words first, then those that agree in most keys.
2. `found` counts the pairs; every other key counts where found says what is wanted.
3. `nothing_else` counts the kinds of which nothing may be found but what is wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.corpus.passages import Passage, Wanted
from tocsin.reading import read

Found = Mapping[str, Any]
#: keys that hold the index of another finding of the same list
_POINTERS = {"part_of", "denies"}


class Mark(NamedTuple):
    """One thing wanted of one passage, and whether it is read so."""

    passage: str
    kind: str
    key: str
    right: bool
    #: what is wanted, and what was found
    why: str

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.key}"


def marks(passage: Passage) -> Iterator[Mark]:
    found = read(passage.text, passage.published).as_dict()
    for kind, wanted in passage.want.items():
        pairs = _pair(passage.text, wanted, found[kind])
        for want, index in zip(wanted, pairs, strict=True):
            yield from _marks_of(passage, kind, want, index, found[kind])
        if not wanted or kind in passage.whole:
            others = [row for index, row in enumerate(found[kind]) if index not in pairs]
            words = "; ".join(passage.text[row["start"] : row["end"]] for row in others)
            yield Mark(passage.name, kind, "nothing_else", not others, f"also found: {words}")


def score(passages: Sequence[Passage]) -> tuple[Counter[str], Counter[str]]:
    """How many things are wanted, and how many are right, by "kind.key"."""
    wanted, right = Counter[str](), Counter[str]()
    for passage in passages:
        for mark in marks(passage):
            wanted[mark.name] += 1
            right[mark.name] += mark.right
    return wanted, right


def _marks_of(
    passage: Passage, kind: str, want: Wanted, index: int | None, rows: Sequence[Found]
) -> Iterator[Mark]:
    yield Mark(passage.name, kind, "found", index is not None, f"not found: {want['words']}")
    for key in want.keys() - {"words"}:
        right = index is not None and _agrees(passage.text, key, want[key], rows[index][key], rows)
        got = _printed(passage.text, rows[index][key]) if index is not None else "nothing"
        why = f"{want['words']!r}: {key} wanted {want[key]!r}, found {got!r}"
        yield Mark(passage.name, kind, key, right, why)


def _pair(text: str, wanted: Sequence[Wanted], rows: Sequence[Found]) -> list[int | None]:
    """For each wanted finding the index of the one found for it."""
    ranked = sorted(
        (-_share(text, want, row), -_agreement(text, want, row, rows), number, index)
        for number, want in enumerate(wanted)
        for index, row in enumerate(rows)
        if _share(text, want, row) > 0
    )
    pairs: dict[int, int] = {}
    for *_, number, index in ranked:
        if number not in pairs and index not in pairs.values():
            pairs[number] = index
    return [pairs.get(number) for number in range(len(wanted))]


def _share(text: str, want: Wanted, row: Found) -> float:
    """Intersection over union of the wanted words and the finding."""
    start = text.index(want["words"])
    end = start + len(want["words"])
    common = min(end, row["end"]) - max(start, row["start"])
    return max(0, common) / (max(end, row["end"]) - min(start, row["start"]))


def _agreement(text: str, want: Wanted, row: Found, rows: Sequence[Found]) -> int:
    return sum(_agrees(text, key, want[key], row[key], rows) for key in want.keys() - {"words"})


def _agrees(text: str, key: str, want: Any, got: Any, rows: Sequence[Found]) -> bool:
    if key in _POINTERS:
        return (
            got is None if want is None else got is not None and _share(text, {"words": want}, rows[got]) > 0
        )
    return _same(text, want, got)


def _same(text: str, want: Any, got: Any) -> bool:
    """Of a list of records every one and no more, in any order; of a record the keys that are wanted."""
    if isinstance(want, Mapping):
        return isinstance(got, Mapping) and all(_same(text, value, got[key]) for key, value in want.items())
    if isinstance(got, list | tuple):
        left = [*got]
        for one in want if isinstance(want, list) else [want]:
            match = next((other for other in left if _same(text, one, other)), None)
            if match is None:
                return False
            left.remove(match)
        return not left
    return bool(want == _printed(text, got))


def _printed(text: str, got: Any) -> Any:
    """A span as its words."""
    if isinstance(got, list | tuple):
        return [_printed(text, one) for one in got]
    if isinstance(got, Mapping) and got.keys() == {"start", "end"}:
        return text[got["start"] : got["end"]]
    return got

"""What changed between two versions of a text, word by word, for a person to read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: of each text, the first characters; the page says where the rest is left out
CHARS_MAX = 200_000
PARAGRAPHS_MAX = 500
#: words on one side times words on the other, over all that is compared word by word. What `difflib` needs grows faster
#: than a text: past this, changed paragraphs are shown whole
WORK_MAX = 1_000_000
#: words of a run that stands between two changes and is too little to be followed: "gone gone same gone" reads badly
BRIDGE_WORDS = 1
#: of the words of both paragraphs: with less in common they are two paragraphs and no change of one
LITTLE = 0.3
_WORD = re.compile(r"\S+\s*|\s+")

Sort = Literal["same", "gone", "new"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    sort: Sort
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """Paragraphs of both versions, each as its pieces; same paragraphs have one piece."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    #: that a text is longer than is compared
    cut: bool

    @property
    def changed(self) -> int:
        """How many paragraphs are not the same."""
        return sum(1 for each in self.paragraphs if not is_same(each))


def is_same(paragraph: Sequence[Piece]) -> bool:
    return all(piece.sort == "same" for piece in paragraph)


def versions(old: str, new: str) -> Versions:
    """Paragraphs are matched first, then the words of those between.

    >>> [(piece.sort, piece.text) for piece in versions("60 fled.", "70 fled.").paragraphs[0]]
    [('gone', '60'), ('same', ' '), ('new', '70'), ('same', ' '), ('same', 'fled. ')]
    """
    before, after = _paragraphs(old), _paragraphs(new)
    cut = len(before) > PARAGRAPHS_MAX or len(after) > PARAGRAPHS_MAX or max(len(old), len(new)) > CHARS_MAX
    made = _compared(before[:PARAGRAPHS_MAX], after[:PARAGRAPHS_MAX])
    return Versions(paragraphs=tuple(made), cut=cut)


def _paragraphs(text: str) -> list[str]:
    lines = (line.strip() for line in text[:CHARS_MAX].splitlines())
    return [line for line in lines if line]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    work = WORK_MAX
    for step, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if step == "equal":
            yield from ((Piece(sort="same", text=line),) for line in before[a:b])
            continue
        pairs = min(b - a, d - c)
        for old, new in zip(before[a : a + pairs], after[c : c + pairs], strict=True):
            one, other = _WORD.findall(f"{old} "), _WORD.findall(f"{new} ")
            work -= len(one) * len(other)
            yield from _words(one, other) if work > 0 else _whole(old, new)
        yield from ((Piece(sort="gone", text=line),) for line in before[a + pairs : b])
        yield from ((Piece(sort="new", text=line),) for line in after[c + pairs : d])


def _whole(old: str, new: str) -> Iterator[tuple[Piece, ...]]:
    yield (Piece(sort="gone", text=old),)
    yield (Piece(sort="new", text=new),)


def _words(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """One paragraph with its changes; two, where they have little in common."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.ratio() < LITTLE:
        yield from _whole("".join(one), "".join(other))
        return
    yield tuple(_merged(_steps(matcher, one, other)))


def _steps(
    matcher: "SequenceMatcher[str]", one: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[Sort, str, str]]:
    steps = matcher.get_opcodes()
    for at, (step, a, b, c, d) in enumerate(steps):
        between = 0 < at < len(steps) - 1
        if step == "equal" and not (between and b - a <= BRIDGE_WORDS):
            yield "same", "".join(one[a:b]), ""
        else:
            yield "gone", "".join(one[a:b]), "".join(other[c:d])


def _merged(steps: Iterator[tuple[Sort, str, str]]) -> Iterator[Piece]:
    """Neighbouring changes as one: what is gone, then what is new."""
    gone = new = ""
    for sort, old, fresh in steps:
        if sort != "same":
            gone, new = gone + old, new + fresh
            continue
        yield from _change(gone, new)
        gone = new = ""
        yield Piece(sort="same", text=old)
    yield from _change(gone, new)


def _change(gone: str, new: str) -> Iterator[Piece]:
    """What is gone, then what is new; the space behind each belongs to neither."""
    if gone == new:
        if gone:
            yield Piece(sort="same", text=gone)
        return
    if gone:
        yield Piece(sort="gone", text=gone.rstrip())
        yield Piece(sort="same", text=" ")
    if new:
        yield Piece(sort="new", text=new.rstrip())
        yield Piece(sort="same", text=" ")

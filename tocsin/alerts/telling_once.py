"""What several findings of one printed sentence say is told once, and rests on all of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tocsin.alerts.draft_nouns import Section
from tocsin.alerts.wording import one_line, quoted

#: kinds of which one passage may lie in another of the same kind
_NESTED = ("call", "statement")
#: part of a passage that another sentence must quote to have told it: the rest is the name of a speaker and a verb
TOLD_PART_MIN = 0.7


class Place(NamedTuple):
    """Half open, in code points of the text."""

    text_id: int
    start: int
    end: int

    def part_in(self, other: Place) -> float:
        """How much of it lies in the other, 0 to 1."""
        if self.text_id != other.text_id or self.end <= self.start:
            return 0.0
        return max(0, min(self.end, other.end) - max(self.start, other.start)) / (self.end - self.start)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A sentence with what is needed to see whether another one tells the same."""

    section: Section
    text: str
    finding_ids: tuple[int, ...]
    #: what says more about who spoke stands before what says less; sentences of the lowest sort have 9
    rank: int
    #: empty for the publisher alone
    speaker: str
    #: what the sentence quotes, or counts; None where nobody knows
    place: Place | None
    #: of the finding
    passage: Place
    #: of the finding; empty where the sentence only quotes
    kind: str
    #: "unconfirmed" or "denied", of a sentence that only quotes; else empty
    doubt: str = ""
    quote: str = ""


def gathered(told: Sequence[Told]) -> list[Told]:
    """Those that nothing told better tells already, with the findings of those that were; doubts in words at their ends."""
    by_rank = sorted(
        told, key=lambda each: (each.rank, each.section != "unclear", each.passage.start - each.passage.end)
    )
    kept: dict[tuple[Section, str], list[Told]] = {}
    for each in by_rank:
        teller = next((one for group in kept.values() for one in group[:1] if _tells(one, each)), None)
        key = (teller.section, teller.text) if teller else (each.section, each.text)
        kept.setdefault(key, []).append(each)
    order = {id(each): place for place, each in enumerate(told)}
    groups = sorted(kept.values(), key=lambda group: min(order[id(each)] for each in group))
    return [_one(sorted(group, key=lambda each: order[id(each)]), group[0]) for group in groups]


def _tells(one: Told, other: Told) -> bool:
    """Whether the sentence tells what the other would; a doubt is never told by what has none."""
    if one.place is None or other.place is None or other.doubt or not _may_stand_for(one, other):
        return False
    # one that only quotes tells nothing beyond its quotation
    said = other.passage if other.kind else other.place
    return max(other.passage.part_in(one.place), said.part_in(one.place)) >= TOLD_PART_MIN


def _may_stand_for(one: Told, other: Told) -> bool:
    """By its sort, its section and whose words it tells; in doubt only for more of the same speaker."""
    nested = one.rank == other.rank and one.kind == other.kind and one.kind in _NESTED
    if not (one.rank < other.rank or nested):
        return False
    if one.section == "unclear" != other.section:
        return bool(one.speaker) and one.speaker == other.speaker
    return other.section in (one.section, "happened") and other.speaker in ("", one.speaker)


def _one(group: Sequence[Told], first: Told) -> Told:
    ids = tuple(dict.fromkeys(pk for each in group for pk in each.finding_ids))
    return replace(first, text=first.text + "".join(_doubts(group)), finding_ids=ids)


def _doubts(group: Sequence[Told]) -> Iterable[str]:
    """Such as: of this, “shots” is not confirmed. Where it is most of what is quoted: this is not confirmed."""
    for doubt, words in (("unconfirmed", "not confirmed"), ("denied", "denied")):
        doubted = [each for each in group if each.doubt == doubt]
        whole = [
            each
            for each in doubted
            if each.place is None or each.place.part_in(each.passage) >= TOLD_PART_MIN
        ]
        if whole:
            yield f" This is {words}."
        elif doubted:
            outer = [each for each in doubted if not any(_within(each, other) for other in doubted)]
            said = list(dict.fromkeys(quoted(one_line(each.quote)) for each in outer))
            yield f" Of this, {' and '.join(said)} {'is' if len(said) == 1 else 'are'} {words}."


def _within(one: Told, other: Told) -> bool:
    return one is not other and one.passage != other.passage and one.passage.part_in(other.passage) == 1.0

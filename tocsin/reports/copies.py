"""Whether two texts are copies of one: the same text, a wire copy, or an update of one story.

What is not caught: a rewrite in other words, which shares about a third of its runs of three words with what it rests on,
and no more with it than with any other report of the same press conference; a short text inside one ten times as long;
a translation; texts of fewer than 22 words.
"""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.reports.shingles import SHINGLES_MIN, Shingle

#: of the shorter text's shingles, for two publishers: an agency's text is cut and gets a head of its own, and still six
#: in ten of its runs stand. Two reports of one speech that were written apart share a third where they quote it at length
COPY_SHARED_MIN = 0.6
#: for one publisher, or where one is not printed: a version whose middle was rewritten is still the same story. Two issues
#: of one bulletin meet here too, and rightly: they are one publisher's word and count once
UPDATE_SHARED_MIN = 0.5


class Kind(StrEnum):
    #: word for word, whatever the signs between the words
    SAME_TEXT = "same text"
    #: carried by another publisher, cut or with some words of its own
    WIRE_COPY = "wire copy"
    #: another version by the same publisher, or by one that is not printed
    UPDATE = "update"


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A text as far as comparing needs it."""

    shingles: frozenset[Shingle]
    #: empty where not printed
    publisher: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    kind: Kind
    #: of the shingles of the shorter text, in thousandths
    shared_permille: int


def alike(one: Compared, other: Compared) -> Alike | None:
    """What the two are to one another; None where they are two texts. The order of the two changes nothing."""
    shorter = min(len(one.shingles), len(other.shingles))
    if shorter < SHINGLES_MIN:
        return None
    shared = len(one.shingles & other.shingles) / shorter
    kind = _kind(one, other, shared)
    return Alike(kind=kind, shared_permille=round(shared * 1000)) if kind else None


def _kind(one: Compared, other: Compared, shared: float) -> Kind | None:
    if one.shingles == other.shingles:
        return Kind.SAME_TEXT
    if _known_apart(one.publisher, other.publisher):
        return Kind.WIRE_COPY if shared >= COPY_SHARED_MIN else None
    return Kind.UPDATE if shared >= UPDATE_SHARED_MIN else None


def _known_apart(one: str, other: str) -> bool:
    return bool(one and other) and one.casefold() != other.casefold()

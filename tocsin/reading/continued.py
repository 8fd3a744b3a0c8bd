"""Numbers without a noun that go on counting what was counted before.

1. A subject that points back: "the count stood at 400", "it was 400", "the figure of 400"; "bringing the total to 400".
2. A gap: "300 crossed on Monday, 400 on Tuesday"; in a later sentence, "another paper printed 400 for Monday".
3. A comparison: "300 crossed, up from 200".
4. A sum: "the list adds up to 400".

Words are data (data/count_words.tsv), each with an example.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Literal, cast

from tocsin.reading.document import Document, Token
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

Link = Literal["subject", "gap", "comparison", "sum"]

#: how many paragraphs on a subject still points back
SUBJECT_PARAGRAPHS_MAX = 1
#: "the figure that was published for that very hour was 400": how far before its verb a subject is looked for
_SUBJECT_REACH = 16
#: "| bringing | the total this year, with those of the spring, | to": words between the verb and its "to"
_BRINGING_REACH = 10
#: "for the", "on the evening of": between a number and its own time or place
_GAP_REACH = 3


def goes_on(doc: Document, quantity: Quantity, clause_start: int, anchors: Collection[int]) -> Link | None:
    """How a number that counts nothing by itself goes on counting what the last one did, if it may.

    `anchors` are where the times and places of its sentence begin.
    """
    if quantity.unit or quantity.value is None:
        return None
    first = bisect_left(doc.tokens, clause_start, key=lambda token: token.start)
    before = doc.tokens[max(first, quantity.first - _SUBJECT_REACH) : quantity.first]
    if _is_predicated(before):
        return "subject"
    cue = phrasebook("count_words").before(doc.tokens, quantity.first)
    if cue and cue.row[1] in ("comparison", "sum"):
        return cast(Link, cue.row[1])
    return "gap" if _is_gapped(doc.tokens, quantity, anchors) else None


def _is_predicated(before: Sequence[Token]) -> bool:
    """ "the number stood at |", "it was |", "the figure of |"."""
    lower = [token.lower for token in before]
    nouns = words("count_words", "noun")
    if lower[-1:] == ["of"]:
        return len(lower) > 1 and lower[-2] in nouns and not {"a", "an"} & set(lower[-5:-2])
    if lower[-1:] == ["to"] and _brings(lower[-_BRINGING_REACH:]):
        return True
    link = phrasebook("count_words").before(before, len(before))
    if not link or link.row[1] != "link":
        return False
    return "it" in lower[max(link.first - 3, 0) : link.first] or not nouns.isdisjoint(lower[: link.first])


def is_brought(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number at `index` is where a count is brought: "bringing the toll of dead to |", "raising to |"."""
    lower = [token.lower for token in tokens[max(index - _SUBJECT_REACH, 0) : index]]
    verbs = words("measure_words", "bringing")
    begin = next((at for at in range(len(lower) - 1, -1, -1) if lower[at] in verbs), None)
    if begin is None or lower[-1] != "to" or {",", ";", "."} & set(lower[begin:]):
        return False
    return begin == len(lower) - 2 or not words("count_words", "noun").isdisjoint(lower[begin : begin + 4])


def _brings(lower: Sequence[str]) -> bool:
    """ "bringing the total this month | to": the count is the object of the verb; "the total forces" are none."""
    verbs, nouns = words("measure_words", "bringing"), words("count_words", "noun")
    for index, word in enumerate(lower):
        count = next(
            (at for at in range(index + 1, index + 4) if lower[at : at + 1] and lower[at] in nouns), None
        )
        if word in verbs and count:
            return lower[count + 1] in words("measure_words", "after count")
    return False


def _is_gapped(tokens: Sequence[Token], quantity: Quantity, anchors: Collection[int]) -> bool:
    """ "| 400 | on Tuesday", "| 400 | to Libya": nothing but a preposition parts it from its own time or place."""
    stop = quantity.stop
    if not quantity.number_is_digits(tokens) or stop >= len(tokens):
        return False
    if tokens[stop].lower == "of" or tokens[stop].lower not in words("phrase_stops", "preposition"):
        return False
    return any(token.start in anchors for token in tokens[stop + 1 : stop + 1 + _GAP_REACH])

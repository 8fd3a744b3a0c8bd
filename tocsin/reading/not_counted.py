"""Numbers that count nothing: names, dates, ages, pronouns, pointers, differences."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Place, Time
from tocsin.reading.naming_numbers import is_name, is_told_of
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.plurals import is_plural
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

#: "the two", "all three": more than so many are not pointed at without their noun
_POINTED_AT_MAX = 12
#: "many of | them | are under 18"
_WHOSE = frozenset(["who", "whom", "them", "these", "those", "children", "people", "residents", "population"])
#: nobody is older
_AGE_MAX = 120
_HYPHENS = frozenset("-‑")
#: before these, four digits are a year
_DATING = frozenset(["after", "before", "during", "in", "since", "until"])
#: "three-storey", "two-year": of people, money and measures a joined word still counts
_KINDS_OF_THING = frozenset(["other", "count", "housing", "shelter", "time", ""])


def is_counted(
    doc: Document, quantity: Quantity, times: Sequence[Time], places: Sequence[Place] = ()
) -> bool:
    """Whether the quantity is a figure. `times` and `places` are those that touch it.

    A duration is one, though a time is found there too: "the siege lasted 90 days".
    """
    tokens = doc.tokens
    return not (
        doc.in_link(quantity.start)
        or (quantity.unit_kind != "time" and any(_stands_in(tokens, quantity, time) for time in times))
        or is_name(doc, quantity, times, places)
        or _is_pronoun(tokens, quantity)
        or _is_of_a_parent(tokens, quantity)
        or _is_compound(tokens, quantity)
        or _is_age(tokens, quantity)
        or _is_pointed_at(tokens, quantity)
        or _is_difference(tokens, quantity)
    )


def _stands_in(tokens: Sequence[Token], quantity: Quantity, time: Time) -> bool:
    """Whether the number, not only its unit or quantifier, stands in the time."""
    first, last = tokens[quantity.number_first], tokens[quantity.number_stop - 1]
    if time.start >= last.end or first.start >= time.end:
        return False
    # a number of four digits may be a year, but not where something is counted: "2000 tents", "2000-2500 tents"
    dated = tokens[quantity.first].lower == "between" or (
        quantity.first > 0 and tokens[quantity.first - 1].lower in _DATING
    )
    within = first.start <= time.start and time.end <= last.end
    counts = _counts_more_than_one(tokens, quantity) or is_told_of(tokens, quantity)
    return dated or not (within and (counts or quantity.quantifier not in ("exact", "range")))


def _counts_more_than_one(tokens: Sequence[Token], quantity: Quantity) -> bool:
    return (
        bool(quantity.unit)
        and quantity.stop > quantity.number_stop
        and is_plural(tokens[quantity.stop - 1].text)
    )


def _is_pronoun(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "one" of "one of them", "no one", "the one"."""
    if tokens[quantity.number_first].lower not in ("one", "zero") or (quantity.value or 0) > 1:
        return False  # "one million" is none
    before = tokens[quantity.first - 1].lower if quantity.first else ""
    return not quantity.unit or before in words("number_labels", "indefinite")


def _is_of_a_parent(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "a mother of three", "the father-of-two": who is spoken of is one."""
    before = [token.lower for token in tokens[max(quantity.first - 4, 0) : quantity.first]]
    told = [word for word in before if word not in _HYPHENS][-2:]
    return not quantity.unit and told[1:] == ["of"] and told[0] in words("number_labels", "parent")


def _is_compound(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "a four-door car", "the two-state idea": a word joined to a noun says of what kind a thing is."""
    stop = quantity.number_stop
    if not tokens[quantity.number_first].text.isalpha() or quantity.unit_kind not in _KINDS_OF_THING:
        return False
    joined = (
        stop + 1 < len(tokens)
        and tokens[stop].text in _HYPHENS
        and tokens[stop].start == tokens[stop - 1].end
    )
    return joined and tokens[stop + 1].start == tokens[stop].end


def _is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "aged 12", "12-year-old", "12 years old", "under the age of 12", and the "12" of "Anna, 12, was"."""
    before = [token.lower for token in tokens[max(quantity.first - 2, 0) : quantity.first]]
    labels = words("number_labels", "age")
    told = not labels.isdisjoint([*before[-1:], " ".join(before)])
    if told or _is_years_old(tokens, quantity.number_stop):
        return (quantity.value or quantity.high or 0) < _AGE_MAX
    return _is_age_limit(tokens, quantity) or _is_age_in_commas(tokens, quantity)


def _is_years_old(tokens: Sequence[Token], index: int) -> bool:
    """ "-year-old", " years old", " year-olds", " or older"."""
    following = [token.lower for token in tokens[index : index + 4] if token.text not in _HYPHENS]
    if following[:1] == ["or"] and following[1:2] in (["older"], ["younger"]):
        return True
    return following[:1] in (["year"], ["years"], ["month"], ["months"]) and following[1:2] in (
        ["old"],
        ["olds"],
    )


def _is_age_limit(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "children under five", "men over 60", "half of whom are under 18": nothing else is counted there."""
    if quantity.unit or quantity.first == 0 or quantity.quantifier not in ("less_than", "more_than"):
        return False
    limit = tokens[quantity.first].lower in ("under", "over", "above", "below")
    if not limit or (quantity.value or _AGE_MAX) >= _AGE_MAX:
        return False
    who = phrasebook("units").before(tokens, quantity.first)
    if who is not None and who.row[2] == "person":
        return True
    before = [token.lower for token in tokens[max(quantity.first - 4, 0) : quantity.first]]
    return before[-1] in ("are", "were", "is", "was") and not _WHOSE.isdisjoint(before)


def _is_age_in_commas(tokens: Sequence[Token], quantity: Quantity) -> bool:
    first, stop = quantity.number_first, quantity.number_stop
    if (
        quantity.unit
        or first < 2
        or stop >= len(tokens)
        or tokens[stop].text != ","
        or tokens[first - 1].text != ","
    ):
        return False
    return tokens[first - 2].text[0].isupper() and (quantity.value or _AGE_MAX) < _AGE_MAX


def _is_pointed_at(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "the two do not agree", "these three figures": things of the text itself, counted before."""
    number = tokens[quantity.number_first]
    pointed = quantity.first > 0 and tokens[quantity.first - 1].lower in words("number_labels", "pointer")
    if not pointed or not number.text.isalpha() or quantity.value is None:
        return False
    bare = quantity.unit is None and quantity.value <= _POINTED_AT_MAX
    return bare or quantity.unit in words("number_labels", "text noun")


def _is_difference(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "twelve short of the total", "300 fewer than on Monday", "a gap of 300": by how much two counts differ."""
    if quantity.unit and not quantity.counts_people:
        return False
    after = [token.lower for token in tokens[quantity.stop : quantity.stop + 2]]
    before = [token.lower for token in tokens[max(quantity.first - 2, 0) : quantity.first]]
    gap = len(before) == 2 and before[1] == "of" and before[0] in words("number_labels", "difference")
    return gap or " ".join(after) in words("number_labels", "differs by")

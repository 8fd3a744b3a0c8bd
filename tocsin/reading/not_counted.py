"""Numbers that count nothing: parts of names and addresses, ages, list marks, account numbers, differences."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Time
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

#: an unseparated run of digits as long as this is a number that names, unless a noun says what it counts
_NAMING_DIGITS_MIN = 7
#: lists in reports are shorter than this, and sentences seldom are a number alone
_LIST_MARK_MAX = 100
#: "the two", "all three": more than so many are not pointed at without their noun
_POINTED_AT_MAX = 12
#: nobody is older
_AGE_MAX = 120


def is_counted(doc: Document, quantity: Quantity, times: Sequence[Time]) -> bool:
    """Whether the quantity is a figure. `times` are those that overlap it."""
    tokens = doc.tokens
    return not (
        doc.in_link(quantity.start)
        or any(_stands_in(tokens, quantity, time) for time in times)
        or _is_tail_of_a_name(tokens, quantity)
        or _is_head_of_a_word(tokens, quantity)
        or _is_labelled(tokens, quantity)
        or _is_bare(tokens, quantity)
        or _is_age(tokens, quantity)
        or _is_list_mark(doc, quantity)
        or _is_street_number(tokens, quantity)
        or _is_pointed_at(tokens, quantity)
        or _is_difference(tokens, quantity)
    )


def _stands_in(tokens: Sequence[Token], quantity: Quantity, time: Time) -> bool:
    """Whether the number, not only its unit or quantifier, stands in the time."""
    first, last = tokens[quantity.number_first], tokens[quantity.number_stop - 1]
    return time.start < last.end and first.start < time.end


def _is_tail_of_a_name(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """The 24 of "Su-24", the 7 of "G7", the 5 of "#5"."""
    first = quantity.number_first
    if first < 1 or tokens[first - 1].end != tokens[first].start or quantity.unit_kind == "currency":
        return False
    before = tokens[first - 1]
    if before.text.isalpha() or before.text in "#№":
        return True
    glued = first > 1 and tokens[first - 2].end == before.start
    return glued and before.text in "-/_" and tokens[first - 2].text[-1].isalnum()


def _is_head_of_a_word(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """The 20 of "20th", the 3 of "3G"; not that of "3km"."""
    stop = quantity.number_stop
    if stop >= len(tokens) or tokens[stop].start != tokens[stop - 1].end or not tokens[stop].text.isalpha():
        return False
    return tokens[stop].lower in ("st", "nd", "rd", "th", "s") or not quantity.unit


def _is_labelled(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Article 7", "Resolution 2417", "No. 5", "account number 1234"."""
    index = quantity.number_first - 1
    while index >= 0 and tokens[index].text in ".:(#":
        index -= 1
    if index < 0 or quantity.unit_kind in ("person", "household", "currency"):
        return False
    return tokens[index].lower in words("number_labels", "label")


def _is_bare(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "one" of "one of them", and an unseparated long number, where no noun is counted."""
    if quantity.unit:
        return False
    number = tokens[quantity.number_first]
    if number.lower in ("one", "zero"):
        return True
    plain = quantity.number_stop - quantity.number_first == 1 and number.text.isdecimal()
    return plain and (len(number.text) >= _NAMING_DIGITS_MIN or number.text.startswith("0"))


def _is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "aged 12", "12-year-old", "12 years old", and the "12" of "Anna, 12, was"."""
    first, stop = quantity.number_first, quantity.number_stop
    before = tokens[first - 1].lower if first else ""
    after = [token.lower for token in tokens[stop : stop + 4]]
    if before in words("number_labels", "age"):
        return True
    if after[:3] == ["-", "year", "-"] or after[:2] == ["years", "old"]:
        return True
    if quantity.unit or first < 2 or after[:1] != [","] or before != ",":
        return False
    return tokens[first - 2].text[0].isupper() and (quantity.value or _AGE_MAX) < _AGE_MAX


def _is_list_mark(doc: Document, quantity: Quantity) -> bool:
    """The "1." or "(1)" that a sentence begins with."""
    tokens, stop = doc.tokens, quantity.number_stop
    if stop >= len(tokens) or tokens[stop].text not in ")." or tokens[stop].start != tokens[stop - 1].end:
        return False
    sentence = doc.sentence_at(quantity.start)
    before = doc.text[sentence.start : quantity.start] if sentence else ""
    return before in ("", "(") and quantity.value is not None and quantity.value < _LIST_MARK_MAX


def _is_street_number(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "12 Abovyan Street", "5 Downing St"."""
    following = tokens[quantity.number_stop : quantity.number_stop + 4]
    for index, token in enumerate(following):
        if not token.text[0].isupper():
            return False
        if index and token.lower in words("number_labels", "street"):
            return True
    return False


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

"""Numbers that count nothing: parts of names and addresses, ages, list marks, account numbers."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Time
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

#: an unseparated run of digits as long as this is a number that names, unless a noun says what it counts
_NAMING_DIGITS_MIN = 7


def is_counted(doc: Document, quantity: Quantity, times: Sequence[Time]) -> bool:
    """Whether the quantity is a figure. `times` are those that overlap it."""
    return not (
        doc.in_link(quantity.start)
        or any(_covers(time, doc, quantity) for time in times)
        or _is_part_of_a_word(doc, quantity)
        or _is_labelled(doc.tokens, quantity)
        or _is_bare(doc, quantity)
        or _is_age(doc.tokens, quantity)
        or _is_list_mark(doc, quantity)
        or _is_street_number(doc.tokens, quantity)
    )


def _covers(time: Time, doc: Document, quantity: Quantity) -> bool:
    """Whether the number itself stands in the time."""
    number = doc.tokens[quantity.number_first]
    last = doc.tokens[quantity.number_stop - 1]
    return time.start < last.end and number.start < time.end


def _is_part_of_a_word(doc: Document, quantity: Quantity) -> bool:
    """The 24 of "Su-24", the 20 of "20th", the 7 of "G7", the 3 of "step3/"."""
    tokens = doc.tokens
    first, stop = quantity.number_first, quantity.number_stop
    number = tokens[first]
    if first > 0 and tokens[first - 1].end == number.start and tokens[first - 1].text[-1] in "-/_#№":
        before = doc.text[max(tokens[first - 1].start - 1, 0) : tokens[first - 1].start]
        if before.isalpha() or before.isdigit() or tokens[first - 1].text in "#№":
            return True
    if (
        first > 0
        and tokens[first - 1].end == number.start
        and tokens[first - 1].text.isalpha()
        and not _is_money(quantity)
    ):
        return True
    follows = tokens[stop] if stop < len(tokens) else None
    return bool(
        number.text[0].isdecimal()
        and follows
        and follows.start == tokens[stop - 1].end
        and follows.text.isalpha()
        and (follows.lower in ("st", "nd", "rd", "th", "s") or not quantity.unit)
    )


def _is_money(quantity: Quantity) -> bool:
    return quantity.unit_kind == "currency"


def _is_labelled(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Article 7", "Resolution 2417", "No. 5", "account number 1234"."""
    index = quantity.number_first - 1
    while index >= 0 and tokens[index].text in ".:(#":
        index -= 1
    if index < 0 or quantity.unit_kind in ("person", "household", "currency"):
        return False
    return tokens[index].lower in words("number_labels", "label")


def _is_bare(doc: Document, quantity: Quantity) -> bool:
    """ "one" of "one of them", and an unseparated long number, where no noun is counted."""
    if quantity.unit:
        return False
    number = doc.tokens[quantity.number_first]
    if number.lower in ("one", "zero"):
        return True
    plain = quantity.number_stop - quantity.number_first == 1 and number.text.isdecimal()
    return plain and (len(number.text) >= _NAMING_DIGITS_MIN or number.text.startswith("0"))


def _is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "aged 12", "12-year-old", "12 years old", and the "12" of "Anna, 12, was"."""
    first, stop = quantity.number_first, quantity.number_stop
    before = tokens[first - 1].lower if first else ""
    after = [token.lower for token in tokens[stop : stop + 4]]
    if (
        before in words("number_labels", "age")
        or after[:3] == ["-", "year", "-"]
        or after[:2] == ["years", "old"]
    ):
        return True
    if quantity.unit or first < 2 or after[:1] != [","] or before != ",":
        return False
    return tokens[first - 2].text[0].isupper() and (quantity.value or 999) < 110


def _is_list_mark(doc: Document, quantity: Quantity) -> bool:
    """The "1." or "(1)" that a paragraph or line begins with."""
    tokens, stop = doc.tokens, quantity.number_stop
    if stop >= len(tokens) or tokens[stop].text not in ").":
        return False
    if tokens[stop].start != tokens[stop - 1].end or (quantity.value or 999) > 99:
        return False
    line_start = doc.text.rfind("\n", max(quantity.start - 12, 0), quantity.start) + 1
    opening = doc.text[line_start if line_start else max(quantity.start - 2, 0) : quantity.start].strip()
    return opening in ("", "(") and (bool(line_start) or quantity.start <= 2)


def _is_street_number(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "12 Abovyan Street", "5 Downing St"."""
    following = tokens[quantity.number_stop : quantity.number_stop + 4]
    for index, token in enumerate(following):
        if not token.text[0].isupper():
            return False
        if index and token.lower in words("number_labels", "street"):
            return True
    return False

"""Numbers that are names or parts of names: "Su-24", "Article 7", "FTSE 100", "2019", "12 Abovyan Street", "1."."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Place, Time
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.plurals import is_plural
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

#: an unseparated run of digits as long as this is a number that names, unless a noun says what it counts
_NAMING_DIGITS_MIN = 7
#: lists in reports are shorter than this, and sentences seldom are a number alone
_LIST_MARK_MAX = 100
#: years that reports speak of; a count without a noun is seldom written so, and then with a comma
_YEARS = range(1900, 2101)
#: "Boeing 787", "Page 1204": longer numbers are seldom part of a name
_SERIES_DIGITS_MAX = 4
#: groups of digits and signs before the last of a telephone number
_PHONE_GROUPS_MAX = 10
#: "iPhone 11 has" one, "in Goris 11 have": the verb tells how many
_ONE_HAS = frozenset(["is", "was", "has", "does"])
#: an IBAN (ISO 13616) is printed in nine groups at most
_GROUPS_MAX = 9
#: those of the bank, between the check digits of an IBAN and the rest
_BANK_LETTERS = 4
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
#: "2019 left" tells of people, "the 2019 return" of a year
_PAST = frozenset(["came", "dead", "fled", "hurt", "left", "lost", "missing", "slain", "went"])
_CODE_JOINTS = frozenset(":/-‑–")


def is_name(doc: Document, quantity: Quantity, times: Sequence[Time], places: Sequence[Place]) -> bool:
    """Whether the number names something. `times` and `places` are those that touch the quantity."""
    tokens = doc.tokens
    return (
        _is_tail_of_a_name(tokens, quantity)
        or _is_head_of_a_word(tokens, quantity)
        or _is_in_a_code(tokens, quantity)
        or _is_labelled(tokens, quantity)
        or _is_index(tokens, quantity)
        or _is_account(tokens, quantity)
        or _is_phone(tokens, quantity)
        or _is_year(tokens, quantity)
        or _follows_a_name(doc, quantity, times, places)
        or _is_list_mark(doc, quantity)
        or _is_street_number(tokens, quantity)
    )


def _is_tail_of_a_name(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """The 24 of "Su-24", the 7 of "G7", the 5 of "#5"; not that of "sub-500"."""
    first = quantity.number_first
    if first < 1 or tokens[first - 1].end != tokens[first].start or quantity.unit_kind == "currency":
        return False
    before = tokens[first - 1]
    if before.text.isalpha() or before.text in "#№":
        return True
    glued = first > 1 and tokens[first - 2].end == before.start and before.text in "-/_"
    return glued and tokens[first - 2].text[-1].isalnum() and quantity.first > first - 2


def _is_head_of_a_word(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """The 20 of "20th", the 3 of "3G"; not that of "3km"."""
    stop = quantity.number_stop
    if stop >= len(tokens) or tokens[stop].start != tokens[stop - 1].end or not tokens[stop].text.isalpha():
        return False
    return tokens[stop].lower in ("st", "nd", "rd", "th", "s") or not quantity.unit


def _is_in_a_code(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """A clock time, a lap, a score, a day: "1:36.6", "2-2", "9/11"; two ends of a range are one quantity."""
    stop, first = quantity.number_stop, quantity.number_first
    joins = tokens[stop : stop + 2]
    ahead = len(joins) == 2 and joins[0].start == tokens[stop - 1].end and joins[1].start == joins[0].end
    if ahead and joins[1].text[0].isdecimal() and joins[0].text in _CODE_JOINTS:
        return True
    behind = first > 1 and tokens[first - 1].text in ":/" and tokens[first - 1].end == tokens[first].start
    return (
        behind and tokens[first - 2].end == tokens[first - 1].start and tokens[first - 2].text[-1].isalnum()
    )


def _is_labelled(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Article 7", "Resolution 2417", "No. 5", "account number 1234"."""
    index = _before_groups(tokens, quantity.number_first) - 1
    if index < 0:
        return False
    glued = tokens[index].text.isupper() and tokens[index].end == tokens[index + 1].start
    if glued and index + 2 <= quantity.number_first:
        return True  # "DE12 3456 7890": an account number that begins with letters
    while index >= 0 and tokens[index].text in ".:(#":
        index -= 1
    if index < 0 or quantity.unit_kind in ("person", "household", "currency"):
        return False
    return tokens[index].lower in words("number_labels", "label")


def _before_groups(tokens: Sequence[Token], first: int) -> int:
    """The first group of a number printed in groups: "0800 555 0199", the 29 of "GB29 NWBK 6016"."""
    low = max(0, first - _GROUPS_MAX)
    while first > low and tokens[first].text.isdecimal():
        before = tokens[first - 1].text
        if before.isdecimal():
            first -= 1
        elif len(before) == _BANK_LETTERS and before.isupper() and tokens[first - 2].text.isdecimal():
            first -= 2
        else:
            break
    return max(first, 0)


def _is_index(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "FTSE 100", "S&P 500 utilities": so many shares or firms are in the index by definition."""
    first = quantity.number_first
    if first == 0 or quantity.first != first or not tokens[first - 1].text[0].isupper():
        return False
    if tokens[first - 1].lower in words("number_labels", "index"):
        return True
    initials = "".join(token.text for token in tokens[max(first - 3, 0) : first])
    return initials.endswith(("S&P", "SP")) and tokens[first - 1].text == "P"


def _is_account(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """An unseparated long number, where no noun is counted."""
    number = tokens[quantity.number_first].text
    plain = quantity.number_stop - quantity.number_first == 1 and number.isdecimal() and not quantity.unit
    return plain and (len(number) >= _NAMING_DIGITS_MIN or (number.startswith("0") and len(number) > 1))


def _is_phone(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "+374 10 555 123": groups of digits after a plus sign that touches the first."""
    if quantity.unit:
        return False
    first = quantity.number_first
    while first > 0 and (tokens[first - 1].text.isdecimal() or tokens[first - 1].text in "()-"):
        if quantity.number_first - first > _PHONE_GROUPS_MAX:
            return False
        first -= 1
    return first > 0 and tokens[first - 1].text == "+" and tokens[first - 1].end == tokens[first].start


def _is_year(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "an active 2017", "its 2019 guidance"; not "2019 were registered", "2019 tanks"."""
    plain = quantity.number_stop - quantity.number_first == 1 and quantity.first == quantity.number_first
    if not plain or quantity.value not in _YEARS or not tokens[quantity.number_first].text.isdecimal():
        return False
    if tokens[quantity.stop - 1].text.istitle() and tokens[max(quantity.first - 1, 0)].lower == "the":
        return True  # "the 2020 Olympics"
    if _tells_which_event(tokens, quantity):
        return True
    if quantity.unit_kind in ("other", "person", "count", "housing", "shelter"):
        return not is_plural(tokens[quantity.stop - 1].text)
    return not quantity.unit and not is_told_of(tokens, quantity)


def _tells_which_event(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "the 2011 floods", "since 2019 protests": a year; of "2000 attacks" nothing says that it is one."""
    if quantity.first == 0 or tokens[quantity.stop - 1].lower not in words("number_labels", "event"):
        return False
    before = tokens[quantity.first - 1].lower
    led = before != "of" and before in words("phrase_stops", "preposition")
    return led or before == "’s" or before == "'s" or before in words("phrase_stops", "determiner")


def is_told_of(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether the words around a bare number show that it counts: "the toll reached 2019", "2019 were registered"."""
    before = [token.lower for token in tokens[max(quantity.first - 2, 0) : quantity.first]]
    if phrasebook("count_words").before(tokens, quantity.first):
        return True
    if before[-1:] == ["of"] and before[0] in words("count_words", "noun"):
        return True
    follows = tokens[quantity.stop].lower if quantity.stop < len(tokens) else ""
    if before[-1:] and before[-1] in words("phrase_stops", "preposition"):
        return False  # "deliveries in 2019 will fall"
    if follows in words("phrase_stops", "auxiliary"):
        return follows not in _ONE_HAS
    told = follows.endswith("ed") or follows in _PAST
    return told and phrasebook("measures").at(tokens, quantity.stop) is not None


def _follows_a_name(
    doc: Document, quantity: Quantity, times: Sequence[Time], places: Sequence[Place]
) -> bool:
    """The 5 of "Apple Watch 5", the 44 of "Nick Hague 44"; not what was counted "in Goris on Sunday 300"."""
    tokens, first = doc.tokens, quantity.number_first
    number = tokens[first]
    counts = quantity.unit_kind not in ("", "other") or (
        quantity.unit and is_plural(tokens[quantity.stop - 1].text)
    )
    after = tokens[quantity.number_stop].text if quantity.number_stop < len(tokens) else ""
    counts = counts and not (after.isalpha() and after[0].isupper() and quantity.unit_kind == "other")
    if counts or quantity.first != first or first == 0 or not number.text.isdecimal():
        return False
    if len(number.text) > _SERIES_DIGITS_MAX or phrasebook("measures").before(tokens, first):
        return False  # "Evacuated 116129" is a heading
    name = tokens[first - 1 - _is_in_brackets(tokens, quantity)]
    if not name.text.isalpha() or name.text.islower() or name.lower in words("phrase_stops", "preposition"):
        return False
    sentence = doc.sentence_at(number.start)
    opens = sentence is not None and name.start == sentence.start and name.text.istitle()
    if opens or any(one.start <= name.start < one.end for found in (times, places) for one in found):
        return False
    return name.lower not in words("phrase_stops", "determiner") and not is_told_of(tokens, quantity)


def _is_in_brackets(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "the captain (4)"."""
    first, stop = quantity.number_first, quantity.number_stop
    return first > 1 and stop < len(tokens) and (tokens[first - 1].text, tokens[stop].text) == ("(", ")")


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
        if not token.text[0].isupper() and not token.text[0].isdecimal() and token.lower not in _ORDINALS:
            return False
        if token.lower in words("number_labels", "street" if index else "street before"):
            return True
    return False

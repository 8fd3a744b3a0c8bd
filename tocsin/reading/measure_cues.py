"""The words of a sentence that may tell what is counted, and whether one can tell it of a given quantity."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Token
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words
from tocsin.reading.units import DONE_TO

#: a figure without a noun counts people only if its verb is this near: "22,800 had already crossed"
_BARE_REACH = 4
#: words between a verb and its number: "displaced | a further | 300"
_BETWEEN_MAX = 4
_HOUSING = frozenset(["housing", "shelter"])
_HEADED = frozenset(["person", "household", "housing"])
#: words between a heading and its number
_HEADING_MAX = 10
#: words between a heading and its number where a verb of change leads to it
_LED_MAX = 14
#: "raising | the number of people | displaced": words between the verb and what is counted
_BROUGHT_MAX = 6
#: what is done to somebody: "soldiers killed a farmer" does not count soldiers
_DONE_TO = frozenset(["killed", "injured", "detained"])
_ARTICLES = frozenset(["a", "an", "the", "his", "her", "their", "its"])
#: auxiliaries and the like between a bar and its measure: "not | yet been | evacuated"
_BAR_REACH = 4
#: armed men that a place has are not guests of it
_ARMED = frozenset(["troops", "soldiers", "servicemen", "peacekeepers", "fighters", "militants", "officers"])
#: what a word for those who are counted yields to no verb of: a refugee who is hosted is counted as a refugee
_KEEPS: dict[str, frozenset[str]] = {
    "refugee": frozenset(
        ["sheltered", "in_relief_camp", "forced_to_flee", "left", "displaced", "affected", "homeless"]
    ),
    "displaced": frozenset(["forced_to_flee", "left", "affected"]),
    "evacuated": frozenset(
        ["sheltered", "in_relief_camp", "forced_to_flee", "left", "displaced", "crossed", "affected"]
    ),
    "returns": frozenset(
        ["sheltered", "in_relief_camp", "forced_to_flee", "left", "displaced", "crossed", "affected"]
    ),
    "homeless": frozenset(["affected"]),
    "killed": frozenset(
        ["affected", "crossed", "displaced", "evacuated", "forced_to_flee", "left", "registered", "returns"]
    ),
}


def find_cues(tokens: Sequence[Token], first: int, stop: int) -> list[Match]:
    """The words of tokens[first:stop] that tell a measure of something that came about."""
    return [
        cue
        for cue in phrasebook("measures").all(tokens, first, stop)
        if cue.row[2] != "nobody"
        and not _is_barred(tokens, cue, first)
        and not (cue.stop < stop and _is_done_by(tokens, cue))
    ]


def governs(tokens: Sequence[Token], cue: Match, quantity: Quantity) -> bool:
    """Whether nothing but an article or the like stands between the cue and the quantity after it."""
    gap = [token.lower for token in tokens[cue.stop : quantity.first]]
    if len(gap) > _BETWEEN_MAX or not words("measure_words", "between").issuperset(gap):
        return False
    return cue.row[2].startswith("of ") == ("of" in gap[:1] or "for" in gap[:1])


def fits(cue: Match, quantity: Quantity, distance: int) -> bool:
    """Whether the word tells of what the quantity counts, and stands near enough where no noun says so."""
    what = cue.row[2].removeprefix("of ")
    if what == "heading":
        return False
    if what == "housing":
        return quantity.unit_kind in _HOUSING
    if not quantity.unit_kind:
        return cue.row[2] != "object" and distance <= _BARE_REACH
    if cue.row[1] == "sheltered" and quantity.population and quantity.population.split()[-1] in _ARMED:
        return False
    return quantity.counts_people or (what == "anyone" and quantity.unit_kind == "housing")


def may_count(cue: Match, unit_kind: str) -> bool:
    """Whether the word can tell of persons, households or houses: of that `unit_kind`, "" where none is said."""
    what = cue.row[2].removeprefix("of ")
    if unit_kind == "housing":
        return what in ("housing", "anyone")
    return what != "housing"


def tells_more(verb: Match, status: Match) -> bool:
    """Whether a verb outweighs the word for those who are counted: "refugees were killed" counts the killed."""
    return verb.row[1] not in _KEEPS.get(status.row[1], ())


def heading_noun(tokens: Sequence[Token], first: int, number: int) -> Match | None:
    """What a number without a noun counts by its heading: "displaced | families | : 512", "houses | destroyed 30".

    `first` is where the measure begins, `number` where the number does. Of "families displaced 512" families are counted.
    """
    participle: Match | None = None
    for index in range(number - 1, max(first - 3, -1), -1):
        if tokens[index].lower == "housing":
            return Match(index, index + 1, ("housing", "house", "housing"))
        noun = phrasebook("units").at(tokens, index)
        if noun and noun.row[2] in _HEADED:
            if noun.row[0] not in DONE_TO:
                return noun
            participle = participle or noun
    return participle


def is_heading(tokens: Sequence[Token], cue: Match, quantity: Quantity) -> bool:
    """ "IDPs total 88,214", "Destroyed houses: 300", "the number of IDPs stood at 300": it leads to a bare number."""
    if quantity.unit:
        return False
    gap = [token.lower for token in tokens[cue.stop : quantity.first] if not token.text.istitle()]
    if _leads_to(tokens, cue, quantity.first):
        return True
    leads = words("measure_words", "lead") | words("count_words", "noun")
    return len(gap) <= _HEADING_MAX and all(word in leads or _is_unit(word) for word in gap)


def _leads_to(tokens: Sequence[Token], cue: Match, number: int) -> bool:
    """ "the | toll | from Sunday's slide rose to 61", "raising the number of | displaced | in the north to 64,000"."""
    gap = tokens[cue.stop : number]
    if len(gap) > _LED_MAX or not gap or gap[-1].lower != "to":
        return False
    if any(token.text in ",;:.(" or (token.text[0].isdecimal() and not _may_be_year(token)) for token in gap):
        return False
    changes = words("change_words", "up") | words("change_words", "down")
    if len(gap) > 1 and gap[-2].lower in changes:
        return True
    before = (token.lower for token in tokens[max(cue.first - _BROUGHT_MAX, 0) : cue.first])
    return not words("measure_words", "bringing").isdisjoint(before)


def _may_be_year(token: Token) -> bool:
    return token.text.isdecimal() and len(token.text) == len("2024")


def _is_unit(word: str) -> bool:
    return (
        word in words("units", "person") | words("units", "house") | words("units", "household")
        or word == "housing"
    )


def orders_out(tokens: Sequence[Token], quantity: Quantity, cue: Match) -> str | None:
    """ "the mayor ordered | 300 people | to leave": those are evacuated."""
    if cue.row[1] not in ("left", "forced_to_flee") or cue.first < quantity.stop:
        return None
    if tokens[cue.first - 1].lower != "to" and cue.row[0] != "to leave":
        return None
    before = phrasebook("measures").before(tokens, quantity.first)
    return before.row[1] if before and before.row[2] == "order" else None


def _is_barred(tokens: Sequence[Token], cue: Match, first: int) -> bool:
    """ "were not | evacuated", "at risk of | displacement"."""
    if cue.row[0].startswith("yet to") or cue.row[0].startswith("without"):
        return False
    index = cue.first
    while index > max(first, cue.first - _BAR_REACH):
        bar = phrasebook("measure_bars").before(tokens, index)
        if bar:
            return bar.row[1] == "bar"
        word = tokens[index - 1].lower
        if word not in words("measure_words", "over") and not word.endswith("ly"):
            return False
        index -= 1
    return False


def _is_done_by(tokens: Sequence[Token], cue: Match) -> bool:
    """ "12 soldiers | killed a farmer": a verb in the active, of which nobody's number is the object."""
    if cue.row[1] not in _DONE_TO or cue.stop + 1 >= len(tokens) or not cue.row[0].endswith("ed"):
        return False
    passive = cue.first > 0 and tokens[cue.first - 1].lower in words("grammar_words", "auxiliary")
    counted = any(
        token.text[0].isdigit() for token in tokens[cue.stop : cue.stop + 3]
    )  # "killed a further 12"
    return not passive and not counted and tokens[cue.stop].lower in _ARTICLES

"""What around a name shows that it is a place, or that it is none.

A name that everybody knows is a place unless its neighbours say otherwise; any other must be shown to be one.
"""

from __future__ import annotations

from tocsin.reading.document import Token
from tocsin.reading.gazetteer import KnownPlace, km_between
from tocsin.reading.grammar import is_capital, is_kind, is_name_word
from tocsin.reading.place_adjectives import is_adjective
from tocsin.reading.place_folding import fold
from tocsin.reading.place_mentions import Mention
from tocsin.reading.place_nouns import nouns_after, nouns_before
from tocsin.reading.place_persons import is_given_name, is_honorific
from tocsin.reading.tables import words

#: towns of 100,000 people, and names of several words from 10,000
_FAMOUS, _FAMOUS_PHRASE = 5.0, 4.0
#: half a million: a capital before it is an adjective rather than a given name
_LARGE = 5.7
#: after these a name is a place; after the others it may be a person or a body too
_AT = frozenset(
    [
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "throughout",
        "into",
        "toward",
        "towards",
        "via",
        "within",
        "nearby",
        "downtown",
        "central",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "north",
        "south",
        "east",
        "west",
        "rural",
        "surrounding",
        "neighboring",
        "neighbouring",
        "greater",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ]
)
_TO = frozenset(
    [
        "to",
        "from",
        "between",
        "through",
        "through",
        "of",
        "and",
        "leaving",
        "reached",
        "reach",
        "entered",
        "left",
    ]
)
_THROUGH = frozenset({"the"})
#: a place is not farther from the middle of its state or province
_WITHIN_KM = {"country": 3500.0, "region": 700.0, "area": 2500.0, "town": 80.0}
_PEOPLE_MIN = 3.3
#: shorter capitals are initials of something
_LETTERS_MIN = 4


def is_famous(mention: Mention) -> bool:
    """Whether the name is a place to everybody: ours, or a large town whose name is no other word."""
    best = mention.known[0] if mention.known else None
    if best is None or (mention.name.isupper() and len(mention.key) < _LETTERS_MIN and not best.own):
        return False
    if best.own:
        return True
    if is_ordinary_word(mention.key) or is_given_name(mention.key.split()[0]):
        return False
    phrase = " " in mention.key and not _only_capitalised_words(mention)
    return best.prominence >= (_FAMOUS_PHRASE if phrase else _FAMOUS)


def is_ordinary_word(key: str) -> bool:
    return key in words("place_words", "word")


def _only_capitalised_words(mention: Mention) -> bool:
    return all(is_ordinary_word(word) for word in mention.key.split())


def is_of_person(mention: Mention, persons: frozenset[str]) -> bool:
    """Whether the name is a person's, or a part of it."""
    before, after = mention.before, mention.after
    given = is_given_name(mention.key)
    ours = bool(mention.known) and mention.known[0].own and not given
    if before and _touches(before, mention) and not ours:
        surname = (
            is_honorific(before)
            or _is_given(before)
            or (_is_unknown_capital(before) and not is_large(mention))
        )
        if surname:
            return True
    if before and before.text == "." and not ours and len(_second_before(mention)) == 1:
        return True
    if given and after and is_capital(after) and after.text[0].isalpha() and _follows(mention, after):
        return not _is_public_noun(after)
    ours = ours or (is_large(mention) and not given)
    return not ours and mention.key in persons and _word_before(mention) not in _AT


def is_large(mention: Mention) -> bool:
    return bool(mention.known) and mention.known[0].prominence >= _LARGE


def is_of_body(mention: Mention) -> bool:
    """Whether the name is the beginning or the end of a newspaper's or a club's: "Sylvania Times", "Real Sylvania"."""
    after, before = mention.after, mention.before
    if after and _follows(mention, after) and is_capital(after):
        return after.lower in (
            "times",
            "post",
            "herald",
            "tribune",
            "gazette",
            "chronicle",
            "observer",
            "journal",
            "telegraph",
            "mirror",
            "examiner",
            "inquirer",
            "globe",
            "united",
        )
    return bool(
        before
        and before.text in ("Real", "Atletico", "Atlético", "Inter", "AC", "Sporting")
        and _touches(before, mention)
    )


def is_shown(mention: Mention) -> bool:
    """Whether the words beside the name show a place: "in Tegh", "Tegh, Armenia", "Tegh district"."""
    if mention.within or mention.noun:
        return True
    if mention.name.isupper() and len(mention.key) < _LETTERS_MIN:
        return False
    if _is_dateline(mention) or _is_after_noun(mention):
        return True
    if _goes_on(mention):
        return False
    word, plain = (
        _word_before(mention),
        not is_ordinary_word(mention.key) and not is_given_name(mention.key.split()[0]),
    )
    if word in _AT:
        return plain or (mention.before is not None and mention.before.lower != "the")
    large = bool(mention.known) and mention.known[0].prominence >= _PEOPLE_MIN
    return plain and large and (word in _TO or _has_people(mention))


def is_near(mention: Mention, anchors: list[KnownPlace], km: float) -> bool:
    return any(
        km_between(place, anchor) < km
        for place in mention.known
        for anchor in anchors
        if anchor.kind == "town"
    )


def contains(whole: KnownPlace, part: KnownPlace) -> bool:
    """Whether `part` may lie in `whole`, by country, code of area or distance."""
    if whole is part or (whole.kind == "town" and part.kind != "town"):
        return False
    if whole.country and part.country and whole.country != part.country:
        return False
    if whole.kind == "country":
        return part.country == whole.country and part.kind != "country"
    if whole.region and part.region.isalpha() and whole.region.isalpha() and whole.country == "USA":
        return whole.region == part.region
    return km_between(whole, part) < _WITHIN_KM[whole.kind]


def _word_before(mention: Mention) -> str:
    tokens, index = mention.doc.tokens, mention.first - 1
    if index >= 0 and tokens[index].lower in _THROUGH:
        index -= 1
    return tokens[index].lower if index >= 0 else ""


def _goes_on(mention: Mention) -> bool:
    """Whether a capital follows: the name is the beginning of something longer."""
    after = mention.after
    return (
        after is not None
        and is_capital(after)
        and after.text[0].isalpha()
        and _follows(mention, after)
        and not _is_public_noun(after)
    )


def _is_public_noun(token: Token) -> bool:
    """ "Sylvania Police", "Sylvania Mayor", "Sylvania Airport": what a place has."""
    kinds = ("body", "title", "role", "calendar")
    nouns = nouns_after()
    return token.lower in nouns or any(is_name_word(token.lower, kind) for kind in kinds)


def _is_dateline(mention: Mention) -> bool:
    """ "TEGH — ", "TEGH (Agency) - " at the beginning of a paragraph."""
    after, text = mention.after, mention.doc.text
    if after is None or after.text not in ("—", "–", "-", "(") or not mention.name.isupper():
        return False
    return (
        text.rfind("\n", 0, mention.start) == mention.start - 1
        or not text[: mention.start].strip()
        or (not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip())
    )


def _is_after_noun(mention: Mention) -> bool:
    """ "The town of Tegh"."""
    tokens, first = mention.doc.tokens, mention.first
    if first < 2 or tokens[first - 1].lower != "of" or not tokens[first - 2].text.islower():
        return False
    return tokens[first - 2].lower in nouns_before()


def _has_people(mention: Mention) -> bool:
    """ "Tegh police", "the Tegh mayor", "Tegh’s residents": what only a place has."""
    after = mention.after
    if after is not None and after.text in ("’s", "'s"):
        index = mention.stop + 1
        after = mention.doc.tokens[index] if index < len(mention.doc.tokens) else None
    return after is not None and after.lower in words("place_nouns", "has")


def _is_unknown_capital(token: Token) -> bool:
    """A capital that is no word of the language: it may be a given name that no list has."""
    return (
        is_capital(token)
        and token.text[0].isalpha()
        and not is_ordinary_word(token.lower)
        and token.lower not in _AT
        and not is_kind(token.lower, "opener")
        and not is_name_word(token.lower, "calendar")
        and not _is_public_noun(token)
        and token.lower not in words("sentence_words", "opener")
        and not token.text.isupper()
        and not is_adjective(token.lower)
    )


def _is_given(token: Token) -> bool:
    return is_capital(token) and is_given_name(fold(token.text))


def _second_before(mention: Mention) -> str:
    index = mention.first - 2
    return mention.doc.tokens[index].text if index >= 0 and mention.doc.tokens[index].text.isupper() else ""


def _touches(before: Token, mention: Mention) -> bool:
    return _is_space(mention.doc.text[before.end : mention.start])


def _follows(mention: Mention, after: Token) -> bool:
    return _is_space(mention.doc.text[mention.end : after.start])


def _is_space(gap: str) -> bool:
    """Whether words with this between them stand side by side; text may be wrapped, paragraphs are not joined."""
    return bool(gap) and not gap.strip() and "\n\n" not in gap

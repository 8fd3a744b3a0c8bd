"""What around a name shows that it is a place, or that it is none.

A name that everybody knows is a place unless its neighbours say otherwise; any other must be shown to be one.
"""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.reading.currencies import is_currency_noun
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
#: a place is not farther from the middle of its state or province
_WITHIN_KM = {"country": 3500.0, "region": 700.0, "area": 2500.0, "town": 80.0}
#: countries whose states have the same letters in GeoNames and in ISO 3166-2
_LETTERED = frozenset({"USA", "CAN", "AUS"})
_PEOPLE_MIN = 3.3
_DATELINE_SIGNS = frozenset("—–-(")
#: an army or a party has no longer name
_BODY_WORDS_MAX = 5
#: shorter capitals are initials of something
_LETTERS_MIN = 4


def is_famous(mention: Mention) -> bool:
    """Whether the name is a place to everybody: ours, or a large town whose name is no other word."""
    best = mention.known[0] if mention.known else None
    if best is None or (mention.name.isupper() and len(mention.key) < _LETTERS_MIN and not best.own):
        return False
    if best.own:
        return True
    if is_ordinary(mention) or is_given_name(mention.key.split()[0]):
        return False
    phrase = " " in mention.key and not _only_capitalised_words(mention)
    return best.prominence >= (_FAMOUS_PHRASE if phrase else _FAMOUS)


def is_ordinary(mention: Mention) -> bool:
    """Whether the name is a word of the language, or of this text: printed in lower case too."""
    return mention.is_word or is_ordinary_word(mention.key)


def is_ordinary_word(key: str) -> bool:
    return key in words("place_words", "word")


def _only_capitalised_words(mention: Mention) -> bool:
    return all(is_ordinary_word(word) for word in mention.key.split())


def is_of_person(mention: Mention, persons: frozenset[str]) -> bool:
    """Whether the name is a person's, or a part of it; `persons` are the names of those whom the text names in full."""
    after, given = mention.after, is_given_name(mention.key)
    ours = bool(mention.known) and mention.known[0].own and not given
    if not ours and is_surname(mention):
        return True
    if goes_on(mention) and is_name_word(mention.key, "particle"):
        return True
    if mention.within:
        return False
    if given and after and is_capital(after) and after.text[0].isalpha() and _follows(mention, after):
        return not _is_public_noun(after)
    named = mention.key in persons and not ours and (given or not is_large(mention))
    return named and _word_before(mention) not in words("place_cues", "at")


def is_surname(mention: Mention) -> bool:
    """Whether a title, a given name, an initial or an unknown capital stands right before: "Jane Tegh", "J. Tegh"."""
    before = mention.before
    if before is None:
        return False
    if before.text == ".":
        return len(_second_before(mention)) == 1
    if not _touches(before, mention):
        return False
    if is_honorific(before) or _is_given(before):
        return True
    return _is_unknown_capital(before) and not is_large(mention) and not mention.within


def is_large(mention: Mention) -> bool:
    return bool(mention.known) and mention.known[0].prominence >= _LARGE


def is_of_body(mention: Mention) -> bool:
    """Whether it is part of a newspaper's, a school's, a club's or an army's name: "Tegh Times", "Tegh Liberation Front"."""
    before, after = mention.before, mention.after
    if mention.key in words("place_cues", "force") or _is_of_people(mention):
        return True
    if (
        before
        and before.lower in words("place_cues", "club")
        and is_capital(before)
        and _touches(before, mention)
    ):
        return True
    if after is None or not is_capital(after) or not _follows(mention, after):
        return False
    if after.lower in words("place_cues", "paper") | words("place_cues", "school"):
        return True
    of_country = bool(mention.known) and mention.known[0].kind in ("country", "town")
    return not of_country and any(
        token.lower in words("place_cues", "force") for token in _capitals_after(mention)
    )


def is_of_money(mention: Mention) -> bool:
    """Whether it is part of a currency's name: "US dollars"."""
    return mention.after is not None and is_currency_noun(mention.after.lower)


def _is_of_people(mention: Mention) -> bool:
    """Whether it is a people's name: "the Tegh minority"; what everybody knows is a place there too."""
    after = mention.after
    ours = bool(mention.known) and mention.known[0].own
    return after is not None and not ours and after.lower in words("place_cues", "people")


def _capitals_after(mention: Mention) -> Iterator[Token]:
    """The capitals that follow side by side, a few at most; the "’s" of "Tegh People’s Front" is passed over."""
    tokens = mention.doc.tokens
    for token in tokens[mention.stop : mention.stop + _BODY_WORDS_MAX]:
        if is_capital(token):
            yield token
        elif token.text not in ("’s", "'s"):
            return


def is_shown(mention: Mention) -> bool:
    """Whether the words beside the name show a place: "in Tegh", "Tegh, Armenia", "Tegh district"."""
    if mention.within or mention.noun:
        return True
    if mention.name.isupper() and len(mention.key) < _LETTERS_MIN:
        return False
    if _is_dateline(mention) or _is_after_noun(mention):
        return True
    if goes_on(mention):
        return False
    word, plain = (
        _word_before(mention),
        not is_ordinary(mention) and not is_given_name(mention.key.split()[0]),
    )
    if word in words("place_cues", "at"):
        if is_of_somebody(mention) and not is_famous(mention):
            return False
        return plain or (mention.before is not None and mention.before.lower != "the")
    large = bool(mention.known) and mention.known[0].prominence >= _PEOPLE_MIN
    bare = mention.before is not None and mention.before.lower != "the"
    return plain and large and ((bare and word in words("place_cues", "to")) or _has_people(mention))


def is_shown_outright(mention: Mention) -> bool:
    """Whether the words show a place even if nobody knows which: "near Tegh", not "and Tegh", which may be anything."""
    return is_shown(mention) and (
        bool(mention.noun)
        or _word_before(mention) not in words("place_cues", "weak")
        or _has_people(mention)
        or _is_after_noun(mention)
    )


def is_of_somebody(mention: Mention) -> bool:
    """ "In Roe’s house": what has something is as likely a person."""
    return mention.after is not None and mention.after.text in ("’s", "'s")


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
    if whole.region and part.region and whole.country in _LETTERED:
        return whole.region == part.region
    return km_between(whole, part) < _WITHIN_KM[whole.kind]


def _word_before(mention: Mention) -> str:
    tokens, index = mention.doc.tokens, mention.first - 1
    if index >= 0 and tokens[index].lower == "the":
        index -= 1
    return tokens[index].lower if index >= 0 else ""


def goes_on(mention: Mention) -> bool:
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
    """ "TEGH — ", "TEGH (Agency) - " at the beginning of a line."""
    before, after = mention.before, mention.after
    if after is None or after.text not in _DATELINE_SIGNS or not mention.name.isupper():
        return False
    return before is None or "\n" in mention.doc.text[before.end : mention.start]


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
        and token.lower not in words("place_cues", "at")
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

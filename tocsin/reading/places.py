"""Places named in the text: the longest name that we know, at each word, in one pass.

A name that no table knows is a place where a noun says so ("the village of ..."); its position stays open.

A people is no place: "Armenia" is found in "Armenia’s border", and nothing in "Armenian villages".
"""

from __future__ import annotations

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import Entry, entries, fold
from tocsin.reading.tables import words

#: "Afghan province", "Congolese town": an adjective, and the place is not named. Names that end so are missed.
_OF_A_PEOPLE = ("an", "ese", "ish", "i", "ch", "ern", "al", "ic")
_NAME_WORDS_MAX = 4


def find_places(doc: Document) -> tuple[Place, ...]:
    places: list[Place] = []
    index = 0
    while index < len(doc.tokens):
        match = _longest_at(doc, index)
        if match:
            entry, stop = match
            places.append(_place(doc, entry, doc.tokens[index].start, doc.tokens[stop - 1].end))
            index = stop
        elif unknown := _unknown_at(doc, index):
            start, end = doc.tokens[index].start, doc.tokens[unknown - 1].end
            places.append(Place(start=start, end=end, name=doc.text[start:end]))
            index = unknown
        else:
            index += 1
    return tuple(places)


def _unknown_at(doc: Document, index: int) -> int | None:
    """Where the name that begins at this token ends, if a noun makes it a place: "Tegh village"."""
    tokens = doc.tokens
    if not _is_name(tokens[index]) or doc.in_link(tokens[index].start):
        return None
    stop = index + 1
    while (
        stop < min(len(tokens), index + _NAME_WORDS_MAX)
        and _is_name(tokens[stop])
        and not _longest_at(doc, stop)
    ):
        stop += 1
    before = [token.lower for token in tokens[max(index - 2, 0) : index]]
    if (
        len(before) == 2
        and before[1] == "of"
        and before[0] in words("place_nouns", "both") | words("place_nouns", "before")
    ):
        return stop
    follows = tokens[stop].text if stop < len(tokens) else ""
    of_people = tokens[stop - 1].lower.endswith(_OF_A_PEOPLE)
    return stop if follows in words("place_nouns", "both") and not of_people else None


def _is_name(token: Token) -> bool:
    return (
        token.text[0].isupper()
        and len(token.text) > 2
        and token.lower not in words("sentence_words", "opener")
    )


def _longest_at(doc: Document, index: int) -> tuple[Entry, int] | None:
    """The longest known name that begins at this token, and the index of the token after it."""
    first = doc.tokens[index]
    if not first.text[0].isupper():
        return None
    for entry in entries(fold(first.text)):
        stop = _match(doc, entry, index)
        if stop and _may_be_place(doc, entry, index, stop):
            return entry, stop
    return None


def _match(doc: Document, entry: Entry, index: int) -> int | None:
    """The index after the last token of the name, passing over hyphens and dots; None at another word."""
    wanted = 0
    for position in range(index, min(index + 2 * len(entry.words) + 1, len(doc.tokens))):
        token = doc.tokens[position]
        if fold(token.text) == entry.words[wanted]:
            wanted += 1
            if wanted == len(entry.words):
                return _with_last_dot(doc, entry, position + 1)
        elif token.text not in "-–." or (token.text == "." and not entry.capitals):
            return None
    return None


def _with_last_dot(doc: Document, entry: Entry, stop: int) -> int:
    """ "U.S." keeps its second dot."""
    dotted = entry.capitals and len(entry.words) > 1 and stop < len(doc.tokens)
    return stop + 1 if dotted and doc.tokens[stop].text == "." else stop


def _may_be_place(doc: Document, entry: Entry, index: int, stop: int) -> bool:
    if entry.capitals and not all(
        token.text.isupper() or token.text in "-." for token in doc.tokens[index:stop]
    ):
        return False
    return not _is_tail(doc, index) and not doc.in_link(doc.tokens[index].start)


def _is_tail(doc: Document, index: int) -> bool:
    """Whether the word is another's tail: the "Korea" of "pan-Korea", not the "Goris" of "Yerevan-Goris"."""
    if index < 2:
        return False
    head, hyphen, word = doc.tokens[index - 2 : index + 1]
    return (
        hyphen.text == "-" and head.end == hyphen.start and hyphen.end == word.start and head.text.islower()
    )


def _place(doc: Document, entry: Entry, start: int, end: int) -> Place:
    place = entry.place
    return Place(
        start=start,
        end=end,
        name=doc.text[start:end],
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        known_as=place.names,
    )

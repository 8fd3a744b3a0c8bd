"""Places named in the text: the longest name that we know, at each word, in one pass.

A people is no place: "Armenia" is found in "Armenia’s border", and nothing in "Armenian villages".
"""

from __future__ import annotations

from tocsin.reading.document import Document
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import Entry, entries, fold


def find_places(doc: Document) -> tuple[Place, ...]:
    places: list[Place] = []
    index = 0
    while index < len(doc.tokens):
        match = _longest_at(doc, index)
        if match:
            entry, stop = match
            places.append(_place(doc, entry, doc.tokens[index].start, doc.tokens[stop - 1].end))
            index = stop
        else:
            index += 1
    return tuple(places)


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

"""Entries of camt whose markup is, sign by sign, that of one that lxml has read: only their texts differ.

A bank writes all entries in a few markups. Where the tags of two are equal and the texts between them have no sign that
means anything in XML, their trees are equal too: what stood in the first at a place stands in the second there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.relief.bank.camt_fields import NOWHERE, Places
from tocsin.relief.bank.camt_shapes import Flat, Shape, amounts_in, places_in

if TYPE_CHECKING:
    from lxml.etree import _Element

#: of one number of tags, and of all: an entry that is of none is read by lxml
ALIKE_MAX, MARKUPS_MAX = 8, 256
#: characters of an entry whose markup is kept
LENGTH_MAX = 16_000
_TAG = re.compile(r'<(/?)[A-Za-z_][\w.-]*(?:[ \t\n]+[A-Za-z_][\w.-]*="[^"<>&]*")*[ \t\n]*(/?)>')
#: no markup, no reference, and nothing that no XML may hold; never given back, so that no match takes long
_TEXT = r"([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)"


@dataclass(frozen=True, slots=True)
class _Markup:
    pattern: re.Pattern[str]
    shape: Shape
    #: place of an amount -> its currency, which is markup too
    currencies: dict[int, str]


class Markups:
    def __init__(self) -> None:
        #: number of "<" -> markups of so many
        self._known: dict[int, list[_Markup]] = {}
        self._count = 0

    def flat(self, entry: str) -> Flat | None:
        """None where its markup is not known."""
        alike = self._known.get(entry.count("<"), ())
        for at, markup in enumerate(alike):
            found = markup.pattern.fullmatch(entry)
            if found:
                if at:  # entries of one markup come together
                    alike.insert(0, alike.pop(at))  # type: ignore[union-attr]
                return Flat(markup.shape, (*map(str.strip, found.groups()), ""), markup.currencies)
        return None

    def learn(self, entry: str, element: _Element) -> None:
        """`element` is what lxml read of it."""
        alike = self._known.setdefault(entry.count("<"), [])
        if self._count == MARKUPS_MAX or len(alike) == ALIKE_MAX or len(entry) > LENGTH_MAX:
            return
        markup = _markup(entry, element)
        if markup is not None:
            self._count += 1
            alike.insert(0, markup)


def _markup(entry: str, element: _Element) -> _Markup | None:
    """None for tags that are written otherwise than nearly all are, and for text beside elements."""
    found, elements = _pattern(entry), list(element.iter())
    if found is None or len(found[1]) != len(elements):
        return None
    pattern, texts = found
    places: Places = {path: tuple(texts[place] for place in at) for path, at in places_in(element).items()}
    currencies = {texts[place]: elements[place].get("Ccy", "") for place in amounts_in(elements)}
    beside = any(
        each.text and each.text.strip() for each, at in zip(elements, texts, strict=True) if at == NOWHERE
    )
    if beside or NOWHERE in currencies:
        return None
    return _Markup(pattern, Shape(places), currencies)


def _pattern(entry: str) -> tuple[re.Pattern[str], list[int]] | None:
    """What entries of this markup match, and for each element the place of its text among the groups."""
    pieces: list[str] = []
    places: list[int] = []
    at, groups, may_be_text = 0, 0, False
    for tag in _TAG.finditer(entry):
        between, closes = entry[at : tag.start()], tag[1]
        if "<" in between:
            return None
        if may_be_text and closes:
            places[-1], groups = groups, groups + 1
        pieces += [_TEXT if may_be_text and closes else re.escape(between), re.escape(tag[0])]
        if not closes:
            places.append(NOWHERE)
        at, may_be_text = tag.end(), not closes and not tag[2]
    return (re.compile("".join(pieces)), places) if at == len(entry) else None

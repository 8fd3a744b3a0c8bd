"""Who is named in a text: the fullest form of each name, who holds which office, who is a woman or a man.

>>> from tocsin.reading.document import open_document
>>> from tocsin.reading.names import find_names
>>> doc = open_document("The Lowland Relief Institute (LRI) met Mayor Jane Roe. Roe thanked the LRI and the Lowland Relief.")
>>> roster = open_roster(doc, find_names(doc))
>>> [roster.fullest(name) for name in ("Roe", "LRI", "Lowland Relief")]
['Jane Roe', 'Lowland Relief Institute', 'Lowland Relief Institute']
>>> roster.holders("mayor", set()), roster.genders
(['Jane Roe'], {'Jane Roe': 'f'})
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.genders import Gender, gender_of_given_name, gender_of_office, is_given_name
from tocsin.reading.grammar import is_capital, is_kind, is_name_word
from tocsin.reading.names import Name

#: "the former deputy prime minister Jane Roe": words of an office before or after its holder
_OFFICE_WORDS_MAX = 8
#: so many names back a pronoun may mean one that nobody spoke of
_MENTIONS_MAX = 12


class Office(NamedTuple):
    holder: str
    #: all its words in lower case: {"foreign", "minister", "of", "lowland"}
    words: frozenset[str]


@dataclass(slots=True)
class Roster:
    """The names of one text, by what may stand for them."""

    #: the full names of all persons of one surname, or one given name; two persons are never one
    by_surname: dict[str, list[str]] = field(default_factory=dict)
    by_given_name: dict[str, list[str]] = field(default_factory=dict)
    by_beginning: dict[str, str] = field(default_factory=dict)
    by_initials: dict[str, str] = field(default_factory=dict)
    genders: dict[str, Gender] = field(default_factory=dict)
    #: by the noun of the office: "minister"
    offices: dict[str, list[Office]] = field(default_factory=dict)
    #: where each person is named, and whom
    mentions: list[tuple[int, str]] = field(default_factory=list)
    #: how often each name is printed
    counts: Counter[str] = field(default_factory=Counter)

    def fullest(self, name: str, gender: Gender | None = None) -> str:
        """The fullest form of `name` in the text, or `name` itself; "Mr Roe" is not Jane Roe."""
        parts = name.split()
        if not parts:
            return name
        body = self.by_beginning.get(parts[0].lower(), "")
        if body.lower().startswith(name.lower() + " ") and len(parts) > 1:
            return body
        bearers = [one for one in self.by_surname.get(parts[-1].lower(), ()) if _may_be(one, parts)]
        person = self._one_of(bearers, gender)
        if person is None and len(parts) == 1:
            person = self._one_of(self.by_given_name.get(parts[0].lower(), []), gender)
        if person:
            return person
        return body if body.lower().startswith(name.lower() + " ") else self.by_initials.get(name, name)

    def is_person(self, name: str) -> bool:
        return name in self.by_surname.get(name.split()[-1].lower(), ()) if name else False

    def last_named(self, offset: int, gender: Gender) -> str | None:
        """The last person named before `offset` who is known to be a woman, or a man; else who may be."""
        last = bisect_left(self.mentions, (offset, ""))
        near = [name for _, name in self.mentions[max(0, last - _MENTIONS_MAX) : last]][::-1]
        known = next((name for name in near if self.genders.get(name) == gender), None)
        return known or next((name for name in near if name not in self.genders and " " in name), None)

    def holders(self, office: str, modifiers: set[str]) -> list[str]:
        """Who holds the office of that noun, so far as the modifiers ("foreign") fit."""
        fitting = (one.holder for one in self.offices.get(office, ()) if modifiers <= one.words)
        return list(dict.fromkeys(self.fullest(holder) for holder in fitting))

    def _one_of(self, names: Sequence[str], gender: Gender | None) -> str | None:
        """The only name that fits; of several, the only one that begins with a given name we know or is printed most."""
        if gender:
            names = [name for name in names if self.genders.get(name) in {gender, None}]
        if len(names) > 1:
            names = [name for name in names if is_given_name(name.split()[0])] or names
        if len(names) > 1 and not any(is_given_name(name.split()[0]) for name in names):
            most = max(self.counts[name] for name in names)
            names = [name for name in names if self.counts[name] == most]
        return names[0] if len(names) == 1 else None


def open_roster(doc: Document, names: Sequence[Name]) -> Roster:
    """Who the `names` of `doc`, in text order, are."""
    roster = Roster()
    for name in names:
        parts = name.text.split()
        roster.counts[name.text] += 1
        if name.kind == "body" or is_determined(doc, name):
            _add_body(roster, doc, name)
        elif name.kind == "person" and len(parts) > 1:
            _add_person(roster, name.text)
    for name in names:
        if name.kind == "person" and not is_determined(doc, name):
            _add_office(roster, doc, name)
    return roster


def is_determined(doc: Document, name: Name) -> bool:
    """ "the Highland River Patrol": no person's name stands right after an article."""
    return doc.text[max(0, name.start - 4) : name.start].lower().lstrip() == "the "


def _add_body(roster: Roster, doc: Document, name: Name) -> None:
    parts = name.text.split()
    key = parts[0].lower()
    if len(name.text) > len(roster.by_beginning.get(key, "")):
        roster.by_beginning[key] = name.text
    if len(parts) > 1:
        roster.by_initials.setdefault("".join(part[0] for part in parts if part[0].isupper()), name.text)
        if short := _short_form(doc, name.end):
            roster.by_initials[short] = name.text


def _short_form(doc: Document, end: int) -> str | None:
    """ "UNHCR" of "the UN Refugee Agency (UNHCR)", after the name's `end`."""
    first = bisect_left(doc.tokens, end, key=lambda token: token.start)
    after = doc.tokens[first : first + 3]
    if len(after) < 3 or after[0].text != "(" or after[2].text != ")":
        return None
    return after[1].text if after[1].text.isupper() and len(after[1].text) > 1 else None


def _add_person(roster: Roster, name: str) -> None:
    parts = name.split()
    bearers = roster.by_surname.setdefault(parts[-1].lower(), [])
    if name in bearers:
        return
    same = next((one for one in bearers if _may_be(one, parts) or _may_be(name, one.split())), None)
    if same is None:
        bearers.append(name)
    elif len(name) > len(same):
        bearers[bearers.index(same)] = name
        named = roster.by_given_name.get(same.split()[0].lower(), [])
        named[:] = [one for one in named if one != same]
    else:
        return
    roster.by_given_name.setdefault(parts[0].lower(), []).append(name)


def _may_be(full: str, parts: Sequence[str]) -> bool:
    """Whether who is called `full` may also be printed as `parts`: "Jane M. Roe" as "Jane Roe", "J. Roe" or "Roe"."""
    words = full.split()
    if len(parts) == 1 or words == list(parts):
        return True
    given, other = parts[0].rstrip(".").lower(), words[0].rstrip(".").lower()
    short = min(len(given), len(other)) == 1 and given[0] == other[0]
    ends_alike = len(parts) < len(words) and words[-len(parts) :] == list(parts)
    return given == other or short or ends_alike


def _add_office(roster: Roster, doc: Document, name: Name) -> None:
    first = bisect_left(doc.tokens, name.start, key=lambda token: token.start)
    last = bisect_left(doc.tokens, name.end, key=lambda token: token.start)
    before, after = _office_before(doc.tokens, first), _office_after(doc.tokens, last)
    gender = gender_of_office([*before, *after])
    holder = roster.fullest(name.text, gender)
    if not gender and len(holder.split()) > 1:
        gender = gender_of_given_name(holder.split()[0])
    if gender:
        roster.genders.setdefault(holder, gender)
    roster.mentions.append((name.start, holder))
    for words in (before, after):
        noun = _noun(words)
        if noun:
            roster.offices.setdefault(noun, []).append(Office(holder, frozenset(words)))


def _noun(office: Sequence[str]) -> str | None:
    """The noun of an office: "minister" of "foreign minister of the republic"."""
    end = next((index for index, word in enumerate(office) if is_kind(word, "preposition")), len(office))
    head = office[end - 1] if end else ""
    return head if is_name_word(head, "role") or is_name_word(head, "title") else None


def _office_before(tokens: Sequence[Token], first: int) -> list[str]:
    """The words right before a name that belong to its office: "the Lowland | foreign minister | Jane Roe"."""
    if first > 1 and tokens[first - 1].text == ",":
        return _office_before_comma(tokens, first - 1)
    words: list[str] = []
    for token in tokens[max(0, first - _OFFICE_WORDS_MAX) : first][::-1]:
        office = is_name_word(token.lower, "title") or is_name_word(token.lower, "role")
        if not (office or token.text in "-." or (words and is_capital(token))):
            break
        if is_kind(token.lower, "opener"):
            break
        if token.text not in "-.":
            words.insert(0, token.lower)
    return words


def _office_before_comma(tokens: Sequence[Token], comma: int) -> list[str]:
    """The words of an office that a name explains: "the | mayor of the town |, Jane Roe, said"."""
    words: list[str] = []
    for token in tokens[max(0, comma - _OFFICE_WORDS_MAX) : comma][::-1]:
        if token.lower == "the" and _noun(words):
            return words
        if not token.text[0].isalnum() and token.text != "-":
            return []
        words.insert(0, token.lower)
    return []


def _office_after(tokens: Sequence[Token], last: int) -> list[str]:
    """The words of an apposition after a name: "Jane Roe, | the foreign minister of the republic |, said"."""
    if last >= len(tokens) or tokens[last].text != ",":
        return []
    words: list[str] = []
    for token in tokens[last + 1 : last + 1 + _OFFICE_WORDS_MAX]:
        if not token.text[0].isalnum() and token.text != "-":
            break
        if any(is_kind(token.lower, kind) for kind in ("pronoun", "auxiliary", "modal", "relative")):
            break
        if token.text != "-" and not (is_kind(token.lower, "determiner") and not words):
            words.append(token.lower)
    return words

"""Who is named in a text, and whether they act in an office: a private person's name may put them in danger.

An office is known by its word beside the name, before it ("Mayor Jane Roe", "the mayor of Hilltown, Jane Roe") or
behind it ("Jane Roe, the mayor"). Whoever stands without one counts as private: when unsure, we warn. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from tocsin.reading.document import Document, open_document
from tocsin.reading.gazetteer import known_place
from tocsin.reading.genders import is_given_name
from tocsin.reading.names import Name, find_names
from tocsin.reading.place_adjectives import is_adjective

#: words between an office and its holder: "the deputy foreign minister of the eastern valley, Jane Roe"
_WORDS_MAX = 8


@cache
def offices() -> frozenset[str]:
    text = (resources.files("tocsin.alerts") / "data" / "public_offices.tsv").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[0] for line in text.splitlines() if line and not line.startswith("#"))


def in_office(texts: Iterable[str]) -> frozenset[str]:
    """Last names, in lower case, of those whom one of the texts names with an office.

    >>> sorted(in_office(["Mayor Jane Roe met Ann Poe.", "John Doe, the envoy, left."]))
    ['doe', 'roe']
    """
    return frozenset(
        _last(name)
        for text in texts
        for doc in [open_document(text)]
        for name in _persons(doc)
        if _has_office(doc, name)
    )


def private_persons(
    text: str, known: frozenset[str] = frozenset(), publishers: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Those named in the text of whom neither it nor `known`, as `in_office` gives it, tells an office.

    Names of `publishers` are no persons.

    >>> private_persons("Mayor Jane Roe said that Ann Poe, a witness, had seen it.")
    ('Ann Poe',)
    """
    doc = open_document(text)
    persons = {name.text: name for name in _persons(doc)}
    return tuple(
        printed
        for printed, name in persons.items()
        if printed not in publishers and _last(name) not in known and not _has_office(doc, name)
    )


def _persons(doc: Document) -> list[Name]:
    """Names of persons; a given name among the words is enough, for a name may open a sentence or stand in a quotation."""
    return [name for name in find_names(doc) if _is_person(name)]


def _is_person(name: Name) -> bool:
    words = name.text.split()
    if name.kind == "body" or known_place(name.text) is not None or _is_people(words[-1]):
        return False
    if any(word.isupper() and len(word) > 2 for word in words[1:-1]):
        return False  # "Second SOS Alert"; of a person the first or the last name stands in capitals, as in "Ann POE"
    return name.kind == "person" or (len(words) > 1 and any(map(is_given_name, words[:-1])))


def _is_people(word: str) -> bool:
    """Whether many are meant: "Lowlanders" is no surname where "Lowlander" is an adjective of a place."""
    return word.endswith("s") and is_adjective(word.lower().removesuffix("s"))


def _last(name: Name) -> str:
    return name.text.split()[-1].casefold().removesuffix("'s").removesuffix("’s")


def _has_office(doc: Document, name: Name) -> bool:
    return _names_office(_before(doc, name)) or _names_office(_behind(doc, name))


def _names_office(words: Iterable[str]) -> bool:
    return any(word.lower() in offices() for word in words)


def _before(doc: Document, name: Name) -> list[str]:
    """Words that lead up to the name, over one comma at most: "the mayor of Hilltown, Jane Roe"."""
    tokens = [token for token in doc.tokens if token.end <= name.start][-_WORDS_MAX - 1 :]
    words: list[str] = []
    for place, token in enumerate(reversed(tokens)):
        if token.text == "," and place == 0:
            continue
        if not token.text[0].isalnum() and token.text not in ("-", "’", "'"):
            break
        if token.text[0].islower() and token.text.lower() in _CLOSES:
            break
        words.append(token.text)
    return words


def _behind(doc: Document, name: Name) -> list[str]:
    """An apposition: ", the mayor of Hilltown,"."""
    tokens = [token for token in doc.tokens if token.start >= name.end][: _WORDS_MAX + 1]
    if not tokens or tokens[0].text != ",":
        return []
    words: list[str] = []
    for token in tokens[1:]:
        if token.text[0].islower() and token.text.lower() in _CLOSES:
            return []  # a clause begins: what it speaks of is not who the person is
        if not token.text[0].isalnum() and token.text != "-":
            break
        words.append(token.text)
    return words


#: words that part a name from what stands before it: another one acts there
_CLOSES = frozenset(
    "and or that who whom whose said says told met with by against when while where is was were has had to from".split()  # noqa: SIM905
)

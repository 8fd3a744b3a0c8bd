"""A framework from its YAML file, strictly: what is odd is named with where it stands, never defaulted away.

Two shapes are known: `factors` (risk) and `crimes` (law); docs/reference/assessment.md shows both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.assessment.frameworks import ELEMENT_KINDS, RESPONSIBILITY, Criterion, Framework, Part
from tocsin.errors import WrongUse

#: a framework is a document of some pages; YAML of this length is read in a few seconds
CHARACTERS_MAX = 200_000
CRITERIA_MAX = 2_000
RISK_KINDS = ("common", "genocide", "crimes-against-humanity", "war-crimes")
_ID = re.compile(r"[\w()./-]{1,60}")
#: "25(3)(a)", "Convention III"
_ARTICLE = re.compile(r"[\w()./-]+( [\w()./-]+)*")
_RANGE = re.compile(r"page (\S+)-(\S+)")
Entry = Mapping[str, Any]


def framework_from(text: str) -> Framework:
    """The framework that the file describes. Raises WrongUse, naming the entry and what it should hold."""
    document = _loaded(text)
    known = {"id", "title", "edition", "issuer", "source", "checked"}
    law = "crimes" in document
    known |= (
        {"crimes", "shared_elements", "responsibility", "jurisdiction_questions", "element_counts"}
        if law
        else {"factors"}
    )
    _only(document, known, "the file")
    parts = _crimes(document) if law else _factors(document)
    framework = Framework(
        id=_name(document, "id", "the file"),
        title=_words(document, "title", "the file"),
        edition=_words(document, "edition", "the file"),
        issuer=_words(document, "issuer", "the file"),
        source=_words(document, "source", "the file"),
        parts=parts,
        modes=tuple(_mode(entry, document) for entry in _list(document, "responsibility")),
        jurisdiction_questions=tuple(_questions(document)),
    )
    _once("part", (part.id for part in framework.sections()))
    _once("criterion", (each.id for each in framework.criteria()))
    if sum(1 for _ in framework.criteria()) > CRITERIA_MAX:
        raise WrongUse(f"more than {CRITERIA_MAX} criteria", "split the framework")
    return framework


def _loaded(text: str) -> Entry:
    """The document as plain values. Aliases are refused: a few lines of them stand for gigabytes."""
    import yaml  # only who loads a framework needs it

    if len(text) > CHARACTERS_MAX:
        raise WrongUse(f"a framework of {len(text):,} characters", f"keep it under {CHARACTERS_MAX:,}")
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise WrongUse("the file uses YAML aliases (*name)", "write every entry out")
        _no_key_twice(yaml.compose(text, yaml.SafeLoader))
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WrongUse(f"this is no YAML: {str(error)[:300]}", "mend the line and try again") from None
    if not isinstance(document, dict) or not ({"factors", "crimes"} & document.keys()):
        raise WrongUse("the file has neither factors nor crimes", "see docs/reference/assessment.md")
    return document


def _no_key_twice(node: Any) -> None:
    """YAML keeps the last of two equal keys and forgets the first: an indicator would be lost without a word."""
    if isinstance(getattr(node, "value", None), list):
        keys = [each[0].value for each in node.value if isinstance(each, tuple)]
        _once("key", (key for key in keys if isinstance(key, str)))
        for each in node.value:
            for child in each if isinstance(each, tuple) else (each,):
                _no_key_twice(child)


def _factors(document: Entry) -> tuple[Part, ...]:
    return tuple(_factor(entry) for entry in _list(document, "factors"))


def _factor(entry: Entry) -> Part:
    where = f"factor {entry.get('id')!r}"
    _only(entry, {"id", "kind", "name", "checked", "complete", "indicators"}, where)
    if entry.get("kind") not in RISK_KINDS:
        raise WrongUse(f"{where} has the kind {entry.get('kind')!r}", f"use one of {', '.join(RISK_KINDS)}")
    indicators = entry.get("indicators")
    if not isinstance(indicators, dict) or not all(isinstance(each, str) for each in indicators.values()):
        raise WrongUse(f"{where} has no list of indicators", "give `indicators: {id: words}`, {} for none")
    if unquoted := [each for each in indicators if not isinstance(each, str)]:
        # YAML reads 1.1 and 1.10 as one number: an indicator would be lost without a word
        raise WrongUse(f"{where} has the indicator {unquoted[0]!r} without quotes", 'write "1.10": words')
    numbers = list(indicators)
    checked = _checked(entry.get("checked", False), numbers, where)
    return Part(
        id=_name(entry, "id", where),
        kind=entry["kind"],
        title=_words(entry, "name", where),
        criteria=tuple(
            Criterion(
                id=_name({"id": number}, "id", where), kind="indicator", text=words, checked=number in checked
            )
            for number, words in zip(numbers, indicators.values(), strict=True)
        ),
        complete=_truth(entry, "complete", where),
    )


def _checked(flag: object, numbers: Sequence[str], where: str) -> frozenset[str]:
    """Ids of the indicators that were compared with the document: all, none, or from one to another."""
    if flag is False:
        return frozenset()
    if flag == "page":
        return frozenset(numbers)
    ends = _RANGE.fullmatch(flag) if isinstance(flag, str) else None
    if not ends or not {ends[1], ends[2]} <= set(numbers):
        raise WrongUse(f"{where} is checked: {flag!r}", "write `no`, `page`, or `page FIRST-LAST`")
    return frozenset(numbers[numbers.index(ends[1]) : numbers.index(ends[2]) + 1])


def _crimes(document: Entry) -> tuple[Part, ...]:
    shared = document.get("shared_elements", {})
    if not isinstance(shared, dict):
        raise WrongUse("shared_elements is no table", "give `shared_elements: {name: {kind, text}}`")
    crimes = tuple(_crime(entry, shared, document) for entry in _list(document, "crimes"))
    counts = document.get("element_counts", {})
    if not isinstance(counts, dict):
        raise WrongUse("element_counts is no table", "give `element_counts: {article: number}`")
    for crime in crimes:
        if counts and counts.get(crime.id) != len(crime.criteria):
            raise WrongUse(
                f"crime {crime.id!r} has {len(crime.criteria)} elements and the document {counts.get(crime.id)}",
                "add what is missing, or take out what was added",
            )
    return crimes


def _crime(entry: Entry, shared: Entry, document: Entry) -> Part:
    article = _name(entry, "article", "a crime")
    where = f"crime {article!r}"
    _only(entry, {"article", "convention", "title", "elements"}, where)
    elements = [_element(each, shared, where) for each in _list(entry, "elements", plain=True)]
    return Part(
        id=article,
        kind="crime",
        title=_words(entry, "title", where),
        criteria=tuple(
            Criterion(
                id=f"{article}/{place}",
                kind=_element_kind(each, where),
                text=_words(each, "text", where),
                note=_words(each, "note", where) if "note" in each else "",
                checked=_compared(document),
            )
            for place, each in enumerate(elements, start=1)
        ),
        convention=_words(entry, "convention", where) if "convention" in entry else "",
    )


def _element(entry: object, shared: Entry, where: str) -> Entry:
    """An element written out, or the shared one that a name stands for."""
    element = shared.get(entry) if isinstance(entry, str) else entry
    if not isinstance(element, dict):
        raise WrongUse(
            f"{where} has the element {entry!r}", "write {kind, text}, or a name of shared_elements"
        )
    _only(element, {"kind", "text", "note"}, where)
    return element


def _element_kind(element: Entry, where: str) -> str:
    kind = element.get("kind")
    if kind not in ELEMENT_KINDS:
        raise WrongUse(f"{where} has an element of kind {kind!r}", f"use one of {', '.join(ELEMENT_KINDS)}")
    return str(kind)


def _mode(entry: Entry, document: Entry) -> Criterion:
    _only(entry, {"article", "text"}, RESPONSIBILITY)
    article = _words(entry, "article", RESPONSIBILITY)
    if len(article) > 60 or not _ARTICLE.fullmatch(article):
        raise WrongUse(f"{RESPONSIBILITY} has the article {article[:80]!r}", "write it as `25(3)(a)`")
    text = _words(entry, "text", RESPONSIBILITY)
    return Criterion(id=article, kind="mode", text=text, checked=_compared(document))


def _compared(document: Entry) -> bool:
    """Whether a framework of law was compared with its document: as a whole, or not."""
    flag = document.get("checked", False)
    if flag not in (False, "page"):
        raise WrongUse(f"the file is checked: {flag!r}", "write `no` or `page`")
    return bool(flag == "page")


def _questions(document: Entry) -> Iterable[str]:
    for question in _list(document, "jurisdiction_questions", plain=True):
        if not isinstance(question, str) or not question.strip():
            raise WrongUse(f"the jurisdiction question {question!r} is no text", "write it out")
        yield question


def _list(entry: Entry, key: str, *, plain: bool = False) -> list[Any]:
    """The list under the key; empty where the key is not there. Entries are tables, unless `plain`."""
    found = entry.get(key, [])
    if not isinstance(found, list) or not (plain or all(isinstance(each, dict) for each in found)):
        raise WrongUse(f"{key} is no list of entries", "see docs/reference/assessment.md")
    return found


def _words(entry: Entry, key: str, where: str) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found.strip() or len(found) > 2_000:
        raise WrongUse(f"{where} has no {key} of 1 to 2,000 characters", f"give `{key}: words`")
    return found.strip()


def _name(entry: Entry, key: str, where: str) -> str:
    found = str(entry.get(key, ""))
    if not _ID.fullmatch(found):
        raise WrongUse(f"{where} has the {key} {found[:80]!r}", "use letters, digits and ( ) . / - only")
    return found


def _truth(entry: Entry, key: str, where: str) -> bool:
    found = entry.get(key, True)
    if not isinstance(found, bool):
        raise WrongUse(f"{where} is {key}: {found!r}", "write true or false")
    return found


def _only(entry: Entry, known: set[str], where: str) -> None:
    if unknown := sorted(str(key) for key in entry if key not in known):
        raise WrongUse(
            f"{where} has {', '.join(unknown)}, which nothing reads", f"known are {', '.join(sorted(known))}"
        )


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise WrongUse(f"the {what} {name!r} stands twice", "give each a name of its own")
        seen.add(name)

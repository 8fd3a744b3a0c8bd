"""How a speaker is called inside a sentence of ours, with an article where English has one. Pure."""

from __future__ import annotations

import re

#: bodies that are spoken of with an article: "the Finance Ministry", "the Institute for Peace"; not "Hill University"
_WITH_ARTICLE = frozenset(
    {"administration", "agency", "alliance", "army", "assembly", "association", "authority", "board", "bureau",
     "cabinet", "center", "centre", "coalition", "commission", "committee", "council", "court", "crescent", "cross",
     "delegation", "department", "embassy", "federation", "forces", "foundation", "front", "fund", "government", "guard",
     "institute", "league", "ministry", "mission", "nations", "observatory", "office", "organisation", "organization",
     "party", "police", "presidency", "programme", "program", "republic", "secretariat", "senate", "society",
     "tribunal", "union"}
)  # fmt: skip
#: words that open a sentence with a capital and are no part of a name
_NO_NAME = frozenset(
    {"the", "a", "an", "all", "both", "civil", "aid", "former", "foreign", "independent", "international", "legal",
     "local", "many", "medical", "military", "most", "numerous", "other", "senior", "several", "some", "two", "three",
     "unnamed", "various"}
)  # fmt: skip
_COMPLEMENT = re.compile(r"\s(?:for|of|on|to|against|in|at)\s")
_POSSESSIVE = re.compile(r"['’]s\b")


def called(name: str) -> str:
    """As it stands inside a sentence.

    >>> called("Institute for Hill Peace"), called("Lowland’s Finance Ministry"), called("Several aid workers")
    ('the Institute for Hill Peace', 'Lowland’s Finance Ministry', 'several aid workers')
    """
    name = re.sub(r"['’]s$", "", name)
    first = name.split(" ", 1)[0]
    if first.lower() in _NO_NAME:
        return name if _is_title(name) and first.lower() not in ("the", "a", "an") else _lowered(name)
    head = _COMPLEMENT.split(name, maxsplit=1)[0]
    last = head.rsplit(" ", 1)[-1].lower()
    if first[:1].isupper() and last in _WITH_ARTICLE and not _POSSESSIVE.search(head):
        return f"the {name}"
    return name


def _is_title(name: str) -> bool:
    """Whether a second word has a capital as well: "International Rescue", not "International lawyers"."""
    return any(word[:1].isupper() for word in name.split()[1:2])


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]

"""A file of level schemes, read strictly: every level is named, explained and mapped to CAP 1.2, or the file is refused.

- {id: our-desk, levels: [{id: amber, title: Amber notice, meaning: people have begun to leave,
   cap: {urgency: Expected, severity: Severe, certainty: Possible}}]}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import WrongUse

#: CAP 1.2, section 3.2.2
CAP_WORDS = {
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely", "Unknown"),
}
#: ids stand in identifiers and addresses
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: parts that an identifier gets from us, so that none is mistaken for another
_RESERVED = frozenset({"exercise", "test", "update", "cancel"})
#: what the columns hold, and a page shows
_ID_CHARS_MAX, _CHARS_MAX = 40, {"title": 80, "meaning": 400}
BYTES_MAX, SCHEMES_MAX, LEVELS_MAX = 100_000, 50, 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    #: unique over all schemes, because it stands in the alert's identifier
    id: str
    title: str
    meaning: str
    #: CAP 1.2 `urgency`, `severity` and `certainty`, as the scheme declares them
    urgency: str
    severity: str
    certainty: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scheme:
    #: names the issuer whose scheme it is
    id: str
    #: from the lowest level to the highest
    levels: tuple[Level, ...]


def read_schemes(
    content: bytes, *, beside: Sequence[Scheme] = (), where: str = "level-schemes.yml"
) -> tuple[Scheme, ...]:
    """The schemes of a YAML file. Raises WrongUse, saying where and why, for anything that is not meant so.

    `beside` are schemes that stand already: no id may be theirs. `where` names the file in what is said.
    """
    entries = _loaded(content, where)
    read = tuple(_scheme(entry, f"{where}, scheme {n}") for n, entry in enumerate(entries, start=1))
    every = (*beside, *read)
    _once([scheme.id for scheme in every], f"{where}: the scheme")
    _once([level.id for scheme in every for level in scheme.levels], f"{where}: the level")
    return read


def _loaded(content: bytes, where: str) -> list[Any]:
    import yaml  # only who drafts or issues needs it

    if len(content) > BYTES_MAX:
        raise WrongUse(f"{where} has {len(content):,} bytes", f"write at most {BYTES_MAX:,}")
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(content)):
            raise WrongUse(f"{where} uses YAML aliases (*name)", "write every entry out")
        entries = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WrongUse(
            f"{where} is no YAML ({' '.join(str(error).split())[:200]})", "mend it there"
        ) from None
    if not isinstance(entries, list) or not 0 < len(entries) <= SCHEMES_MAX:
        raise WrongUse(
            f"{where} is no list of schemes", f"write 1 to {SCHEMES_MAX} schemes, each with id and levels"
        )
    return entries


def _scheme(entry: Any, where: str) -> Scheme:
    fields = _fields(entry, {"id", "levels"}, where)
    levels = fields["levels"]
    if not isinstance(levels, list) or not 0 < len(levels) <= LEVELS_MAX:
        raise WrongUse(f"{where}: levels is no list", f"write 1 to {LEVELS_MAX} levels, the lowest first")
    named = f"{where} ({_id(fields['id'], where)})"
    return Scheme(
        id=fields["id"],
        levels=tuple(_level(level, f"{named}, level {n}") for n, level in enumerate(levels, start=1)),
    )


def _level(entry: Any, where: str) -> Level:
    fields = _fields(entry, {"id", "title", "meaning", "cap"}, where)
    cap = _fields(fields["cap"], set(CAP_WORDS), f"{where}, cap")
    for name, words in CAP_WORDS.items():
        if cap[name] not in words:
            raise WrongUse(f"{where}: {name} is {cap[name]!r}", f"CAP 1.2 knows {', '.join(words)}")
    said = {name: _words(fields[name], most, f"{where}: {name}") for name, most in _CHARS_MAX.items()}
    level_id = _id(fields["id"], where)
    if _RESERVED & set(level_id.split("-")):
        raise WrongUse(
            f"{where}: the id {level_id!r} has a part that identifiers keep for us", "choose another"
        )
    return Level(id=level_id, **said, **cap)


def _fields(entry: Any, names: set[str], where: str) -> dict[str, Any]:
    if not isinstance(entry, dict) or set(entry) != names:
        got = ", ".join(sorted(map(str, entry))) if isinstance(entry, dict) else type(entry).__name__
        raise WrongUse(
            f"{where} has {got or 'nothing'}", f"write {', '.join(sorted(names))}, and nothing else"
        )
    return entry


def _id(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value) or len(value) > _ID_CHARS_MAX:
        raise WrongUse(
            f"{where}: {value!r} is no id",
            f"write small letters, digits and hyphens, at most {_ID_CHARS_MAX}",
        )
    return value


def _words(value: Any, most: int, where: str) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most or not value.isprintable():
        raise WrongUse(
            f"{where} is {value!r}"[:200], f"write a text of at most {most} characters on one line"
        )
    return value.strip()


def _once(ids: list[str], what: str) -> None:
    for each in ids:
        if ids.count(each) > 1:
            raise WrongUse(f"{what} {each!r} stands twice", "give one of them another id")

"""Which alerts a reader asks for: by level, status, situation, place and language; all of what is named must fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import urlencode

from tocsin.errors import WrongUse

#: what any of the values is made of: an id, a slug, a language
_WORD = re.compile(r"[A-Za-z0-9_-]{1,80}")
#: a place is a code or a name in any script
PLACE_LENGTH_MAX = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Empty where it makes no difference."""

    #: id of a level, such as "sos"
    level: str = ""
    #: "Actual", "Exercise" or "Test"
    status: str = ""
    #: a situation's slug
    situation: str = ""
    #: a country (ISO 3166-1 alpha-3 or its name), or a place by any of its names
    place: str = ""
    #: that it can be read in: as it was written, or translated (RFC 3066)
    language: str = ""

    @property
    def query(self) -> str:
        """As the end of an address, always in the same order; empty where everything is wanted."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


#: parts of an address
FIELDS = tuple(each.name for each in fields(Wanted))


def wanted(asked: Mapping[str, str]) -> Wanted:
    """From the parts of an address. Raises WrongUse for a part that no feed knows: silence would look like quiet.

    >>> wanted({"level": "sos", "place": "Goris", "page": "2"}).query
    'level=sos&place=Goris'
    """
    known = set(FIELDS)
    if unknown := set(asked) - known - {"page"}:
        raise WrongUse(f"no feed is chosen by {min(unknown)!r}", f"choose by {', '.join(sorted(known))}")
    said = {name: value.strip() for name, value in asked.items() if name in known}
    for name, value in said.items():
        if name == "place":
            _check_place(value)
        elif value and not _WORD.fullmatch(value):
            raise WrongUse(f"{name} is {value[:80]!r}", "write one id, of letters, digits, - and _")
    return Wanted(**said)


def _check_place(name: str) -> None:
    if len(name) > PLACE_LENGTH_MAX or not name.isprintable():
        raise WrongUse(
            f"the place has {len(name)} characters", f"write one name, of at most {PLACE_LENGTH_MAX}"
        )

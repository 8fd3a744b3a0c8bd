"""Which alerts a feed is asked for: by level, status, situation and language; all of what is named must fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import urlencode

from tocsin.errors import WrongUse

#: what any of the values is made of: an id, a slug, a language
_WORD = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Empty where it makes no difference."""

    #: id of a level, such as "sos"
    level: str = ""
    #: "Actual", "Exercise" or "Test"
    status: str = ""
    #: a situation's slug
    situation: str = ""
    #: ISO 639-1
    language: str = ""

    @property
    def query(self) -> str:
        """As the end of an address, always in the same order; empty where everything is wanted."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def wanted(asked: Mapping[str, str]) -> Wanted:
    """From the parts of an address. Raises WrongUse for a part that no feed knows: silence would look like quiet.

    >>> wanted({"level": "sos", "page": "2"}).query
    'level=sos'
    """
    known = {each.name for each in fields(Wanted)}
    if unknown := set(asked) - known - {"page"}:
        raise WrongUse(f"no feed is chosen by {min(unknown)!r}", f"choose by {', '.join(sorted(known))}")
    for name, value in asked.items():
        if name != "page" and value and not _WORD.fullmatch(value):
            raise WrongUse(f"{name} is {value[:80]!r}", "write one id, of letters, digits, - and _")
    return Wanted(**{name: value for name, value in asked.items() if name in known})

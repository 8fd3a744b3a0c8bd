"""Whether a name or an office shows a woman or a man: by title, by office, by given name.

A given name that both bear tells nothing, and so does one that we do not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from tocsin.reading.gazetteer import fold
from tocsin.reading.tables import rows

Gender = Literal["f", "m"]


@cache
def _table(name: str) -> dict[str, Gender]:
    table: dict[str, Gender] = {}
    for word, gender, *_ in rows(name):
        if gender == "f":
            table[word] = "f"
        elif gender == "m":
            table[word] = "m"
    return table


def gender_of_office(words: Iterable[str]) -> Gender | None:
    """What lower-case words beside a name show: "spokeswoman", "mr".

    >>> gender_of_office(["ministry", "spokeswoman"]), gender_of_office(["minister"])
    ('f', None)
    """
    table = _table("gendered_words")
    return next((table[word] for word in words if word in table), None)


def gender_of_given_name(name: str) -> Gender | None:
    """What the first word of a full name shows.

    >>> gender_of_given_name("Amina"), gender_of_given_name("José"), gender_of_given_name("Kim")
    ('f', 'm', None)
    """
    return _table("given_names").get(fold(name))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row[0] for row in rows("given_names"))


def is_given_name(name: str) -> bool:
    """Whether somebody may be called so, man or woman."""
    return fold(name) in _given_names()

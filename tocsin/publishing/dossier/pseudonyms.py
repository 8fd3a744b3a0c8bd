"""Who acted, for people outside: a program by its name, a person by a number that holds within one dossier."""

from __future__ import annotations

from django.contrib.auth.models import User


class Pseudonyms:
    """The same login has the same number all through a dossier, and another one in the next."""

    def __init__(self) -> None:
        self._people = set(User.objects.values_list("username", flat=True))
        self._numbers: dict[str, str] = {}

    def is_person(self, actor: str) -> bool:
        """Whether a login bears the name, or bore it once: whoever is no known part of the program is a person."""
        return actor in self._people or actor not in PROGRAMS

    def of(self, actor: str) -> str:
        if not actor:
            return "erased"
        if not self.is_person(actor):
            return actor
        return self._numbers.setdefault(actor, f"person {len(self._numbers) + 1}")


#: what acts without being somebody
PROGRAMS = frozenset({"alerts", "command line", "demonstration", "tocsin", "worker"})

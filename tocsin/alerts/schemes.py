"""Level schemes: what an issuer's levels are called, and how each is said in CAP 1.2."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from tocsin.alerts.scheme_file import Level, Scheme, read_schemes
from tocsin.errors import NotFound, WrongUse

__all__ = ["Level", "Scheme", "level_of", "schemes"]


@cache
def schemes() -> tuple[Scheme, ...]:
    """The shipped schemes, then those of the organisation (TOCSIN_LEVEL_SCHEMES); each in its file's order.

    Raises WrongUse, naming what is wrong, for a file that cannot be gone by.
    """
    shipped = read_schemes((resources.files("tocsin.alerts") / "data" / "level-schemes.yml").read_bytes())
    path = settings.TOCSIN_LEVEL_SCHEMES
    return (*shipped, *read_schemes(_own(path), beside=shipped, where=path)) if path else shipped


def _own(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise WrongUse(
            f"TOCSIN_LEVEL_SCHEMES names {path}, which cannot be read ({error.strerror})",
            "name a YAML file of level schemes, or take the variable away",
        ) from None


def level_of(scheme_id: str, level_id: str) -> Level:
    """The level under that name. Raises NotFound with the names that there are."""
    for scheme in schemes():
        for level in scheme.levels:
            if (scheme.id, level.id) == (scheme_id, level_id):
                return level
    known = ", ".join(f"{scheme.id}/{level.id}" for scheme in schemes() for level in scheme.levels)
    raise NotFound(f"there is no level {scheme_id}/{level_id}", f"choose one of {known}")

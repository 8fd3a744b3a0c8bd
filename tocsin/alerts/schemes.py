"""Level schemes: what an issuer's levels are called, and how each is said in CAP 1.2."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from tocsin.alerts.scheme_file import Level, Scheme, read_schemes
from tocsin.errors import NotFound, WrongUse

__all__ = ["Level", "Scheme", "level_of", "level_shown", "schemes", "schemes_shown"]


@cache
def schemes() -> tuple[Scheme, ...]:
    """The shipped schemes, then those of the organisation (TOCSIN_LEVEL_SCHEMES); each in its file's order.

    Raises WrongUse, naming what is wrong, for a file that cannot be gone by.
    """
    shipped, path = _shipped(), settings.TOCSIN_LEVEL_SCHEMES
    return (*shipped, *read_schemes(_own(path), beside=shipped, where=path)) if path else shipped


@cache
def _shipped() -> tuple[Scheme, ...]:
    return read_schemes((resources.files("tocsin.alerts") / "data" / "level-schemes.yml").read_bytes())


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
    if found := _among(schemes(), scheme_id, level_id):
        return found
    known = ", ".join(f"{scheme.id}/{level.id}" for scheme in schemes() for level in scheme.levels)
    raise NotFound(f"there is no level {scheme_id}/{level_id}", f"choose one of {known}")


def schemes_shown() -> tuple[Scheme, ...]:
    """As `schemes`, for pages that everybody reads: the shipped ones alone while the organisation's file cannot be read."""
    try:
        return schemes()
    except WrongUse:
        return _shipped()


def level_shown(scheme_id: str, level_id: str) -> Level:
    """The level of an alert that is there already. Where its scheme is gone, one that goes by the bare id stands in:
    a file that was moved must not take warnings, and all beside them, off the air. `tocsin check` names it.
    """
    gone = Level(
        id=level_id, title=level_id, meaning="", urgency="Unknown", severity="Unknown", certainty="Unknown"
    )
    return _among(schemes_shown(), scheme_id, level_id) or gone


def _among(known: tuple[Scheme, ...], scheme_id: str, level_id: str) -> Level | None:
    levels = (level for scheme in known if scheme.id == scheme_id for level in scheme.levels)
    return next((level for level in levels if level.id == level_id), None)

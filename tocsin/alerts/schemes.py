"""Level schemes: what an issuer's levels are called, and how each is said in CAP 1.2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from tocsin.errors import NotFound

Mapping = dict[str, str]


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


@cache
def schemes() -> tuple[Scheme, ...]:
    """All schemes of `data/level-schemes.yml`, in the file's order."""
    import yaml  # only who drafts or issues needs it

    text = (resources.files("tocsin.alerts") / "data" / "level-schemes.yml").read_text(encoding="utf-8")
    return tuple(
        Scheme(id=scheme["id"], levels=tuple(_level(level) for level in scheme["levels"]))
        for scheme in yaml.safe_load(text)
    )


def _level(entry: dict[str, str | Mapping]) -> Level:
    plain = {name: value for name, value in entry.items() if isinstance(value, str)}
    mapping = entry["cap"]
    assert isinstance(mapping, dict), entry
    return Level(**plain, **mapping)


def level_of(scheme_id: str, level_id: str) -> Level:
    """The level under that name. Raises NotFound with the names that there are."""
    for scheme in schemes():
        for level in scheme.levels:
            if (scheme.id, level.id) == (scheme_id, level_id):
                return level
    known = ", ".join(f"{scheme.id}/{level.id}" for scheme in schemes() for level in scheme.levels)
    raise NotFound(f"there is no level {scheme_id}/{level_id}", f"choose one of {known}")

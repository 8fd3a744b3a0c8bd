"""Level schemes: the shipped ones, and that they fit CAP."""

from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from tests.alerts.test_cap import ALERT, INFO
from tocsin.alerts.cap import cap_bytes
from tocsin.alerts.identity import first_identifier, following_identifier
from tocsin.alerts.schemes import Level, level_of, schemes
from tocsin.errors import NotFound

LEVELS = [(scheme.id, level) for scheme in schemes() for level in scheme.levels]


def test_a_level_id_names_one_level() -> None:
    """It stands in the alert's identifier without its scheme, and never looks like a part that we add."""
    ids = [level.id for _, level in LEVELS]
    assert len(ids) == len(set(ids))
    assert not {"exercise", "test", "update", "cancel"} & set("-".join(ids).split("-"))


@pytest.mark.parametrize(("scheme", "level"), LEVELS, ids=lambda value: getattr(value, "id", value))
def test_every_level_can_be_said_in_cap(scheme: str, level: Level) -> None:
    """Its urgency, severity and certainty are CAP's words, and its identifier can be one."""
    info = replace(INFO, urgency=level.urgency, severity=level.severity, certainty=level.certainty)
    name = following_identifier(first_identifier("x", level.id, "Exercise", 1), "Update", 0)
    assert cap_bytes(replace(ALERT, identifier=name, infos=(info,)))
    assert level_of(scheme, level.id) == level
    assert level.title and level.meaning


def test_the_shipped_schemes_are_the_agreed_ones(shared: Path) -> None:
    """The file in the package is the one that was agreed on."""
    shipped = (resources.files("tocsin.alerts") / "data" / "level-schemes.yml").read_bytes()
    assert shipped == (shared / "frameworks" / "level-schemes.yml").read_bytes()


def test_an_unknown_level_names_the_known_ones() -> None:
    """Whoever mistypes it sees what there is."""
    with pytest.raises(NotFound, match="lemkin-institute/sos"):
        level_of("lemkin-institute", "panic")

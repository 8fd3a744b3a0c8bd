"""An organisation's own level schemes: read strictly, beside the shipped ones."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.desk import approved, at, drafted, issued, login, situation
from tocsin import alerts
from tocsin.alerts.scheme_file import read_schemes
from tocsin.alerts.schemes import level_of, schemes
from tocsin.cli.check import _levels_used
from tocsin.errors import TocsinError, WrongUse

OURS: list[Any] = [
    {
        "id": "our-desk",
        "levels": [
            {
                "id": "amber",
                "title": "Amber notice",
                "meaning": "people have begun to leave",
                "cap": {"urgency": "Expected", "severity": "Severe", "certainty": "Possible"},
            }
        ],
    }
]


def with_level(**changes: Any) -> list[Any]:
    return [{**OURS[0], "levels": [{**OURS[0]["levels"][0], **changes}]}]


@pytest.fixture
def ours(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The file that the setting names, with our scheme."""
    path = tmp_path / "levels.yml"
    path.write_text(yaml.safe_dump(OURS))
    settings.TOCSIN_LEVEL_SCHEMES = str(path)
    schemes.cache_clear()
    yield path
    schemes.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("ours")
def test_alerts_are_issued_at_a_level_of_ones_own() -> None:
    """Beside the shipped schemes, with the mapping to CAP that it declares."""
    assert level_of("our-desk", "amber").urgency == "Expected"
    assert level_of("lemkin-institute", "sos")
    alert = issued(drafted(situation(), scheme="our-desk", level="amber"))
    assert alert.identifier == "artsakh-2023-amber-exercise-1"
    assert b"<severity>Severe</severity>" in bytes(alert.cap_xml)


def test_a_file_that_is_not_there_is_said(ours: Path) -> None:
    """With its name, so that a mistyped setting is found at once."""
    ours.unlink()
    schemes.cache_clear()
    with pytest.raises(WrongUse, match=r"levels\.yml, which cannot be read"):
        schemes()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({}, "no list"),
        ([], "no list"),
        (["x"], "scheme 1 has str"),
        ([{"id": "a"}], "scheme 1 has id"),
        ([{"id": "A b", "levels": [1]}], "is no id"),
        ([{"id": "a", "levels": []}], "levels is no list"),
        ([*OURS, *deepcopy(OURS)], "'our-desk' stands twice"),
        (with_level(id="sos"), "'sos' stands twice"),
        (with_level(id="test-2"), "keep for us"),
        (with_level(title=""), "title"),
        (with_level(meaning="a\nb"), "meaning"),
        (with_level(title=5), "title"),
        (with_level(more="x"), "nothing else"),
        (
            with_level(cap={"urgency": "Soon", "severity": "Severe", "certainty": "Likely"}),
            "urgency is 'Soon'",
        ),
        (with_level(cap={"urgency": "Future", "severity": "Severe"}), "cap has severity, urgency"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_with_its_place(wrong: Any, why: str) -> None:
    """Nothing is guessed, nothing left out."""
    with pytest.raises(WrongUse, match=why) as refusal:
        read_schemes(yaml.safe_dump(wrong).encode(), beside=schemes())
    assert refusal.value.remedy


@given(content=st.binary(max_size=300))
def test_any_bytes_are_schemes_or_refused(content: bytes) -> None:
    """A file out of another program breaks nothing."""
    try:
        read = read_schemes(content)
    except WrongUse:
        return
    assert all(scheme.levels for scheme in read)


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["gone", "broken"])
def test_a_scheme_that_went_away_takes_no_warning_off_the_air(
    ours: Path, settings: Any, client: Any, after: str
) -> None:
    """Pages, lists and feeds show the bare name; nothing new is issued at that level, and `tocsin check` names it."""
    crisis = situation()
    out = issued(drafted(crisis, scheme="our-desk", level="amber"))
    next_one = approved(drafted(crisis, scheme="our-desk", level="amber"))
    if after == "gone":
        settings.TOCSIN_LEVEL_SCHEMES = ""
    else:
        ours.write_text("[")
    schemes.cache_clear()
    for page in ("/alerts/", "/alerts/feed.atom", "/alerts/feed.cap.atom", f"/alerts/{out.identifier}/"):
        answer = client.get(page)
        assert answer.status_code == 200 and "amber" in answer.content.decode(), page
    with pytest.raises(TocsinError):
        alerts.issue(next_one, by=login("signer", "issuer"), now=at(9))
    with pytest.raises(TocsinError, match="our-desk/amber" if after == "gone" else "no YAML"):
        _levels_used()


def test_a_scheme_file_is_written_out() -> None:
    """A few lines of aliases stand for gigabytes."""
    text = (
        yaml.safe_dump(with_level(title="x"))
        .replace("title: x", "title: &a x")
        .replace("id: amber", "id: *a")
    )
    with pytest.raises(WrongUse, match="aliases"):
        read_schemes(text.encode())

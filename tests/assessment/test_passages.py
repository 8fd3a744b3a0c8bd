"""The gate of what is proposed: passages of our own, with all that each may propose."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.assessment.reading_out import frameworks, proposed

HERE = Path(__file__).parent
PASSAGES = yaml.safe_load((HERE / "passages.yml").read_text(encoding="utf-8"))
#: how many of what is wanted are proposed, by factor or crime; never lowered
FLOORS = json.loads((HERE / "passage-floors.json").read_text(encoding="utf-8"))
IDS = [f"{number}: {each['why']}" for number, each in enumerate(PASSAGES, 1)]


def found(passage: dict) -> set[str]:
    return {f"{each.criterion} {each.side}" for each in proposed(passage["text"])}


@pytest.mark.parametrize("passage", PASSAGES, ids=IDS)
def test_a_passage_proposes_what_it_may_and_nothing_else(passage: dict) -> None:
    """What is wanted, each on its side; what is marked as missed is missed still."""
    assert sorted(found(passage)) == sorted(map(str, passage["want"]))
    assert not found(passage) & set(passage.get("missed", ()))


def test_there_are_enough_and_none_twice() -> None:
    texts = Counter(each["text"] for each in PASSAGES)
    assert len(texts) == len(PASSAGES) >= 60


def test_no_family_of_indicators_goes_below_its_floor() -> None:
    """Every factor that has a rule has a passage; `right` counts what is wanted and proposed."""
    family = {
        each.id: part.id for framework in frameworks() for part in framework.parts for each in part.criteria
    }
    right = Counter(
        family[name.rpartition(" ")[0]]
        for passage in PASSAGES
        for name in found(passage) & set(map(str, passage["want"]))
    )
    assert {name: floor for name, floor in FLOORS.items() if right[name] < floor} == {}
    assert {f"RF{number}" for number in range(1, 14)} <= right.keys()

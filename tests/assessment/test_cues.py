"""The cues that ship: each finds its example and not its counterexample, and names no side."""

import re
from importlib import resources

import pytest

from tests.assessment.reading_out import frameworks, proposed
from tests.sides import CONFLICTS
from tocsin.assessment.cues import Cue, cues_from, forms, shipped
from tocsin.errors import WrongUse
from tocsin.reading.tables import rows

CUES = shipped()
TEXT = (resources.files("tocsin.assessment") / "data" / "cues.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_a_cue_is_met_in_its_example(cue: Cue) -> None:
    """Every criterion that it is information for or against is proposed, by this rule or one before it."""
    found = proposed(cue.example)
    assert cue.id in {each.rule for each in found}
    assert {name for ids in cue.favours.values() for name in ids} <= {
        each.criterion for each in found if each.side == "for"
    }
    assert {name for ids in cue.opposes.values() for name in ids} <= {
        each.criterion for each in found if each.side == "against"
    }


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_what_only_looks_like_it_proposes_nothing(cue: Cue) -> None:
    """Neither this cue nor another is met in a cue's counterexample."""
    assert proposed(cue.counterexample) == []


def test_every_cue_names_criteria_that_are_there() -> None:
    known = {framework.id: {each.id for each in framework.criteria()} for framework in frameworks()}
    for cue in CUES:
        for favoured in (cue.favours, cue.opposes):
            for framework, ids in favoured.items():
                assert set(ids) <= known[framework], cue.id
        assert cue.favours or cue.opposes, cue.id


def test_mental_elements_are_proposed_from_what_somebody_said_alone() -> None:
    """No cue of conduct names an element of the mind, such as intent."""
    mental = {each.id for framework in frameworks() for each in framework.criteria() if each.kind == "mental"}
    named = [cue for cue in CUES if cue.criteria("rome-statute-2011") & mental]
    assert named
    assert all(cue.said for cue in named)


def test_no_cue_names_a_side() -> None:
    """No country, people, capital or leader stands in the data: every rule is the same for everybody."""
    names = {name.lower() for pairs in CONFLICTS.values() for pair in pairs for name in pair}
    names |= {row[0].lower() for table in ("countries", "states", "place_adjectives") for row in rows(table)}
    said = set(re.findall(r"[^\W\d_]+", TEXT.lower()))
    assert not {name for name in names if len(name) > 3} & said


def test_no_list_stands_unused() -> None:
    lists = re.findall(r"^  (\w+): \[", TEXT.partition("\ncues:")[0], re.MULTILINE)
    assert lists
    assert [name for name in lists if f"${name}" not in TEXT] == []


def test_no_example_stands_twice() -> None:
    texts = [text for cue in CUES for text in (cue.example, cue.counterexample)]
    assert len(set(texts)) == len(texts)


def test_forms_of_a_phrase() -> None:
    """Doubled letters are written out, y becomes ie, and a phrase has as many forms as its words together."""
    assert set(forms("deny~ entry")) == {(each, "entry") for each in ("deny", "denies", "denied", "denying")}
    assert set(forms("bakery+")) == {("bakery",), ("bakeries",)}
    assert set(forms("stop~stopped/stopping")) == {("stop",), ("stops",), ("stopped",), ("stopping",)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("says: people come", "sais: people come", "sais"),
        ("[come]", "[no]", "False is no phrase"),
        ("for: {un", "finding: {kind: rumour}\n  for: {un", "'rumour'"),
    ],
)
def test_an_odd_entry_is_named(old: str, new: str, said: str) -> None:
    text = (
        "lists: {}\ncues:\n- id: one\n  says: people come\n"
        '  for: {un: ["1.1"]}\n  words: [[come]]\n  example: They come.\n  not: They go.\n'
    )
    assert len(cues_from(text)) == 1
    with pytest.raises(WrongUse, match=said):
        cues_from(text.replace(old, new))

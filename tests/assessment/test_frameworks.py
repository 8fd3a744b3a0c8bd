"""The shipped frameworks say what their documents say, and a file that says less is refused by name."""

from contextlib import suppress
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assessment.framework_file import framework_from
from tocsin.assessment.frameworks import ELEMENT_KINDS, Framework
from tocsin.errors import WrongUse

FILES = ("un-framework-of-analysis.yml", "crimes.yml")


def shipped(name: str) -> str:
    return (resources.files("tocsin.assessment") / "data" / name).read_text(encoding="utf-8")


@pytest.fixture
def risk() -> Framework:
    return framework_from(shipped("un-framework-of-analysis.yml"))


@pytest.fixture
def law() -> Framework:
    return framework_from(shipped("crimes.yml"))


def test_the_united_nations_framework_has_fourteen_factors(risk: Framework) -> None:
    """Eight are common, six belong to one crime, and each indicator bears its factor's number."""
    assert [part.id for part in risk.parts] == [f"RF{n}" for n in range(1, 15)]
    assert [part.kind for part in risk.parts].count("common") == 8
    assert not risk.of_law
    for part in risk.parts:
        assert all(each.id.startswith(part.id.removeprefix("RF") + ".") for each in part.criteria)


def test_what_was_not_compared_with_the_original_says_so(risk: Framework) -> None:
    """Of factor 7 the first eleven indicators were compared, of factor 8 all, of factor 1 none."""
    checked = {each.id for each in risk.criteria() if each.checked}
    assert {"7.1", "7.11", "8.1", "8.12", "9.6"} <= checked
    assert not {"7.12", "7.14", "1.1", "10.1"} & checked


def test_a_factor_with_gaps_says_so(risk: Framework) -> None:
    """Nothing is invented for factor 14, and factor 13 breaks off."""
    assert [part.id for part in risk.parts if not part.complete] == ["RF13", "RF14"]
    assert risk.parts[-1].criteria == ()


def test_each_crime_has_as_many_elements_as_its_document(law: Framework) -> None:
    counts = yaml.safe_load(shipped("crimes.yml"))["element_counts"]
    assert {part.id: len(part.criteria) for part in law.parts} == counts
    assert law.of_law and len(law.parts) == 18
    assert {each.kind for each in law.criteria()} == {*ELEMENT_KINDS, "mode"}


def test_the_words_that_make_the_law_stand(law: Framework) -> None:
    """Every form of genocide asks for intent to destroy the group "as such", and for its context in both forms."""
    genocide = [part for part in law.parts if part.id.startswith("6(")]
    assert len(genocide) == 5
    for crime in genocide:
        texts = [each.text for each in crime.criteria]
        assert any("in whole or in part, as such" in text for text in texts), crime.id
        assert any("could itself effect such destruction" in text for text in texts), crime.id
        assert crime.convention == f"II{crime.id[1:]}"


def test_ways_of_taking_part_and_questions_of_jurisdiction_are_kept(law: Framework) -> None:
    assert [mode.id for mode in law.modes][:5] == [f"25(3)({letter})" for letter in "abcde"]
    assert len(law.jurisdiction_questions) == 4


def test_ways_of_taking_part_are_judged_like_elements(law: Framework, risk: Framework) -> None:
    """They stand behind the crimes as a part of their own, and a framework of risk has none."""
    assert [part.id for part in law.sections()][-1] == "responsibility"
    assert law.criterion("25(3)(e)").kind == law.criterion("Convention III").kind == "mode"
    assert risk.sections() == risk.parts


OWN = """
id: ours
title: Our own
edition: "1"
issuer: A house of our own
source: minutes of the board
factors:
- {id: A, kind: common, name: Roads, checked: no, indicators: {"A.1": roads are closed, "A.2": fuel is refused}}
"""


def test_an_organisation_writes_its_own() -> None:
    framework = framework_from(OWN)
    assert [each.text for each in framework.criteria()] == ["roads are closed", "fuel is refused"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: common", "kind: usual", "'usual'"),
        ("name: Roads", "nmae: Roads", "nmae"),
        ("name: Roads, ", "", "no name"),
        ('"A.2"', '"A.1"', "'A.1' stands twice"),
        ("checked: no", "checked: maybe", "'maybe'"),
        ("checked: no", "checked: page A.1-A.9", "A.9"),
        ("title: Our own", "title: ''", "no title"),
        ("{id: A,", "{id: 'A B',", "'A B'"),
        ("factors:", "things:", "neither factors nor crimes"),
        ("title: Our own", "title: [", "no YAML"),
        ("title: Our own", "title: &a x\nnote: *a", "aliases"),
        ("source: minutes", "sauce: minutes", "sauce"),
        ("checked: no", "complete: 3", "complete: 3"),
        ('indicators: {"A.1": roads are closed, "A.2": fuel is refused}', "indicators: 3", "no list"),
    ],
)
def test_what_is_odd_is_named(old: str, new: str, said: str) -> None:
    """The message holds the value that was odd; nothing of the file is used."""
    assert old in OWN
    with pytest.raises(WrongUse, match=said):
        framework_from(OWN.replace(old, new))


def test_an_indicator_without_quotes_is_no_other_one() -> None:
    """YAML reads 1.1 and 1.10 as one number, and would keep the last of the two."""
    bare = OWN.replace('"A.1"', "1.1").replace('"A.2"', "1.10")
    with pytest.raises(WrongUse, match="without quotes"):
        framework_from(bare)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("checked: no", "checked: maybe", "'maybe'"),
        ('article: "25(3)(a)"', "article: '<b>'", "<b>"),
        ('article: "25(3)(a)"', 'article: "25(3)(b)"', "stands twice"),
        ('convention: "II(a)"', "convention: [1]", "convention"),
    ],
)
def test_what_is_odd_in_a_framework_of_law_is_named(old: str, new: str, said: str) -> None:
    text = shipped("crimes.yml")
    assert old in text
    with pytest.raises(WrongUse, match=said):
        framework_from(text.replace(old, new, 1))


def test_a_table_of_counts_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse, match="element_counts is no table"):
        framework_from(OWN.replace("factors:", "element_counts: 3\ncrimes: []\nx:").split("x:")[0])


def test_a_crime_that_lost_an_element_is_refused() -> None:
    """The document's own count is held, whoever edits the file."""
    edited = shipped("crimes.yml").replace(
        ", genocidal_intent, genocidal_context]}", ", genocidal_context]}", 1
    )
    with pytest.raises(WrongUse, match="has 3 elements and the document 4"):
        framework_from(edited)


@given(st.text(max_size=200))
def test_any_text_is_a_framework_or_refused(text: str) -> None:
    with suppress(WrongUse):
        framework_from("factors: []\n" + text)

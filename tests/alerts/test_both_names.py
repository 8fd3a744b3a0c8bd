"""Contested places are called by both names in our own words, in whatever order the record calls them."""

import pytest
from lxml import etree

from tests.alerts.desk import CROSSED, drafted, finding, issued, situation
from tocsin.alerts.both_names import both_names, name_both, names_in
from tocsin.alerts.drafting import DraftSentence

#: text, what the reports print beside it, and what it becomes
CASES = [
    ("People of Stepanakert", (), "People of Khankendi / Stepanakert"),
    ("People of Khankendi", (), "People of Khankendi / Stepanakert"),
    # the other name that the reports print is the one that is told
    ("People of Artsakh.", ("Nagorno Karabakh",), "People of Artsakh / Nagorno Karabakh."),
    ("Near Nagorno-Karabakh", ("Artsakh",), "Near Artsakh / Nagorno-Karabakh"),
    # already told
    ("People of Artsakh (Nagorno-Karabakh)", (), "People of Artsakh (Nagorno-Karabakh)"),
    # a longer name is somebody's own
    ("The Republic of Artsakh", (), "The Republic of Artsakh"),
    ("The Artsakh Defence Office", (), "The Artsakh Defence Office"),
    # quoted words are not ours
    ("They said: “Artsakh is shut”.", (), "They said: “Artsakh is shut”."),
    # two names, and no quarrel about them: only where the reports print both
    ("People of The Hague", (), "People of The Hague"),
    ("People of Mumbai", ("Bombay", "Mumbai"), "People of Bombay / Mumbai"),
    ("People of Goris and Armenia", (), "People of Goris and Armenia"),
]


@pytest.mark.parametrize(("text", "printed", "named"), CASES)
def test_our_own_words_take_both_names(text: str, printed: tuple[str, ...], named: str) -> None:
    """In alphabetical order, whichever stood there; and twice is as once."""
    assert both_names(text, printed) == named
    assert both_names(named, printed) == named


def test_a_quoted_name_is_explained_once() -> None:
    """At the first sentence of the alert that has it alone."""
    said = [
        DraftSentence(section="asked", text="They asked: “Go to Artsakh”."),
        DraftSentence(section="happened", text="They said: “Artsakh is shut”."),
    ]
    first, second = name_both(said, names_in(["Nagorno-Karabakh"]))
    assert first.text == "They said: “Artsakh is shut”. Artsakh and Nagorno-Karabakh are names of one place."
    assert second.text == "They asked: “Go to Artsakh”."


@pytest.mark.django_db
def test_a_draft_and_its_message_tell_both_names() -> None:
    """In the sentence of a figure, in who is at risk, and in CAP's areaDesc."""
    crisis = situation()
    places = [{"name": "Stepanakert", "role": "origin"}, {"name": "Armenia", "role": "destination"}]
    alert = issued(
        drafted(crisis, finding(crisis, fields={**CROSSED, "places": places}), area="People of Khankendi")
    )
    (info,) = etree.fromstring(bytes(alert.cap_xml)).findall("{*}info")
    assert info.findtext("{*}area/{*}areaDesc") == "People of Khankendi / Stepanakert"
    description = info.findtext("{*}description")
    assert "had crossed from Khankendi / Stepanakert to Armenia" in description
    assert "At risk: People of Khankendi / Stepanakert." in description

"""Who asks whom to do what."""

from __future__ import annotations

import pytest

from tocsin.reading import Call, read
from tocsin.reading.tables import rows


def calls(text: str) -> list[tuple[str | None, str | None, str]]:
    return [(one.speaker_name, one.addressee, one.action) for one in read(text).calls]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Oxfam urged both armies to hold fire.", ("Oxfam", "both armies", "hold fire")),
        ("Oxfam calls on neighbours to open the border.", ("Oxfam", "neighbours", "open the border")),
        ("Oxfam appealed to drivers to help.", ("Oxfam", "drivers", "help")),
        ("“The council should meet,” Oxfam said.", ("Oxfam", "The council", "meet")),
        ("Oxfam said that the council must meet.", ("Oxfam", "the council", "meet")),
        ("Oxfam demanded that the army leave.", ("Oxfam", "the army", "the army leave")),
        ("Oxfam urged people not to leave.", ("Oxfam", "people", "not to leave")),
        ("Oxfam called for an immediate truce.", ("Oxfam", None, "an immediate truce")),
        ("“We urge the council to meet,” Oxfam said.", ("Oxfam", "the council", "meet")),
        ("Drivers were urged by Oxfam to wait.", ("Oxfam", "Drivers", "wait")),
        ("“Release them now,” Oxfam told the junta.", ("Oxfam", "the junta", "Release them now")),
        ("Oxfam repeated its call for a truce.", ("Oxfam", None, "a truce")),
        ("“It is time for the council to act,” Oxfam said.", ("Oxfam", "the council", "act")),
        ("Oxfam asked the junta for maps.", ("Oxfam", "the junta", "maps")),
        ("Oxfam demanded an answer from the junta.", ("Oxfam", "the junta", "an answer")),
    ],
)
def test_forms(text: str, call: tuple[str | None, str | None, str]) -> None:
    """Verbs of asking, and what somebody says should be done."""
    assert calls(text) == [call]


@pytest.mark.parametrize(
    "text",
    [
        "The council should meet.",  # the publisher's own opinion
        "Oxfam was asked to leave.",
        "The nurse asked not to be named.",
        "“We must not forget,” Oxfam said.",
        "“It must have rained,” Oxfam said.",
        "Oxfam did not ask the army to leave.",
    ],
)
def test_no_call(text: str) -> None:
    """Opinions of the publisher, passives, resolutions about oneself and conclusions ask nobody."""
    assert calls(text) == []


def test_who_is_asked_is_carried_on() -> None:
    """“The council must act. For no reason should families be separated,” Oxfam said."""
    found = calls(test_who_is_asked_is_carried_on.__doc__ or "")
    assert [addressee for _, addressee, _ in found] == ["The council", "The council"]
    assert found[1][2] == "For no reason should families be separated"


def test_every_verb_asks_in_its_example() -> None:
    """Each entry of the table finds a call in its own example."""
    for table in ("call_verbs", "call_nouns"):
        for phrase, *_, example, _ in rows(table):
            assert all(isinstance(one, Call) for one in read(example).calls)
            assert calls(example), (phrase, example)


def test_every_imperative_is_one_in_its_example() -> None:
    """Each verb of the table orders something when it opens a quotation."""
    for verb, example in rows("imperative_verbs"):
        assert calls(example), verb


@pytest.mark.parametrize(
    "text",
    [
        "“Help is near,” Oxfam said.",
        "“Release of prisoners began,” Oxfam said.",
        "“Open? Never,” Oxfam said.",
        "Open the gate.",
        "Oxfam insisted that the army was ready.",
        "Residents were urged by night.",
        "Calls for a truce grew.",
    ],
)
def test_what_only_looks_like_a_call(text: str) -> None:
    """A noun that is a verb too, a question, our own words, what is and not what should be, and calls of nobody."""
    assert calls(text) == []


@pytest.mark.parametrize(
    ("text", "addressee", "action"),
    [
        ("Oxfam demanded on Friday that the army open the road.", "the army", "the army open the road"),
        ("Oxfam demanded that Ukrainian forces in Kherson leave.", "Ukrainian forces in Kherson", None),
        ("Oxfam demanded that armed groups stop.", "armed groups", None),
        ("Oxfam demanded that rebel groups stop.", "rebel groups", None),
        ("Oxfam demanded that Russia withdraw.", "Russia", None),
    ],
)
def test_whoever_is_to_act_is_asked(text: str, addressee: str, action: str | None) -> None:
    """The subject of what is demanded, without the day of demanding."""
    ((_, asked, to_do),) = calls(text)
    assert asked == addressee
    assert action is None or to_do == action


def test_a_question_is_no_call() -> None:
    """Who is asked which of two is right is not asked to do anything; the next verb stands for itself."""
    text = "Oxfam asked the junta which of the lists stands, and urges donors not to wait."
    assert calls(text) == [("Oxfam", "donors", "not to wait")]


def test_each_call_has_its_own_action() -> None:
    """What is asked of one ends before the next is asked."""
    text = "Oxfam urged the council to send monitors and asked donors to help."
    assert calls(text) == [("Oxfam", "the council", "send monitors"), ("Oxfam", "donors", "help")]

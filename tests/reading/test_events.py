"""What happened, in PLOVER's types."""

from __future__ import annotations

import pytest

from tocsin.reading import Event, read
from tocsin.reading.tables import rows

PLOVER = {
    *("agree", "consult", "support", "cooperate", "concede", "retreat", "aid", "request", "accuse", "reject"),
    *("threaten", "protest", "mobilize", "sanction", "coerce", "assault"),
}


def events(text: str) -> tuple[Event, ...]:
    return read(text, "2023-03-10").events


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        ("Gunners shelled the port.", "assault", "Gunners", "the port"),
        ("The port was shelled by rebels.", "assault", "rebels", "The port"),
        ("The port was shelled by night.", "assault", None, "The port"),
        ("The port was shelled by the rebels.", "assault", "the rebels", "The port"),
        ("The shelling of the port by Lowland went on.", "assault", "Lowland", "the port"),
        ("Lowland’s drone attack on the port failed.", "assault", "Lowland", "the port"),
        ("The army cut all water, gas, and telephone lines.", "coerce", "The army", "all water, gas, and telephone lines"),
        ("The blockade of the port goes on.", "coerce", None, "the port"),
        ("The exodus of farmers began.", "coerce", None, "farmers"),
        ("Police detained the editor.", "coerce", "Police", "the editor"),
        ("The channel threatened residents.", "threaten", "The channel", "residents"),
        ("The union imposed sanctions on four generals.", "sanction", None, "four generals"),
        ("Trucks delivered food.", "aid", "Trucks", "food"),
        ("The brigade withdrew from the pass.", "retreat", "The brigade", None),
    ],
)  # fmt: skip
def test_who_did_what_to_whom(text: str, type_: str, actor: str | None, target: str | None) -> None:
    """Type, actor and target, in the active, the passive and as a noun."""
    (event,) = events(text)
    assert (event.type, event.actor, event.target) == (type_, actor, target)


@pytest.mark.parametrize(
    "text",
    [
        "The town is in danger of attack.",
        "The army did not shell the port.",
        "They will be beaten, tortured and murdered.",
        "The general wants to bomb the bridge.",
        "If rebels attacked the port, ships would leave.",
        "The displaced farmers waited.",
        "The cook cut the bread.",
    ],
)
def test_what_did_not_happen(text: str) -> None:
    """What is feared, denied, planned, supposed, or not an act of that kind is no event."""
    assert events(text) == ()


def test_two_days_are_two_events() -> None:
    """The air strikes and shelling of 3 and 4 March hit Lysk."""
    found = events(test_two_days_are_two_events.__doc__ or "")
    assert [one.when for one in found] == ["2023-03-03", "2023-03-04"]
    assert len({(one.start, one.end) for one in found}) == 1


def test_how_sure() -> None:
    """Rebels burnt houses in Tawila. Witnesses said that militias attacked Nyala. Gunmen reportedly abducted the mayor."""
    found = events(test_how_sure.__doc__ or "")
    assert [(one.type, one.certainty) for one in found] == [
        ("assault", "asserted"),
        ("assault", "attributed"),
        ("assault", "unconfirmed"),
    ]


def test_a_denied_claim_is_a_denied_event() -> None:
    """The army denied that its jets had bombed the market."""
    (event,) = events(test_a_denied_claim_is_a_denied_event.__doc__ or "")
    assert (event.type, event.certainty) == ("assault", "denied")


def test_every_trigger_is_found_in_its_example() -> None:
    """Each entry of the table has a PLOVER type, and its own example gives an event of that type; "-" is none."""
    for word, _, _, type_, _, example, *_ in rows("event_triggers"):
        if type_ == "-":
            assert events(example) == (), word
            continue
        assert type_ in PLOVER, word
        assert type_ in {one.type for one in events(example)}, (word, example)


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("The fund is collecting gifts for families displaced from the valley.", None, "families"),
        ("Nobody lives in villages burnt by the raiders.", "the raiders", "villages"),
        ("Oxfam urged drivers not to wait.", "Oxfam", "drivers"),
        ("At 8 p.m. 300 people were sheltered.", None, "300 people"),
    ],
)
def test_who_and_whom(text: str, actor: str | None, target: str) -> None:
    """An actor can act; a participle, a negation and a clock time are no part of anybody."""
    (one,) = events(text)
    assert (one.actor, one.target) == (actor, target)


def test_a_demonstration_of_something_is_no_protest() -> None:
    """Only what people hold or join, or police break up, is one."""
    assert events("A newsletter written for the demonstration.") == ()
    assert [one.type for one in events("Crowds joined the demonstration.")] == ["protest"]


def test_a_comparison_does_not_date_it() -> None:
    """What is compared with lies behind a comma."""
    (one,) = events("At 8 p.m. 300 people were sheltered, up from 200 on Monday.")
    assert one.when == "2023-03-10T20:00"

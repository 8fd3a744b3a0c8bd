"""What findings propose, for and against, with who said it; and what they never propose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.reading_out import Proposed, frameworks, proposed, told
from tests.sides import swapped
from tocsin.assessment.cues import shipped
from tocsin.assessment.negation import negated, supposed
from tocsin.assessment.proposing import proposals


def sides(text: str, criterion: str) -> dict[str, str]:
    """Side -> reason of what is proposed for the criterion."""
    return {each.side: each.reason for each in proposed(text) if each.criterion == criterion}


def test_a_proposal_names_its_words_and_who_said_them() -> None:
    """Soldiers turned back a convoy of flour at the bridge, a driver said."""
    found = sides("Soldiers turned back a convoy of flour at the bridge, a driver said.", "13.8")
    assert found == {"for": "aid or supplies are kept from people: “turned back”, “convoy”; said by a driver"}


def test_a_negation_is_evidence_against() -> None:
    """No convoy of flour was turned back at the bridge, the governor said."""
    found = sides("No convoy of flour was turned back at the bridge, the governor said.", "13.8")
    assert found.keys() == {"against"}
    assert found["against"].startswith("the contrary of: aid or supplies are kept from people")


def test_a_refusal_turns_what_it_refuses() -> None:
    """Guards refused to let food trucks through, a baker said."""
    assert sides("Guards did not let the food through, a baker said.", "13.8").keys() <= {"for"}
    assert sides("The observers were not allowed into the valley, they said.", "6.3").keys() == {"for"}


def test_a_denial_is_evidence_against_with_who_denied() -> None:
    """The ministry denied that its forces had blocked aid."""
    found = sides("The ministry denied that its forces had blocked aid.", "13.8")
    assert found.keys() == {"against"}
    assert "denied by the ministry" in found["against"]


def test_a_denied_statement_stands_on_both_sides() -> None:
    """Who said it is proposed for, who denies it against; each with its own passage."""
    text = "Farmers in Hask said soldiers had burnt the church. The ministry denied the claim."
    both = [each for each in proposed(text) if each.criterion == "10.8"]
    assert [(each.side, "ministry" in each.quote) for each in both] == [("for", False), ("against", True)]
    assert "said by Farmers in Hask" in both[0].reason
    assert "denied by somebody" in both[0].reason
    assert both[1].reason.startswith("the ministry denies what Farmers in Hask said")


def test_a_crime_named_and_refused_stands_on_both_sides() -> None:
    """Ida Holm called the blockade a genocide. The chancellor said it was not a genocide."""
    text = "Ida Holm called the blockade a genocide. The chancellor said it was not a genocide."
    found = sides(text, "6(c)/3")
    assert "said by Ida Holm" in found["for"]
    assert "denied by the chancellor" in found["against"]


@pytest.mark.parametrize(
    "text",
    [
        "Villagers fear that soldiers may block the convoy of flour, a driver said.",
        "If soldiers block the aid, people will starve, a doctor said.",
        "The council urged the army not to block aid.",
        "The agency asked the army to let aid convoys reach the town.",
        "Did soldiers turn back a convoy of flour?",
        "The army plans to burn the church, a deacon said.",
    ],
)
def test_what_is_only_supposed_or_asked_for_is_nothing(text: str) -> None:
    assert [
        each
        for each in proposed(text)
        if each.rule in ("aid-stopped", "homes-and-symbols-attacked", "aid-let-through")
    ] == []


def test_intent_is_never_read_off_conduct() -> None:
    """However grave the deeds, no mental element is proposed where nobody spoke of it."""
    text = (
        "Gunmen killed 300 villagers, burnt the church, poisoned the wells and took children from their families. "
        "Village after village was attacked. Families were deported. A mass grave with bodies of villagers was opened."
    )
    mental = {each.id for framework in frameworks() for each in framework.criteria() if each.kind == "mental"}
    found = proposed(text)
    assert found
    assert not mental & {each.criterion for each in found}


def test_intent_is_proposed_from_what_somebody_said() -> None:
    """“We will wipe them out to the last child,” the commander told a rally."""
    found = sides("“We will wipe them out to the last child,” the commander told a rally.", "6(a)/3")
    assert found.keys() == {"for"}
    assert found["for"].endswith("said by the commander")


def test_two_clauses_are_not_read_as_one() -> None:
    """The words of a cue stand in one sentence."""
    assert proposed("Soldiers turned back, a boy said. Flour was sold at noon, a baker said.") == []


@pytest.mark.parametrize("cue", shipped(), ids=lambda cue: cue.id)
@pytest.mark.parametrize("speaker", ["Armenian officials", "Baku"])
def test_the_sides_may_be_swapped(cue: str, speaker: str) -> None:
    """Whoever is named, the same is proposed: only names differ."""
    conflict = "Armenia and Azerbaijan"
    text = f"{speaker} published a note. {cue.example} Yerevan denied the claim."
    assert [each[:3] for each in proposed(swapped(text, conflict))] == [each[:3] for each in proposed(text)]
    assert swapped([list(each) for each in proposed(text)], conflict) == [
        list(each) for each in proposed(swapped(text, conflict))
    ]


def test_no_proposal_twice() -> None:
    text = " ".join(cue.example for cue in shipped())
    given = told(text)
    for framework in frameworks():
        keys = [(each.criterion, each.finding_id, each.side) for each in proposals([given], framework)]
        assert len(set(keys)) == len(keys)


def test_a_framework_of_ones_own_gets_no_rule_of_another() -> None:
    """Rules are written for a framework's own indicators, by its name."""
    import dataclasses

    own = dataclasses.replace(frameworks()[0], id="ours")
    assert proposals([told(shipped()[0].example)], own) == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "soldiers",
                "blocked",
                "aid",
                "not",
                "no",
                "denied",
                "said",
                "“",
                "”",
                ",",
                ".",
                "the",
                "ministry",
            ]
        ),
        max_size=60,
    )
)
def test_any_words_are_gone_through(words: list[str]) -> None:
    """Nothing raises, and every reason is in words."""
    assert all(isinstance(each, Proposed) and ": “" in each.reason for each in proposed(" ".join(words)))


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ("no convoy was stopped", 1, True),
        ("not only was the convoy stopped", 3, False),
        ("no fewer than nine convoys were stopped", 4, False),
        ("they refused to stop", 3, True),
        ("the raid did not take place", 1, True),
        ("he came not , the convoy was stopped", 5, False),
    ],
)
def test_negation_reaches_over_its_clause(text: str, first: int, said: bool) -> None:
    words = text.split()
    assert negated(words, first, first) is said


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ("they were forced to leave", 4, False),
        ("they came here to leave", 4, True),
        ("it may be stopped", 3, True),
    ],
)
def test_what_is_only_supposed(text: str, first: int, said: bool) -> None:
    assert supposed(text.split(), first, first) is said


def test_the_cost_grows_with_the_text() -> None:
    """Counted in look-ups, not in seconds: one for each word and no more."""
    from tocsin.assessment.cues import shipped_index
    from tocsin.assessment.meeting import hits_of

    words = ["soldiers", "turned", "back", "a", "convoy", "of", "flour"]
    looked = 0

    class Counting(list[str]):
        def __getitem__(self, place):  # type: ignore[no-untyped-def,override]
            nonlocal looked
            looked += 1
            return super().__getitem__(place)

    counts = []
    for times in (100, 200):
        looked = 0
        hits_of(Counting(words * times), shipped_index(), {cue.id for cue in shipped()})
        counts.append(looked)
    assert counts[1] == 2 * counts[0]

"""What an approver is warned of: plain values in, warnings out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.alerts.persons import in_office, private_persons
from tocsin.alerts.warnings import RULES, Ground, Said, Warned, warnings

DAY = datetime(2023, 9, 29, tzinfo=UTC)


def ground(number: int = 1, publisher: str = "Example Gazette", **more: Any) -> Ground:
    plain = {"report_id": number, "published_at": DAY, "group_id": None}
    return Ground(finding_id=number, publisher=publisher, **{**plain, **more})


def said(*grounds: Ground, text: str = "People crossed.", number: int = 1) -> Said:
    return Said(number=number, text=text, grounds=grounds)


TWO = (ground(1), ground(2, "Valley Post"))

#: the sentence -> rule and reason of each warning
CASES: list[tuple[str, Said, list[tuple[str, str]]]] = [
    ("two publishers with a text of their own", said(*TWO), []),
    (
        "one publisher",
        said(ground()),
        [("one publisher", "Rests on one publisher, Example Gazette.")],
    ),
    (
        "its publisher takes it back",
        said(ground(1, taken_back="retracted"), ground(2, "Valley Post")),
        [("taken back", "Rests on finding 1, which was retracted by its publisher.")],
    ),
    (
        "one publisher, twice",
        said(ground(1), ground(2)),
        [("one publisher", "Rests on one publisher, Example Gazette.")],
    ),
    (
        "two publishers who carry one text are one source",
        said(
            ground(1, group_id=7), ground(2, "Valley Post", group_id=7, published_at=DAY + timedelta(hours=1))
        ),
        [("one publisher", "Rests on one publisher, Example Gazette; Valley Post only carried its text.")],
    ),
    (
        "nobody knows who printed it",
        said(ground(publisher="")),
        [("one publisher", "Rests on reports that name no publisher.")],
    ),
    (
        "what is not confirmed",
        said(*TWO, ground(3, certainty="unconfirmed")),
        [("unconfirmed", "Rests on finding 3, which is not confirmed.")],
    ),
    (
        "what is denied",
        said(*TWO, ground(3, certainty="denied")),
        [("unconfirmed", "Rests on finding 3, which is denied.")],
    ),
    ("what somebody said is sure enough", said(*TWO, ground(3, certainty="attributed")), []),
    (
        "a figure that another one contradicts",
        said(
            ground(3, contradicted="At 18:00, 97,735 and 97,120."),
            ground(4, publisher="Hill Post", contradicted="At 18:00, 97,735 and 97,120."),
        ),
        [("contradiction", "Nobody has decided about a contradiction: At 18:00, 97,735 and 97,120.")],
    ),
    (
        "a restricted report",
        said(*TWO, ground(3, restricted=True)),
        [("restricted", "Rests on finding 3 of a restricted report, which is never quoted in public.")],
    ),
    (
        "a finding that fell",
        said(*TWO, ground(3, since="refused")),
        [("changed since", "Finding 3 was refused after the sentence was written.")],
    ),
    (
        "a private person",
        said(*TWO, text="Valley Post reported that Mary Poe saw it."),
        [
            (
                "private person",
                "Names Mary Poe, of whom nothing here tells a public office: it may put a person in danger.",
            )
        ],
    ),
    ("a person in office", said(*TWO, text="Mayor Mary Poe said so."), []),
    (
        "a person whose office the passage tells",
        said(*TWO, ground(3, quote="the envoy, Mary Poe, said so"), text="Mary Poe said so."),
        [],
    ),
]


@pytest.mark.parametrize(("what", "sentence", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_sentence_is_warned_of(what: str, sentence: Said, expected: list[tuple[str, str]]) -> None:
    """Each warning names the rule, the reason and the sentence."""
    found = warnings([sentence])
    assert [(each.rule, each.reason) for each in found] == expected
    assert all(each.sentences == (1,) for each in found)


@pytest.mark.parametrize(("days", "old"), [(7, False), (8, True)])
def test_evidence_much_older_than_the_newest_report_is_old(days: int, old: bool) -> None:
    """More than a week; the days are said."""
    found = warnings([said(*TWO)], newest=DAY + timedelta(days=days))
    assert [each.rule for each in found] == (["old"] if old else [])
    if old:
        assert found[0].reason == "Its newest report is 8 days older than the newest of the situation."


def test_what_holds_for_many_sentences_is_said_once() -> None:
    """One warning with the numbers of its sentences, and another key where they are others."""
    many = [said(ground(), number=number) for number in (1, 2, 3)]
    (warned,) = warnings(many)
    (fewer,) = warnings(many[:2])
    assert warned.sentences == (1, 2, 3)
    assert warned.key != fewer.key


def test_an_alert_without_any_evidence_is_warned_of_as_a_whole() -> None:
    """Our own judgement beside evidence is none."""
    assert [each.rule for each in warnings([said()])] == ["no evidence"]
    assert warnings([said(*TWO), said(number=2)]) == ()


@pytest.mark.parametrize(
    ("text", "private"),
    [
        # offices before and behind the name, over the comma of an apposition
        ("Foreign Minister Jane Roe left.", ()),
        ("The mayor of Hilltown, Jane Roe, left.", ()),
        ("Jane Roe, the deputy head of the mission, left.", ()),
        # an office of somebody else
        ("John Smith, who met the minister, left.", ("John Smith",)),
        ("President Roe and Mary Poe left.", ("Mary Poe",)),
        # what befell or was seen by somebody is no office
        ("Mary Poe, a survivor, spoke.", ("Mary Poe",)),
        ("They buried Mary Poe on Friday.", ("Mary Poe",)),
        # bodies and places are no persons
        ("The Lowland Relief Institute went to Hilltown.", ()),
        ("No names stand here.", ()),
    ],
)
def test_a_person_without_an_office_counts_as_private(text: str, private: tuple[str, ...]) -> None:
    """When unsure, we warn."""
    assert private_persons(text) == private


def test_an_office_told_once_is_known_throughout() -> None:
    """By the last name, in whatever sentence it stands."""
    known = in_office(["Mayor Jane Roe spoke."])
    assert private_persons("Jane Roe left.", known) == ()
    assert private_persons("Jane Roe left.") == ("Jane Roe",)


_grounds = st.builds(
    Ground,
    finding_id=st.integers(1, 9),
    report_id=st.integers(1, 5),
    publisher=st.sampled_from(["", "A", "B"]),
    published_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    group_id=st.one_of(st.none(), st.integers(1, 2)),
    certainty=st.sampled_from([None, "asserted", "unconfirmed", "denied"]),
    restricted=st.booleans(),
    since=st.sampled_from([None, "refused", "corrected"]),
    contradicted=st.sampled_from([None, "two values"]),
)


@given(st.lists(st.tuples(st.text(max_size=60), st.lists(_grounds, max_size=4)), max_size=4))
def test_any_alert_can_be_warned_of(rows: list[tuple[str, list[Ground]]]) -> None:
    """Every rule is known, every sentence is there, and no two warnings have one key."""
    found: tuple[Warned, ...] = warnings(
        [Said(number=n, text=text, grounds=grounds) for n, (text, grounds) in enumerate(rows, 1)],
        newest=DAY,
    )
    assert {each.rule for each in found} <= set(RULES)
    assert {number for each in found for number in each.sentences} <= set(range(1, len(rows) + 1))
    assert len({each.key for each in found}) == len(found)


def test_a_person_named_above_the_sentences_is_warned_of_too() -> None:
    """The headline goes out with every message; an office that a sentence tells counts for it, a level is nobody."""
    above = ("Second SOS Alert: Ann Poe and Jane Roe in hiding", "where Ann Poe lives")
    told = warnings([said(*TWO, text="Mayor Jane Roe spoke.")], above=above)
    reason = "The headline or the area names Ann Poe, of whom nothing here tells a public office: "
    assert told == (Warned(rule="private person", reason=f"{reason}it may put a person in danger."),)
    assert private_persons("Ann POE waits.") == ("Ann POE",)


def test_publishers_of_one_owner_are_one_publisher() -> None:
    """The other one is named, with why it does not count beside the first."""
    (warned,) = warnings([said(*TWO)], kin={"Example Gazette": "Holding", "Valley Post": "Holding"})
    assert (warned.rule, warned.reason) == (
        "one publisher",
        "Rests on one publisher, Example Gazette; Valley Post is not independent of it.",
    )

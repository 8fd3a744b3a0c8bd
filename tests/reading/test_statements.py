"""Who said what."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading import Statement, read
from tocsin.reading.tables import rows

#: what statements are made of, in any order
WORDS = """
“ ” " ' ’ , . : ; — ( ) Roe Jane said told told, Reuters that claims claimed denied it These are false according to adding
he she who which the ministry report reports of by Institute for Peace genocide must should urges to act
"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join)


def said(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Speaker, act and content of each statement."""
    return [
        (one.speaker_name, one.act, [text[span.start : span.end] for span in one.content])
        for one in read(text, "2023-03-10").statements
    ]


def only(text: str) -> Statement:
    (statement,) = read(text, "2023-03-10").statements
    return statement


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        # quotation first, then cue; the other way about; and around the cue
        ("“Nobody is left,” said Amina Idris.", ("Amina Idris", "said", ["“Nobody is left,”"])),
        ("“Nobody is left,” Amina Idris said.", ("Amina Idris", "said", ["“Nobody is left,”"])),
        ('The mayor said: "We will stay."', ("the mayor", "said", ['"We will stay."'])),
        ("“We left,” Idris said, “at dawn.”", ("Idris", "said", ["“We left,”", "“at dawn.”"])),
        ("“We left,” Idris said. “It was dawn.”", ("Idris", "said", ["“We left,”", "“It was dawn.”"])),
        ("“Where are they?” Idris asked.", ("Idris", "asked", ["“Where are they?”"])),
        # reported speech, with and without "that", before, after and around the cue
        ("The army denied that its jets had flown.", ("the army", "denied", ["its jets had flown"])),
        ("Kyiv said the bridge stood.", ("Kyiv", "said", ["the bridge stood"])),
        ("The wells were dry, the mayor said.", ("the mayor", "said", ["The wells were dry"])),
        ("The wells, the mayor said, were dry.", ("the mayor", "said", ["The wells", "were dry"])),
        ("The road is mined, according to Oxfam.", ("Oxfam", "said", ["The road is mined"])),
        ("According to Oxfam, the road is mined.", ("Oxfam", "said", ["the road is mined"])),
        # appositions before, after and around a name, and a relative clause
        ("The mayor, Petro Koval, said the road was cut.", ("Petro Koval", "said", ["the road was cut"])),
        ("Petro Koval, mayor of Lysk, said the road was cut.", ("Petro Koval", "said", ["the road was cut"])),
        (
            "The court in The Hague, which others criticised, said that it stands.",
            ("the court in The Hague", "said", ["it stands"]),
        ),
        # a phrase in quotation marks inside our own words is not a quotation of its own
        ("He had “no choice”, Koval said.", ("Koval", "said", ["He had “no choice”"])),
        # a claim that stands aside, and one told by a noun
        (
            "The siege — which Sana claimed was legal — went on.",
            ("Sana", "claimed", ["was legal"]),
        ),
        ("Koval’s claim that nobody fled was printed.", ("Koval", "claimed", ["nobody fled"])),
    ],
)
def test_forms(text: str, statement: tuple[str | None, str, list[str]]) -> None:
    """Each form of direct and reported speech gives speaker, act and content."""
    assert said(text)[0] == statement


@pytest.mark.parametrize(
    "text",
    [
        "The reported deaths shocked the town.",
        "Claims are handled at the second window.",
        "The ministry did not say who had fired.",
        "The group was told to wait.",
        "Neither the army nor the ministry confirmed it.",
        "The valley, called Lowland by its people, is wide.",
        "The first report remains here.",
        "The society of letters read old reports.",
    ],
)
def test_what_nobody_said(text: str) -> None:
    """Nouns, passives, refusals to speak and speakers who are nobody give no statements."""
    assert said(text) == []


@pytest.mark.parametrize(("table", "act", "example"), [("speech_verbs", 2, 4), ("speech_nouns", 1, 3)])
def test_every_cue_is_found_in_its_example(table: str, act: int, example: int) -> None:
    """Each verb and noun of saying gives, in its own example, a statement of its own act."""
    for row in rows(table):
        assert row[act] in {one.act for one in read(row[example]).statements}, row


def test_pronouns_and_short_names() -> None:
    """The Lowland Institute for Peace condemned the raid. Jane Roe agreed with it, noting that it was planned.

    “It was planned,” she said. The institute said that more would come. Roe told the BBC that nobody slept.
    """
    text = test_pronouns_and_short_names.__doc__ or ""
    institute = "Lowland Institute for Peace"
    assert [name for name, *_ in said(text)] == [
        institute,
        "Jane Roe",
        "Jane Roe",
        "Jane Roe",
        institute,
        "Jane Roe",
    ]


def test_two_speakers_tell_one_agency() -> None:
    """Lawyer Jane Roe and Omar al-Hassan, professor at the University of Lowland, told Reuters the order was void."""
    text = test_two_speakers_tell_one_agency.__doc__ or ""
    statement = only(text)
    assert statement.speaker_name == "Jane Roe and Omar al-Hassan"
    assert len(statement.speakers) == 2
    assert statement.relayed_by == ("Reuters",)


def test_who_was_told_and_when() -> None:
    """The governor told residents on Tuesday that the road was open."""
    statement = only(test_who_was_told_and_when.__doc__ or "")
    assert (statement.to, statement.relayed_by, statement.said_at) == ("residents", (), "2023-03-07")


def test_a_statement_printed_in_full() -> None:
    """What follows is the whole statement published by the Lowland Institute for Peace.

    “We are alarmed.

    “The army claims that it is “only” hunting thieves. These claims are false.

    “We urge the council to meet.”
    """
    text = test_a_statement_printed_in_full.__doc__ or ""
    whole, claim, denial, urging = read(text).statements
    assert [len(one.content) for one in (whole, claim, denial, urging)] == [3, 1, 1, 1]
    assert {one.speaker_name for one in (whole, denial, urging)} == {"Lowland Institute for Peace"}
    assert whole.direct and whole.cue is None
    assert (claim.speaker_name, claim.certainty) == ("the army", "denied")
    assert read(text).statements[denial.denies or 0] == claim


def test_a_denial_points_at_what_it_denies() -> None:
    """The ministry said that rebels fired first. The rebels denied the accusation."""
    claim, denial = read(test_a_denial_points_at_what_it_denies.__doc__ or "").statements
    assert (claim.certainty, denial.act, denial.denies) == ("denied", "denied", 0)


def test_nobody_in_particular() -> None:
    """It is feared that the dam has failed. There are unconfirmed reports of drownings."""
    feared, reported = read(test_nobody_in_particular.__doc__ or "").statements
    assert (feared.speakers, feared.certainty) == ((), "unconfirmed")
    assert (reported.speakers, reported.certainty) == ((), "unconfirmed")


@pytest.mark.parametrize("side", ["Baku", "Yerevan", "Kyiv", "Moscow", "Khartoum", "Naypyidaw"])
def test_even_handed(side: str) -> None:
    """The same sentence is read the same, whoever stands in it."""
    statement = only(f"{side} claimed that the other side had fired first.")
    assert (statement.speaker_name, statement.act, statement.certainty) == (side, "claimed", "attributed")


@given(PIECES)
@example("“ “ , ' claims , ) “")
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    """Nothing raises; content lies within the statement; a denial points at another statement that is denied."""
    statements = read(text).statements
    for index, one in enumerate(statements):
        assert one.content
        assert all(one.start <= span.start < span.end <= one.end for span in (*one.content, *one.speakers))
        if one.denies is not None:
            assert one.denies != index and statements[one.denies].certainty == "denied"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Khartoum denied that it has troops in the town and called the raid a lie.",
            [
                ("Khartoum", "denied", ["it has troops in the town"]),
                ("Khartoum", "called", ["the raid a lie"]),
            ],
        ),
        (
            "Oxfam urged both armies to hold fire and asked donors to help.",
            [("Oxfam", "urged", ["both armies to hold fire"]), ("Oxfam", "asked", ["donors to help"])],
        ),
        (
            "Kyiv denies that it shelled the plant and says that the blast came from within.",
            [("Kyiv", "denied", ["it shelled the plant"]), ("Kyiv", "said", ["the blast came from within"])],
        ),
        (
            "Roe said that nine men were arrested and accused of theft.",
            [("Roe", "said", ["nine men were arrested and accused of theft"])],
        ),
    ],
)
def test_two_things_said_in_one_sentence(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    """Each verb of saying has its own content; a participle inside the content is none."""
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The town, which its residents call Lysk, was shelled.",
        "Trucks came from Lysk, now called Lesk, and from the hills.",
        "They left the port that the junta calls Lesk.",
        "The list by district adds up to 9,000.",
        "Neither Kyiv nor Moscow has confirmed it.",
        "Nobody in Naypyidaw has confirmed it.",
        "A nurse who asked not to be named fled.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    """Names that are given, sums, and people who say nothing."""
    assert said(text) == []


def test_an_unnamed_speaker_keeps_the_fullest_form() -> None:
    """ "The nurse" is the one whom the text described before."""
    text = "A nurse from the north, who asked not to be named, said that beds were gone. The nurse warned of hunger."
    assert {name for name, *_ in said(text)} == {"a nurse from the north"}


def test_an_earlier_report_is_not_the_last_speakers() -> None:
    """ "An earlier report" has no author that the text names."""
    text = "The raid went on, the ministry said. The dam had failed, an earlier report said."
    assert [name for name, *_ in said(text)] == ["the ministry", "an earlier report"]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels said that the army had shelled the camp, a charge that the army does not accept.",
        "The rebels said that the army had shelled the camp, an accusation that the army rejects.",
        "The rebels said that the army had shelled the camp. The army does not accept this account.",
        "The rebels said that the army had shelled the camp. The army rejects this account.",
    ],
)
def test_a_rejection_is_a_denial(text: str) -> None:
    """Who does not accept what was said denies it."""
    claim, denial = read(text, "2023-03-10").statements
    assert [text[span.start : span.end] for span in claim.content] == ["the army had shelled the camp"]
    assert (claim.certainty, denial.act, denial.denies) == ("denied", "denied", 0)
    assert (denial.speaker_name or "").lower() == "the army"


def test_a_rejection_of_nothing_said() -> None:
    """A denial of what the text does not tell is tied to nothing."""
    (denial,) = read("The mayor faces a charge that he denies.", "2023-03-10").statements
    assert (denial.act, denial.denies) == ("denied", None)


def test_the_time_of_another_clause_is_not_when_it_was_said() -> None:
    """A semicolon parts what was said from what happened at an hour."""
    text = "At 8 a.m. the gate was shut; most had left before, according to the union."
    assert only(text).said_at is None

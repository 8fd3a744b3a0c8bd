"""What bodies did about it."""

from __future__ import annotations

import pytest

from tocsin.reading import read
from tocsin.reading.tables import rows


@pytest.mark.parametrize(
    ("text", "response"),
    [
        (
            "The UN Security Council met on Thursday but could not agree.",
            ("UN Security Council", "meeting", "2023-03-09", "could not agree"),
        ),
        (
            "A meeting of the African Union on 3 March 2023 reached no consensus.",
            ("African Union", "meeting", "2023-03-03", "reached no consensus"),
        ),
        ("No action was taken by Lowland’s parliament.", ("Lowland’s parliament", "no action", None, "No action was taken")),
        ("The European Union imposed sanctions on four generals.", ("European Union", "sanctions", None, None)),
        ("The General Assembly adopted a resolution.", ("General Assembly", "resolution", None, None)),
    ],
)  # fmt: skip
def test_responses(text: str, response: tuple[str, str, str | None, str | None]) -> None:
    """Body, what it did, when, and how it ended."""
    (one,) = read(text, "2023-03-10").responses
    assert (one.body, one.what, one.when, one.result) == response


@pytest.mark.parametrize("text", ["Two farmers met at noon.", "The meeting room was cold."])
def test_no_response(text: str) -> None:
    """People who happen to meet are no body."""
    assert read(text).responses == ()


def test_the_meeting_is_the_one_before() -> None:
    """ "The meeting" and "the Council" take body and day from the sentence before."""
    text = (
        "The Lowland Human Rights Council met on Thursday, 9 March. "
        "The meeting ended without a result: the Council adopted neither a text nor a plan."
    )
    first, second = read(text, "2023-03-10").responses
    assert (second.body, second.what, second.when) == (first.body, "meeting", first.when)
    assert (first.body, first.when) == ("Lowland Human Rights Council", "2023-03-09")
    assert second.result == "adopted neither a text nor a plan"


def test_a_body_by_its_last_word() -> None:
    """ "The Council" is the council that was named last."""
    text = "Envoys came to the Lowland Peace Council. The Council adopted a resolution."
    assert [one.body for one in read(text, "2023-03-10").responses] == ["Lowland Peace Council"]


def test_every_cue_tells_of_a_response_in_its_example() -> None:
    """Each noun, verb and phrase of the table, by what was done."""
    for words, _, what, _, example, *_ in rows("response_cues"):
        assert what in {one.what for one in read(example).responses}, (words, example)


@pytest.mark.parametrize(
    "text", ["The council will meet.", "The union may impose sanctions.", "Two banks were sanctioned."]
)
def test_what_is_not_done_yet_or_by_nobody(text: str) -> None:
    """Plans, possibilities, and a passive that names no body."""
    assert read(text).responses == ()

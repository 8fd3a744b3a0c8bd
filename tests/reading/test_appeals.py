"""Who collects for whom, and how to give."""

from __future__ import annotations

import pytest

from tocsin.reading import Appeal, read


def test_an_appeal_with_all_its_ways() -> None:
    """The Lowland Relief Board, a charity, has opened an account for gifts and donations in support of the evacuees of Lysk.

    Bank transfers in euros reach account number 1234567890, or give by credit card (in any currency) at
    https://give.example.org/lysk, before Sunday. The board met on Monday. It rained. It was cold. The 1,200 tents stand.
    """
    text = test_an_appeal_with_all_its_ways.__doc__ or ""
    (appeal,) = read(text).appeals
    assert (appeal.collector, appeal.beneficiary) == ("Lowland Relief Board", "evacuees of Lysk")
    assert [(one.number, one.currency) for one in appeal.accounts] == [("1234567890", "EUR")]
    assert [(one.kind, one.currency) for one in appeal.channels] == [
        ("bank_transfer", "EUR"),
        ("card", "any"),
    ]
    assert appeal.links == ("https://give.example.org/lysk",)
    assert (
        text[appeal.start :].startswith("The Lowland") and "It rained" not in text[appeal.start : appeal.end]
    )


@pytest.mark.parametrize(
    ("asked", "beneficiary"),
    [
        ("for families displaced from Derna, most of them with children", "families displaced from Derna"),
        ("in support of people who fled the floods", "people who fled the floods"),
        ("in support of evacuees, and said that it needs tents", "evacuees"),
    ],
)
def test_who_is_helped_stands_with_what_is_told_of_them(asked: str, beneficiary: str) -> None:
    """A participle or a relative clause says which people: without it the appeal would be for anybody."""
    (appeal,) = read(
        f"The League is collecting donations {asked}. Donors may use account number 1234567890."
    ).appeals
    assert appeal.beneficiary == beneficiary


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Donations: IBAN LY12 0020 4800 0020 1001 2036 1.", "LY12 0020 4800 0020 1001 2036 1"),
        ("Donate to account no 12-3456-7890.", "12-3456-7890"),
    ],
)
def test_account_numbers(text: str, number: str) -> None:
    """An account number is kept as printed; whoever prints one takes bank transfers."""
    (appeal,) = read(text).appeals
    assert [one.number for one in appeal.accounts] == [number]
    assert [one.kind for one in appeal.channels] == ["bank_transfer"]


@pytest.mark.parametrize(
    "text",
    [
        "The account of 3,000 farmers was printed.",
        "Call our hotline 1234567 to donate.",
        "The donation was thanked for.",
        "By one account, 2023-09-29 was cold.",
        "Read more at https://example.org/news.",
    ],
)
def test_no_appeal(text: str) -> None:
    """Accounts that are stories, telephone numbers, thanks and links to read on ask for no money."""
    assert read(text).appeals == ()


def test_a_glued_address_is_a_problem() -> None:
    """An address that swallowed the clock time after it is reported, and kept as printed."""
    reading = read("Donate by card at https://give.example.org/lysk/17:38, today.")
    (appeal,) = reading.appeals
    assert isinstance(appeal, Appeal) and appeal.links == ("https://give.example.org/lysk/17:38",)
    assert any("clock time" in problem.reason for problem in reading.problems)

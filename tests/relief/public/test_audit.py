"""Anybody who holds the download can add it up again, and sees any number that was changed."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import rfc8785

from tests.relief.public.books import DAY, Told
from tocsin.errors import WrongUse
from tocsin.relief.public.audit import audit
from tocsin.relief.public.book import Allocation, BankBalance, PaymentGroup, Rate
from tocsin.relief.public.document import canonical, digest, document
from tocsin.relief.public.reading import read_download
from tocsin.relief.public.stated import stated


def told() -> Told:
    """Gifts in two currencies, a fee, an exchange, a mistake taken back, spending, a simulated gift."""
    book = Told()
    first = book.gift("ani", 10_000)
    book.fee(first, 300)
    book.gift("bob", 5_000, "EUR")
    book.exchange(2_000, "EUR", 860_500, "AMD", "430.25")
    book.spend("water", 500_000)
    book.correct(book.spend("school", 4_000))
    book.give_back("water", 7_000)
    book.refund("bob", 1_000, "EUR")
    book.gift("sim", 900, simulated=True)
    book.allocations.append(
        Allocation(
            n=1,
            programme="water",
            minor=600_000,
            currency="AMD",
            approved_on=DAY,
            state="approved",
            decision="Water for a month",
            authority="The board",
        )
    )
    book.payments.append(PaymentGroup(programme="water", state="received", payments="fewer than 5"))
    book.bank.append(BankBalance(account="bank:900:AMD", on=DAY, minor=870_300, held=0))
    return book


def made() -> dict[str, Any]:
    return json.loads(json.dumps(document(told().book())))


def first_fault(changed: dict[str, Any]) -> str:
    done = audit(read_download(json.dumps(changed).encode()))
    return f"{done[-1].name}: {done[-1].fault}" if done[-1].fault else ""


def test_what_was_downloaded_adds_up() -> None:
    """All checks are made, and hold."""
    done = audit(read_download(json.dumps(made()).encode()))
    assert [each.fault for each in done] == [""] * 8


def test_what_rounding_leaves_of_a_gift_that_went_back_is_no_fault() -> None:
    """Pounds that their provider took for euro, given back by halves: two cents stay, and are no pounds."""
    book, of_ani = Told(), {"about": "gift:ani"}
    book.gift("ani", 1_000, "GBP")
    for sold, bought, rate in (
        (("GBP", 1_000), ("EUR", 1_150), "1.15"),
        (("EUR", 574), ("GBP", 500), "0.8710801394"),
        (("EUR", 574), ("GBP", 500), "0.8710801394"),
    ):
        (cur, minor), (other, got) = sold, bought
        written = Rate(rate=rate, source="the provider", at="2023-10-02T08:00:00Z")
        legs = ((f"exchange:{cur}", minor), (f"bank:900:{cur}", -minor))
        first = book.move("exchange", *legs, rate=written, **of_ani)
        legs = ((f"bank:900:{other}", got), (f"exchange:{other}", -got))
        book.move("exchange", *legs, rate=written, beside=first, **of_ani)
        if cur == "EUR":
            book.refund("ani", 500, "GBP")
    whole = json.loads(json.dumps(document(book.book())))
    assert first_fault(whole) == ""


def test_the_digest_is_that_of_the_canonical_form() -> None:
    """Whoever has another program for RFC 8785 finds the same."""
    whole = made()
    assert canonical(whole).encode() == rfc8785.dumps(whole)
    assert digest(whole) == whole["digest"]


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the numbers of a document are."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if type(value) is int:
        yield path
    for name, each in inner:
        yield from numbers(each, (*path, name))


def test_any_number_that_was_changed_is_found() -> None:
    """Each one by itself, and again where the digest was made anew by whoever changed it, if money hangs on it."""
    whole = made()
    places = list(numbers(whole))
    assert len(places) > 100
    for *path, last in places:
        changed = json.loads(json.dumps(whole))
        inside = changed
        for name in path:
            inside = inside[name]
        inside[last] += 1
        assert _found(changed), (path, last)
        changed["digest"] = digest(changed)
        if last == "minor" or "legs" in path or "stated" in path:
            assert _found(changed), (path, last)


def _found(changed: dict[str, Any]) -> str:
    try:
        return first_fault(changed)
    except WrongUse as refused:
        return str(refused)


def test_the_first_figure_that_does_not_hold_is_named() -> None:
    """A gift, a leg, a stated sum, a rate, a transfer left out, a word of a decision."""
    whole = made()
    whole["transfers"][0]["legs"][0][1] += 5
    assert first_fault(whole) == "balance: transfer 1 does not balance: AMD is +5 off (minor units)"
    whole = made()
    whole["gifts"][1]["minor"] = 6_000
    assert first_fault(whole) == "gifts: gift bob is 6,000 EUR, and transfer 3 books {'EUR': 5000}"
    whole = made()
    whole["stated"]["accounts"]["real"]["AMD"]["spent"] = -1
    fault = "sums: accounts.real.AMD.spent is stated as -1, and comes to -500,000"
    assert first_fault(whole) == fault
    whole = made()
    for half in whole["transfers"][3:5]:
        half["rate"]["rate"] = "431.25"
    assert "at 431.25 are 8,625.00 AMD, and 8,605" in first_fault(whole)
    whole = made()
    del whole["transfers"][5]
    assert first_fault(whole).startswith("names: the 6. transfer has the number 7")
    whole = made()
    whole["allocations"][0]["decision"] = "Water for two months"
    assert first_fault(whole).startswith("digest:")


Doctored = Callable[[dict[str, Any]], object]
#: by somebody who works all sums and the digest out again after it
DOCTORED: dict[str, tuple[Doctored, str]] = {
    "a gift dropped": (lambda one: one["gifts"].pop(0), "gifts: transfer 1 "),
    "a gift made up": (
        lambda one: one["gifts"].append(one["gifts"][0] | {"hash": "cy", "move": None}),
        "gifts: gift cy is in no transfer",
    ),
    "a gift told twice": (
        lambda one: one["gifts"].append(one["gifts"][0] | {"hash": "cy"}),
        "gifts: gift cy is not the gift that transfer 1 is about",
    ),
    "a gift of another purpose": (
        lambda one: one["gifts"][0].update(purpose="children"),
        "gifts: gift ani is for 'children', and transfer 1",
    ),
    "a gift played": (lambda one: one["gifts"][0].update(simulated=True), "gifts: gift ani"),
    "one rate dropped": (lambda one: one["transfers"][4].update(rate=None), "links: transfer 5 exchanges"),
    "both rates dropped": (
        lambda one: [each.update(rate=None) for each in one["transfers"]],
        "links: transfer 4 exchanges",
    ),
    "a half cut off": (
        lambda one: one["transfers"][4].update(beside=None),
        "links: transfer 4 is half an exchange",
    ),
    "a rate without bound": (
        lambda one: [each["rate"].update(rate="1e999999999") for each in one["transfers"] if each["rate"]],
        "links: transfers 4 and 5 have no one rate",
    ),
    "a rate in other digits": (
        lambda one: [each["rate"].update(rate="٤٣٠.٢٥") for each in one["transfers"] if each["rate"]],
        "links: transfers 4 and 5 have no one rate",
    ),
    "a correction hidden": (
        lambda one: one["transfers"][7].update(kind="payment"),
        "links: transfer 8 corrects transfer 7",
    ),
    "hundredths": (
        lambda one: one["currencies"].update(AMD=0),
        "names: AMD is said to have 0 digits after the point, and ISO 4217 gives it 2",
    ),
    "no currency": (lambda one: one["currencies"].update(XQQ=2), "names: 'XQQ' is no currency"),
    "a kind made up": (lambda one: one["transfers"][0].update(kind="present"), "names: transfer 1 is of"),
    "a later transfer": (lambda one: one["transfers"][1].update(beside=5), "names: transfer 2 names"),
    "booked tomorrow": (
        lambda one: one["transfers"][1].update(booked_on="2023-10-04"),
        "names: transfer 2 was booked on",
    ),
    "less than nothing": (lambda one: one["allocations"][0].update(minor=-5), "names: -5 'AMD'"),
    "a group counted out": (lambda one: one["payments"][0].update(payments="3"), "names: payments of water"),
    "a bank balance of no account": (
        lambda one: one["bank"][0].update(account="gifts:AMD"),
        "names: the bank says something of 'gifts:AMD'",
    ),
    "two bank balances": (
        lambda one: one["bank"].append(one["bank"][0] | {"minor": 1}),
        "names: bank balance of 'bank:900:AMD' stands twice",
    ),
    "play money": (lambda one: one["transfers"][5].update(simulated=True), "gifts: transfer 6 is not"),
}


@pytest.mark.parametrize("name", DOCTORED)
def test_what_somebody_doctored_with_care_is_found(name: str) -> None:
    """Where all sums and the digest were made anew, what does not belong together still shows."""
    change, said = DOCTORED[name]
    whole = made()
    change(whole)
    with suppress(WrongUse):  # a currency that nobody knows has no sums to make anew
        whole["stated"] = json.loads(json.dumps(stated(read_download(json.dumps(whole).encode()).book)))
    whole["digest"] = digest(whole)
    assert first_fault(whole).startswith(said)


def test_a_gift_that_was_taken_back_stays_in_sight() -> None:
    """It is no gift that was received, and no gift that never was: it is stated apart."""
    book = Told()
    book.correct(book.gift("ani", 10_000))
    book.gift("bob", 500)
    whole = json.loads(json.dumps(document(book.book())))
    assert first_fault(whole) == ""
    assert whole["stated"]["gifts"]["real"] == {"AMD": {"count": 1, "minor": 500}}
    assert whole["stated"]["gifts_taken_back"]["real"] == {"AMD": {"count": 1, "minor": 10_000}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is no JSON"),
        (b"[]", "it is no JSON object"),
        (b'{"format": "tocsin-accounts/2"}', "format"),
        (b'{"format": "tocsin-accounts/1", "format": "tocsin-accounts/1"}', "twice"),
        (b'{"format": "tocsin-accounts/1"}', "unknown or missing"),
        (b'{"format": NaN}', "NaN"),
        (b"[" * 100_000, "it is no JSON"),
    ],
    ids=["empty", "list", "later", "twice", "bare", "nan", "deep"],
)
def test_what_is_no_export_is_refused_with_its_place(content: bytes, said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(WrongUse, match=said):
        read_download(content)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("transfers", 0, "legs", 0, 1), 1.5, r"transfers\[0\]\.legs\[0\]"),
        (("transfers", 0, "legs", 0, 1), 10**30, r"transfers\[0\]\.legs\[0\]"),
        (("transfers", 0, "legs", 0), ["bank:900:AMD"], "an account and an amount"),
        (("transfers", 0, "value_date"), "2023-02-30", "no day"),
        (("transfers", 3, "rate", "at"), "yesterday", "no time in UTC"),
        (("transfers", 0, "simulated"), 1, "simulated"),
        (("gifts", 0, "minor"), True, "minor"),
        (("gifts", 0, "more"), 1, "more"),
        (("currencies",), {"Amd": 2}, "no currency"),
        (("fund",), None, "fund"),
    ],
    ids=["half", "large", "one", "day", "time", "truth", "bool", "unknown", "currency", "null"],
)
def test_a_value_of_another_kind_is_refused(path: tuple[Any, ...], value: Any, said: str) -> None:
    """Fractions, numbers beyond JSON's, a 30th of February, truth values as numbers."""
    whole = made()
    inside: Any = whole
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    with pytest.raises(WrongUse, match=said):
        read_download(json.dumps(whole).encode())

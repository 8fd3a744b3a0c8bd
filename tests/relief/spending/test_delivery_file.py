"""What became of many payments, by one file: whole or not at all, and each line that is refused is named."""

import pytest
from django.contrib.auth.models import User

from tests.relief.spending.spending_world import approved, at, first, given, listed, login, programme, sent
from tocsin import custody
from tocsin.errors import MoneyRefused, NotAllowed
from tocsin.relief import spending
from tocsin.relief.models import Delivery, PaymentList, Transfer
from tocsin.relief.spending.delivering import committed, states_of
from tocsin.relief.spending.delivery_file import read_words

HEAD = "payment,state,note,date"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "headings are missing"),
        ("payment,state,name,date\n1,received,Jane,2024-01-17\n", "headings"),
        (f"{HEAD}\n", "says nothing"),
        (f"{HEAD}\n=1+1,received,,2024-01-17\n", "line 2: '=1[+]1' is no number"),
        (f"{HEAD}\n1,received,=HYPERLINK(1),2024-01-17\n", "line 2: a code is none"),
        (f"{HEAD}\n1,received,Jane Roe,2024-01-17\n", "line 2: a code is none"),
        (f"{HEAD}\n1,received,,30.01.2024\n", "line 2: '30.01.2024' is no day"),
        (f"{HEAD}\n1,received,,2024-02-30\n", "line 2: '2024-02-30' is no day"),
        (f"{HEAD}\n1,received,2024-01-17\n", "line 2 has 3 cells"),
        (f"{HEAD},amount\n1,returned,N-1,2024-01-17,1.005\n", "line 2"),
        (f"{HEAD}\n\u0661,received,,2024-01-17\n", "line 2"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_line_and_reason(content: str, told: str) -> None:
    with pytest.raises(MoneyRefused, match=told) as refusal:
        read_words(content.encode(), currency="AMD")
    assert refusal.value.remedy


def test_only_utf_8_is_read() -> None:
    """Other encodings are told, and never guessed."""
    with pytest.raises(MoneyRefused, match="not UTF-8"):
        read_words(f"{HEAD}\n1,received,\u00e9,2024-01-17\n".encode("utf-16"), currency="AMD")
    (word,) = read_words(f"\ufeff{HEAD}\r\n7,received,n-1,2024-01-17\r\n".encode(), currency="AMD")
    assert (word.payment, word.reason) == (7, "N-1, 2024-01-17")


def a_list() -> PaymentList:
    rows = (("HH-1", 20_000), ("HH-2", 10_000), ("HH-3", 5_000))
    return sent(listed(approved(programme(given(100_000)), 60_000), *rows))


def said(one: PaymentList, *rows: str, columns: str = HEAD, by: User | None = None) -> int:
    """Rows whose number is the place of the payment on the list, from 0."""
    ids = list(one.payments.order_by("line").values_list("pk", flat=True))
    lines = [f"{ids[int(row[0])]}{row[1:]}" for row in rows]
    content = "\n".join([columns, *lines]).encode()
    return len(spending.say_many(one, content, by=by or first(), now=at(3 * 24 * 60)))


@pytest.mark.django_db
def test_each_word_is_kept_and_what_came_back_is_booked() -> None:
    """The same file again adds nothing; a later one supersedes what it says anew."""
    one = a_list()
    rows = ("0,received,,2024-01-17", "1,not received,N-3,2024-01-17", "2,returned,N-4,2024-01-17,20.00")
    assert said(one, *(f"{row}," for row in rows[:2]), rows[2], columns=f"{HEAD},amount") == 3
    assert said(one, *(f"{row}," for row in rows[:2]), rows[2], columns=f"{HEAD},amount") == 0
    assert [str(state) for state, _ in states_of(one.payments.order_by("line")).values()] == [
        "received",
        "not received",
        "returned",
    ]
    back = Transfer.objects.get(kind="return")
    assert sorted(back.postings.values_list("minor", flat=True)) == [-2_000, 2_000]
    assert said(one, "1,received with issues,N-5,2024-01-17") == 1
    last = Delivery.objects.get(state="received with issues")
    assert last.supersedes is not None and last.supersedes.reason == "N-3, 2024-01-17"
    assert list(custody.differs(f"delivery:{last.pk}", committed(last), None)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1,not received,,2024-01-17", "line 3: a payment cannot be not received without a word why"),
        ("0,received,,2024-01-17", "line 3: payment .* stands in line 2 already"),
        ("1,lost,,2024-01-17", "line 3: 'lost' says nothing"),
        ("1,received,,2025-01-15", "line 3: 2025-01-15 has not come yet"),
        ("1999,received,,2024-01-17", "line 3: payment .* is not on this list"),
        ("1,returned,N-1,2024-01-02", "line 3: nothing that was sent on"),
    ],
)
def test_one_line_that_cannot_follow_leaves_nothing_behind(row: str, told: str) -> None:
    one = a_list()
    with pytest.raises(MoneyRefused, match=told):
        said(one, "0,received,,2024-01-17", row)
    assert not Delivery.objects.exists() and not Transfer.objects.filter(kind="return").exists()


@pytest.mark.django_db
def test_who_may_not_say_it_of_one_may_not_of_many() -> None:
    one = a_list()
    with pytest.raises(NotAllowed):
        said(one, "0,received,,2024-01-17", by=login("x", "analyst"))

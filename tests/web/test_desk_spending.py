"""Money out at the desk: what people state, propose, approve, take in, rule on, send and say, with their browsers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.relief.spending.spending_world import approved, given, listed, login, programme, sent
from tocsin.relief.models import Allocation, Delivery, Fund, Payment, PaymentList
from tocsin.relief.spending import duplicates_of


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(login(name))
    return client


def post(client: Client, page: str, **fields: object) -> str:
    """What the page that follows shows."""
    return client.post(f"/desk/relief/{page}", fields, follow=True).content.decode()


@pytest.mark.django_db
def test_from_a_programme_to_a_household() -> None:
    """Two people bring money from the fund to a household, and each page says what comes next."""
    fund: Fund = given(100_000)
    one, other = signed_in("first"), signed_in("second")
    kept = {"code": "cash", "title": "Cash", "kind": "cash-household"}
    assert "The programme cash is open." in post(one, f"{fund.code}/spending/programmes/", **kept)
    asked = {"amount": "600.00", "currency": "AMD", "decision": "A month of cash.", "authority": "Board 7"}
    page = post(one, f"{fund.code}/spending/allocations/", programme="cash", **asked)
    assert "Another person approves it" in page and "Approve it" not in page
    row = Allocation.objects.get()
    assert "Approve it" in other.get(f"/desk/relief/allocations/{row.pk}/").content.decode()
    assert "is approved" in post(other, f"allocations/{row.pk}/acts/approve/", seen=row.version)
    file = SimpleUploadedFile("october.csv", b"beneficiary,amount\nHH-1,100\nHH-1,200\n")
    days = {"first": "2023-10-01", "last": "2023-10-31"}
    page = post(one, f"allocations/{row.pk}/lists/", file=file, **days)
    assert "may be one and the same" in page and "cannot send it" in page
    made = PaymentList.objects.get()
    assert "First say of each group" in other.get(f"/desk/relief/payment-lists/{made.pk}/").content.decode()
    (group,) = duplicates_of(made)
    left = Payment.objects.get(line=3).pk
    ruled = {
        "key": group.duplicate.key,
        "seen": "",
        "verdict": "leave out",
        "left_out": left,
        "reason": "Typed twice.",
    }
    assert "It is ruled." in post(one, f"payment-lists/{made.pk}/rule/", **ruled)
    send = {"seen": made.version, "value_date": "2024-01-16", "fee": "1.50"}
    assert "sent and booked" in post(other, f"payment-lists/{made.pk}/send/", **send)
    paid = Payment.objects.get(line=2).pk
    back = {"state": "returned", "reason": "Moved away.", "amount": "40.00", "value_date": "2024-02-01"}
    page = post(one, f"payments/{paid}/delivered/", seen="", **back)
    assert "40.00 AMD" in page and "Moved away." in page
    assert Delivery.objects.get().minor == 4_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "fields", "told"),
    [
        ("{fund}/spending/programmes/", {"code": "No Code", "title": "x", "kind": "goods"}, "is no code"),
        ("{fund}/spending/allocations/", {"programme": "none"}, None),
        ("{fund}/spending/allocations/", {"programme": "cash", "amount": "1e9", "currency": "AMD"}, "1e9"),
        ("{fund}/spending/allocations/", {"programme": "cash", "amount": "1", "currency": "XXQ"}, "XXQ"),
        ("{fund}/spending/needs/", {"code": "water", "finding": "x", "days": "3"}, "is no figure"),
        ("allocations/{row}/acts/approve/", {"seen": "77"}, "meantime"),
        ("allocations/{row}/acts/spend%20down/", {}, None),
        ("allocations/{row}/lists/", {"first": "2023-10-01", "last": "2023-10-02"}, "no file"),
        ("payment-lists/{made}/send/", {"value_date": "30 February"}, "is no day"),
        (
            "payment-lists/{made}/rule/",
            {"verdict": "all due", "reason": "x", "key": "y"},
            "no longer planned",
        ),
        ("payment-lists/{made}/withdraw/", {"seen": "1"}, "reason"),
        ("payments/{paid}/delivered/", {"state": "lost"}, "says nothing of a payment"),
    ],
)
def test_what_cannot_be_meant_is_told(page: str, fields: dict[str, str], told: str | None) -> None:
    """In words with the next step, or there is no such thing; nothing is stored."""
    row = approved(programme(given(100_000)), 60_000)
    made = sent(listed(row, ("HH-1", 20_000)))
    where = page.format(fund="artsakh", row=row.pk, made=made.pk, paid=made.payments.get().pk)
    response = signed_in("second").post(f"/desk/relief/{where}", fields, follow=True)
    assert response.status_code == (404 if told is None else 200)
    assert told is None or told in response.content.decode()
    assert (Allocation.objects.count(), Delivery.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_many_payments_are_spoken_of_by_one_file() -> None:
    """Whole or not at all: the line that cannot follow is named, and nothing is said of the others."""
    one = sent(listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000), ("HH-2", 10_000)))
    first, second = one.payments.order_by("line").values_list("pk", flat=True)
    page, head = f"payment-lists/{one.pk}/delivered/", "payment,state,note,date\n"
    bad = f"{head}{first},received,,2024-01-17\n{second},lost,,2024-01-17\n"
    assert "no file was chosen" in post(signed_in("first"), page)
    file = SimpleUploadedFile("words.csv", bad.encode())
    assert "line 3: &#x27;lost&#x27; says nothing" in post(signed_in("first"), page, file=file)
    assert not Delivery.objects.exists()
    file = SimpleUploadedFile("words.csv", bad.replace("lost,", "not received,N-3").encode())
    assert "It is said of 2 payments." in post(signed_in("first"), page, file=file)
    assert Delivery.objects.filter(state="not received", reason="N-3, 2024-01-17").exists()

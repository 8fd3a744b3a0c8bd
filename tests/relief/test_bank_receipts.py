"""Whoever gave by bank gets a receipt from the people who keep the fund, and its code tells what the gift funded."""

import json

import pytest
from django.test import Client

from tests.made import login
from tests.relief.test_bank_deciding import CAME, INTEREST, WENT, artsakh, held, says
from tests.relief.test_bank_taking_in import line, statement, taken
from tocsin.cli import main
from tocsin.errors import NotFound
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.receipts import gift_of, receipt_of
from tocsin.relief.models import BankLine, Fund, Gift
from tocsin.relief.receipt_code import shown

__all__ = ["artsakh"]
pytestmark = pytest.mark.django_db


def given(artsakh: Fund) -> BankLine:
    """A gift of 5 dram on 2 January, from somebody who is named on the line."""
    taken(artsakh, statement(line("7,00"), closing="7,00"))
    one = BankLine.objects.get(placed="gift")
    BankLine.objects.filter(pk=one.pk).update(party="Zvartnoqua Example")
    return one


def test_a_receipt_names_the_gift_and_nobody(artsakh: Fund) -> None:
    """The bank's day without an hour, the code, the amount; of what a person took for a gift as well."""
    one = given(artsakh)
    receipt, code = receipt_of(one), Gift.objects.get().code
    assert receipt.code == code and "Zvartnoqua" not in repr(receipt)
    said = dict(receipt.lines())
    assert (said["Receipt code"], said["Amount"], said["Given"]) == (
        shown(code),
        "7.00 AMD",
        f"{one.booked_on.day} January 2026",
    )


def test_what_a_person_took_for_a_gift_has_one_too(artsakh: Fund) -> None:
    """With the purpose that the person named; before that there is none."""
    (one,) = held(artsakh, INTEREST, closing="5,00")
    with pytest.raises(NotFound, match="is no gift that stands"):
        receipt_of(one)
    says(one, "gift", login("ani", "treasurer"), detail="shelter")
    assert dict(receipt_of(one).lines())["For"] == "shelter"


def test_a_gift_that_was_none_has_no_receipt(artsakh: Fund, client: Client) -> None:
    """It was one movement between two own accounts, and was taken back for that."""
    taken(artsakh, statement(CAME, closing="5,00").replace(b"900000001234", b"900000005678"))
    came = BankLine.objects.get(placed="gift")
    assert gift_of(came) == Gift.objects.get()
    taken(artsakh, statement(WENT, opening="5,00", closing="0,00"))
    (went,) = held_lines(artsakh)
    treasurer = login("tigran", "treasurer")
    says(went, "own", treasurer, other=came)
    assert gift_of(came) is None and gift_of(went) is None
    client.force_login(treasurer)
    page = client.get(f"/desk/relief/bank-lines/{came.pk}/receipt/").content.decode()
    assert "There is no receipt" in page and shown(Gift.objects.get().code) not in page


def test_at_the_desk_and_by_command(
    artsakh: Fund, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line's page leads to it; its code, typed into the public page, is known; a line that is none says so."""
    one, code = given(artsakh), shown(Gift.objects.get().code)
    here = f"/desk/relief/bank-lines/{one.pk}/"
    client.force_login(login("tigran", "treasurer"))
    assert f'href="{here}receipt/"' in client.get(here).content.decode()
    page = client.get(f"{here}receipt/").content.decode()
    assert code in page and "Zvartnoqua" not in page
    assert "7.00 AMD" in Client().post("/relief/receipt/", {"code": code}).content.decode()
    assert main(["relief", "bank", "receipt", str(one.pk)]) == 0
    assert f"Receipt code: {code}\n" in capsys.readouterr().out
    assert main(["relief", "bank", "receipt", str(one.pk), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["receipt"]["Receipt code"] == code


def test_the_address_above_all_of_relief_leads_to_the_funds(artsakh: Fund, client: Client) -> None:
    """For each role that sees the desk; for a stranger to the sign-in."""
    assert client.get("/desk/relief/").status_code == 302
    for role in ("treasurer", "auditor", "analyst"):
        client.force_login(login(role, role))
        assert artsakh.title in client.get("/desk/relief/").content.decode()
    assert client.post("/desk/relief/").status_code == 405

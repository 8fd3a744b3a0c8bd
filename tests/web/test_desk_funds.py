"""A fund at the desk: drafted, opened, its books looked at as of any time, corrected, exchanged in, closed by period."""

import pytest
from django.urls import reverse

from tests.relief.relief_world import BANK_AMD, BANK_EUR, NOW, fund, gift
from tests.web.site import Site
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import Fund, Transfer

pytestmark = pytest.mark.django_db
DRAFT = {
    "code": "winter",
    "title": "Winter <b>relief</b>",
    "purpose": "Warm rooms.",
    "holder": "Ministry",
    "purposes": "shelter food",
    "reason": "an appeal",
}


def test_a_fund_is_drafted_and_opened_at_the_desk(site: Site) -> None:
    """A person with the role does both; what they typed is shown as text."""
    client = site.client("treasurer")
    assert client.post("/desk/relief/funds/", DRAFT)["Location"] == "/desk/relief/funds/winter/"
    page = client.get("/desk/relief/funds/winter/").content.decode()
    assert "Winter &lt;b&gt;relief" in page
    here = Fund.objects.get(code="winter")
    assert (here.state, here.purposes) == ("draft", ["shelter", "food"])
    said = {"state": "open", "reason": "decree 12", "seen": str(here.terms.get().pk)}
    for _ in range(2):  # the second time somebody has decided since
        client.post("/desk/relief/funds/winter/terms/", said)
    here.refresh_from_db()
    assert (here.state, here.terms.count()) == ("open", 2)


def test_a_draft_that_cannot_be_keeps_what_was_typed(site: Site) -> None:
    """The form comes back with its words and the reason."""
    response = site.client("issuer").post("/desk/relief/funds/", {**DRAFT, "code": "Not A Code"})
    assert response.status_code == 400
    assert "Warm rooms." in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "yesterday", "2026-02-30"]
)
def test_a_time_that_the_calendar_has_not_is_told_on_the_page(site: Site, typed: str) -> None:
    """The books are shown as they stand, and what is wrong with the time beside them."""
    fund()
    response = site.client("treasurer").get("/desk/relief/funds/artsakh/", {"as_of": typed})
    assert response.status_code == 200 and "is no time: write it as" in response.content.decode()


def test_books_are_looked_at_and_corrected(site: Site) -> None:
    """The fund, an account and a transfer show the money; a correction leads to the new transfer."""
    here = fund()
    made = book(here, gift("g:1", 123_456), by="tests", now=NOW)
    client = site.client("treasurer")
    assert "1,234.56 EUR" in client.get("/desk/relief/funds/artsakh/").content.decode()
    before = client.get("/desk/relief/funds/artsakh/account/?account=gifts:EUR&as_of=2020-01-01T00:00")
    assert "Nothing happened on it" in before.content.decode()
    response = client.post(f"/desk/relief/transfers/{made.pk}/correct/", {"reason": "typed twice"})
    correction = Transfer.objects.get(kind="correction")
    assert response["Location"] == f"/desk/relief/transfers/{correction.pk}/"
    assert "typed twice" in client.get(response["Location"]).content.decode()
    assert "taken back" in client.get(f"/desk/relief/transfers/{made.pk}/").content.decode()


def test_an_exchange_and_a_period(site: Site) -> None:
    """The bank's paper becomes two transfers; a closed period is listed; what cannot be meant is told, not booked."""
    here = fund()
    book(here, gift("g:1"), by="tests", now=NOW)
    account(here, BANK_AMD)
    paper = {
        "name": "77", "from": BANK_EUR.code, "to": BANK_AMD.code, "sold": "100.00", "bought": "43550.00",
        "rate": "435.5", "source": "bank paper 77", "rate_at": "2024-01-15T10:00", "day": "2024-01-15",
    }  # fmt: skip
    client = site.client("treasurer")
    for wrong in (
        {"day": "2024-02-30"},
        {"bought": "1.234,56"},
        {"rate": "x"},
        {"rate_at": ""},
        {"from": "gold"},
    ):
        client.post("/desk/relief/funds/artsakh/exchange/", paper | wrong)
    assert Transfer.objects.count() == 1
    client.post("/desk/relief/funds/artsakh/exchange/", paper)
    assert Transfer.objects.filter(kind="exchange", rate="435.5").count() == 2
    client.post("/desk/relief/funds/artsakh/period/", {"last": "2024-01-31"})
    assert "2024-01-31" in client.get("/desk/relief/funds/artsakh/").content.decode()


def test_an_appeal_starts_a_draft(site: Site) -> None:
    """Another finding does not."""
    assert site.client("treasurer").get(f"/desk/relief/funds/?appeal={site.figure.pk}").status_code == 404


@pytest.mark.parametrize(
    ("role", "bank", "screening"), [("treasurer", 1, 1), ("auditor", 1, 0), ("analyst", 0, 0)]
)
def test_a_fund_leads_to_its_bank_and_to_screening_for_who_may(
    role: str, bank: int, screening: int, site: Site
) -> None:
    """Nobody is led to a page that is closed to them."""
    fund("artsakh")
    page = site.client(role).get("/desk/relief/funds/artsakh/").content.decode()
    assert page.count(f'href="{reverse("desk_bank", args=["artsakh"])}"') == bank
    assert page.count(f'href="{reverse("desk_screening")}"') == screening

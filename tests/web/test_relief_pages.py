"""What everybody sees of a fund, and what whoever holds a receipt sees of their gift."""

import json
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.cache import cache
from django.test import Client

from tests.made import login
from tests.relief.public.test_gathering import CODE, receive, told
from tests.relief.relief_world import NOW, fund
from tocsin.relief.donors import keeping, screening
from tocsin.relief.ledger.corrections import correct
from tocsin.relief.models import Fund
from tocsin.relief.public import gathering, published
from tocsin.relief.public.audit import audit
from tocsin.relief.public.reading import read_download
from tocsin.relief.receipt_code import check_sign
from tocsin.web import relief_pages

pytestmark = pytest.mark.django_db
#: a receipt code
MISTAKEN = "9876543210" + check_sign("9876543210")


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_fund_shows_what_came_went_and_is_left() -> None:
    """Opening + received - spent = closing, with the exchange at its rate, and where the money is."""
    told()
    shown = page("/relief/artsakh/")
    for words in (
        "Received",
        "100.00",
        "−28.00",
        "63.00",
        "In the fund now",
        "430.5",
        "the bank",
        "10.00 EUR",
    ):
        assert words in shown, words
    assert "artsakh-accounts.json" in shown and "/relief/artsakh/" in page("/relief/")


def test_the_front_page_leads_to_funds_that_are_open() -> None:
    """And to where a receipt's code is typed; a draft is no more there than anywhere."""
    fund()
    fund("not-yet", state="draft")
    front = page("/")
    assert 'href="/relief/artsakh/"' in front and 'href="/relief/receipt/"' in front
    assert "not-yet" not in front


def test_a_gift_that_was_taken_back_stays_in_sight() -> None:
    """The fund's page counts it apart, and whoever holds its receipt is told what to do."""
    made = told()
    receive(made, "mistaken", 5_000, codes=lambda: MISTAKEN)
    correct(made, "mistaken", reason="booked twice", by="tests", now=NOW)
    assert "1 gift of 50.00 EUR was taken back" in page("/relief/artsakh/")
    answer = Client().post("/relief/receipt/", {"code": MISTAKEN}).content.decode()
    assert "It was taken back on" in answer and "nothing has been done with it yet" not in answer


def test_the_list_of_many_funds_makes_no_book_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole books of three funds are kept, and the totals of all: asking for the list again works nothing out."""
    made = []
    monkeypatch.setattr(
        published, "book_of", lambda fund, **more: made.append(fund.code) or gathering.book_of(fund, **more)
    )
    for number in range(published.KEPT_MAX + 2):
        fund(f"many-{number}")
    assert page("/relief/") == page("/relief/")
    assert sorted(made) == [f"many-{number}" for number in range(published.KEPT_MAX + 2)]


def test_many_visitors_at_once_make_a_book_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits for the first, and takes what that one made."""
    here, asked = fund("crowded"), []

    book = gathering.book_of(here, organisation="", site="")
    monkeypatch.setattr(published, "_mark", lambda _: (here.pk, here.code, "crowd"))
    monkeypatch.setattr(published, "book_of", lambda *_, **__: asked.append(1) or sleep(0.05) or book)
    with ThreadPoolExecutor(4) as visitors:
        found = list(visitors.map(published.published, [here] * 4))
    assert len(asked) == 1 and all(each is found[0] for each in found)


def test_drafts_are_not_public() -> None:
    """Nobody sees a fund before a person opened it."""
    fund("later", state=Fund.State.DRAFT)
    assert Client().get("/relief/later/").status_code == 404
    assert Client().get("/relief/later/accounts.json").status_code == 404
    assert "later" not in page("/relief/")


def test_what_is_downloaded_can_be_added_up_again(settings: object) -> None:
    """The JSON passes the audit; the table and IATI's words are there, the latter once we are known to IATI."""
    told()
    download = Client().get("/relief/artsakh/accounts.json")
    assert not any(each.fault for each in audit(read_download(download.content)))
    assert json.loads(download.content)["fund"]["code"] == "artsakh"
    assert page("/relief/artsakh/accounts.digest").strip() == json.loads(download.content)["digest"]
    assert page("/relief/artsakh/accounts.csv").startswith("transfer,kind,")
    assert Client().get("/relief/artsakh/accounts.xml").status_code == 404
    settings.TOCSIN_IATI_IDENTIFIER = "XM-EXAMPLE-1"  # type: ignore[attr-defined]
    assert "XM-EXAMPLE-1-artsakh" in page("/relief/artsakh/accounts.xml")
    assert Client().get("/relief/artsakh/accounts.exe").status_code == 404


def test_a_download_is_written_once_for_one_book(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table and IATI's words are kept like the JSON; another publisher is another file."""
    told()
    settings.TOCSIN_IATI_IDENTIFIER = "XM-EXAMPLE-1"  # type: ignore[attr-defined]
    first = [page(f"/relief/artsakh/accounts.{form}") for form in ("csv", "xml")]
    for name in ("accounts_csv", "iati_xml"):
        monkeypatch.setattr(f"tocsin.web.relief_pages.{name}", lambda *_args, **_named: 1 / 0)
    assert [page(f"/relief/artsakh/accounts.{form}") for form in ("csv", "xml")] == first
    settings.TOCSIN_IATI_IDENTIFIER = "XM-EXAMPLE-2"  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        page("/relief/artsakh/accounts.xml")


def test_a_receipt_code_leads_to_what_the_gift_funded() -> None:
    """As it is typed, with small letters and dashes; the answer is kept in no cache and names nobody."""
    cache.clear()
    told()
    typed = f"{CODE[:5]}-{CODE[5:10].lower()}-{CODE[10:]}"
    answer = Client().post("/relief/receipt/", {"code": typed})
    said = answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    for words in (
        "100.00 EUR",
        "was exchanged into 4,305.00 AMD",
        "27.00 EUR",
        "was spent on: Water",
        "waits in the fund",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("typed", "status"),
    [("", 400), ("0123456789", 400), ("<script>", 400), ("9999999999" + check_sign("9999999999"), 404)],
)
def test_what_is_no_code_is_told_plainly(typed: str, status: int) -> None:
    """A slip is found by the check sign; a code that nobody got is not found."""
    cache.clear()
    answer = Client().post("/relief/receipt/", {"code": typed})
    assert answer.status_code == status and 'role="alert"' in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_codes_cannot_be_tried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many in an hour nothing is answered."""
    cache.clear()
    monkeypatch.setattr(relief_pages, "TRIES_MAX", 2)
    client = Client()
    statuses = [client.post("/relief/receipt/", {"code": CODE}).status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
    cache.clear()


def test_play_money_is_marked_and_never_added() -> None:
    """On the fund's page beside the accounts; on the receipt above all else."""
    cache.clear()
    made = told()
    receive(made, "play", 77, test=True, codes=lambda: "9999999999" + check_sign("9999999999"))
    shown = page("/relief/artsakh/")
    assert "Play money, not part of the above" in shown and "0.77" in shown and "100.77" not in shown
    said = (
        Client().post("/relief/receipt/", {"code": "9999999999" + check_sign("9999999999")}).content.decode()
    )
    assert "Simulated: nobody gave this money" in said


def test_hits_in_lists_are_decided_at_the_desk() -> None:
    """A treasurer sees both names and says with a reason whether they are one; an analyst sees nothing of it."""
    keeping.donor_of("Ani Petrosyan", "ani@example.invalid", NOW)
    names = screening.take_in_list("A list", b"id,name,country\n7,Ani Petrosian,xx\n", by="ana", now=NOW)
    screening.screen(names, now=NOW)
    client = Client()
    client.force_login(login("tigran", "treasurer"))
    shown = client.get("/desk/relief/screening/").content.decode()
    for words in ("Ani Petrosyan", "petrosyan ~ petrosian", "country xx", "No score and no threshold"):
        assert words in shown, words
    hit = screening.open_hits().get()
    said = {"hit": hit.pk, "seen": "", "verdict": "another person", "reason": "another year of birth"}
    assert client.post("/desk/relief/screening/decide/", said).status_code == 302
    assert not screening.open_hits().exists()
    assert (
        "in the meantime" in client.post("/desk/relief/screening/decide/", said, follow=True).content.decode()
    )
    assert "another year of birth" in client.get("/desk/relief/screening/").content.decode()
    client.force_login(login("anna", "analyst"))
    assert client.get("/desk/relief/screening/").status_code == 403

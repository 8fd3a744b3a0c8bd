"""One gift and one bank file on their way to people, in a real browser, against the simulated card provider."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User

from tests.relief.relief_world import BANK_AMD
from tests.relief.relief_world import fund as a_fund
from tests.web.browsing import BROWSING, browser, sign_in
from tests.web.test_accessibility import faults
from tocsin.relief.cards.providers import simulator_secret
from tocsin.relief.cards.simulator.server import Simulator
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import Allocation, Fund, Gift

__all__ = ["browser"]  # a fixture
pytestmark = BROWSING

#: a gift of 9,000 dram, invented
BANK_FILE = (
    ":20:A\n:25:900000001234\n:28C:1\n:60F:C231002AMD0,00\n"
    ":61:2310031003C9000,00NTRFNONREF\n:86:for families on the road\n:62F:C231003AMD9000,00\n-\n"
)


@pytest.fixture
def fund(transactional_db: None) -> Fund:
    made = a_fund(demonstration=True)
    account(made, BANK_AMD)
    for name in ("first", "second"):
        login = User.objects.create_user(name, password=f"{name}-correct-horse")
        login.groups.add(Group.objects.get_or_create(name="treasurer")[0])
    return made


@pytest.fixture
def simulator(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Its webhooks reach the running site, as in a demonstration."""
    monkeypatch.setattr("django.conf.settings.TOCSIN_SITE", live_server.url)
    hook = f"{live_server.url.replace('localhost', '127.0.0.1')}/give/webhooks/simulated/"
    running = Simulator(World(1), secret=simulator_secret(), webhook=hook)
    running.start()
    monkeypatch.setenv("TOCSIN_CARD_SIMULATOR", running.url)
    yield running
    running.stop()


def window(browser: Any, live_server: Any, complaints: list[str], **options: Any) -> Any:
    page = browser.new_context(base_url=live_server.url, **options).new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return page


def test_from_a_card_and_a_bank_file_to_an_allocation_that_two_people_signed(
    browser: Any, live_server: Any, fund: Fund, simulator: Simulator, tmp_path: Path
) -> None:
    """Each page on the way is opened as people open it: receipt, public accounts, clearing account, bank, decision."""
    complaints: list[str] = []
    giver = window(browser, live_server, complaints, java_script_enabled=False)
    giver.goto("/give/artsakh/")
    giver.get_by_label("Amount").fill("25")
    giver.get_by_label("Every month").check()
    giver.get_by_role("button", name="Go on to the simulated payment page").click()
    assert giver.url.startswith(simulator.url) and "SIMULATED" in giver.content()
    giver.get_by_role("button", name="Pay with a simulated card").click()
    giver.wait_for_url(f"{live_server.url}/give/done/**")
    gift = Gift.objects.get()
    assert (
        f"{gift.code[:5]}-{gift.code[5:10]}-{gift.code[10:]}" in giver.content()
        and "25.00 EUR" in giver.content()
    )
    receipt = giver.url
    end = giver.get_by_role("link", name="End the monthly gift").get_attribute("href")
    giver.get_by_role("link", name="The fund’s accounts").click()
    assert "25.00" in giver.content()

    reader = window(browser, live_server, complaints)
    for path in ("/give/artsakh/", receipt, receipt.replace("/done/", "/back/"), end, "/relief/artsakh/"):
        reader.goto(path)
        assert (path, faults(reader)) == (path, [])

    first = window(browser, live_server, complaints)
    sign_in(first, "first")
    first.goto("/desk/relief/cards/")
    clearing = first.locator("tr", has_text="card:simulated:EUR")
    assert "24.03 EUR" in clearing.inner_text()
    statement = tmp_path / "october.sta"
    statement.write_text(BANK_FILE)
    first.goto("/desk/relief/artsakh/bank/")
    first.locator("input[type=file]").set_input_files(statement)
    first.get_by_role("button", name="Take it in").click()
    first.locator(".messages", has_text="1 new line is taken in").wait_for()

    first.goto("/desk/relief/artsakh/spending/")
    first.get_by_label("Title").fill("Cash for the winter")
    first.get_by_label("Code").fill("cash")
    first.get_by_role("button", name="Open it").click()
    first.get_by_text("Propose an allocation").click()
    first.get_by_label("Amount").fill("5000.00")
    first.get_by_label("Currency").select_option("AMD")
    first.get_by_label("What was decided, in words").fill("A month of cash.")
    first.get_by_label("By which authority").fill("Board, decision 7")
    first.get_by_role("button", name="Propose it").click()
    row = Allocation.objects.get()
    first.goto(f"/desk/relief/allocations/{row.pk}/")
    assert first.get_by_role("button", name="Approve it").count() == 0

    second = window(browser, live_server, complaints)
    sign_in(second, "second")
    second.goto(f"/desk/relief/allocations/{row.pk}/")
    second.get_by_role("button", name="Approve it").click()
    second.locator(".messages", has_text="is approved").wait_for()
    row.refresh_from_db()
    assert (row.state, row.proposed_by.username) == ("approved", "first")
    assert not complaints, complaints

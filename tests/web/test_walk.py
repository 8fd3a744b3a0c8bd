"""A day at the desk, as one person walks it in a real browser: in with a second factor, through the queue, to the brief."""

import time
from typing import Any

from allauth.mfa.totp.internal import auth as totp

from tests.web.browsing import BROWSING, browser, site, visit
from tests.web.site import Site
from tests.web.test_queue_browser import places
from tocsin.record.models import Finding
from tocsin.situations.models import Decision

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING
PASSWORD = "analyst-correct-horse"  # as tests/made.py makes it


def with_second_factor(site: Site) -> str:
    """Gives the analyst a second factor; returns its secret, which the person's phone would hold."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(site.logins["analyst"], secret)
    return secret


def code(secret: str) -> str:
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_from_the_second_factor_to_the_printed_brief(site: Site, visit: Any) -> None:
    """Ten findings reviewed by keyboard, a contradiction decided, and the brief shows the decision with its reason."""
    secret = with_second_factor(site)
    rows = places(10)
    page = visit()

    # in, with a password and the code of this half minute
    page.goto("/desk/")
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label("Code").fill(code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")

    # ten findings, and no hand on the mouse
    page.goto("/desk/queue/?publisher=hill")
    page.keyboard.press("j")
    for row in reversed(rows):
        page.locator(f"#finding-{row.pk}:focus").wait_for()
        page.keyboard.press("a")
        page.locator(f"#finding-{row.pk}.accepted").wait_for()
    assert Finding.objects.filter(pk__in=[row.pk for row in rows], state="accepted").count() == 10

    # a contradiction, decided and kept beside both figures
    page.goto(f"/desk/situations/{site.situation.slug}/contradictions/")
    first = page.locator("ol.doubts > li").first
    first.locator("summary").click()
    first.locator("input[value=recount]").check()
    first.get_by_label("Why").fill("the register was counted again")
    first.get_by_role("button", name="Store the decision").click()
    page.locator(".messages", has_text="Both figures stay").wait_for()
    decision = Decision.objects.get()
    assert (decision.verdict, decision.by.get_username()) == ("recount", "analyst")

    # the brief that a visitor prints
    page.goto(f"/situations/{site.situation.slug}/brief/")
    assert "the register was counted again" in page.locator("main").inner_text()


def test_without_the_code_nobody_is_in(site: Site, visit: Any) -> None:
    """The password alone opens nothing, and a wrong code is told as one."""
    secret = with_second_factor(site)
    page = visit()
    page.goto("/desk/")
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label("Code").fill("000000" if code(secret) != "000000" else "111111")
    page.keyboard.press("Enter")
    page.get_by_text("Incorrect code").wait_for()
    page.goto("/desk/")
    assert "/accounts/" in page.url and page.locator("nav a[href='/desk/queue/']").count() == 0

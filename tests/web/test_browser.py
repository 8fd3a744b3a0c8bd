"""The desk in a real browser: with a keyboard, without JavaScript, on a phone; and no request to another host."""

from typing import Any

import pytest

from tests.web.browsing import BROWSING, browser, sign_in, site, visit
from tests.web.site import Site
from tocsin.record.models import Finding

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING


def state(finding: Finding) -> str:
    finding.refresh_from_db()
    return str(finding.state)


def test_a_report_is_reviewed_with_the_keyboard(site: Site, visit: Any) -> None:
    """j walks to the open finding, a accepts it, and the number left falls, all on one page."""
    page = visit()
    sign_in(page)
    page.goto(f"/desk/reports/{site.text.report_id}/?show=open")
    page.keyboard.press("j")
    assert page.locator(f"mark.now[data-findings~='{site.open.pk}']").count() == 1
    page.keyboard.press("a")
    page.locator("#open-count", has_text="0 left").wait_for()
    page.locator(f"#finding-{site.open.pk}.accepted").wait_for()
    assert page.url.endswith("show=open")
    assert state(site.open) == "accepted"


def test_a_finding_is_corrected_and_refused_with_the_keyboard(site: Site, visit: Any) -> None:
    """e opens the form in the card, x asks for the reason."""
    page = visit()
    sign_in(page)
    page.goto(f"/desk/reports/{site.text.report_id}/?show=open")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_label("Name", exact=True).fill("Republic of Armenia")
    page.get_by_role("button", name="Store the correction").click()
    page.locator(f"#finding-{site.open.pk}.corrected").wait_for()
    assert state(site.open) == "corrected" and site.open.current["name"] == "Republic of Armenia"
    page.keyboard.press("x")
    page.keyboard.type("no place is meant")
    page.keyboard.press("Enter")
    page.locator(f"#finding-{site.open.pk}.refused").wait_for()
    assert state(site.open) == "refused"


def test_words_that_are_selected_become_a_finding(site: Site, visit: Any) -> None:
    """A selection is counted in code points: a letter beyond the basic plane before it moves nothing."""
    page = visit()
    sign_in(page)
    page.goto(f"/desk/reports/{site.text.report_id}/")
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          let node; while ((node = walker.nextNode()) && !node.data.includes("buses")) ;
          const start = node.data.indexOf("buses");
          document.getSelection().setBaseAndExtent(node, start, node, start + "buses would run".length);
        }"""
    )
    page.wait_for_function("document.querySelector('#mark-kinds a').href.includes('start=')")
    page.get_by_role("link", name="event", exact=True).click()
    assert page.get_by_label("The exact words").input_value() == "buses would run"
    page.get_by_label("Type").fill("movement")
    page.get_by_role("button", name="Mark it").click()
    page.locator(".messages", has_text="The finding is marked").wait_for()
    assert Finding.objects.latest("pk").quote == "buses would run"


def test_everything_works_without_javascript(site: Site, visit: Any) -> None:
    """Sign in, accept, correct and refuse with plain forms and links."""
    page = visit(java_script_enabled=False)
    sign_in(page)
    page.goto(f"/desk/reports/{site.text.report_id}/?show=open")
    card = page.locator(f"#finding-{site.open.pk}")
    card.get_by_role("button", name="Accept").click()
    page.locator(".messages", has_text="is stored").wait_for()
    assert state(site.open) == "accepted"
    card.get_by_role("link", name="Correct").click()
    page.get_by_label("Name", exact=True).fill("Republic of Armenia")
    page.get_by_role("button", name="Store the correction").click()
    page.locator(".messages", has_text="is stored").wait_for()
    assert state(site.open) == "corrected"
    card.locator("details.refuse summary").click()
    card.locator("details.refuse input[name=reason]").fill("no place is meant")
    card.locator("details.refuse").get_by_role("button", name="Refuse").click()
    page.locator(".messages", has_text="is stored").wait_for()
    assert state(site.open) == "refused"


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_window(site: Site, visit: Any, width: int) -> None:
    """On a wide window and on a phone nothing runs out of the page, and one of the two charts is seen."""
    page = visit(viewport={"width": width, "height": 800})
    sign_in(page)
    paths = [
        "/",
        "/situations/displacement-2023/",
        f"/alerts/{site.alert.identifier}/",
        f"/passages/{site.figure.pk}/",
        "/method/",
        "/desk/",
        "/desk/take-in/",
        f"/desk/reports/{site.text.report_id}/",
        f"/desk/alerts/{site.draft.pk}/",
    ]
    for path in paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/situations/displacement-2023/")
    seen = page.locator("svg.chart").evaluate_all("all => all.map(each => each.clientWidth > 0)")
    assert sorted(seen) == [False, True]


def test_a_public_page_is_read_with_the_keyboard_alone(site: Site, visit: Any) -> None:
    """The first key leads past the menu; every link shows where the focus is."""
    page = visit()
    page.goto("/situations/displacement-2023/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_second_factor_is_set_up(site: Site, visit: Any) -> None:
    """The page with the code to scan asks for the password again, and loads nothing from elsewhere."""
    page = visit()
    sign_in(page)
    page.goto("/accounts/2fa/totp/activate/")
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill("analyst-correct-horse")
        page.get_by_role("button", name="Confirm").click()
    code = page.locator("img[src^='data:image/svg']")
    code.wait_for()
    assert code.is_visible() and code.bounding_box()["width"] > 80

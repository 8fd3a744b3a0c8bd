"""The map as a visitor sees it: on a wide window, on a phone, in print."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.browsing import BROWSING, browser, site, visit
from tests.web.mapped import map_findings
from tests.web.site import Site

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING
PAGE = "/situations/displacement-2023/map/"


@pytest.mark.parametrize("width", [1280, 390])
def test_one_drawing_is_seen_and_nothing_runs_out_of_the_page(site: Site, visit: Any, width: int) -> None:
    """The other drawing is for the other width; no other site is asked for anything, and axe-core finds no grave fault."""
    map_findings(site)
    page = visit(viewport={"width": width, "height": 800})
    for path in (PAGE, "/situations/displacement-2023/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        seen = page.locator("svg.map").evaluate_all("all => all.map(each => each.clientWidth > 0)")
        assert seen == [width == 1280, width == 390]
    page.goto(PAGE)
    faults = Axe().run(page).response["violations"]
    assert not [each["id"] for each in faults if each["impact"] in ("serious", "critical")]


def test_every_name_on_the_map_is_as_wide_as_was_reckoned(site: Site, visit: Any) -> None:
    """The letters that a browser draws stay on the ground that was kept for them."""
    map_findings(site)
    page = visit(viewport={"width": 1280, "height": 800})
    page.goto(PAGE)
    wider = page.locator("svg.map.wide :is(.name, .number)").evaluate_all(
        """all => all.flatMap(group => {
            const room = group.querySelector(".under").getBBox().width;
            return [...group.querySelectorAll("text")].filter(text => text.getBBox().width > room)
                .map(text => text.textContent);
        })"""
    )
    assert wider == []


def test_it_prints(site: Site, visit: Any) -> None:
    """On paper the wide drawing stands, and its tables with it."""
    map_findings(site)
    page = visit(viewport={"width": 1280, "height": 800})
    page.goto(PAGE)
    page.emulate_media(media="print")
    assert page.locator("svg.map.wide").is_visible() and page.locator("table.places").is_visible()

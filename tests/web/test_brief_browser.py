"""The brief as a browser shows and prints it."""

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from tests import made
from tests.web import crowd
from tests.web.browsing import BROWSING, browser, site, visit
from tests.web.mapped import map_findings
from tests.web.site import Site
from tocsin import situations

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_as_wide_as_the_window_and_has_no_grave_fault(site: Site, visit: Any, width: int) -> None:
    """Nothing runs out of it on a phone; axe-core finds nothing serious."""
    map_findings(site)
    page = visit(viewport={"width": width, "height": 800})
    page.goto("/situations/displacement-2023/brief/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    faults = Axe().run(page).response["violations"]
    assert not [each["id"] for each in faults if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_browser_prints_two_pages(site: Site, visit: Any, paper: str) -> None:
    """The most crowded brief on either paper, with the browser's own letters."""
    situations.publish(crowd.crowded(), by=site.logins["issuer"], now=made.NOW)
    page = visit()
    page.goto("/situations/crowd/brief/")
    assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) == 2

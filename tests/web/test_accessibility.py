"""No page keeps anybody out: axe-core finds no serious fault, wide and on a phone, signed in and not."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import made
from tests.reports import stories
from tests.web.browsing import BROWSING, browser, sign_in, site, visit
from tests.web.site import Site
from tocsin import reports, situations
from tocsin.reports.models import Feed

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING
#: what axe calls a fault that hinders or shuts out
GRAVE = {"serious", "critical"}


def faults(page: Any) -> list[str]:
    """Rule, element and advice of each grave fault on the page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]


def public_pages(site: Site) -> list[str]:
    slug = site.situation.slug
    return [
        "/",
        "/method/",
        "/situations/",
        f"/situations/{slug}/",
        f"/situations/{slug}/figures/",
        f"/situations/{slug}/timeline/",
        f"/situations/{slug}/contradictions/",
        f"/situations/{slug}/statements/",
        f"/situations/{slug}/calls/",
        f"/situations/{slug}/reports/",
        f"/situations/{slug}/map/",
        f"/situations/{slug}/assessments/{site.public_assessment.pk}/",
        f"/passages/{site.figure.pk}/",
        "/alerts/",
        f"/alerts/{site.alert.identifier}/",
        "/alerts/keys/",
        "/accounts/login/",
    ]


def desk_pages(site: Site) -> list[str]:
    slug = site.situation.slug
    return [
        "/desk/",
        "/desk/search/?q=people",
        "/desk/take-in/",
        f"/desk/reports/{site.text.report_id}/",
        f"/desk/findings/{site.figure.pk}/",
        "/desk/situations/",
        f"/desk/situations/{slug}/",
        f"/desk/situations/{slug}/contradictions/",
        f"/desk/situations/{slug}/calls/",
        f"/desk/situations/{slug}/series/",
        f"/desk/situations/{slug}/sheets/",
        f"/desk/situations/{slug}/map/",
        "/desk/assessments/",
        f"/desk/assessments/{site.assessment.pk}/",
        f"/desk/assessments/{site.assessment.pk}/parts/1/",
        f"/desk/assessments/{site.assessment.pk}/jurisdiction/",
        f"/desk/assessments/{site.assessment.pk}/changes/",
        "/desk/frameworks/",
        f"/desk/frameworks/{site.assessment.framework_id}/",
        "/desk/queue/",
        "/desk/searches/",
        f"/desk/assign/?item=finding:{site.figure.pk}",
        "/desk/alerts/",
        f"/desk/alerts/{site.draft.pk}/",
        "/accounts/2fa/",
        "/accounts/password/change/",
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_public_page_has_a_grave_fault(site: Site, visit: Any, width: int) -> None:
    """Whoever comes with a screen reader, a keyboard or weak eyes reads every public page."""
    page = visit(viewport={"width": width, "height": 800})
    assert {path: found for path in public_pages(site) if (found := _looked_at(page, path))} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_desk_has_a_grave_fault(site: Site, visit: Any, width: int) -> None:
    """So does whoever works at the desk."""
    page = visit(viewport={"width": width, "height": 800})
    sign_in(page)
    assert {path: found for path in desk_pages(site) if (found := _looked_at(page, path))} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_that_gather_have_no_grave_fault(site: Site, visit: Any, width: int) -> None:
    """Copies with a word on one, changes between two, a proposal with its reasons, a feed, and a story in public."""
    agency, carried, updated = (
        made.report(text, publisher=publisher).report_id
        for publisher, text in (
            ("Agency", stories.AGENCY),
            ("Radio", stories.carried("From our agencies")),
            ("Agency", stories.UPDATED),
        )
    )
    reports.compare(now=made.NOW)
    situations.gather(site.situation, [agency, carried], by="tests", now=made.NOW)
    reports.place(
        carried,
        verdict="with",
        beside=agency,
        reason="their own",
        by=site.logins["analyst"],
        now=made.NOW,
        seen=None,
    )
    Feed.objects.create(url="https://agency.example/feed", added_by="tests", added_at=made.NOW)
    slug = site.situation.slug
    page = visit(viewport={"width": width, "height": 800})
    sign_in(page)
    paths = (
        "/desk/",
        f"/desk/reports/{carried}/copies/",
        f"/desk/reports/{agency}/changes/{updated}/",
        f"/desk/situations/{slug}/proposals/",
        f"/situations/{slug}/reports/",
    )
    assert {path: found for path in paths if (found := _looked_at(page, path))} == {}
    assert page.get_by_text("also printed by").count() == 1


def test_a_fault_would_be_found(site: Site, visit: Any) -> None:
    """A picture without words on a page is named, so that silence means something."""
    page = visit()
    page.goto("/method/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(each.startswith("image-alt") for each in faults(page))


def _looked_at(page: Any, path: str) -> list[str]:
    answer = page.goto(path)
    assert answer.status == 200, path
    return faults(page)

"""No page keeps anybody out: axe-core finds no serious fault, wide and on a phone, signed in and not."""

from collections.abc import Iterable
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests import made
from tests.relief import relief_world
from tests.reports import stories
from tests.web.browsing import BROWSING, browser, sign_in, site, visit
from tests.web.site import Site
from tests.web.test_access import (
    DESK_PAGES,
    LINKED_PAGES,
    POSTS,
    PUBLIC_PAGES,
    SENT_BY_SCRIPT,
    address,
    name_of,
)
from tocsin import delivery, reports, situations
from tocsin.delivery.tokens import Purpose, token
from tocsin.reports.models import Feed
from tocsin.web.roles import ACTS, Role

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


#: pages of signing in and of one's own login, opened without and with one
SIGN_IN_PAGES = ["/accounts/login/", "/accounts/signup/", "/accounts/inactive/"]
LOGIN_PAGES = [
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
]
#: those of a login that has a second factor
FACTOR_PAGES = [
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
]
#: what a treasurer may open
TREASURERS = {act for act, roles in ACTS.items() if Role.TREASURER in roles}
#: name of an address that is in no list -> why
NOT_LOOKED_AT = {
    "mfa_authenticate": "the step between password and desk: looked at on the way to FACTOR_PAGES",
    "mfa_download_recovery_codes": "a text file",
    **dict.fromkeys(
        ("give_to", "give_back", "give_done", "give_end"), "on the way of a gift: test_relief_browser.py"
    ),
    "give_receipt_pdf": "for printers",
    "give_webhook": "for programs",
    "account_set_password": "every login has a password: it leads to the form that changes it",
}


def test_no_page_is_forgotten() -> None:
    """Every address of the site is in a list that is looked at, takes forms only, or says why not."""
    listed = (*PUBLIC_PAGES, *LINKED_PAGES, *DESK_PAGES, *SIGN_IN_PAGES, *LOGIN_PAGES, *FACTOR_PAGES)
    looked_at, forms = (
        {name_of(page) for page in listed},
        {name_of(page) for page in (*POSTS, *SENT_BY_SCRIPT)},
    )
    assert _names(get_resolver().url_patterns) == looked_at | forms | set(NOT_LOOKED_AT)
    assert not looked_at & set(NOT_LOOKED_AT)


def _names(patterns: Iterable[URLPattern | URLResolver]) -> set[str | None]:
    inner = (_names(each.url_patterns) if isinstance(each, URLResolver) else {each.name} for each in patterns)
    return set().union(*inner)


def looked_at(pages: Iterable[str], site: Site, role: str | None) -> list[str]:
    """Their addresses, without those that are no HTML: files for programs and printers."""
    paths = list(dict.fromkeys(address(page, site) for page in pages))
    client = site.client(role)
    return [path for path in paths if _is_html(client.get(path))]


def _is_html(response: Any) -> bool:
    assert response.status_code == 200, response
    return bool(response["Content-Type"].startswith("text/html"))


@pytest.mark.parametrize("width", [1280, 390])
def test_no_public_page_has_a_grave_fault(site: Site, visit: Any, width: int) -> None:
    """Whoever comes with a screen reader, a keyboard or weak eyes reads every public page."""
    page = visit(viewport={"width": width, "height": 800})
    paths = looked_at([*PUBLIC_PAGES, *LINKED_PAGES, *SIGN_IN_PAGES], site, None)
    assert len(paths) > 20
    assert {path: found for path in paths if (found := _looked_at(page, path))} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_desk_has_a_grave_fault(site: Site, visit: Any, width: int) -> None:
    """So does whoever works at the desk."""
    page = visit(viewport={"width": width, "height": 800})
    paths = looked_at(DESK_PAGES, site, "issuer")
    sign_in(page, "issuer")
    assert len(paths) > 40
    assert {path: found for path in (*paths, *LOGIN_PAGES) if (found := _looked_at(page, path))} == {}


def test_no_form_of_relief_has_a_grave_fault(site: Site, visit: Any) -> None:
    """Whoever keeps the books meets forms that others do not, folded ones too; also of a fund with nothing in it."""
    relief_world.fund("empty", state="draft")
    site.payment_list, site.bank_line  # noqa: B018  made when first asked for, with what waits on them
    page = visit(viewport={"width": 390, "height": 800})
    relief = [each for each in DESK_PAGES if "/relief/" in each and DESK_PAGES[each] in TREASURERS]
    paths = looked_at([*relief, "/desk/relief/funds/empty/", "/desk/relief/empty/bank/"], site, "treasurer")
    sign_in(page, "treasurer")
    assert len(paths) > 15
    assert {path: found for path in paths if (found := _unfolded(page, path))} == {}


def _unfolded(page: Any, path: str) -> list[str]:
    assert page.goto(path).status == 200, path
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return faults(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_a_second_factor_has_a_grave_fault(site: Site, visit: Any, width: int) -> None:
    """Nor the step between password and desk, nor what is set up and taken away afterwards."""
    TOTP.activate(site.logins["analyst"], "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(site.logins["analyst"])
    page = visit(viewport={"width": width, "height": 800})
    page.goto("/desk/")
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password").fill("analyst-correct-horse")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/2fa/authenticate/**")
    assert faults(page) == []
    page.get_by_label("code").first.fill(codes.get_unused_codes()[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    assert {path: found for path in FACTOR_PAGES if (found := _looked_at(page, path))} == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_subscriptions_have_no_grave_fault(
    site: Site, visit: Any, width: int, settings: Any
) -> None:
    """Ask, be asked, confirm, look at it and end it; alerts narrowed down; numbers and deliveries at the desk."""
    settings.TOCSIN_SMTP = "smtp://127.0.0.1:25"
    asked = {"places": ["ARM", "Goris"], "levels": ["lemkin-institute/sos"]}
    row = delivery.subscribe("mail", "reader@example.org", asked, now=timezone.now())
    assert row is not None
    page = visit(viewport={"width": width, "height": 800})
    sign_in(page)
    paths = (
        "/alerts/?place=ARM&status=Exercise",
        "/subscriptions/?place=Goris",
        "/subscriptions/asked/",
        "/subscriptions/asked/?by=push",
        *(f"/subscriptions/{each}/{token(row.pk, row.nonce, each)}/" for each in Purpose),
        "/desk/subscriptions/",
        f"/desk/alerts/{site.alert.pk}/deliveries/",
    )
    assert {path: found for path in paths if (found := _looked_at(page, path))} == {}


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
        f"/desk/reports/{site.capture.origin.report_id}/captures/",
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

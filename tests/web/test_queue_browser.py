"""The review queue worked through with the keyboard, in a real browser."""

from typing import Any

from tests import made
from tests.web.browsing import BROWSING, browser, sign_in, site, visit
from tests.web.site import Site
from tocsin import record
from tocsin.record.models import Finding

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING


def places(n: int) -> list[Finding]:
    text = made.report(" ".join(f"Place{i} lies there." for i in range(n)), publisher="Hill Radio")
    return [made.finding(text, "place", f"Place{i} ", name=f"Place{i}") for i in range(n)]


def test_ten_findings_are_reviewed_with_the_keyboard(site: Site, visit: Any) -> None:
    """After each decision the next finding is in focus; u takes the last one back; what another decided is said."""
    rows = places(10)
    page = visit()
    sign_in(page)
    page.goto("/desk/queue/?publisher=hill")
    record.review(
        rows[0].pk, decision="refused", reason="theirs", by=site.logins["lawyer"], now=made.NOW, seen=None
    )
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count() == 1
    page.keyboard.press("j")
    for row in rows[:1:-1]:
        assert page.evaluate("document.activeElement.id") == f"finding-{row.pk}"
        page.keyboard.press("a")
        page.locator(f"#finding-{row.pk}.accepted").wait_for()
    page.locator("#said", has_text="is stored").wait_for()
    page.keyboard.press("u")
    page.locator(f"#finding-{rows[2].pk}.open").wait_for()
    page.keyboard.press("x")
    page.keyboard.type("a street")
    page.keyboard.press("Enter")
    page.locator(f"#finding-{rows[2].pk}.refused").wait_for()
    page.keyboard.press("a")
    page.locator(f"#finding-{rows[1].pk}.accepted").wait_for()
    assert page.evaluate("document.activeElement.id") == f"finding-{rows[0].pk}"
    assert sorted(
        Finding.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True)
    ) == [
        *["accepted"] * 8,
        *["refused"] * 2,
    ]


def test_the_queue_fits_the_window(site: Site, visit: Any) -> None:
    """On a wide window and on a phone nothing runs out of the page."""
    places(3)
    for width in (1280, 390):
        page = visit(viewport={"width": width, "height": 800})
        sign_in(page)
        page.goto("/desk/queue/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width

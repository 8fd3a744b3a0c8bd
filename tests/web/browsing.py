"""A real browser over a running site: windows that note every request and complaint, and people who sign in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.site import Site, build

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: of a module whose tests drive the browser
BROWSING = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for the module. Playwright runs a loop of its own, beside which Django takes itself for async."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(transactional_db: None) -> Site:
    return build()


@pytest.fixture
def visit(browser: Any, live_server: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens pages in a fresh window; at the end no other host was asked for anything, and nothing was complained of."""
    asked: list[str] = []
    complaints: list[str] = []
    windows = []

    def window(**options: Any) -> Any:
        context = browser.new_context(base_url=live_server.url, **options)
        windows.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        return page

    yield window
    for context in windows:
        for number, page in enumerate(context.pages):
            page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        context.close()
    host = urlsplit(live_server.url).netloc
    assert asked and {urlsplit(url).netloc for url in asked} == {host}
    assert not complaints, complaints


def sign_in(page: Any, name: str = "analyst") -> None:
    page.goto("/desk/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(f"{name}-correct-horse")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")

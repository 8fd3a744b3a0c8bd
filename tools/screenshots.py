"""Pictures of the main pages, wide and on a phone, of the demonstration: python tools/screenshots.py docs/pictures

Makes a demonstration of its own in a temporary folder and serves it on a free port of this machine; needs chromium.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
#: name of the picture -> the page
PAGES = {
    "situation": "/situations/{slug}/",
    "alert": "{alert}",
    "assessment": "/desk/assessments/1/",
    "fund": "/relief/demo-relief/",
    "queue": "/desk/queue/",
    "report": "{report}",
    "contradictions": "/desk/situations/{slug}/contradictions/",
}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
#: px of a page that a picture shows at most
HEIGHT_MAX = {1280: 1600, 390: 1800}


def main(folder: str) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        site = f"http://127.0.0.1:{port}"
        environment = os.environ | {"TOCSIN_HOME": home, "TOCSIN_PORT": str(port), "TOCSIN_SITE": site}
        tocsin = [sys.executable, "-m", "tocsin.cli"]
        told = subprocess.run(
            [*tocsin, "demo"], env=environment, capture_output=True, text=True, check=True
        ).stdout
        password = re.search(r"demo-analyst .*?password (\S+)", told)
        assert password, told
        server = subprocess.Popen([*tocsin, "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for(site)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
                for size, viewport in (("", WIDE), ("-phone", PHONE)):
                    page = browser.new_page(base_url=site, viewport=viewport)
                    _pictures(page, Path(folder), size, password[1])
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(site: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(site, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit(f"{site} did not answer within a minute")


def _pictures(page: Any, folder: Path, size: str, password: str) -> None:
    page.goto("/")
    known = {
        "slug": page.locator("a[href^='/situations/']").evaluate_all(
            "all => all.map(a => a.getAttribute('href').split('/')[2]).find(Boolean)"
        ),
        "alert": page.locator("main a[href^='/alerts/']").first.get_attribute("href"),
    }
    page.goto("/desk/")
    page.get_by_label("Username").fill("demo-analyst")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    known["report"] = page.locator("a[href^='/desk/reports/']").first.get_attribute("href")
    for name, address in PAGES.items():
        page.goto(address.format(**known))
        width = page.viewport_size["width"]
        height = min(page.evaluate("document.documentElement.scrollHeight"), HEIGHT_MAX[width])
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=folder / f"{name}{size}.png", full_page=True, clip=clip)
        _make_small(folder / f"{name}{size}.png")
        print(folder / f"{name}{size}.png")


def _make_small(path: Path) -> None:
    """Pages have few colours: with a palette the file is a third as large."""
    from PIL import Image

    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

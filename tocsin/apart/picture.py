"""A picture of a whole page and its text, as Chromium renders it out of answers that are handed to it."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.apart.chromium import Chromium, Message
from tocsin.errors import PictureTrouble

#: in pixels: of a common screen, and the tallest picture that Chromium draws in one piece
WIDTH_PX = 1280
SCREEN_HEIGHT_PX = 800
HEIGHT_PX_MAX = 16_384
PNG_BYTES_MAX = 32 * 2**20
#: characters
TEXT_SIGNS_MAX = 1_000_000
#: the whole of it, of which so much for the page to load: with the 30 s that fetching may take, less than the minute
#: that somebody waits for a page of the desk
TOTAL_S_MAX = 25.0
LOAD_S_MAX = 15.0
#: a page that asked for nothing for so long has settled
QUIET_S = 0.5
#: headers of an answer that change how a page is shown; with the rest it could ask for more, or keep something
SHOWN_HEADERS = frozenset(
    {"content-type", "content-language", "content-security-policy", "access-control-allow-origin", "location"}
)
#: what tells whether the page is loading still; its load event does not come where a script leads elsewhere
_LOADING = {"Page.frameStartedNavigating": False, "Page.frameStoppedLoading": True}
_PNG = b"\x89PNG\r\n\x1a\n"
_TEXT = f"((document.body || document.documentElement).innerText || '').slice(0, {TEXT_SIGNS_MAX})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the browser is told that a server answered."""

    status: int
    #: name and value, as they came
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


#: of a method, an address without its fragment and what it is for ("Document", "Image" ...); None refuses
Answering = Callable[[str, str, str], Answer | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    png: bytes = field(repr=False)
    width_px: int
    height_px: int
    #: the page is taller than it is shown
    cut: bool
    #: what a reader sees of it, by lines
    text: str = field(repr=False)
    #: such as "Chrome/131.0.6778.85"
    browser: str
    #: how many requests of the page were refused
    refused: int


def picture(program: Path, url: str, answering: Answering) -> Picture:
    """Bounded in time and size. Raises PictureTrouble where Chromium cannot be had, or does not manage."""
    deadline = time.monotonic() + TOTAL_S_MAX
    with Chromium(program, deadline) as chromium:
        browser = str(chromium.ask("Browser.getVersion").get("product", ""))[:100]
        page = _Page(chromium, answering)
        page.open(url)
        text = page.text()
        png, width, height, cut = page.shot()
    return Picture(
        png=png,
        width_px=width,
        height_px=height,
        cut=cut,
        text=text,
        browser=browser,
        refused=page.refused,
    )


class _Page:
    def __init__(self, chromium: Chromium, answering: Answering) -> None:
        self._chromium = chromium
        self._answering = answering
        self._loaded = False
        self._asked_at = time.monotonic()
        self.refused = 0
        # of a page the number is that of its outermost frame
        self._frame = chromium.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = chromium.ask("Target.attachToTarget", targetId=self._frame, flatten=True)["sessionId"]
        chromium.tell = self._told
        self._ask("Page.enable")
        self._ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self._ask("Network.setBypassServiceWorker", bypass=True)
        self._size(SCREEN_HEIGHT_PX)
        chromium.ask("Browser.setDownloadBehavior", behavior="deny")

    def open(self, url: str) -> None:
        """Until it has loaded and settled, or its time is over: then it is shown as far as it came."""
        self._loaded = False
        answer = self._ask("Page.navigate", url=url)
        if answer.get("errorText"):
            raise PictureTrouble(f"the browser does not show it ({str(answer['errorText'])[:100]})")
        end = time.monotonic() + LOAD_S_MAX
        while (now := time.monotonic()) < end:
            settled = self._asked_at + QUIET_S
            if self._loaded and now >= settled:
                return
            self._chromium.next_message(min(end, settled if self._loaded else end))

    def text(self) -> str:
        """In a world of its own: the page cannot say what our question means."""
        world = self._ask("Page.createIsolatedWorld", frameId=self._frame)["executionContextId"]
        answer = self._ask("Runtime.evaluate", contextId=world, expression=_TEXT, returnByValue=True)
        found = answer.get("result", {}).get("value")
        if not isinstance(found, str):
            raise PictureTrouble("the browser gives no text of it")
        return found.encode("utf-8", "replace").decode()  # halves of characters are none

    def shot(self) -> tuple[bytes, int, int, bool]:
        """PNG, width and height in pixels, and whether the page is taller."""
        size = self._ask("Page.getLayoutMetrics")["cssContentSize"]
        tall = max(1, int(size["height"]))
        height = min(tall, HEIGHT_PX_MAX)
        clip = {"x": 0, "y": 0, "width": WIDTH_PX, "height": height, "scale": 1}
        answer = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return _png(str(answer.get("data", ""))), WIDTH_PX, height, tall > height

    def _size(self, height: int) -> None:
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH_PX,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _ask(self, method: str, **parameters: object) -> Message:
        return self._chromium.ask(method, self._session, **parameters)

    def _told(self, method: str, message: Message) -> None:
        if method == "Fetch.requestPaused":
            self._asked_at = time.monotonic()
            self._answer(message["params"], message.get("sessionId", ""))
            self._asked_at = time.monotonic()
        elif method in _LOADING and message["params"].get("frameId") == self._frame:
            self._loaded = _LOADING[method]
        elif method == "Page.javascriptDialogOpening":
            self._chromium.send("Page.handleJavaScriptDialog", self._session, accept=False)

    def _answer(self, asked: Message, session: str) -> None:
        request, number = asked["request"], asked["requestId"]
        kind = str(asked.get("resourceType", ""))
        found = self._answering(str(request["method"]), str(request["url"]).partition("#")[0], kind)
        if found is None:
            self.refused += 1
            # a page that would lead elsewhere stays where it is, instead of making room for a page of errors
            why = "Aborted" if kind == "Document" else "BlockedByClient"
            self._chromium.send("Fetch.failRequest", session, requestId=number, errorReason=why)
            return
        headers = [
            {"name": name, "value": value} for name, value in found.headers if name.lower() in SHOWN_HEADERS
        ]
        self._chromium.send(
            "Fetch.fulfillRequest",
            session,
            requestId=number,
            responseCode=found.status,
            responseHeaders=headers,
            body=base64.b64encode(found.body).decode(),
        )


def _png(data: str) -> bytes:
    try:
        found = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise PictureTrouble("the browser's picture cannot be read") from error
    if not found.startswith(_PNG) or len(found) > PNG_BYTES_MAX:
        raise PictureTrouble(f"the browser's picture is none, or larger than {PNG_BYTES_MAX:,} bytes")
    return found

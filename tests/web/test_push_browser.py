"""Notices in a real browser: asked for with a click, shown for a push, opened, ended; and without a script, mail."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.delivery.push_service import Browser, PushService, push_service
from tests.web.browsing import BROWSING, browser, site, visit
from tests.web.site import Site
from tocsin import delivery
from tocsin.delivery.channels import push
from tocsin.delivery.models import Subscription

__all__ = ["browser", "site", "visit"]  # fixtures
pytestmark = BROWSING

#: stands in for the browser's own push service, which is a host on the internet
_SUBSCRIBES = """
(() => {
  const made = %s;
  let there = false;
  const subscription = { toJSON: () => made, unsubscribe: async () => { there = false; return true; } };
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 87) throw new Error("options");
    there = true; sessionStorage.setItem("there", "yes");
    return subscription;
  };
  PushManager.prototype.getSubscription = async () =>
    there || sessionStorage.getItem("there") ? subscription : null;
})();
"""


@pytest.fixture
def service(settings: Any, tmp_path: Path, live_server: Any) -> Iterator[PushService]:
    settings.TOCSIN_HOME, settings.TOCSIN_SITE = tmp_path / "home", live_server.url
    settings.TOCSIN_HOME.mkdir()
    push._vapid.cache_clear()
    cache.clear()
    with push_service() as running:
        settings.TOCSIN_WEBHOOK_INSIDE = {f"127.0.0.1:{running.port}"}
        yield running
    push._vapid.cache_clear()


class Pushing:
    """Hands pushes to the browser's worker as its push service would, and reads what it then shows."""

    def __init__(self, page: Any) -> None:
        self._page, self._registration = page, ""
        self._line = page.context.new_cdp_session(page)
        self._line.on("ServiceWorker.workerRegistrationUpdated", self._seen)
        self._line.send("ServiceWorker.enable")

    def _seen(self, event: dict[str, Any]) -> None:
        for each in event["registrations"]:
            self._registration = each["registrationId"]

    def push(self, said: str) -> None:
        assert self._registration
        self._line.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self._page.evaluate("location.origin"),
                "registrationId": self._registration,
                "data": said,
            },
        )

    def shown(self, tag: str) -> dict[str, Any]:
        """The notice of this tag, once it is there."""
        found = self._page.wait_for_function(
            """async (tag) => {
              const registration = await navigator.serviceWorker.getRegistration("/subscriptions/");
              const [one] = await registration.getNotifications({ tag });
              return one && { title: one.title, body: one.body, lang: one.lang, data: one.data };
            }""",
            arg=tag,
        )
        return dict(found.json_value())


def test_a_browser_subscribes_is_questioned_and_shows_what_comes(
    site: Site, visit: Any, service: PushService
) -> None:
    """From the click on the page to the notice: the payload that the push service took is what the worker shows."""
    mine = Browser()
    page = visit(permissions=["notifications"])
    made = {"endpoint": service.endpoint("one"), "keys": mine.keys}
    page.add_init_script(_SUBSCRIBES % json.dumps(made))
    page.goto("/subscriptions/")
    page.get_by_label("Places").fill("Goris")
    page.get_by_role("button", name="Get notices in this browser").click()
    page.wait_for_url("**/subscriptions/asked/?by=push")
    assert page.get_by_role("heading", name="A notice is coming").is_visible()
    assert Subscription.objects.get().asked["places"] == ["Goris"]

    pushing = Pushing(page)
    page.goto("/subscriptions/")
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((each) => each.scope))"
    )
    assert [scope.partition("/subscriptions")[2] for scope in scopes] == ["/"]
    delivery.drain()
    question = mine.opened(service.taken[0][2])
    pushing.push(json.dumps(question))
    notice = pushing.shown(question["tag"])
    assert notice["title"] == question["title"] and notice["data"]["url"] == question["url"]
    page.goto(notice["data"]["url"])
    page.get_by_role("button", name="Yes, send them").click()
    page.get_by_role("heading", name="Confirmed").wait_for()
    assert Subscription.objects.get().state == "confirmed"

    page.goto("/subscriptions/")
    page.get_by_role("button", name="No more notices in this browser").click()
    page.get_by_text("Nothing more comes to this browser").wait_for()
    assert Subscription.objects.get().state == "ended"


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/phish", "javascript:alert(1)", "//elsewhere.example/", ""]
)
def test_a_notice_opens_pages_of_this_site_alone(
    site: Site, visit: Any, service: PushService, url: str
) -> None:
    """Whatever it says. One that cannot be read is shown too, for a push must be."""
    page = visit(permissions=["notifications"])
    page.goto("/subscriptions/")
    page.evaluate(
        """navigator.serviceWorker.register("/subscriptions/push-worker.js").then((one) => new Promise((done) => {
             const worker = one.installing || one.waiting || one.active;
             const look = () => worker.state === "activated" && done();
             worker.addEventListener("statechange", look); look();
           }))"""
    )
    pushing = Pushing(page)
    page.wait_for_timeout(200)
    pushing.push(json.dumps({"title": "Alert", "tag": "one", "url": url}))
    assert pushing.shown("one")["data"]["url"].endswith("/alerts/")
    pushing.push("no JSON")
    assert pushing.shown("")["body"] == ""


def test_without_a_script_mail_is_there(site: Site, visit: Any, service: PushService) -> None:
    """The page says what notices would need, and its form works."""
    page = visit(java_script_enabled=False)
    page.goto("/subscriptions/")
    assert page.get_by_text("Mail and feeds need neither").is_visible()
    assert page.get_by_role("button", name="Get notices in this browser").count() == 0


def test_a_browser_that_allows_no_notices_is_told_so(site: Site, visit: Any, service: PushService) -> None:
    """Nothing is sent to the server."""
    page = visit()
    page.add_init_script("Notification.requestPermission = async () => 'denied'")
    page.goto("/subscriptions/")
    page.get_by_role("button", name="Get notices in this browser").click()
    page.get_by_text("does not allow notices").wait_for()
    assert not Subscription.objects.exists()

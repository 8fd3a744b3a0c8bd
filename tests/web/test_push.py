"""Notices in a browser, as the server has them: asked for, questioned, delivered for this browser alone, ended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.delivery.push_service import Browser, PushService, push_service, unwrapped
from tests.web.site import Site
from tocsin import delivery
from tocsin.delivery.channels import push
from tocsin.delivery.models import Contact, Dispatch, Message, Subscription
from tocsin.delivery.states import State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(settings: Any, tmp_path: Path) -> Iterator[PushService]:
    """A push service inside, and a key of this site that is made anew."""
    settings.TOCSIN_HOME = tmp_path
    push._vapid.cache_clear()
    cache.clear()
    with push_service() as running:
        settings.TOCSIN_WEBHOOK_INSIDE = {f"127.0.0.1:{running.port}"}
        yield running
    push._vapid.cache_clear()


@pytest.fixture
def site(transactional_db: None) -> Site:
    from tests.web.site import build

    return build()


def ask(endpoint: str, browser: Browser, **form: Any) -> Any:
    return Client().post("/subscriptions/push/", {"endpoint": endpoint, **browser.keys, **form})


def test_a_browser_is_asked_confirms_and_gets_the_notice(site: Site, service: PushService) -> None:
    """The push service takes both as RFC 8030 and 8292 have it, and only this browser's keys open them."""
    browser, endpoint = Browser(), service.endpoint("one")
    answer = ask(endpoint, browser, places=["ARM"], drills="on")
    assert (answer.status_code, answer["Location"]) == (302, "/subscriptions/asked/?by=push")
    delivery.drain()
    question = browser.opened(service.taken[0][2])
    path = question["url"].partition("/subscriptions/")[2]
    assert path.startswith("confirm/")
    assert b"Confirmed" in Client().post(f"/subscriptions/{path}").content
    row = Subscription.objects.get()
    assert (row.state, row.asked["places"]) == ("confirmed", ["ARM"])
    delivery.enqueue(
        "alert:x",
        texts={"am": {"subject": "ማስጠንቀቂያ", "text": "ሰዎች በመንገድ ላይ ናቸው። " * 300}},
        marks=delivery.Marks(places=("ARM",)),
        link="https://tocsin.example/alerts/x/",
        now=row.confirmed_at,
    )
    delivery.drain()
    notice = browser.opened(service.taken[1][2])
    assert notice["lang"] == "am" and notice["body"].startswith("ሰዎች") and notice["title"] == "ማስጠንቀቂያ"
    assert "/subscriptions/end/" in notice["end"] and len(service.taken[1][2]) <= 4096
    assert set(Dispatch.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_browser_says_itself_that_it_wants_no_more(site: Site, service: PushService) -> None:
    """With its own keys; with another's nothing happens. The answer is the same, and the address is erased."""
    browser, endpoint = Browser(), service.endpoint("one")
    ask(endpoint, browser)
    answers = []
    for keys, state in ((Browser().keys, "asked"), (browser.keys, "ended"), (browser.keys, "ended")):
        strict = Client(enforce_csrf_checks=True)
        answers.append(strict.post("/subscriptions/push/end/", {"endpoint": endpoint, **keys}))
        assert Subscription.objects.get().state == state
    assert {(each.status_code, each.content) for each in answers} == {(200, b"ended\n")}
    assert Contact.objects.get().address == ""


def test_a_browser_that_is_gone_ends_its_subscription(site: Site, service: PushService) -> None:
    """Its push service answers 404, and nobody is asked again."""
    service.gone.add("/send/one")
    ask(service.endpoint("one"), Browser())
    delivery.drain()
    assert Subscription.objects.get().state == "ended" and service.taken == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/send",
        "https://[::1]/send",
        "https://10.0.0.7/send",
        "https://169.254.169.254/latest",
        "http://push.example.org/send",
        "https://user:word@push.example.org/send",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_no_push_service_is_inside(site: Site, service: PushService, endpoint: str) -> None:
    """A stranger names the address: what leads into our own network is refused, and nothing is kept."""
    assert ask(endpoint, Browser()).status_code == 400
    assert not Contact.objects.exists()


def test_a_name_that_leads_inside_is_not_called(site: Site, service: PushService, settings: Any) -> None:
    """The name is resolved when it is called, and that very address is judged."""
    settings.TOCSIN_WEBHOOK_INSIDE = set()
    ask(f"https://localhost:{service.port}/send/one", Browser())
    delivery.drain()
    row = Dispatch.objects.get()
    assert (row.state, row.reason) == (State.RETRYING, "the host leads to no public address")
    assert service.taken == []


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": "", "auth": ""},
        {"p256dh": "AAAA", "auth": "AAAA"},
        {"p256dh": "!" * 87, "auth": "?" * 22},
        {"p256dh": Browser().keys["p256dh"], "auth": "x" * 41},
    ],
)
def test_keys_that_are_none_are_refused(site: Site, service: PushService, keys: dict[str, str]) -> None:
    """Nothing could be encrypted for them."""
    answer = Client().post("/subscriptions/push/", {"endpoint": service.endpoint("one"), **keys})
    assert answer.status_code == 400 and not Message.objects.filter(confirms__isnull=False).exists()
    assert b'role="alert"' in answer.content


def test_the_worker_has_one_address_and_holds_for_the_pages_below_it(
    site: Site, service: PushService
) -> None:
    """Its address gives its scope, and it is asked for again each time; the key is a point on the curve."""
    worker = Client().get("/subscriptions/push-worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "public, no-cache" and "Service-Worker-Allowed" not in worker
    point = unwrapped(Client().get("/subscriptions/push-key").content.decode())
    assert len(point) == 65 and point[0] == 4


def test_without_a_script_the_page_says_that_mail_is_there(site: Site, service: PushService) -> None:
    """The buttons are hidden, and the words that need no script are not."""
    page = Client().get("/subscriptions/").content.decode()
    assert '<p data-when="never">' in page and "Mail and feeds need neither" in page
    assert '<div data-when="able" hidden>' in page and '<div data-when="there" hidden>' in page

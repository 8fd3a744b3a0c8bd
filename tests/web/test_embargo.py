"""Embargo: before its instant an alert leaves no trace outside the desk; from then on it is everywhere."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import made
from tests.web.site import CROSSED, Site, accepted, finding
from tests.web.test_access import PUBLIC_PAGES, address
from tocsin import alerts, situations
from tocsin.alerts.models import Alert
from tocsin.record.models import Finding
from tocsin.web.pdf import Pdf

pytestmark = pytest.mark.django_db
UNTIL = made.NOW + timedelta(hours=6)
#: words that stand in nothing else
WORDS = ("Kestrel", "Heron")
#: pages that a crawl may open; more would be a crawl without an end
PAGES_MAX = 400


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock of the site; the brief is not printed, and not kept either."""
    monkeypatch.setattr("tocsin.web.brief_pages.kept", lambda _key, make: make())
    monkeypatch.setattr(
        "tocsin.web.brief_pages.make_pdf", lambda html, **_: Pdf(pages=2, content=html.encode())
    )

    def set_to(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_to


def _embargoed(site: Site, headline: str = "Kestrel warning", **fields: Any) -> Alert:
    """Issued now, public later; it rests on a passage that nothing else shows."""
    analyst = site.logins["analyst"]
    text = made.report(f"In the village of {headline} some 4,321 people wait.")
    figure = accepted(finding(text, "figure", "4,321 people", {**CROSSED, "value": 4321}), analyst)
    situations.gather(site.hidden, [text.report_id], by="analyst", now=made.NOW)
    alert = alerts.draft(
        site.hidden,
        scheme="lemkin-institute",
        level="sos",
        status="Exercise",
        headline=headline,
        area="Heron valley",
        findings=[figure.pk],
        by=analyst,
        now=made.NOW,
        not_before=UNTIL,
        **fields,
    )
    return _issued(site, alert, made.NOW)


def _issued(site: Site, alert: Alert, now: datetime) -> Alert:
    issuer = site.logins["issuer"]
    alert = alerts.submit(alert, by=site.logins["analyst"], now=now)
    read = [each.key for each in alerts.warnings_of(alert)]
    return alerts.issue(alerts.approve(alert, by=issuer, now=now, ticked=read), by=issuer, now=now)


def _older_statement(site: Site) -> Finding:
    """The older of two statements that no alert rests on yet: what one rests on comes first in the printed brief."""
    analyst = site.logins["analyst"]
    rows = [
        finding(
            site.text, "statement", quote, {"speaker_name": "An official", "act": "said", "said_at": said_at}
        )
        for quote, said_at in (("buses would run", "2023-09-20"), ("through the night", "2023-09-27"))
    ]
    older, _newer = [accepted(row, analyst) for row in rows]
    return older


def _feeds() -> Iterator[str]:
    for form in ("atom", "cap.atom", "rss"):
        for query in ("", "?level=sos", "?status=Exercise", "?language=en"):
            yield f"/alerts/feed.{form}{query}"


def _crawl(site: Site) -> dict[str, HttpResponse]:
    """Every public page of the table, every feed, and all that they link to within the site."""
    client, found = Client(), {}
    waiting = [*(address(page, site) for page in PUBLIC_PAGES), *_feeds()]
    while waiting:
        assert len(found) < PAGES_MAX, waiting
        page = waiting.pop()
        if page in found or page.startswith(("/static/", "/desk/", "/accounts/")):
            continue
        found[page] = answer = client.get(page)
        text = answer.content.decode(errors="replace")
        for link in re.findall(r'(?:href|src)="([^"#]+)', text):
            target = urljoin(f"http://127.0.0.1:8000{page}", link.replace("&amp;", "&"))
            if target.startswith("http://127.0.0.1:8000/"):
                waiting.append(target.removeprefix("http://127.0.0.1:8000"))
    return found


def _told(answers: dict[str, HttpResponse]) -> dict[str, tuple[int, bytes, str | None]]:
    """What a visitor can compare: status, bytes and ETag of every page."""
    return {page: (each.status_code, each.content, each.get("ETag")) for page, each in answers.items()}


def test_before_its_time_nothing_public_knows_of_it(site: Site, at: Any) -> None:
    """A crawl of all public pages and feeds is the same, byte for byte and ETag for ETag, as if there were no such alert."""
    at(UNTIL - timedelta(microseconds=1))
    without = _told(_crawl(site))
    alert = _embargoed(site)
    before = _crawl(site)
    assert _told(before) == without
    for page, answer in before.items():
        assert not any(word in answer.content.decode(errors="replace") for word in WORDS), page
    passage = alert.sentences.first().footnotes.first().finding_id
    for page in (
        f"/alerts/{alert.identifier}/",
        f"/alerts/{alert.identifier}.cap.xml",
        f"/passages/{passage}/",
        "/alerts/feed.atom?situation=not-yet-public",
    ):
        hidden = Client().get(page)
        never = Client().get(page.replace(str(alert.identifier), "never").replace(str(passage), "999999"))
        assert hidden.status_code == never.status_code == 404, page


def test_from_its_instant_on_it_is_everywhere(site: Site, at: Any) -> None:
    """List, front page, its own page, CAP bytes, passage and every feed; and no cache may have kept the old truth."""
    at(UNTIL - timedelta(microseconds=1))
    alert = _embargoed(site)
    kept = _crawl(site)
    at(UNTIL)
    after = _crawl(site)
    for page in ("/", "/alerts/", f"/alerts/{alert.identifier}/", f"/alerts/{alert.identifier}.cap.xml"):
        assert "Kestrel" in after[page].content.decode(), page
    for page in _feeds():
        assert "Kestrel" in after[page].content.decode(), page
    for page in ("/", "/alerts/", *_feeds()):
        assert kept[page]["Cache-Control"] == "public, no-cache", page
        asked = Client().get(page, headers={"If-None-Match": kept[page]["ETag"]})
        assert asked.status_code == 200, page


def test_a_poller_by_date_sees_it_too(site: Site, at: Any) -> None:
    """The feed's date is when the embargo ended, not when the alert was issued."""
    at(UNTIL - timedelta(seconds=1))
    _embargoed(site)
    dated = Client().get("/alerts/feed.atom")["Last-Modified"]
    at(UNTIL + timedelta(minutes=2))
    answer = Client().get("/alerts/feed.atom", headers={"If-Modified-Since": dated})
    assert answer.status_code == 200
    assert f"<updated>{UNTIL:%Y-%m-%dT%H:%M:%SZ}</updated>" in answer.content.decode()


def test_an_alert_in_public_does_not_betray_one_of_its_series_that_waits(site: Site, at: Any) -> None:
    """Its situation's pages, brief and timeline, and the first alert's page stay as they are until its time comes."""
    analyst = site.logins["analyst"]
    second = alerts.draft(
        site.situation,
        scheme="lemkin-institute",
        level="sos",
        status="Exercise",
        headline="Kestrel warning",
        area="Heron valley",
        findings=[site.figure.pk, _older_statement(site).pk],
        by=analyst,
        now=made.NOW,
        not_before=UNTIL,
    )
    page = f"/alerts/{site.alert.identifier}/"
    at(UNTIL - timedelta(microseconds=1))
    without = _told(_crawl(site))
    second = _issued(site, second, made.NOW)
    assert _told(_crawl(site)) == without
    at(UNTIL)
    assert f"/alerts/{second.identifier}/" in Client().get(page).content.decode()


def test_what_is_cancelled_before_its_time_comes_out_together_with_its_cancel(site: Site, at: Any) -> None:
    """Both wait for the same instant; then the feed says of the one that the other cancelled it."""
    alert = _embargoed(site)
    now = made.NOW + timedelta(hours=1)
    at(now)
    end = alerts.cancel(alert, by=site.logins["analyst"], now=now, reason="It proved wrong.")
    end = _issued(site, end, now)
    assert "Kestrel" not in Client().get("/alerts/feed.atom").content.decode()
    at(UNTIL)
    shown = Client().get("/alerts/feed.atom").content.decode()
    assert f"/alerts/{end.identifier}/" in shown and "Kestrel warning (cancelled since)" in shown
    assert "Kestrel" not in Client().get("/").content.decode()

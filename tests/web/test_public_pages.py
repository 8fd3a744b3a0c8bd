"""What everybody sees."""

import re
from datetime import timedelta

import pytest

from tests import made
from tests.web.site import CROSSED, HOSTILE, Site, accepted, finding
from tests.web.test_access import DESK_PAGES, PUBLIC_PAGES, address
from tocsin import record
from tocsin.web.block_proofs import OTS


def page(site: Site, path: str) -> str:
    response = site.client(None).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]{0,500}>", " ", html).split())


@pytest.mark.django_db
def test_the_front_page_links_what_is_published(site: Site) -> None:
    """The published situation and the alert in force stand on the front page; the other situation does not."""
    front = page(site, "/")
    assert 'href="/situations/displacement-2023/"' in front
    assert f'href="/alerts/{site.alert.identifier}/"' in front
    assert "not-yet-public" not in front


@pytest.mark.django_db
def test_a_situation_shows_its_figures_with_their_time_zone_and_publisher(site: Site) -> None:
    """97,735 stands with the instant it holds for, its zone, who printed it and who said it."""
    shown = text_of(page(site, "/situations/displacement-2023/"))
    assert "Fri 29 Sept 2023, 18:00 +04:00 97,735 Example Gazette the government" in shown
    assert "One instant, different numbers" in shown


@pytest.mark.django_db
def test_the_chart_is_drawn_for_wide_and_for_narrow_pages(site: Site) -> None:
    """Two drawings, each with a label that says what it shows."""
    shown = page(site, "/situations/displacement-2023/")
    assert re.findall(r'<svg class="chart (\w+)" viewBox="0 0 (\d+)', shown) == [
        ("wide", "760"),
        ("narrow", "360"),
    ]
    assert shown.count('role="img" aria-label="crossed') == 2


@pytest.mark.django_db
def test_what_is_unconfirmed_says_so(site: Site) -> None:
    """An unconfirmed event stands in the timeline with that mark beside it."""
    assert re.search(
        r"burned again.{0,400}unconfirmed", page(site, "/situations/displacement-2023/"), re.DOTALL
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/situations/not-yet-public/",
        "/situations/not-yet-public/figures/",
        "/situations/none/",
        "/situations/displacement-2023/secrets/",
        "/alerts/none/",
        "/alerts/none.cap.xml",
        "/passages/999999/",
    ],
)
def test_what_is_not_published_is_not_there(site: Site, path: str) -> None:
    """An unpublished situation and a page that never existed answer alike."""
    assert site.client(None).get(path).status_code == 404
    assert site.client("analyst").get(path).status_code == 404


@pytest.mark.django_db
def test_passages_are_public_only_where_something_public_rests_on_them(site: Site) -> None:
    """A finding is shown that stands in a published situation; not an open one, nor one of a hidden situation."""
    client = site.client(None)
    assert client.get(f"/passages/{site.figure.pk}/").status_code == 200
    assert client.get(f"/passages/{site.open.pk}/").status_code == 404
    assert client.get(f"/passages/{site.hidden_figure.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_passage_shows_the_quote_and_its_report_but_never_the_whole_text(site: Site) -> None:
    """Quote, publisher, time and sha256 stand there; the rest of the report does not."""
    shown = page(site, f"/passages/{site.figure.pk}/")
    report = site.text.report
    for part in ("97,735 people", report.sha256, "Example Gazette", "characters 59 to 72"):
        assert part in shown, part
    assert "buses would run" not in shown


@pytest.mark.django_db
def test_a_cited_passage_stays_though_its_finding_was_refused(site: Site) -> None:
    """A footnote of an issued alert leads somewhere for good, and says that the finding fell since."""
    record.review(
        site.figure.pk,
        decision="refused",
        by=site.logins["reviewer"],
        now=made.NOW + timedelta(hours=1),
        seen=site.figure.review_id,
        reason="another count",
    )
    shown = page(site, f"/passages/{site.figure.pk}/")
    assert "refused since" in text_of(shown)
    assert "/situations/displacement-2023/" not in shown
    assert "97,735" not in text_of(page(site, "/situations/displacement-2023/figures/"))


@pytest.mark.django_db
def test_a_restricted_report_is_quoted_nowhere(site: Site) -> None:
    """Once its report is restricted, passage, situation and alert show none of its words."""
    site.client("analyst").post(
        f"/desk/reports/{site.text.report_id}/sensitivity/",
        {"sensitivity": "restricted", "reason": "names a witness"},
    )
    assert site.client(None).get(f"/passages/{site.figure.pk}/").status_code == 404
    assert "buses would run" not in page(site, "/situations/displacement-2023/statements/")
    notes = page(site, f"/alerts/{site.alert.identifier}/").split('class="notes"')[1]
    assert "97,735 people" not in notes and "withheld" in notes


@pytest.mark.django_db
def test_an_alert_shows_its_notes_and_says_that_it_is_an_exercise(site: Site) -> None:
    """Each sentence has a number that leads to a passage; no name of who signed stands on the page."""
    shown = page(site, f"/alerts/{site.alert.identifier}/")
    assert "Exercise, no real warning" in shown
    assert 'href="#note-1"' in shown and 'id="note-1"' in shown
    assert f'href="/passages/{site.figure.pk}/"' in shown
    assert "the organisation&#x27;s own judgement" in shown or "the organisation's own judgement" in shown
    assert "rests on unconfirmed statements" in shown


@pytest.mark.django_db
def test_cap_is_served_byte_for_byte(site: Site) -> None:
    """The frozen bytes, with CAP's media type."""
    response = site.client(None).get(f"/alerts/{site.alert.identifier}.cap.xml")
    assert response.content == bytes(site.alert.cap_xml or b"")
    assert response["Content-Type"] == "application/cap+xml"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["atom", "rss"])
def test_the_feeds_hold_the_alert(site: Site, name: str) -> None:
    """A feed reader parses the feed without a complaint and finds page and CAP message."""
    import feedparser

    response = site.client(None).get(f"/alerts/feed.{name}")
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.entries[0].link.endswith(f"/alerts/{site.alert.identifier}/")
    assert response["Content-Type"] == f"application/{name}+xml"


@pytest.mark.django_db
def test_a_page_that_did_not_change_is_not_sent_twice(site: Site) -> None:
    """With the ETag of the answer before, a public page answers 304."""
    client = site.client(None)
    for pattern in PUBLIC_PAGES:
        path = address(pattern, site)
        first = client.get(path)
        # forms about a person's address, or with the code of a receipt: kept by nobody on the way
        if path.startswith(("/subscriptions/", "/relief/receipt/")) and not path.endswith(".js"):
            assert first["Cache-Control"] == "private, no-store", path
            continue
        # a checkpoint and a proof stay true: they may be kept for a minute
        stays = path.startswith(("/log/checkpoint", "/log/consistency"))
        assert first["Cache-Control"] == ("public, max-age=60" if stays else "public, no-cache"), path
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304, path


@pytest.mark.django_db
def test_a_visit_sets_no_cookie_and_varies_for_nobody(site: Site) -> None:
    """Public pages neither know nor mark who reads them."""
    for pattern in PUBLIC_PAGES:
        response = site.client(None).get(address(pattern, site))
        assert not response.cookies, pattern
        assert "Cookie" not in response.get("Vary", ""), pattern


@pytest.mark.django_db
def test_no_page_holds_markup_that_a_report_brought(site: Site) -> None:
    """A report's script is text on every page, at the desk too."""
    pages = [*(p for p in PUBLIC_PAGES if not re.search(r"\.(xml|atom|rss)$", p)), *DESK_PAGES]
    client = site.client("issuer")
    shown = 0
    for pattern in pages:
        if pattern.endswith("bytes") or ".pdf" in pattern:
            continue
        response = client.get(address(pattern, site))
        if response["Content-Type"] in ("image/png", OTS):  # drawn by a browser, or hashes: no markup
            assert response["X-Content-Type-Options"] == "nosniff", pattern
            continue
        html = response.content.decode()
        if pattern.endswith(".json"):  # told to be none, so that no browser takes it for a page
            assert response["Content-Type"] == "application/json", pattern
            assert response["X-Content-Type-Options"] == "nosniff", pattern
            continue
        assert HOSTILE not in html, pattern
        assert "alert(" not in html or "&lt;script&gt;" in html, pattern
        shown += "&lt;script&gt;" in html
    assert shown > 10


@pytest.mark.django_db
def test_no_page_loads_anything_from_another_host(site: Site) -> None:
    """Sources, style sheets, scripts and forms name this host only, and no markup carries style or script."""
    client = site.client("issuer")
    pages = [*PUBLIC_PAGES, *DESK_PAGES, "/accounts/login/", "/accounts/2fa/", "/accounts/password/change/"]
    for pattern in pages:
        response = client.get(address(pattern, site))
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        html = response.content.decode()
        named = re.findall(
            r'<(?:link|script|img|form|iframe|source)\b[^>]{0,600}?(?:src|href|action)="([^"]+)', html
        )
        assert all(each.startswith(("/", "?")) and not each.startswith("//") for each in named), (
            pattern,
            named,
        )
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script>|javascript:", html), pattern


@pytest.mark.django_db
def test_the_headers_forbid_what_the_pages_do_not_need(site: Site) -> None:
    """Scripts, styles and connections from this host only; no frame; no address told to others."""
    response = site.client(None).get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    # "no-referrer" would make browsers send `Origin: null`, and nobody could sign in
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_every_page_of_a_demonstration_says_so(site: Site) -> None:
    """Public pages, desk, sign-in and the page for what is not there carry the banner."""
    client = site.client("issuer")
    for path in ("/", "/alerts/", "/nothing/", "/desk/", "/desk/alerts/"):
        assert b"<b>Demonstration:</b>" in client.get(path).content, path
    assert b"<b>Demonstration:</b>" in site.client(None).get("/accounts/login/").content


@pytest.mark.django_db
@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow_with_the_findings(
    site: Site, count: int, django_assert_max_num_queries: object
) -> None:
    """A situation's page asks the store as often for ten figures as for forty."""
    text = made.report(" ".join(f"Then {n} people." for n in range(1000, 1000 + count)))
    for n in range(1000, 1000 + count):
        accepted(finding(text, "figure", f"{n} people", {**CROSSED, "value": n}), site.logins["analyst"])
    from tocsin import situations

    situations.gather(site.situation, [text.report_id], by="analyst", now=made.NOW)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        site.client(None).get("/situations/displacement-2023/")


@pytest.mark.django_db
def test_an_empty_store_has_pages_too() -> None:
    """Before anything is taken in, every list says that it is empty."""
    from django.test import Client

    for path in ("/", "/situations/", "/alerts/", "/alerts/feed.atom", "/alerts/feed.rss", "/method/"):
        assert Client().get(path).status_code == 200, path
    assert "Demonstration" not in Client().get("/").content.decode()

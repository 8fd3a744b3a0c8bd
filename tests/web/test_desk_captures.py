"""How a report was fetched, at the desk: what a capture holds, its certificate, its file, and what became of the page."""

import html
from datetime import timedelta

import pytest

from tests import made
from tests.web.pictured import PAGE_TEXT, PNG
from tests.web.site import HOSTILE, SIGNS, Site
from tocsin import record
from tocsin.reports.capture_models import ContentJudgement, Recapture
from tocsin.reports.capturing import store
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db


def shown(site: Site, path: str = "captures/", role: str = "reviewer") -> str:
    response = site.client(role).get(f"/desk/reports/{site.text.report_id}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def look(site: Site, outcome: str, **said: object) -> Recapture:
    return Recapture.objects.create(
        report=site.text.report,
        compared_with=site.text.report,
        address="https://wire.example/",
        outcome=outcome,
        at=made.NOW + timedelta(days=2),
        by="worker",
        **said,
    )


def test_a_report_that_was_not_fetched_says_nothing_of_it(site: Site) -> None:
    """Its own page has no line; the page of captures says that there is none."""
    assert "/captures/" not in shown(site, "")
    assert "None: it did not come over HTTP" in shown(site)


def test_a_capture_is_shown_with_way_address_and_certificate(site: Site) -> None:
    """Strangers' words are escaped wherever they stand."""
    assert site.capture.origin is not None
    page = shown(site)
    for word in (
        "192.0.2.7",
        "ab" * 32,
        "TLSv1.3",
        html.escape(SIGNS),
        html.escape(HOSTILE),
        site.capture.sha256,
    ):
        assert word in page
    assert HOSTILE not in page
    assert "holds a cookie wall, not the article" in shown(site, "")


def test_the_file_goes_to_roles_of_the_table_and_to_its_own_report_only(site: Site) -> None:
    """As a file to keep, never as a page."""
    path = f"captures/{site.capture.pk}.warc.gz"
    response = site.client("auditor").get(f"/desk/reports/{site.text.report_id}/{path}")
    assert response.content == b"a WARC file"
    assert (
        response["Content-Disposition"].startswith("attachment")
        and response["X-Content-Type-Options"] == "nosniff"
    )
    assert path not in shown(site, role="treasurer")
    other = Report.objects.exclude(pk=site.text.report_id).first()
    assert other is not None
    assert site.client("auditor").get(f"/desk/reports/{other.pk}/{path}").status_code == 404


def test_a_person_overrules_the_program_and_the_reason_stands(site: Site) -> None:
    """Whoever saw an older word is told, and what they typed is not lost."""
    site.capture  # noqa: B018 - made when it is first asked for
    address = f"/desk/reports/{site.text.report_id}/content/"
    client = site.client("analyst")
    typed = {"verdict": "article", "reason": "the notice is the story", "seen": ""}
    assert client.post(address, typed, follow=True).status_code == 200
    assert ContentJudgement.objects.get().reason == "the notice is the story"
    assert "not the article" not in shown(site, "")
    assert "Holds the article" in shown(site) and "the notice is the story" in shown(site)
    again = client.post(address, {**typed, "reason": "another reason"})
    assert again.status_code == 409 and b"another reason" in again.content
    assert client.post(address, {**typed, "reason": " "}).status_code == 400


def test_what_became_of_the_page_is_said_on_the_report(site: Site) -> None:
    """Deleted and changed stand at the head; a look that found nothing new is counted."""
    site.capture  # noqa: B018
    look(site, "unchanged")
    assert "since then" not in shown(site, "") and "looked at again once" in shown(site, "")
    other = Report.objects.exclude(pk=site.text.report_id).order_by("pk").first()
    look(site, "changed", status=200, version=other)
    gone = look(site, "gone", status=410, trouble=f"the server answers 410 {HOSTILE}")
    assert "since then: deleted" in shown(site, "")
    page = shown(site)
    assert html.escape(HOSTILE) in page and HOSTILE not in page
    assert "the server answered 410" in page and gone.by in page
    assert f"/desk/reports/{site.text.report_id}/changes/{other.pk if other else 0}/" in page


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (["changed", "unchanged"], "since then: changed"),
        (["not reachable", "unchanged"], None),
        (["changed", "not reachable"], "since then: not reachable"),
        (["changed", "back"], None),
        (["changed", "back", "gone"], "since then: deleted"),
    ],
)
def test_the_report_says_how_its_page_stands_now(site: Site, outcomes: list[str], said: str | None) -> None:
    """What passed is no longer said; a change that still stands is, and a page that is back as it was is as it was."""
    site.capture  # noqa: B018
    other = Report.objects.exclude(pk=site.text.report_id).order_by("pk").first()
    for outcome in outcomes:
        versions = {"changed": other, "back": site.text.report}
        look(site, outcome.replace("back", "changed"), version=versions.get(outcome))
    page = shown(site, "")
    assert ("since then" in page) == (said is not None)
    assert said is None or said in page


def test_the_capture_of_a_look_is_downloaded_from_the_report(site: Site) -> None:
    """It belongs to no arrival, and to this report all the same."""
    from tests.web.site import captured

    row = store(captured(b"another WARC file"), None)
    look(site, "gone", status=404, capture=row)
    assert f"captures/{row.pk}.warc.gz" in shown(site)
    response = site.client("reviewer").get(f"/desk/reports/{site.text.report_id}/captures/{row.pk}.warc.gz")
    assert response.content == b"another WARC file"


def test_the_picture_of_a_page_stands_with_its_capture(site: Site) -> None:
    """With words for who does not see it; picture and text are shown, never run, and not kept by a proxy."""
    row = site.pictured
    page = shown(site)
    path = f"/desk/reports/{site.text.report_id}/captures/{row.pk}"
    assert f'src="{path}.png"' in page and 'alt="Picture of the whole page as it came on' in page
    assert "It is longer than the picture." in page and "2 things that it asked for were not fetched." in page
    client = site.client("auditor")
    picture, text = client.get(f"{path}.png"), client.get(f"{path}.txt")
    assert (picture["Content-Type"], picture.content) == ("image/png", PNG)
    assert text["Content-Type"].startswith("text/plain") and text.content.decode() == PAGE_TEXT
    assert all(each["X-Content-Type-Options"] == "nosniff" for each in (picture, text))
    assert (
        client.get(f"/desk/reports/{site.text.report_id}/captures/{site.capture.pk}.png").status_code == 404
    )


@pytest.mark.parametrize("kind", ["warc.gz", "png", "txt"])
def test_a_capture_of_what_is_highly_sensitive_is_withheld(site: Site, kind: str) -> None:
    """It shows the report whole, so it is kept as the report is: it was not, before there were pictures."""
    path = f"/desk/reports/{site.text.report_id}/captures/{site.pictured.pk}.{kind}"
    assert site.client("reviewer").get(path).status_code == 200
    record.set_level(
        f"report:{site.text.report_id}",
        "sensitive",
        reason="names a witness",
        by=site.logins["analyst"],
        now=made.NOW,
    )
    assert site.client("reviewer").get(path).status_code == 403
    assert site.client("reviewer").get(f"/desk/reports/{site.text.report_id}/captures/").status_code == 403

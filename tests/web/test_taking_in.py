"""Taking reports in at the desk, and gathering them for a situation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.site import Site
from tocsin.reports.models import Report, ReportText
from tocsin.situations.models import Situation


@pytest.mark.django_db
def test_a_pasted_text_is_taken_in_and_read(site: Site) -> None:
    """It leads to the report's page; publisher and time stand as typed."""
    response = site.client("analyst").post(
        "/desk/take-in/",
        {
            "way": "paste",
            "text": "By noon 3,128 people had crossed.\r\nThey keep coming.",
            "title": "Noon count",
            "publisher": "Valley Post",
            "published": "2023-09-27T12:30+04:00",
        },
    )
    report = Report.objects.latest("pk")
    assert response["Location"] == f"/desk/reports/{report.pk}/"
    assert (report.title, report.publisher) == ("Noon count", "Valley Post")
    text = ReportText.objects.get(report=report)
    assert text.text == "By noon 3,128 people had crossed.\nThey keep coming."
    assert text.runs.count() == 1


@pytest.mark.django_db
def test_files_are_taken_in_under_their_names(site: Site) -> None:
    """Two files at once; the one that cannot be a report is named with the reason, the other is kept."""
    files = [
        SimpleUploadedFile("good.txt", b"Some 500 people wait."),
        SimpleUploadedFile("bad.txt", b"\x00\x01\x02\x03" * 50),
    ]
    response = site.client("analyst").post("/desk/take-in/", {"way": "file", "file": files}, follow=True)
    html = response.content.decode()
    assert "bad.txt" in html
    assert Report.objects.latest("pk").origins.get().address == "good.txt"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/etc/passwd", "file:///etc/passwd", "etc/passwd", "", "http://127.0.0.1:1/"]
)
def test_no_file_or_inner_address_of_the_server_is_read(site: Site, url: str) -> None:
    """An address is http or https and leads outside; everything else is refused, with what was typed still there."""
    before = Report.objects.count()
    response = site.client("analyst").post("/desk/take-in/", {"way": "url", "url": url})
    assert response.status_code == 400
    assert Report.objects.count() == before
    assert f'value="{url}"' in response.content.decode()


@pytest.mark.django_db
def test_a_refused_text_is_shown_again(site: Site) -> None:
    """A date that is none refuses the report; nothing typed is lost."""
    typed = {"way": "paste", "text": "A long text that somebody typed.", "published": "yesterday"}
    response = site.client("analyst").post("/desk/take-in/", typed)
    assert response.status_code == 400
    assert "A long text that somebody typed." in response.content.decode()


@pytest.mark.django_db
def test_a_translation_is_kept_beside_the_original(site: Site) -> None:
    """It has its own page, in its own language, and names who made it."""
    client = site.client("analyst")
    report = site.text.report_id
    response = client.post(
        f"/desk/reports/{report}/texts/",
        {"kind": "translation", "text": "Il y a 300 personnes.", "language": "fr", "written_by": "N. N."},
        follow=True,
    )
    html = response.content.decode()
    assert 'lang="fr"' in html and "N. N." in html
    assert ReportText.objects.filter(report=report).count() == 2


@pytest.mark.django_db
def test_a_situation_is_opened_gathered_and_published(site: Site) -> None:
    """An analyst opens and gathers, a reviewer publishes, and only then everybody sees it."""
    analyst, visitor = site.client("analyst"), site.client(None)
    opened = analyst.post(
        "/desk/situations/", {"title": "Another", "slug": "another", "time_zone": "Asia/Yerevan"}
    )
    assert opened["Location"] == "/desk/situations/another/"
    analyst.post("/desk/situations/another/gather/", {"report": [site.text.report_id], "reason": "same road"})
    assert visitor.get("/situations/another/").status_code == 404
    site.client("reviewer").post("/desk/situations/another/publish/")
    assert "97,735" in visitor.get("/situations/another/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("field", [{"slug": "Not This"}, {"time_zone": "Mars/Phobos"}, {"title": " "}])
def test_a_situation_that_cannot_be_is_refused_in_words(site: Site, field: dict[str, str]) -> None:
    """What was typed stands in the form again."""
    typed = {"title": "T", "slug": "t", "time_zone": "UTC"} | field
    response = site.client("analyst").post("/desk/situations/", typed)
    assert response.status_code == 400
    assert not Situation.objects.filter(title="T").exists()


@pytest.mark.django_db
def test_an_analyst_restricts_and_only_whoever_publishes_opens_again(site: Site) -> None:
    """The buttons stand for those who may press them; opening is to publish."""
    report = Report.objects.get(pk=site.text.report_id)
    page = f"/desk/reports/{report.pk}/"
    said = {"reason": "names a witness"}
    assert "Restrict this report" in site.client("analyst").get(page).content.decode()
    assert "Restrict this report" not in site.client("auditor").get(page).content.decode()
    site.client("analyst").post(f"{page}sensitivity/", said | {"sensitivity": "restricted"})
    report.refresh_from_db()
    assert report.sensitivity == "restricted"
    assert "Open this report again" not in site.client("analyst").get(page).content.decode()
    refused = site.client("analyst").post(f"{page}sensitivity/", said | {"sensitivity": "open"})
    assert refused.status_code == 403
    assert "Open this report again" in site.client("reviewer").get(page).content.decode()
    site.client("reviewer").post(f"{page}sensitivity/", said | {"sensitivity": "open"})
    report.refresh_from_db()
    assert report.sensitivity == "open"


@pytest.mark.django_db
def test_a_report_is_not_restricted_without_a_reason(site: Site) -> None:
    """The page says so, and the report stays open."""
    address = f"/desk/reports/{site.text.report_id}/sensitivity/"
    told = site.client("analyst").post(address, {"sensitivity": "restricted", "reason": " "}, follow=True)
    assert "without a reason" in told.content.decode()
    assert Report.objects.get(pk=site.text.report_id).sensitivity == "open"

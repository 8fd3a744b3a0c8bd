"""Drafting, editing and signing an alert at the desk."""

import re
from math import cos, pi, sin
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests import made
from tests.alerts.boundary_files import collection, feature
from tests.web.site import Site
from tocsin.alerts import warnings_of
from tocsin.alerts.boundaries import take_in_boundaries
from tocsin.alerts.models import Alert


def act(client: Client, alert: Alert, action: str, **more: str) -> HttpResponse:
    alert.refresh_from_db()
    ticks = {"tick": [each.key for each in warnings_of(alert)]} if action in ("approve", "emergency") else {}
    form = {"seen": str(alert.version), **ticks, **more}
    response: HttpResponse = client.post(f"/desk/alerts/{alert.pk}/acts/{action}/", form, follow=True)
    alert.refresh_from_db()
    return response


def typed(alert: Alert, **more: Any) -> dict[str, Any]:
    """The draft's form as it is shown."""
    alert.refresh_from_db()
    form: dict[str, Any] = {"seen": alert.version, "headline": alert.headline, "area": alert.area}
    for n, sentence in enumerate(alert.sentences.all()):
        form |= {f"section-{n}": sentence.section, f"text-{n}": sentence.text}
        form[f"findings-{n}"] = ", ".join(str(pk) for pk in sentence.findings.values_list("pk", flat=True))
    return form | more


@pytest.mark.django_db
def test_an_alert_is_drafted_from_chosen_findings(site: Site) -> None:
    """The draft has a sentence for the finding, footnoted to it: under "unclear", for another count does not fit with it."""
    response = site.client("analyst").post(
        "/desk/alerts/new/",
        {
            "situation": "displacement-2023",
            "level": "lemkin-institute/sos",
            "status": "Exercise",
            "headline": "Again",
            "area": "The people on the road",
            "finding": [str(site.figure.pk)],
        },
    )
    alert = Alert.objects.latest("pk")
    assert response["Location"] == f"/desk/alerts/{alert.pk}/"
    assert site.figure in alert.sentences.get(section="unclear").findings.all()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "none/none"},
        {"status": "Actual"},
        {"headline": ""},
        {"finding": ["999999"]},
        {"expires_at": "soon"},
    ],
)
def test_a_draft_that_cannot_be_is_refused_in_words(site: Site, wrong: dict[str, Any]) -> None:
    """Nothing is stored, and the form is shown again."""
    form = {
        "situation": "displacement-2023",
        "level": "lemkin-institute/sos",
        "status": "Exercise",
        "headline": "Again",
        "area": "Here",
        "finding": [],
    }
    count = Alert.objects.count()
    response = site.client("analyst").post("/desk/alerts/new/", form | wrong)
    assert response.status_code == 400
    assert Alert.objects.count() == count


@pytest.mark.django_db
def test_sentences_are_edited_added_and_taken_out(site: Site) -> None:
    """An emptied row is gone, a new one stands with its footnote."""
    form = typed(site.draft)
    form |= {"text-1": "", "section-7": "asked", "text-7": "Open a corridor.", "findings-7": ""}
    response = site.client("analyst").post(f"/desk/alerts/{site.draft.pk}/sentences/", form)
    assert response.status_code == 302, response.content.decode()
    texts = list(site.draft.sentences.values_list("text", flat=True))
    assert texts == [form["text-0"], "Open a corridor."]


@pytest.mark.django_db
@pytest.mark.parametrize("findings", ["99999", "all", "1, x"])
def test_a_footnote_leads_to_a_finding_that_stands(site: Site, findings: str) -> None:
    """Anything else is refused, and what was typed stands there again."""
    form = typed(site.draft, **{"text-0": "Typed with care.", "findings-0": findings})
    response = site.client("analyst").post(f"/desk/alerts/{site.draft.pk}/sentences/", form)
    html = response.content.decode()
    assert response.status_code == 400
    assert "Typed with care." in html and f'value="{findings}"' in html


@pytest.mark.django_db
def test_who_edits_second_is_told_and_loses_nothing(site: Site) -> None:
    """The second person's words stand in the form; the first one's are stored."""
    client = site.client("analyst")
    stale = typed(site.draft, **{"text-0": "the second"})
    client.post(f"/desk/alerts/{site.draft.pk}/sentences/", typed(site.draft, **{"text-0": "The first."}))
    response = client.post(f"/desk/alerts/{site.draft.pk}/sentences/", stale)
    assert response.status_code == 409
    html = response.content.decode()
    assert "somebody else acted" in html and ">the second</textarea>" in html
    assert site.draft.sentences.first().text == "The first."  # type: ignore[union-attr]


@pytest.mark.django_db
def test_four_eyes_from_draft_to_public_page(site: Site) -> None:
    """The writer submits, another approves and issues, and then everybody reads it."""
    analyst, issuer = site.client("analyst"), site.client("issuer")
    act(analyst, site.draft, "submit")
    assert site.draft.state == "in review"
    act(issuer, site.draft, "approve")
    act(issuer, site.draft, "issue")
    assert site.draft.state == "issued"
    assert site.client(None).get(f"/alerts/{site.draft.identifier}/").status_code == 200


@pytest.mark.django_db
def test_whoever_wrote_it_is_offered_no_approval_and_gets_none(site: Site) -> None:
    """An issuer who edits the draft finds no button to approve it, and posting it all the same is refused."""
    issuer = site.client("issuer")
    issuer.post(f"/desk/alerts/{site.draft.pk}/sentences/", typed(site.draft))
    act(issuer, site.draft, "submit")
    html = issuer.get(f"/desk/alerts/{site.draft.pk}/").content.decode()
    assert "/acts/approve/" not in html and "/acts/return/" in html
    assert act(issuer, site.draft, "approve").status_code == 403
    assert site.draft.state == "in review"


@pytest.mark.django_db
def test_a_return_says_why(site: Site) -> None:
    """Without a reason the alert stays; with one it goes back, and the writer reads the reason."""
    act(site.client("analyst"), site.draft, "submit")
    assert b"without a reason" in act(site.client("issuer"), site.draft, "return").content
    act(site.client("issuer"), site.draft, "return", reason="name the publisher")
    assert site.draft.state == "returned"
    assert b"name the publisher" in site.client("analyst").get(f"/desk/alerts/{site.draft.pk}/").content


@pytest.mark.django_db
def test_an_act_on_an_older_state_is_refused(site: Site) -> None:
    """A page that was open while somebody else acted does nothing."""
    old = str(site.draft.version)
    act(site.client("analyst"), site.draft, "submit")
    response = site.client("issuer").post(
        f"/desk/alerts/{site.draft.pk}/acts/approve/", {"seen": old}, follow=True
    )
    site.draft.refresh_from_db()
    assert site.draft.state == "in review"
    assert b"in the meantime" in response.content


@pytest.mark.django_db
def test_an_issued_alert_is_cancelled_by_a_message_of_its_own(site: Site) -> None:
    """The cancel is drafted, signed and issued; the alert's page then says that it was cancelled."""
    response = act(site.client("analyst"), site.alert, "cancel", reason="it was a test of the sirens")
    cancel = Alert.objects.latest("pk")
    assert response.redirect_chain[-1][0] == f"/desk/alerts/{cancel.pk}/"  # type: ignore[attr-defined]
    act(site.client("analyst"), cancel, "submit")
    act(site.client("issuer"), cancel, "approve")
    act(site.client("issuer"), cancel, "issue")
    page = site.client(None).get(f"/alerts/{site.alert.identifier}/").content.decode()
    assert "This alert was cancelled" in page
    assert site.alert.headline not in site.client(None).get("/").content.decode()


@pytest.mark.django_db
def test_an_act_that_there_is_not_is_not_found(site: Site) -> None:
    """Nobody acts by guessing names of functions."""
    for action in ("draft", "expire", "delete"):
        response = site.client("issuer").post(f"/desk/alerts/{site.draft.pk}/acts/{action}/", {"seen": "0"})
        assert response.status_code == 404, action


@pytest.mark.django_db
def test_the_approver_ticks_each_warning(site: Site) -> None:
    """The page shows them with a box each; without the ticks nothing is approved, and the page says why."""
    act(site.client("analyst"), site.draft, "submit")
    issuer, page = site.client("issuer"), f"/desk/alerts/{site.draft.pk}/"
    html = issuer.get(page).content.decode()
    shown = warnings_of(site.draft)
    assert shown and all(f'name="tick" value="{each.key}" required' in html for each in shown)
    assert b"were not ticked" in act(issuer, site.draft, "approve", tick="").content
    assert site.draft.state == "in review"
    act(issuer, site.draft, "approve")
    assert site.draft.state == "approved"
    assert "1 warning read" in issuer.get(page).content.decode()  # two findings stand in one contradiction


@pytest.mark.django_db
def test_areas_are_given_and_taken_out_at_the_desk(site: Site) -> None:
    """A circle around coordinates, a country, a drawn file; each is drawn on the map and stands in words below it."""
    client, page = site.client("analyst"), f"/desk/alerts/{site.draft.pk}/"

    def post(act: str, **form: Any) -> str:
        site.draft.refresh_from_db()
        form["seen"] = site.draft.version
        return client.post(f"{page}areas/{act}/", form, follow=True).content.decode()

    html = post("add", made="circle", place="39.51, 46.34", radius_km="12.5", name="The pass <b>")
    assert "12.5 km around 39.510, 46.340" in html and 'class="area"' in html and "The pass &lt;b&gt;" in html
    assert "ISO 3166-1 ARM" in post("add", made="outline", place="Armenia", within_m="5000")
    sent = SimpleUploadedFile("a.geojson", b'{"type":"Polygon","coordinates":[[[46,40],[47,40],[46.5,39]]]}')
    assert "1 polygon" in post("add", made="drawn", name="Far meadow", within_m="1,000", file=sent)
    assert "Far meadow" not in post("drop", position="2")
    for wrong in (
        {"made": "circle", "place": "39.51, 46.34", "radius_km": "far"},
        {"made": "drawn", "name": "x", "shape": "0,0 1,1 1,0 0,1", "within_m": "100"},
        {"made": "drawn", "name": "x", "shape": "", "within_m": "100"},
        {"made": "other"},
    ):
        post("add", **wrong)
    assert list(site.draft.areas.values_list("made", flat=True)) == ["circle", "outline"]


@pytest.mark.django_db
def test_readers_see_where_an_alert_holds(site: Site) -> None:
    """The public page has the map and its words."""
    form = {
        "made": "circle",
        "place": "39.51,46.34",
        "radius_km": "25",
        "name": "",
        "seen": site.draft.version,
    }
    form["name"] = "The pass"
    site.client("analyst").post(f"/desk/alerts/{site.draft.pk}/areas/add/", form)
    act(site.client("analyst"), site.draft, "submit")
    act(site.client("issuer"), site.draft, "approve")
    act(site.client("issuer"), site.draft, "issue")
    html = site.client(None).get(f"/alerts/{site.draft.identifier}/").content.decode()
    assert "25 km around 39.510, 46.340" in html and 'class="area"' in html


@pytest.mark.django_db
def test_an_administrative_unit_is_looked_for_and_chosen(site: Site) -> None:
    """By one of its names, without a script; the message's polygons stand beside the boundary, and its maker is named."""
    page, client = f"/desk/alerts/{site.draft.pk}/", site.client("analyst")
    assert "An administrative unit" not in client.get(page).content.decode()
    coast = [
        (46 + cos(n / 500 * 2 * pi), 39 + (0.8 + n % 2 / 50) * sin(n / 500 * 2 * pi)) for n in range(500)
    ]
    data = collection(feature({"shapeName": "Stepanakert <b>", "shapeISO": "XV-1"}, [[*coast, coast[0]]]))
    take_in_boundaries(
        data, title="v", level=1, source="An office <i>", licence="CC BY", by="x", now=made.NOW
    )
    assert "No unit is called “nowhere”" in client.get(page, {"unit": "nowhere"}).content.decode()
    html = client.get(page, {"unit": "stepan"}).content.decode()
    assert "Stepanakert &lt;b&gt;" in html and 'name="unit" value="' in html
    number = re.search(r'type="radio" name="unit" value="(\d+)"', html)
    assert number is not None
    form = {"made": "unit", "unit": number[1], "within_m": "5000", "seen": site.draft.version}
    html = client.post(f"{page}areas/add/", form, follow=True).content.decode()
    assert 'class="area"' in html and 'class="given"' in html and "what was given" in html
    assert "boundary: <bdi>An office &lt;i&gt;, CC BY</bdi>" in html and "ISO 3166-2 XV-1" in html
    site.draft.refresh_from_db()
    for wrong in ("", "999999", "x"):
        client.post(f"{page}areas/add/", form | {"unit": wrong, "seen": site.draft.version})
    assert site.draft.areas.count() == 1

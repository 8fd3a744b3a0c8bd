"""Accepting, correcting, refusing and marking at the desk."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import made
from tests.web.site import Site
from tests.web.test_finding_forms import posted
from tocsin import record
from tocsin.record.models import Finding, Review


def decide(client: Client, finding: Finding, decision: str, **more: str) -> HttpResponse:
    seen = {"seen": str(finding.review_id or "")}
    response: HttpResponse = client.post(
        f"/desk/findings/{finding.pk}/review/", {"decision": decision, **seen, **more}
    )
    finding.refresh_from_db()
    return response


@pytest.mark.django_db
def test_a_finding_is_accepted(site: Site) -> None:
    """The reviewer stands in the record, and is led back to the finding in its report."""
    response = decide(site.client("reviewer"), site.open, "accepted")
    assert response["Location"].endswith(f"#finding-{site.open.pk}")
    assert site.open.state == "accepted"
    assert site.open.review and site.open.review.reviewer == site.logins["reviewer"]


@pytest.mark.django_db
def test_a_correction_stands_beside_the_reading(site: Site) -> None:
    """What was read stays; what a person corrected is in force."""
    fields = posted("place", site.open.current) | {"field-name": "Republic of Armenia"}
    decide(site.client("analyst"), site.open, "corrected", reason="full name", **fields)
    assert (site.open.fields["name"], site.open.current["name"]) == ("Armenia", "Republic of Armenia")
    history = site.client("auditor").get(f"/desk/findings/{site.open.pk}/").content.decode()
    assert "full name" in history and "Republic of Armenia" in history


@pytest.mark.django_db
def test_a_refusal_needs_a_reason(site: Site) -> None:
    """Without one nothing is stored and the page says so; with one the finding is refused."""
    client = site.client("analyst")
    response = decide(client, site.open, "refused")
    assert response.status_code == 400 and b"without a reason" in response.content
    decide(client, site.open, "refused", reason="another Armenia")
    assert site.open.state == "refused"


@pytest.mark.django_db
def test_who_comes_second_is_told_and_loses_nothing(site: Site) -> None:
    """Two people correct one finding: the second sees the first one's decision, and all that they typed."""
    stale = Finding.objects.get(pk=site.open.pk)
    record.review(stale.pk, decision="accepted", by=site.logins["lawyer"], now=made.NOW, seen=None)
    fields = posted("place", stale.current) | {"field-name": "typed by the second"}
    response = site.client("analyst").post(
        f"/desk/findings/{stale.pk}/review/",
        {"decision": "corrected", "seen": "", "reason": "mine", **fields},
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "somebody else decided" in html
    assert 'value="typed by the second"' in html and 'value="mine"' in html
    assert Review.objects.filter(finding=stale).count() == 1


@pytest.mark.django_db
def test_with_htmx_only_the_card_is_sent(site: Site) -> None:
    """The answer is the finding's card and the number of findings left, not a page."""
    response = site.client("analyst").post(
        f"/desk/findings/{site.open.pk}/review/",
        {"decision": "accepted", "seen": ""},
        headers={"HX-Request": "true"},
    )
    html = response.content.decode()
    assert "<html" not in html
    assert f'id="finding-{site.open.pk}"' in html
    assert re.search(r'id="open-count" hx-swap-oob="true">0 left', html)


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["", "issued", "open"])
def test_no_other_decision_is_taken(site: Site, decision: str) -> None:
    """A decision that there is not is refused in words."""
    assert decide(site.client("analyst"), site.open, decision).status_code == 400
    assert site.open.state == "open"


@pytest.mark.django_db
def test_a_missed_passage_is_marked_by_quoting_it(site: Site) -> None:
    """The exact words and which time they stand there are enough; line ends may come as a browser sends them."""
    quote = "Friday the government had counted 97,735 people arriving in Armenia.\r\n\r\nA border official"
    response = site.client("analyst").post(
        f"/desk/texts/{site.text.pk}/mark/",
        {"kind": "event", "quote": quote, "occurrence": "1", "field-type": "movement"}
        | {"field-certainty": "asserted"},
    )
    assert response.status_code == 302, response.content.decode()
    marked = Finding.objects.latest("pk")
    assert marked.quote == quote.replace("\r\n", "\n")
    assert marked.marked_by == site.logins["analyst"] and marked.state == "open"


@pytest.mark.django_db
def test_words_that_do_not_stand_in_the_text_are_not_marked(site: Site) -> None:
    """The form comes back with what was typed and says why."""
    response = site.client("analyst").post(
        f"/desk/texts/{site.text.pk}/mark/",
        {"kind": "place", "quote": "Georgia", "occurrence": "1", "field-name": "Georgia"},
    )
    html = response.content.decode()
    assert response.status_code == 400
    assert "do not stand in the text" in html and 'value="Georgia"' in html


@pytest.mark.django_db
def test_a_selected_passage_fills_the_form(site: Site) -> None:
    """The offsets that a script adds to the address become the quote and the time it stands there."""
    start = site.text.text.rindex("people")
    html = (
        site.client("analyst")
        .get(f"/desk/reports/{site.text.report_id}/?mark=place&start={start}&end={start + 6}")
        .content.decode()
    )
    assert ">people</textarea>" in html
    times = site.text.text.count("people")
    assert f'name="occurrence" type="number" min="1" value="{times}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["text=999", "text=x"])
def test_a_text_of_another_report_is_not_shown_here(site: Site, asked: str) -> None:
    """A report shows its own texts only."""
    assert site.client("analyst").get(f"/desk/reports/{site.text.report_id}/?{asked}").status_code == 404


@pytest.mark.django_db
def test_sealed_bytes_are_handed_out_as_a_file(site: Site) -> None:
    """As they came, and never to be opened by the browser itself."""
    response = site.client("auditor").get(f"/desk/reports/{site.text.report_id}/bytes")
    assert response.content == bytes(site.text.report.sealed.content or b"")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_the_auditor_sees_no_button(site: Site) -> None:
    """Whoever only reads is offered nothing to press."""
    html = site.client("auditor").get(f"/desk/reports/{site.text.report_id}/").content.decode()
    assert "Accept" not in html and "mark-kinds" not in html
    assert "Custody log" in html

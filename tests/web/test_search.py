"""Search at the desk."""

import pytest
from django.urls import reverse

from tests import made
from tocsin.situations.saved import notice
from tocsin.situations.saved_models import SavedSearch

pytestmark = pytest.mark.django_db


def test_passages_and_reports_are_found(site):
    """The passage links to its finding."""
    body = site.client("auditor").get(reverse("desk_search"), {"q": "97,735"}).content.decode()
    assert reverse("desk_finding", args=[site.figure.pk]) in body
    assert (
        "Nothing holds all of this"
        in site.client("auditor").get(reverse("desk_search"), {"q": "zebra"}).content.decode()
    )


def test_kind_narrows_and_odd_words_are_told(site):
    """A kind that is none is passed over; words that are none are refused in words."""
    client = site.client("analyst")
    body = client.get(reverse("desk_search"), {"q": "people", "kind": "event"}).content.decode()
    assert reverse("desk_finding", args=[site.figure.pk]) not in body
    assert "cannot be searched for" in client.get(reverse("desk_search"), {"q": "***"}).content.decode()


def test_hostile_words_are_only_words(site):
    """What was typed stands escaped in the form."""
    body = (
        site.client("analyst")
        .get(reverse("desk_search"), {"q": "<script>alert(1)</script>"})
        .content.decode()
    )
    assert "<script>alert(1)" not in body


def test_every_noun_is_found_and_its_words_are_marked(site):
    """A word of the reports' texts, of findings, a situation and an alert: a section for each, hits marked and escaped."""
    client = site.client("analyst")
    body = client.get(reverse("desk_search"), {"q": "people"}).content.decode()
    assert '<mark class="hit">people</mark>' in body
    assert 'id="findings"' in body and 'id="reports"' in body and 'id="alerts"' in body
    body = client.get(reverse("desk_search"), {"q": "displacement"}).content.decode()
    assert reverse("desk_situation", args=[site.situation.slug]) in body


def test_the_address_holds_the_whole_question(site):
    """Every filter comes back in the form, and the link to older ones keeps them."""
    client = site.client("analyst")
    asked = {
        "q": "people", "kind": "figure", "state": "accepted", "speaker": "government", "publisher": "Gazette",
        "language": "en", "sensitivity": "open", "situation": site.situation.slug, "published_since": "2023-09-29",
        "published_until": "2023-09-29", "taken_in_since": "2023-09-29", "taken_in_until": "2023-09-30",
    }  # fmt: skip
    body = client.get(reverse("desk_search"), asked).content.decode()
    assert reverse("desk_finding", args=[site.figure.pk]) in body
    for name in ("speaker", "publisher", "published_since", "taken_in_until"):
        assert f'value="{asked[name]}"' in body
    nothing = client.get(reverse("desk_search"), asked | {"published_until": "2023-09-28"}).content.decode()
    assert "Nothing holds all of this" in nothing


@pytest.mark.parametrize(
    "wrong", [{"published_since": "yesterday"}, {"situation": "none-such"}, {"taken_in_until": "9999-12-31"}]
)
def test_what_cannot_be_asked_is_told(site, wrong):
    """In words, with what to write instead, and not as an error of the server."""
    response = site.client("analyst").get(reverse("desk_search"), {"q": "people", **wrong})
    assert response.status_code == 200 and b'role="alert"' in response.content


def test_a_search_is_saved_and_tells_what_is_new(site):
    """Saved from the page of results; what comes in is counted in the masthead, shown, marked read, and dropped with it."""
    client = site.client("reviewer")
    saved = client.post(reverse("desk_save_search"), {"words": "bridge", "name": "Bridges"}, follow=True)
    assert b"Bridges" in saved.content
    row = SavedSearch.objects.get(name="Bridges")
    text = made.report("The bridge <b>fell</b>.")
    made.finding(text, "event", "The bridge <b>fell</b>", type="other")
    notice(now=made.NOW)
    body = client.get(reverse("desk_searches")).content.decode()
    assert '<b class="news">2</b>' in body
    body = client.get(reverse("desk_saved", args=[row.pk])).content.decode()
    assert '<mark class="hit">bridge</mark> &lt;b&gt;fell' in body
    newest = row.matches.order_by("-pk").first().pk
    client.post(reverse("desk_saved_read", args=[row.pk]), {"to": newest})
    assert 'class="news"' not in client.get(reverse("desk_searches")).content.decode()
    assert site.client("analyst").get(reverse("desk_saved", args=[row.pk])).status_code == 404
    client.post(reverse("desk_saved_drop", args=[row.pk]))
    assert not SavedSearch.objects.filter(pk=row.pk).exists()

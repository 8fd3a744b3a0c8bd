"""Search at the desk."""

import pytest
from django.urls import reverse

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

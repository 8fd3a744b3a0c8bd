"""The map on the pages of a situation, with its tables."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import made
from tests.web.mapped import map_findings
from tocsin import situations
from tocsin.reading.gazetteer import known_place
from tocsin.web.situation_map import shown_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapped(site):
    return map_findings(site)


@pytest.mark.parametrize("name", ["situation", "situation_map"])
def test_the_map_and_its_tables_stand_in_public(site, mapped, name):
    """Both names of a town, the figure with its quantifier and its passage, the crossing, and what could not be placed."""
    body = site.client(None).get(reverse(name, args=[site.situation.slug])).content.decode()
    assert body.count('<svg class="map') == 2
    assert "Khankendi / Stepanakert" in body and "about 900 left</text>" in body
    assert '<g class="mark crossing">' in body
    assert f'<a href="{reverse("passage", args=[mapped[0].pk])}">about 900</a>' in body
    unplaced = body.split("Not on the map")[1].split("</p>")[0]
    assert "Upper Ford" in unplaced and reverse("passage", args=[mapped[2].pk]) in unplaced
    assert "The outlines show no position on borders" in body


def test_the_desk_has_the_map_before_anything_is_public(site, mapped):
    """It links to findings at the desk; the public sees neither the map nor that there is one."""
    page = f"/desk/situations/{site.hidden.slug}/map/"
    body = site.client("analyst").get(page).content.decode()
    assert '<svg class="map' in body and f"/desk/findings/{mapped[0].pk}/" in body
    assert site.client(None).get(f"/situations/{site.hidden.slug}/map/").status_code == 404


def test_a_situation_without_places_says_so(site):
    """No empty picture; the page of the situation leaves the section out."""
    body = site.client(None).get(f"/situations/{site.situation.slug}/map/").content.decode()
    assert "No accepted finding names a place yet" in body and "<svg" not in body
    assert 'id="map"' not in site.client(None).get(f"/situations/{site.situation.slug}/").content.decode()


def test_the_map_costs_the_same_queries_for_few_and_for_many(site, mapped):
    """Whatever the number of findings."""
    page, client = f"/situations/{site.situation.slug}/map/", site.client(None)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    text = made.report(" ".join(f"Village {number} burned." for number in range(60)))
    for number in range(60):
        burned = {"type": "assault", "place": f"Village {number}"}
        made.finding(text, "event", f"Village {number} burned", state="accepted", **burned)
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    with CaptureQueriesContext(connection) as many:
        body = client.get(page).content.decode()
    assert len(many) == len(few)
    assert "more names, which few findings hold, were not looked up" in body


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (["Khankendi"], ("Khankendi", "Stepanakert")),  # another name by which it is known
        (["Stepanakert", "STEPANAKERT"], ("Khankendi", "Stepanakert")),
        (["GORIS"], ("Goris",)),  # as a dateline prints it
        (["Baku"], ("Baku",)),  # Bakı is a spelling of it
        (["Shushi", "Shusha"], ("Shusha", "Shushi")),  # the record prints both
        (["Yerevan"], ("Yerevan",)),  # in other letters it is the same name
        (["Armenia"], ("Armenia",)),
    ],
)
def test_no_name_of_a_place_is_preferred(printed, shown):
    """All that the record prints, in alphabetical order, and beside a single one another that is no mere spelling."""
    known = known_place(printed[0])
    assert known and shown_names(printed, known) == shown

"""Figure series at the desk and in public: why counts change, by which figure the desk goes, whom labels mean."""

import pytest
from django.urls import reverse

from tests import made
from tests.web.site import CROSSED, accepted, finding
from tocsin import situations
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Change, Preference, SamePeople

pytestmark = pytest.mark.django_db
DAY = "2023-09-29"


def address(site, name: str = "desk_series") -> str:
    return reverse(name, args=[site.situation.slug, site.series])


def a_step(site):
    """A step that does not fall."""
    brief = brief_of(site.situation, public=False)
    return next(step for step in brief.steps(brief.series).values() if not step.falls)


def explain(site, role="analyst", **more):
    before, after = a_step(site).pair
    asked = {"before": before, "after": after, "type": "movement", "reason": "buses ran all night", **more}
    return site.client(role).post(address(site, "desk_explain"), {"seen": "", **asked})


def prefer(site, role="analyst", **more):
    asked = {"finding": site.figure.pk, "day": DAY, "reason": "counted at both crossings", "seen": "", **more}
    asked["after"] = asked["finding"] or site.figure.pk
    return site.client(role).post(address(site, "desk_prefer"), asked)


def public(site, name: str = "") -> str:
    where = f"/situations/{site.situation.slug}/{name}/" if name else None
    return site.client(None).get(where or f"/situations/{site.situation.slug}/").content.decode()


def test_the_desk_lists_every_series_with_what_is_unexplained(site):
    """A link to each series, its latest figure, and how many of its changes nobody has explained."""
    body = site.client("analyst").get(f"/desk/situations/{site.situation.slug}/series/").content.decode()
    assert address(site) in body
    assert "97,735" in body


def test_a_series_shows_each_figure_with_its_passage_and_forms(site):
    """Number, publisher, passage, step, contradictions, and forms for those who may judge."""
    body = site.client("analyst").get(address(site)).content.decode()
    for part in (
        "97,735",
        "Valley Post",
        "no reason said",
        'name="type"',
        'name="finding"',
        "<svg",
        "#doubt-",
    ):
        assert part in body, part
    read_only = site.client("auditor").get(address(site)).content.decode()
    assert 'name="type"' not in read_only and "97,735" in read_only


def test_a_reason_is_stored_and_shown_in_public_without_a_name(site):
    """Why the count changed stands beside the figure; who said it stays at the desk."""
    assert explain(site).status_code == 302
    assert Change.objects.get().by.username == "analyst"
    for page in (public(site), public(site, "figures")):
        assert "buses ran all night" in page and "people moved" in page
        assert "analyst" not in page
    assert "analyst" in site.client("reviewer").get(address(site)).content.decode()


def test_the_second_of_two_is_told_and_keeps_what_was_typed(site):
    """409, and the second person's own words still in the form, for a reason and for a preference."""
    explain(site)
    prefer(site)
    for judge in (explain, prefer):
        answer = judge(site, "reviewer", reason="my own words")
        assert answer.status_code == 409
        assert "my own words" in answer.content.decode()
    assert (Change.objects.count(), Preference.objects.count()) == (1, 1)


def test_what_cannot_be_meant_is_refused(site):
    """Words that are no reason, a step or a day that is not there: the page says so, and nothing is stored."""
    assert explain(site, type="weather").status_code == 400
    assert explain(site, before="9" * 15).status_code == 400
    assert prefer(site, day="2023-02-30").status_code == 404
    assert prefer(site, day="2023-09-30").status_code == 400
    assert not Change.objects.exists() and not Preference.objects.exists()


def test_the_preferred_figure_stands_large_with_its_reason_and_the_others_beside(site):
    """The desk goes by 88,780 of the morning: that number opens the page, because..., and 97,735 stays beside it."""
    morning = site.situation.reports.get(publisher="Valley Post").findings.get()
    assert prefer(site, finding=morning.pk).status_code == 302
    page = public(site)
    big = page[page.index('class="big"') : page.index('class="cols"')]
    assert "88,780" in big and "counted at both crossings" in big and "97,735" in big
    assert 'class="preferred"' in page
    assert "counted at both crossings" in public(site, "figures")
    chosen = Preference.objects.get()
    assert prefer(site, finding="", seen=chosen.pk, reason="no more").status_code == 302
    assert "counted at both crossings" not in public(site)


def test_the_public_is_told_nothing_of_a_restricted_figure(site):
    """A preference and a reason that rest on a report kept to the desk are on no public page."""
    explain(site)
    prefer(site)
    site.situation.reports.update(sensitivity="restricted")
    for page in (public(site), public(site, "figures")):
        assert "buses ran" not in page and "both crossings" not in page


def test_a_person_says_that_two_labels_mean_the_same_people(site):
    """Residents and refugees stand apart; taken for the same they are one series, until held apart again."""
    for label, value in (("residents", 98_000), ("refugees", 99_000)):
        text = made.report(f"By Saturday {value} {label} had come.")
        fields = {**CROSSED, "value": value, "as_of": "2023-09-30T18:00+04:00", "population": label}
        accepted(finding(text, "figure", f"{value} {label}", fields), site.logins["analyst"])
        situations.gather(site.situation, [text.report_id], by="analyst", now=made.NOW)
    where = reverse("desk_same_people", args=[site.situation.slug])
    series = f"/desk/situations/{site.situation.slug}/series/"
    client = site.client("analyst")
    assert client.get(series).content.decode().count('name="means"') == 2
    said = {
        "measure": "crossed",
        "label": "refugees",
        "means": "residents",
        "reason": "one office counts",
        "seen": "",
    }
    assert client.post(where, said).status_code == 302
    assert "one office counts" in client.get(series).content.decode()
    names = {one.population for one in brief_of(site.situation, public=True).series}
    assert "refugees" not in names
    assert client.post(where, said).status_code == 409
    again = {**said, "same": "no", "seen": SamePeople.objects.get().pk}
    assert client.post(where, again).status_code == 302
    assert {one.population for one in brief_of(site.situation, public=True).series} == {
        None,
        "residents",
        "refugees",
    }


def test_a_series_that_is_not_there_is_not_found(site):
    """404, with the reason in words."""
    assert (
        site.client("analyst").get(f"/desk/situations/{site.situation.slug}/series/none/").status_code == 404
    )


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow_with_the_figures(site, count, django_assert_max_num_queries):
    """The desk's page of a series asks the store as often for ten figures as for forty."""
    text = made.report(" ".join(f"Then {n} people." for n in range(1000, 1000 + count)))
    for n in range(1000, 1000 + count):
        accepted(finding(text, "figure", f"{n} people", {**CROSSED, "value": n}), site.logins["analyst"])
    situations.gather(site.situation, [text.report_id], by="analyst", now=made.NOW)
    client, where = site.client("analyst"), address(site)
    with django_assert_max_num_queries(20):
        client.get(where)

"""The review queue in a browser that runs no script, undo, assignment, and acts on many."""

import re
from datetime import date

import pytest
from django.test import Client

from tests import made
from tests.web.site import Site
from tocsin import record
from tocsin.record.assigning import in_force, mine
from tocsin.record.models import Finding, Review

pytestmark = pytest.mark.django_db


def held(html: str) -> str:
    found = re.search(r'name="held" value="([^"]+)"', html)
    assert found, html
    return found[1]


def more(site: Site, n: int) -> list[Finding]:
    """Open places of a report of their own."""
    text = made.report(" ".join(f"Place{i} lies there." for i in range(n)), publisher="Hill Radio")
    return [made.finding(text, "place", f"Place{i} ", name=f"Place{i}") for i in range(n)]


def preview(client: Client, act: str, rows: list[Finding], **data: str) -> str:
    chosen = [f"{row.pk}:{row.review_id or ''}" for row in rows]
    response = client.post("/desk/bulk/", {"act": act, "finding": chosen, **data})
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_queue_shows_open_findings_of_all_reports_with_their_passage(site: Site) -> None:
    """Ten at a time, hostile words escaped, and the next ten behind the last of them."""
    rows = more(site, 12)
    html = site.client("analyst").get("/desk/queue/").content.decode()
    assert html.count('class="waiting"') == 10
    assert "13 findings wait." in html
    following = re.search(r'rel="next" id="next" href="([^"]+)"', html)
    assert following
    rest = site.client("analyst").get(following[1].replace("&amp;", "&")).content.decode()
    assert rest.count('class="waiting"') == 3
    assert f'id="finding-{rows[0].pk}"' in rest
    assert "<script>alert" not in html + rest and "&lt;script&gt;" in rest


def test_a_decision_leads_back_into_the_queue(site: Site) -> None:
    """Without a script the person is led back to the place in the queue; to another site nobody is led."""
    back = "/desk/queue/?kind=place"
    url = f"/desk/findings/{site.open.pk}/review/"
    client = site.client("analyst")
    away = client.post(url, {"decision": "accepted", "seen": "", "back": "//evil.example/desk/"})
    assert away["Location"].startswith("/desk/reports/")
    site.open.refresh_from_db()
    undone = client.post(
        f"/desk/findings/{site.open.pk}/undo/", {"seen": str(site.open.review_id), "back": back}
    )
    assert undone["Location"] == f"{back}#finding-{site.open.pk}"
    site.open.refresh_from_db()
    assert site.open.state == "open"


def test_undoing_takes_a_finding_from_the_public_pages(site: Site) -> None:
    """What was accepted and withdrawn is public no longer, in the page and in its passage."""
    figure = Finding.objects.get(quote="88,780 people")  # no alert rests on it
    passage = f"/passages/{figure.pk}/"
    assert site.client(None).get(passage).status_code == 200
    site.client("analyst").post(f"/desk/findings/{figure.pk}/undo/", {"seen": str(figure.review_id)})
    shown = site.client(None).get("/situations/displacement-2023/figures/").content.decode()
    assert site.client(None).get(passage).status_code == 404
    assert passage not in shown and "88,780" not in shown


def test_a_passage_that_an_alert_cites_says_that_it_was_withdrawn(site: Site) -> None:
    """The alert was issued and stays; whoever follows its footnote is told."""
    site.client("analyst").post(
        f"/desk/findings/{site.figure.pk}/undo/", {"seen": str(site.figure.review_id)}
    )
    html = site.client(None).get(f"/passages/{site.figure.pk}/").content.decode()
    assert "withdrawn since" in html and "withdrawn by a person" in html


def test_another_persons_decision_is_not_undone(site: Site) -> None:
    """The page says whose it is, offers no button, and changes nothing."""
    client = site.client("reviewer")
    html = client.get(f"/desk/findings/{site.figure.pk}/").content.decode()
    assert "/undo/" not in html
    response = client.post(f"/desk/findings/{site.figure.pk}/undo/", {"seen": str(site.figure.review_id)})
    assert response.status_code == 400 and b"another person" in response.content
    site.figure.refresh_from_db()
    assert site.figure.state == "accepted"


def test_who_comes_second_keeps_the_reason_typed(site: Site) -> None:
    """Refusing what somebody accepted meanwhile: the card says so, shows theirs, and holds the reason."""
    record.review(site.open.pk, decision="accepted", by=site.logins["lawyer"], now=made.NOW, seen=None)
    response = site.client("analyst").post(
        f"/desk/findings/{site.open.pk}/review/",
        {"decision": "refused", "seen": "", "reason": "another Armenia"},
        headers={"HX-Request": "true"},
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "somebody else decided" in html and "lawyer" in html
    assert 'class="refuse" open' in html and 'value="another Armenia"' in html


def test_the_queue_is_for_all_but_decided_by_reviewers(site: Site) -> None:
    """The auditor sees what waits, and nothing to press."""
    html = site.client("auditor").get("/desk/queue/").content.decode()
    assert f'id="finding-{site.open.pk}"' in html
    assert "/review/" not in html and "/bulk/" not in html and "/undo/" not in html


@pytest.mark.parametrize("query", ["situation=nowhere", "after=99-1", "after=x"])
def test_a_queue_that_is_not_there(site: Site, query: str) -> None:
    """An unknown situation or place is not found, and no fault."""
    assert site.client("analyst").get(f"/desk/queue/?{query}").status_code == 404


def test_a_finding_is_assigned_at_the_desk(site: Site) -> None:
    """It comes first in the queue of that person, who sees how much is theirs on every page."""
    more(site, 3)
    item = f"finding:{site.open.pk}"
    form = {"item": item, "to": "reviewer", "due": "2023-10-01", "note": "which Armenia?", "seen": ""}
    response = site.client("analyst").post("/desk/assign/", form | {"back": "/desk/queue/"})
    assert response["Location"] == "/desk/queue/"
    row = in_force([item])[item]
    assert (row.to, row.due, row.by) == (site.logins["reviewer"], date(2023, 10, 1), site.logins["analyst"])
    html = site.client("reviewer").get("/desk/queue/").content.decode()
    assert html.index(f'id="finding-{site.open.pk}"') < html.index('id="finding-', html.index("Place"))
    assert "due 1 Oct 2023" in html and '<span class="count"' in html
    again = site.client("lawyer").post("/desk/assign/", form | {"to": "lawyer"})
    assert again.status_code == 409 and b'value="which Armenia?"' in again.content


@pytest.mark.parametrize(
    "change", [{"to": "auditor"}, {"to": "nobody"}, {"due": "31/02/2023"}, {"item": "login:1"}, {"seen": "7"}]
)
def test_an_assignment_that_cannot_be_meant(site: Site, change: dict[str, str]) -> None:
    """Somebody who may not review, no such day, no such item, something never seen: the form says so."""
    form = {"item": f"finding:{site.open.pk}", "to": "reviewer", "due": "", "note": "n", "seen": ""} | change
    response = site.client("analyst").post("/desk/assign/", form)
    assert response.status_code in (400, 409) and b'class="error"' in response.content
    assert len(mine(site.logins["reviewer"])) == 0


def test_an_act_on_many_happens_as_it_was_previewed(site: Site) -> None:
    """The preview stores nothing; confirmed, what stands as it was seen is decided, and what changed is named."""
    rows, client = more(site, 4), site.client("analyst")
    html = preview(client, "refused", rows[:3])
    assert "Refuse 3 findings?" in html and Review.objects.filter(finding__in=rows).count() == 0
    record.review(rows[1].pk, decision="accepted", by=site.logins["lawyer"], now=made.NOW, seen=None)
    confirmation = {"held": held(html), "reason": "names of streets"}
    done = client.post("/desk/bulk/confirm/", confirmation).content.decode()
    assert "2 findings refused" in done and "1 left as it is" in done and "lawyer" in done
    states = [Finding.objects.get(pk=row.pk).state for row in rows]
    assert states == ["refused", "accepted", "refused", "open"]
    again = client.post("/desk/bulk/confirm/", confirmation).content.decode()
    assert "0 findings refused" in again
    assert Review.objects.filter(finding__in=rows).count() == 3


def test_a_refusal_of_many_needs_a_reason(site: Site) -> None:
    """The preview comes back and says so; nothing is stored."""
    rows, client = more(site, 2), site.client("analyst")
    response = client.post(
        "/desk/bulk/confirm/", {"held": held(preview(client, "refused", rows)), "reason": " "}
    )
    assert response.status_code == 400 and b"without a reason" in response.content
    assert not Review.objects.filter(finding__in=rows).exists()


def test_what_changed_before_the_preview_is_left_out_of_it(site: Site) -> None:
    """The preview names who decided, and counts only the rest."""
    rows = more(site, 2)
    stale = Finding.objects.get(pk=rows[0].pk)
    record.review(stale.pk, decision="accepted", by=site.logins["lawyer"], now=made.NOW, seen=None)
    html = preview(site.client("analyst"), "accepted", [stale, rows[1]])
    assert "Accept 1 finding?" in html and "1 left out" in html and "lawyer" in html


def test_all_that_match_the_filter_are_taken(site: Site) -> None:
    """Not only those ticked; and others not."""
    rows, client = more(site, 12), site.client("analyst")
    html = preview(client, "accepted", [], all="1", publisher="hill")
    assert "Accept 12 findings?" in html
    client.post("/desk/bulk/confirm/", {"held": held(html)})
    assert {Finding.objects.get(pk=row.pk).state for row in rows} == {"accepted"}
    site.open.refresh_from_db()
    assert site.open.state == "open"


def test_many_are_assigned(site: Site) -> None:
    """With one note and day for all."""
    rows, client = more(site, 3), site.client("analyst")
    html = preview(client, "assigned", rows)
    record.assign(
        f"finding:{rows[0].pk}", to=site.logins["lawyer"], by=site.logins["lawyer"], now=made.NOW, seen=None
    )
    done = client.post("/desk/bulk/confirm/", {"held": held(html), "to": "reviewer", "note": "by noon"})
    assert b"2 findings assigned" in done.content and b"1 left as it is" in done.content
    assert mine(site.logins["reviewer"]).findings == {row.pk for row in rows[1:]}


def test_a_preview_is_confirmed_by_the_person_who_saw_it_and_as_it_was(site: Site) -> None:
    """Another login, a changed list, and no list at all do nothing."""
    rows = more(site, 2)
    seen = held(preview(site.client("analyst"), "accepted", rows))
    for role, sent in (
        ("reviewer", seen),
        ("analyst", seen[:-1] + ("B" if seen.endswith("A") else "A")),
        ("analyst", ""),
    ):
        assert site.client(role).post("/desk/bulk/confirm/", {"held": sent}).status_code == 302
    assert site.client("auditor").post("/desk/bulk/confirm/", {"held": seen}).status_code == 403
    site.logins["analyst"].groups.clear()
    assert site.client("analyst").post("/desk/bulk/confirm/", {"held": seen}).status_code == 403
    assert not Review.objects.filter(finding__in=rows).exists()


def test_the_queue_asks_the_store_no_more_for_more_findings(
    site: Site, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    """The number of queries does not grow with what waits."""
    more(site, 40)
    client = site.client("analyst")
    client.get("/desk/queue/")
    with django_assert_max_num_queries(32):
        client.get("/desk/queue/")

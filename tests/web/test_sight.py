"""What each role sees of what is highly sensitive, on every page of the desk and in public."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from tests import made
from tests.web.site import Site, accepted
from tocsin import record, reports, situations
from tocsin.record.verification_models import Access, Credibility, TakenBack, Viewing
from tocsin.web.roles import Role, may

pytestmark = pytest.mark.django_db
#: words of the report that is made highly sensitive
WORDS = b"buses would run through the night"
ROLES = [str(role) for role in Role]


@pytest.fixture
def kept(site: Site) -> str:
    item = f"report:{site.text.report_id}"
    by = site.logins["analyst"]
    record.set_level(item, "sensitive", reason="names a witness", by=by, now=timezone.now())
    return item


def pages(site: Site) -> list[str]:
    number = site.text.report_id
    return [
        "/desk/",
        "/desk/queue/",
        "/desk/search/?q=buses",
        "/desk/search/?q=buses&of=reports",
        f"/desk/reports/{number}/",
        f"/desk/reports/{number}/bytes",
        f"/desk/reports/{number}/copies/",
        f"/desk/reports/{number}/captures/",
        f"/desk/reports/{number}/captures/{site.pictured.pk}.warc.gz",
        f"/desk/reports/{number}/captures/{site.pictured.pk}.png",
        f"/desk/reports/{number}/captures/{site.pictured.pk}.txt",
        f"/desk/reports/{number}/changes/{number}/",
        f"/desk/findings/{site.figure.pk}/",
        f"/desk/verification/?item=report:{number}",
        f"/desk/verification/?item=finding:{site.figure.pk}",
        "/desk/situations/displacement-2023/",
        "/desk/situations/displacement-2023/brief/",
        "/desk/situations/not-yet-public/",
        "/desk/situations/not-yet-public/?search=the",
        "/desk/situations/not-yet-public/proposals/",
        "/situations/displacement-2023/",
        "/situations/displacement-2023/statements/",
        f"/passages/{site.figure.pk}/",
    ]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_it_alone_whatever_their_role(site: Site, kept: str, role: str) -> None:
    """Neither its words nor its bytes stand on any page; what would show it whole is refused, and nothing is logged."""
    client = site.client(role)
    for page in pages(site):
        response = client.get(page)
        assert response.status_code in (200, 403, 404), page
        for words in (WORDS, site.figure.quote.encode(), escape(site.text.report.title).encode()):
            assert words not in response.content, page
    for act in ("review", "undo"):
        assert client.post(f"/desk/findings/{site.figure.pk}/{act}/", {}).status_code == 403
    assert not Viewing.objects.exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["granted", "refused"])
def test_another_person_with_the_role_answers(site: Site, kept: str, role: str, state: str) -> None:
    """Whoever the table lets answers what another one asked; then the asker sees it, and that is logged."""
    asker = "lawyer" if role == "analyst" else "analyst"
    facts = {"item": kept, "reason": "to review it"}
    site.client(asker).post("/desk/verification/ask/", {**facts, "use": "view"})
    asked = Access.objects.get()
    answered = site.client(role).post(
        "/desk/verification/answer/", {**facts, "seen": asked.pk, "state": state, "hours": "1"}
    )
    allowed = may({role}, "grant access")
    assert answered.status_code == (302 if allowed else 403)
    client, page = site.client(asker), f"/desk/reports/{site.text.report_id}/"
    seen = allowed and state == "granted"
    assert client.get(page).status_code == (200 if seen else 403)
    assert (WORDS in client.get(page).content) == seen
    assert Viewing.objects.filter(item=kept, viewer=site.logins[asker]).count() == int(seen)


def test_nobody_answers_themselves(site: Site, kept: str) -> None:
    """A reviewer asks and cannot grant it; the refusal is told on the page, with what to do."""
    client = site.client("reviewer")
    client.post("/desk/verification/ask/", {"item": kept, "use": "view", "reason": "to review it"})
    facts = {"item": kept, "seen": Access.objects.get().pk, "state": "granted", "hours": "1", "reason": "yes"}
    response = client.post("/desk/verification/answer/", facts)
    assert response.status_code == 400 and b"whoever asks does not answer" in response.content
    assert client.get(f"/desk/reports/{site.text.report_id}/").status_code == 403


def test_a_grant_runs_out(site: Site, kept: str) -> None:
    """After its hours the report is withheld again."""
    ani, bo, earlier = site.logins["analyst"], site.logins["reviewer"], timezone.now() - timedelta(hours=3)
    asked = record.ask(kept, "view", reason="to review it", by=ani, now=earlier)
    record.answer(asked.pk, "granted", reason="yes", by=bo, now=earlier, hours=2)
    assert site.client("analyst").get(f"/desk/reports/{site.text.report_id}/").status_code == 403


def test_a_masked_field_is_withheld_and_the_rest_is_shown(site: Site) -> None:
    """The speaker's name stands neither in the text nor on the card; the public never reads it."""
    text = site.text
    row = text.findings.get(kind="statement")
    record.set_level(
        f"finding:{row.pk}", "sensitive", field="speaker_name", reason="in danger",
        by=site.logins["analyst"], now=timezone.now(),
    )  # fmt: skip
    shown = site.client("auditor").get(f"/desk/reports/{text.report_id}/").content
    assert WORDS in shown and b"border official" not in shown
    public = site.client(None).get("/situations/displacement-2023/statements/").content
    assert b"border official" not in public and b"[withheld]" in public


def test_a_title_that_tells_what_is_masked_is_blocked_in_it(site: Site) -> None:
    """For the public where a field is the desk's alone, for the desk too where it is highly sensitive; to nobody else."""
    text = made.report("Mara Quist said so, of the bridge.", title="Mara Quist: “We left by the bridge”")
    row = accepted(
        made.finding(text, "statement", "Mara Quist said so", speaker_name="Mara Quist", act="said"),
        site.logins["analyst"],
    )
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    pages = (f"/passages/{row.pk}/", "/situations/displacement-2023/reports/", "/desk/")
    facts = {"field": "speaker_name", "reason": "in danger", "by": site.logins["analyst"]}
    seen = None
    for level, public, desk in (("restricted", False, True), ("sensitive", False, False)):
        seen = record.set_level(f"finding:{row.pk}", level, now=timezone.now(), seen=seen, **facts).pk
        for page in pages:
            shown = site.client("analyst" if page == "/desk/" else None).get(page).content.decode()
            assert ("Quist" in shown) == (desk if page == "/desk/" else public), (level, page)
            assert "We left by the bridge" in shown, (level, page)


def test_rows_of_a_situation_and_notes_of_a_brief_tell_what_is_judged(site: Site) -> None:
    """Reliability and credibility, each by its name or sign, and what was taken back: on page, in lists, in print."""
    by, figure = site.logins["reviewer"], site.figure
    said = {"reason": "seen", "by": by, "now": timezone.now(), "seen": None}
    reports.rate(figure.report.publisher, "B", **said)
    record.credit(figure.pk, 3, **said)
    statement = site.text.findings.get(kind="statement")
    record.take_back(f"finding:{statement.pk}", "withdrawn", **said)
    public = site.client(None)
    for page in ("", "figures/"):
        content = public.get(f"/situations/displacement-2023/{page}").content.decode()
        assert "reliability B</span>" in content and "credibility 3</span>" in content, page
    for page in ("", "statements/"):
        assert b"withdrawn by us" in public.get(f"/situations/displacement-2023/{page}").content, page
    brief = public.get("/situations/displacement-2023/brief/").content.decode()
    assert "(B3)" in brief and "withdrawn by us" in brief
    record.take_back(f"finding:{statement.pk}", "holds again", **{**said, "seen": TakenBack.objects.get().pk})
    assert b"withdrawn by us" not in public.get("/situations/displacement-2023/statements/").content


def test_a_judgement_stands_beside_the_other_one(site: Site) -> None:
    """Reliability and credibility are shown on the finding's page and on the public passage, apart."""
    client = site.client("reviewer")
    name = site.text.report.publisher
    stored = client.post("/desk/publishers/rate/", {"name": name, "grade": "B", "reason": "right for years"})
    assert stored.status_code == 302
    item = f"finding:{site.figure.pk}"
    client.post("/desk/verification/credit/", {"item": item, "grade": "3", "reason": "one account"})
    assert Credibility.objects.get().grade == 3
    for page in (f"/desk/findings/{site.figure.pk}/", f"/passages/{site.figure.pk}/"):
        shown = client.get(page).content
        assert b"usually reliable" in shown and b"possibly true" in shown, page
    again = client.post("/desk/verification/credit/", {"item": item, "grade": "2", "reason": "two accounts"})
    assert again.status_code == 409

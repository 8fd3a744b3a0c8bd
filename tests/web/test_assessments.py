"""Assessments at the desk and in public: what a person sees, does, and is told where somebody came first."""

import html
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests import made
from tests.web.site import HOSTILE, Site
from tocsin import assessment, situations
from tocsin.assessment.lifecycle import RULES, Action
from tocsin.assessment.models import Assessment, Evidence, FrameworkVersion
from tocsin.assessment.weighing import Proposal
from tocsin.reports.models import Report
from tocsin.web.roles import ACTS

pytestmark = pytest.mark.django_db


def said(response: HttpResponse) -> str:
    """Its words, with white space as one sign."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def part(row: Assessment, number: int = 1) -> str:
    return f"/desk/assessments/{row.pk}/parts/{number}/"


def test_the_door_opens_for_whom_the_table_of_the_lifecycle_lets_in() -> None:
    """Two tables that say the same."""
    assert ACTS["assess"] == RULES[Action.JUDGE].roles == RULES[Action.SUBMIT].roles
    assert ACTS["read second"] == RULES[Action.READ].roles == RULES[Action.FINISH].roles
    assert ACTS["publish assessment"] == RULES[Action.PUBLISH].roles


def test_a_part_shows_both_sides_and_the_verdict(site: Site) -> None:
    """Evidence with its passage, publishers counted, a gap said to be a gap, and a flag where nothing was compared."""
    page = said(site.client("auditor").get(part(site.assessment)))
    assert "97,735 people" in page and "Example Gazette" in page
    assert "Information for it 1 publisher with a text of their own" in page
    assert "Information against it 0 publishers with texts of their own" in page
    assert "partly supported low confidence" in page
    assert "Not judged: a gap, which says nothing of the world." in page
    assert page.count("not compared with the original") == 4


def test_evidence_is_refused_with_a_reason_and_judged_anew(site: Site) -> None:
    client, row = site.client("lawyer"), site.assessment
    last = row.evidence.get()
    form = {
        "criterion": "6(a)/1",
        "finding": last.finding_id,
        "side": "for",
        "standing": "refused",
        "seen": last.pk,
    }
    assert "this needs a reason" in said(client.post(f"{part(row)}weigh/", {**form, "reason": " "}))
    answer = client.post(f"{part(row)}weigh/", {**form, "reason": "another road"})
    assert answer.status_code == 302 and answer["Location"].endswith("#c-6-a--1")
    assert Evidence.objects.get(superseded_by=None).standing == "refused"
    late = client.post(f"{part(row)}weigh/", {**form, "reason": "typed and not lost"})
    assert late.status_code == 409 and "typed and not lost" in late.content.decode()
    judgement = row.judgements.get()
    facts = {"criterion": "6(a)/1", "verdict": "no information", "confidence": "high", "seen": judgement.pk}
    old = client.post(f"{part(row)}judge/", {**facts, "reason": "nobody looked", "saw": last.pk})
    assert old.status_code == 409 and "decided about in the meantime" in said(old)
    assert re.search(r'name="saw" value="(\d+)"', old.content.decode())[1] == str(last.pk + 1)
    client.post(f"{part(row)}judge/", {**facts, "reason": "nobody looked", "saw": last.pk + 1})
    assert "no information high confidence: nobody looked" in said(client.get(part(row)))
    history = said(client.get(f"{part(row)}history/{judgement.pk}/"))
    assert history.index("nobody looked") < history.index("counted there")


def test_whoever_judged_has_no_form_to_read_it_a_second_time(site: Site) -> None:
    """Another person has; when all is read, it is finished, and an issuer makes it public."""
    row = site.assessment
    lawyer, issuer = site.client("lawyer"), site.client("issuer")
    assert (
        site.client("analyst").post(f"/desk/assessments/{row.pk}/acts/submit/", {"seen": 0}).status_code
        == 302
    )
    site.logins["analyst"].groups.add(Group.objects.get(name="reviewer"))
    assert b"/second/" not in site.client("analyst").get(part(row)).content
    assert b"/second/" in lawyer.get(part(row)).content
    early = lawyer.post(f"/desk/assessments/{row.pk}/acts/finish/", {"seen": 1})
    assert early.status_code == 409 and "nobody has read it a second time" in said(early)
    reading = {"criterion": "6(a)/1", "seen": row.judgements.get().pk, "agrees": "yes"}
    assert lawyer.post(f"{part(row)}second/", reading).status_code == 302
    assert lawyer.post(f"/desk/assessments/{row.pk}/acts/finish/", {"seen": 1}).status_code == 302
    public = f"/situations/displacement-2023/assessments/{row.pk}/"
    assert issuer.get(public).status_code == 404
    assert issuer.post(f"/desk/assessments/{row.pk}/acts/publish/", {"seen": 2}).status_code == 302
    assert site.client(None).get(public).status_code == 200


def test_two_people_who_act_on_one_state_are_told(site: Site) -> None:
    """The second saw an older state: nothing is stored, and the page says so."""
    address = f"/desk/assessments/{site.assessment.pk}/acts/submit/"
    site.client("analyst").post(address, {"seen": 0})
    late = site.client("lawyer").post(address, {"seen": 0})
    assert late.status_code == 409 and "somebody else acted" in said(late)
    assert site.client("lawyer").post(address, {}).status_code == 400


def test_the_public_page_names_nobody_who_judged(site: Site) -> None:
    """Verdict, reason, passage and the way to it; no login, no proposal, nothing of a report that was restricted since."""
    row = site.public_assessment
    address = f"/situations/displacement-2023/assessments/{row.pk}/"
    answer = site.client(None).get(address)
    page = said(answer)
    for login in site.logins:
        assert f" {login}" not in page.replace("analyst's", ""), login
    assert "97,735 people" in page and f"counted there {HOSTILE}" in page
    assert "only a court can make one" in page and "7.11" in page
    assert f"/passages/{site.figure.pk}/".encode() in answer.content
    Report.objects.filter(pk=site.figure.report_id).update(sensitivity="restricted")
    hidden = said(site.client(None).get(address))
    assert "97,735" not in hidden and "Also rests on information that is not public." in hidden


def test_a_passage_that_fell_after_publication_still_has_its_page(site: Site) -> None:
    """What a published assessment cites can be looked up, and says that it was refused since."""
    row = site.public_assessment
    type(site.figure).objects.filter(pk=site.figure.pk).update(state="refused")
    page = said(site.client(None).get(f"/situations/displacement-2023/assessments/{row.pk}/"))
    assert "refused since" in page
    passage = said(site.client(None).get(f"/passages/{site.figure.pk}/"))
    assert "Assessment 1: United Nations Framework of Analysis" in passage


def test_a_situation_leads_to_its_newest_published_assessment(site: Site) -> None:
    row = site.public_assessment
    assert (
        f"/assessments/{row.pk}/".encode() in site.client(None).get("/situations/displacement-2023/").content
    )
    hidden = site.assessment
    assert (
        f"/assessments/{hidden.pk}/".encode()
        not in site.client(None).get("/situations/displacement-2023/").content
    )


def test_jurisdiction_is_answered_with_what_shows_it(site: Site) -> None:
    """A finding that is none of the situation's is named, and what was typed stays."""
    client, row = site.client("lawyer"), site.assessment
    address = f"/desk/assessments/{row.pk}/jurisdiction/"
    form = {"question": 3, "answer": "disputed", "reason": "two States say two things", "seen": ""}
    wrong = client.post(f"{address}answer/", {**form, "shown_by": site.hidden_figure.pk})
    assert wrong.status_code == 400 and "two States say two things" in wrong.content.decode()
    assert client.post(f"{address}answer/", {**form, "shown_by": "x"}).status_code == 400
    assert client.post(f"{address}answer/", {**form, "shown_by": site.figure.pk}).status_code == 302
    page = said(client.get(address))
    assert "disputed" in page and "97,735 people" in page and page.count("Not answered.") == 3


def test_what_changed_names_the_report_that_changed_it(site: Site) -> None:
    first, client = site.public_assessment, site.client("analyst")
    client.post("/desk/assessments/", {"situation": "displacement-2023", "framework": first.framework_id})
    second = Assessment.objects.get(carries_on=first)
    address = f"/desk/assessments/{second.pk}/changes/"
    assert "0 indicators or elements are seen differently" in said(client.get(address))
    row = second.evidence.get()
    assessment.weigh(
        second, "7.10", row.finding_id, side="for", standing="refused", reason="x",
        by=site.logins["analyst"], now=made.NOW, seen=row.pk,
    )  # fmt: skip
    page = said(client.get(address))
    assert "7.10" in page and "no longer for it" in page
    assert f"/desk/reports/{site.figure.report_id}/".encode() in client.get(address).content
    assert "first assessment" in said(client.get(f"/desk/assessments/{first.pk}/changes/"))


def test_one_is_begun_at_a_time(site: Site) -> None:
    row = site.assessment
    form = {"situation": "displacement-2023", "framework": row.framework_id}
    again = site.client("analyst").post("/desk/assessments/", form)
    assert again.status_code == 409 and "is under way" in said(again)


def test_a_framework_of_ones_own_is_added_from_a_file(site: Site, tmp_path: Path) -> None:
    """An edited copy becomes the newest version; what is odd is named, and the text is not lost."""
    client, version = site.client("lawyer"), site.assessment.framework
    file = client.get(f"/desk/frameworks/{version.pk}/file")
    assert file.content.decode() == version.text and file["Content-Disposition"].startswith("attachment")
    edited = version.text.replace("killed one or more persons", "killed one or several persons", 1)
    sent = SimpleUploadedFile("ours.yml", edited.encode())
    answer = client.post("/desk/frameworks/", {"file": sent})
    added = FrameworkVersion.objects.get(text=edited)
    assert answer.status_code == 302 and answer["Location"] == f"/desk/frameworks/{added.pk}/"
    assert added.added_by == "lawyer" and "an older version" in said(client.get("/desk/frameworks/"))
    odd = client.post("/desk/frameworks/", {"text": edited.replace("kind: mental", "kind: moral")})
    assert odd.status_code == 400 and "'moral'" in said(odd) and "kind: moral" in odd.content.decode()
    binary = client.post("/desk/frameworks/", {"file": SimpleUploadedFile("x.yml", b"\xff\xfe\x00")})
    assert binary.status_code == 400 and "not UTF-8" in said(binary)


def test_a_long_side_shows_its_first_and_leads_to_all(site: Site) -> None:
    """What is accepted stands in front; nothing is left out without its number."""
    row, texts = site.assessment, "".join(f"Group {n} waits.\n" for n in range(40))
    text = made.report(texts)
    situations.gather(site.situation, [text.report_id], by="analyst", now=made.NOW)
    found = [
        made.finding(text, "event", f"Group {n} waits.", state="accepted", type="other") for n in range(40)
    ]
    assessment.propose(
        row,
        [
            Proposal(criterion="6(a)/1", finding_id=each.pk, side="for", rule="r", reason="waits")
            for each in found
        ],
        by=site.logins["analyst"],
        now=made.NOW,
    )
    client = site.client("analyst")
    page = said(client.get(part(row)))
    assert page.index("97,735 people") < page.index("Group 0 waits") and "11 more" in page
    assert "Group 39 waits" not in page and "Group 39 waits" in said(client.get(f"{part(row)}?all=6(a)/1"))


def test_a_page_costs_the_same_queries_for_any_evidence(
    site: Site, django_assert_max_num_queries: object
) -> None:
    row, client = site.assessment, site.client("analyst")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(f"/desk/assessments/{row.pk}/")
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        client.get(part(row))

"""Assessments are begun, weighed, judged, read a second time, finished, and carried on; nothing is overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import made
from tests.assessment.desk import NOW, Desk, accepted, begun, desk, finished, judged
from tocsin import assessment, situations
from tocsin.assessment.models import Assessment, CriterionJudgement, Evidence, FrameworkVersion
from tocsin.assessment.obstacles import obstacles, unfounded
from tocsin.assessment.weighing import Proposal
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotAllowed, NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Desk:
    return desk()


def proposal(people: Desk, side: str = "for", criterion: str = "6.8") -> Proposal:
    finding = people.closed if side == "for" else people.open
    return Proposal(
        criterion=criterion,
        finding_id=finding.pk,
        side=side,
        rule="road-closed",
        reason="names a closed road",
    )


def weighed(row: Assessment, people: Desk, side: str = "for", standing: str = "accepted") -> Evidence:
    finding = people.closed if side == "for" else people.open
    last = row.evidence.filter(finding=finding, side=side, superseded_by=None).first()
    return assessment.weigh(
        row,
        "6.8",
        finding.pk,
        side=side,
        standing=standing,
        reason="a witness on the spot",
        by=people.analyst,
        now=NOW,
        seen=last.pk if last else None,
    )


def test_shipped_frameworks_are_stored_once(people: Desk) -> None:
    """Asking twice stores nothing twice, and each is in the log."""
    assert [each.name for each in assessment.versions(now=NOW)] == ["rome-statute-2011", "un-foa-2014"]
    assessment.versions(now=NOW)
    assert FrameworkVersion.objects.count() == 2
    assert Entry.objects.filter(item__startswith="framework:").count() == 2


def test_an_edited_copy_is_a_version_beside_the_first(people: Desk) -> None:
    """An assessment keeps the version that it began with; the next one takes the newest."""
    row = begun(people)
    text = row.framework.text.replace("no early warning mechanism", "nobody warns in time")
    edited = assessment.add_framework(text, by="lawyer", now=NOW)
    assert assessment.latest("un-foa-2014", now=NOW) == edited != row.framework
    assert assessment.sheet_of(row).framework.criterion("6.11").text == "no early warning mechanism"
    with pytest.raises(Conflict, match="word for word"):
        assessment.add_framework(text, by="lawyer", now=NOW)


def test_a_version_of_a_framework_is_never_edited(people: Desk) -> None:
    assessment.versions(now=NOW)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        FrameworkVersion.objects.update(title="Other")


def test_evidence_for_and_against_stands_side_by_side(people: Desk) -> None:
    """Neither side takes the other away, and nothing follows from their numbers."""
    row = begun(people)
    assert (
        assessment.propose(row, [proposal(people), proposal(people, "against")], by=people.analyst, now=NOW)
        == 2
    )
    weighed(row, people, "for")
    weighed(row, people, "against")
    criterion = assessment.sheet_of(row).rows["6.8"]
    assert [each.finding_id for each in criterion.accepted("for")] == [people.closed.pk]
    assert [each.finding_id for each in criterion.accepted("against")] == [people.open.pk]
    assert criterion.judgement is None


def test_what_was_refused_is_not_proposed_again(people: Desk) -> None:
    row = begun(people)
    assessment.propose(row, [proposal(people), proposal(people)], by=people.analyst, now=NOW)
    weighed(row, people, standing="refused")
    assert assessment.propose(row, [proposal(people)], by=people.analyst, now=NOW) == 0
    assert [each.standing for each in assessment.sheet_of(row).rows["6.8"].evidence] == ["refused"]


def test_a_person_adds_evidence_that_no_rule_proposed(people: Desk) -> None:
    """It needs a reason, and a finding of a report that is gathered for the situation."""
    row = begun(people)
    assert weighed(row, people).rule == ""
    elsewhere = made.finding(
        made.report("A fair was held elsewhere."), "event", "A fair was held", type="other"
    )
    facts = {"side": "for", "standing": "accepted", "by": people.analyst, "now": NOW, "seen": None}
    with pytest.raises(NotFound, match="no report of this situation"):
        assessment.weigh(row, "6.8", elsewhere.pk, reason="so", **facts)
    with pytest.raises(WrongUse, match="reason"):
        assessment.weigh(row, "6.7", people.closed.pk, reason=" ", **facts)
    with pytest.raises(NotFound, match=r"6\.99"):
        assessment.weigh(row, "6.99", people.closed.pk, reason="so", **facts)


def test_who_comes_second_is_told_and_stores_nothing(people: Desk) -> None:
    """Two people had the same page before their eyes; the first decides, the second looks again."""
    row = begun(people)
    weighed(row, people)
    with pytest.raises(Conflict, match="in the meantime"):
        assessment.weigh(
            row,
            "6.8",
            people.closed.pk,
            side="for",
            standing="refused",
            reason="no",
            by=people.lawyer,
            now=NOW,
            seen=None,
        )
    judged(row, people)
    with pytest.raises(Conflict, match="in the meantime"):
        assessment.judge(
            row, "6.8", verdict="absent", confidence="high", reason="no", by=people.lawyer, now=NOW, seen=None
        )
    assert Evidence.objects.count() == CriterionJudgement.objects.count() == 1


def test_whoever_judged_is_no_second_reader(people: Desk) -> None:
    row = begun(people)
    judgement = assessment.judge(
        row, "6.8", verdict="partly", confidence="low", reason="so", by=people.lawyer, now=NOW, seen=None
    )
    row = assessment.submit(row, by=people.analyst, now=NOW)
    with pytest.raises(NotAllowed, match="second reader"):
        assessment.second_read(judgement, agrees=True, reason="", by=people.lawyer, now=NOW)
    with pytest.raises(NotAllowed):
        assessment.second_read(judgement, agrees=True, reason="", by=people.analyst, now=NOW)
    assert assessment.second_read(judgement, agrees=True, reason="", by=people.issuer, now=NOW).agrees
    with pytest.raises(Conflict, match="somebody else"):
        assessment.second_read(judgement, agrees=False, reason="no", by=people.issuer, now=NOW)


def test_nothing_is_finished_that_two_people_do_not_agree_on(people: Desk) -> None:
    """The message names the criterion; after a disagreement it is judged anew and read anew."""
    row = begun(people)
    judgement = judged(row, people)
    row = assessment.submit(row, by=people.analyst, now=NOW)
    with pytest.raises(Conflict, match=r"6\.8: nobody has read it"):
        assessment.finish(row, by=people.lawyer, now=NOW)
    assessment.second_read(judgement, agrees=False, reason="one account is late", by=people.lawyer, now=NOW)
    with pytest.raises(Conflict, match="disagrees"):
        assessment.finish(row, by=people.lawyer, now=NOW)
    row = assessment.return_(row, by=people.lawyer, now=NOW, reason="judge it again")
    judged(row, people, verdict="no information")
    assert finished(row, people).state == "finished"


def test_nothing_rests_on_a_finding_that_review_refused(people: Desk) -> None:
    """Neither is it accepted, nor does it stay accepted unseen where it fell afterwards; nor what nobody has reviewed."""
    row = begun(people)
    accepted(row, people)
    judged(row, people)
    for state, said in (("refused", "was refused in review"), ("open", "is not reviewed")):
        Finding.objects.filter(pk=people.closed.pk).update(state=state)
        assert any(said in each for each in obstacles(assessment.sheet_of(row)))
    Finding.objects.filter(pk=people.open.pk).update(state="refused")
    with pytest.raises(WrongUse, match="refused in review"):
        accepted(row, people, side="against")


@pytest.mark.parametrize(
    ("verdict", "sides", "said"),
    [
        ("supported", ("against",), "no evidence for it"),
        ("supported", ("for", "against"), ""),
        ("partly", (), "no evidence for it"),
        ("partly", ("for",), ""),
        ("contradicted", ("for",), "no evidence against it"),
        ("contradicted", ("for", "against"), ""),
        ("absent", ("for",), "judged absent"),
        ("absent", ("against",), ""),
        ("absent", (), ""),
        ("no information", ("against",), "judged no information"),
        ("no information", (), ""),
    ],
)
def test_a_verdict_and_its_evidence_fit(
    people: Desk, verdict: str, sides: tuple[str, ...], said: str
) -> None:
    """How much is enough a person says; that there is some, and that none is passed over, the program holds them to."""
    row = begun(people)
    for side in sides:
        accepted(row, people, side=side)
    judged(row, people, verdict=verdict)
    found = unfounded(verdict, assessment.sheet_of(row).rows["6.8"])
    assert said in found and bool(said) == bool(found)


def test_accepted_evidence_is_judged_before_the_end(people: Desk) -> None:
    row = begun(people)
    accepted(row, people)
    assert "6.8: evidence is accepted and nobody has judged what it comes to" in obstacles(
        assessment.sheet_of(row)
    )


def test_what_rules_propose_is_of_the_situation_and_the_framework(people: Desk) -> None:
    row = begun(people)
    elsewhere = made.finding(made.report("A fair was held."), "event", "A fair was held", type="other")
    for odd, error in (
        ({"finding_id": elsewhere.pk}, NotFound),
        ({"criterion": "6.99"}, NotFound),
        ({"side": "beside"}, WrongUse),
        ({"criterion": "6.7", "reason": "x" * 5_001}, WrongUse),
    ):
        with pytest.raises(error):
            assessment.propose(
                row, [proposal(people), replace(proposal(people), **odd)], by=people.analyst, now=NOW
            )
    assert not Evidence.objects.exists()


def test_evidence_decided_about_later_makes_a_judgement_stale(people: Desk) -> None:
    row = begun(people)
    judged(row, people)
    later = NOW + timedelta(minutes=1)
    assessment.weigh(
        row,
        "6.8",
        people.closed.pk,
        side="for",
        standing="accepted",
        reason="seen",
        by=people.analyst,
        now=later,
        seen=None,
    )
    assert any("after it was judged" in each for each in obstacles(assessment.sheet_of(row)))


def test_no_clock_hides_what_came_after_a_judgement(people: Desk) -> None:
    """Evidence that was decided about later makes it stale, also where the clock went backwards in between."""
    row = begun(people)
    judged(row, people)
    earlier = NOW - timedelta(hours=1)
    facts = {"side": "for", "standing": "accepted", "reason": "seen", "by": people.analyst, "seen": None}
    assessment.weigh(row, "6.8", people.closed.pk, now=earlier, **facts)
    assert assessment.sheet_of(row).rows["6.8"].stale
    judged(row, people)
    assert not assessment.sheet_of(row).rows["6.8"].stale


def test_nobody_judges_over_evidence_that_they_did_not_see(people: Desk) -> None:
    """Two people on one page: what the other one accepted meanwhile is looked at before it is judged."""
    row = begun(people)
    accepted(row, people)
    facts = {
        "verdict": "partly",
        "confidence": "low",
        "reason": "so",
        "by": people.lawyer,
        "now": NOW,
        "seen": None,
    }
    with pytest.raises(Conflict, match="in the meantime"):
        assessment.judge(row, "6.8", saw=0, **facts)
    newest = assessment.sheet_of(row).rows["6.8"].newest
    assert assessment.judge(row, "6.8", saw=newest, **facts).saw == newest


def test_an_empty_assessment_has_no_end(people: Desk) -> None:
    row = assessment.submit(begun(people), by=people.analyst, now=NOW)
    with pytest.raises(Conflict, match="nothing is judged yet"):
        assessment.finish(row, by=people.lawyer, now=NOW)


def test_gaps_are_shown_as_gaps(people: Desk) -> None:
    """What nobody judged is no verdict, and least of all one of absence."""
    row = begun(people)
    judged(row, people)
    sheet = assessment.sheet_of(row)
    assert "6.8" not in sheet.gaps and "1.1" in sheet.gaps
    assert len(sheet.gaps) == len(sheet.rows) - 1


def test_a_finished_assessment_never_changes(people: Desk) -> None:
    """The verbs say so, and the database refuses whoever goes past them."""
    row = begun(people)
    weighed(row, people)
    judged(row, people)
    row = finished(row, people)
    with pytest.raises(Conflict, match="finished"):
        judged(row, people)
    for rows, change in (
        (row.judgements, {"verdict": "supported"}),
        (row.evidence, {"standing": "refused"}),
        (Assessment.objects.filter(pk=row.pk), {"state": "open"}),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.update(**change)


def test_the_next_one_carries_on_and_shows_what_changed(people: Desk) -> None:
    """What was finished is carried over with who said it; a new report changes one criterion and is named for it."""
    row = begun(people)
    weighed(row, people)
    judged(row, people)
    first = finished(row, people)
    second = begun(people)
    assert second.number == 2 and second.carries_on == first
    before = assessment.sheet_of(first).rows
    assert assessment.compared(before, assessment.sheet_of(second).rows) == ()

    late = made.report("The road is closed again, three drivers said.", publisher="River Herald")
    situations.gather(people.situation, [late.report_id], by="analyst", now=NOW)
    seen = made.finding(late, "statement", "The road is closed again", state="accepted", act="said")
    assessment.weigh(
        second,
        "6.8",
        seen.pk,
        side="for",
        standing="accepted",
        reason="a second account",
        by=people.analyst,
        now=NOW,
        seen=None,
    )
    judged(second, people, verdict="supported", confidence="medium")
    (difference,) = assessment.compared(before, assessment.sheet_of(second).rows)
    assert (difference.before.verdict, difference.after.verdict) == ("partly", "supported")
    assert difference.report_ids == (late.report_id,)
    assert finished(second, people).state == "finished"


def test_one_assessment_runs_at_a_time(people: Desk) -> None:
    """Against another framework a second one may."""
    begun(people)
    with pytest.raises(Conflict, match="under way"):
        begun(people)
    begun(people, "rome-statute-2011")


def test_questions_of_jurisdiction_are_answered_with_who_says_so(people: Desk) -> None:
    row = begun(people, "rome-statute-2011")
    question = assessment.sheet_of(row).framework.jurisdiction_questions[2]
    facts = {"reason": "two States disagree", "by": people.lawyer, "now": NOW}
    given = assessment.answer_question(
        row, question, answer="disputed", shown_by=people.closed.pk, seen=None, **facts
    )
    with pytest.raises(Conflict):
        assessment.answer_question(row, question, answer="international", seen=None, **facts)
    changed = assessment.answer_question(row, question, answer="international", seen=given.pk, **facts)
    assert changed.supersedes == given
    with pytest.raises(NotFound, match="does not ask"):
        assessment.answer_question(row, "what colour", answer="red", seen=None, **facts)


def test_only_a_finished_assessment_of_a_public_situation_is_published(people: Desk) -> None:
    row = begun(people)
    accepted(row, people)
    judged(row, people)
    row = finished(row, people)
    with pytest.raises(Conflict, match="not public"):
        assessment.publish(row, by=people.issuer, now=NOW)
    situations.publish(people.situation, by=people.issuer, now=NOW)
    people.situation.refresh_from_db()
    row = Assessment.objects.get(pk=row.pk)
    with pytest.raises(NotAllowed):
        assessment.publish(row, by=people.analyst, now=NOW)
    assert assessment.publish(row, by=people.issuer, now=NOW).published_at == NOW


def test_every_act_is_in_the_custody_log(people: Desk) -> None:
    row = begun(people)
    assessment.propose(row, [proposal(people)], by=people.analyst, now=NOW)
    weighed(row, people)
    judged(row, people)
    finished(row, people)
    acts = Entry.objects.order_by("pk").values_list("item", "action")
    said = [f"{item.partition(':')[0]} {action}" for item, action in acts if not item.startswith("framework")]
    assert said[-8:] == [
        "situation gathered",
        "assessment begun",
        "assessment proposed",
        "evidence accepted",
        "judgement judged",
        "assessment submitted",
        "second-reading read",
        "assessment finished",
    ]


def test_the_whole_store_is_held_against_the_log(people: Desk) -> None:
    """Every row that an assessment has is as its entry says, carried over or not; one that was changed is named."""
    row = begun(people)
    assessment.propose(row, [proposal(people), proposal(people, "against")], by=people.analyst, now=NOW)
    weighed(row, people)
    judgement = judged(row, people)
    finished(row, people)
    second = begun(people)
    made_up = ("report:", "report ", "finding:", "text:")  # rows of this test that no verb made
    assert [each for each in faults(lambda: None) if not each.startswith(made_up)] == []
    second.evidence.filter(criterion="6.8").update(reason="other")
    second.judgements.update(confidence="high")
    named = [each for each in faults(lambda: None) if not each.startswith(made_up)]
    assert [each.partition(":")[0] for each in named] == ["evidence", "judgement"]
    assert judgement.pk not in {each.pk for each in second.judgements.all()}

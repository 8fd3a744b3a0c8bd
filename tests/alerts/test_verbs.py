"""An alert's way from findings to issued bytes, over the store."""

import pytest
from lxml import etree

from tests.alerts.desk import (
    CROSSED,
    NOON,
    alert_faults,
    approved,
    at,
    drafted,
    finding,
    issued,
    keys,
    login,
    situation,
    submitted,
)
from tocsin import alerts, custody
from tocsin.alerts.acts import committed
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.models import Act, Alert, Footnote, SigningKey
from tocsin.alerts.own_signatures import faults_of
from tocsin.custody.models import Entry
from tocsin.errors import AlertRefused, Conflict, NotAllowed, NotFound, WrongUse
from tocsin.record.models import Review
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db


def test_a_draft_rests_on_the_findings_chosen() -> None:
    """The figure's sentence has its footnote; who is at risk is our own judgement and has none."""
    crisis = situation()
    figure = finding(crisis)
    alert = drafted(crisis, figure)
    said, at_risk = alert.sentences.all()
    assert said.text == (
        "The government said that 97,735 people had crossed to Armenia as of 29 September 2023, 18:00 (+04:00)."
    )
    assert [note.finding for note in said.footnotes.all()] == [figure]
    assert (at_risk.section, at_risk.text) == ("at risk", "At risk: People on the road.")
    assert not at_risk.footnotes.exists()


def test_a_bare_number_is_drafted_in_its_own_sentence() -> None:
    """The sentence is taken from the text that the passage is counted in."""
    crisis = situation()
    bare = finding(crisis, "12", {"value": 12})
    said = drafted(crisis, bare).sentences.first()
    assert said.text == f"Example Gazette reported on 30 September 2023: “{bare.text.text}”."


def test_an_alert_goes_from_draft_to_issued() -> None:
    """Each act adds one to the version, one row of who did it in which role, and one entry to the log."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis)))
    assert (alert.state, alert.number, alert.identifier) == ("issued", 1, "artsakh-2023-sos-exercise-1")
    assert alert.version == 3
    assert [(act.action, act.login.username, act.role) for act in alert.acts.all()] == [
        ("draft", "writer", "analyst"),
        ("submit", "writer", "analyst"),
        ("approve", "signer", "issuer"),
        ("issue", "signer", "issuer"),
    ]
    logged = Entry.objects.filter(item=f"alert:{alert.pk}").order_by("id")
    assert [entry.action for entry in logged] == ["drafted", "submitted", "approved", "issued"]


def test_the_writer_cannot_approve() -> None:
    """Neither who drafted it nor who edited it since, whatever their roles."""
    crisis = situation()
    both = login("both", "analyst", "issuer")
    editor = login("editor", "issuer")
    alert = drafted(crisis, finding(crisis), by=both)
    alert = alerts.set_sentences(
        alert, [DraftSentence(section="asked", text="Let them pass.")], by=editor, now=at(1)
    )
    alert = alerts.submit(alert, by=both, now=at(2))
    for writer in (both, editor):
        with pytest.raises(NotAllowed, match="drafted or edited"):
            alerts.approve(alert, by=writer, now=at(3))
    assert Alert.objects.get(pk=alert.pk).state == "in review"


def test_a_login_without_a_writing_role_cannot_draft() -> None:
    """An auditor reads; nothing is stored."""
    crisis = situation()
    with pytest.raises(NotAllowed, match="may not draft"):
        drafted(crisis, by=login("auditor", "auditor"))
    assert not Alert.objects.exists()


def test_a_disabled_login_signs_nothing() -> None:
    """Roles of a login that was switched off count for nothing."""
    crisis = situation()
    alert = alerts.submit(drafted(crisis, finding(crisis)), by=login("writer", "analyst"), now=at(1))
    signer = login("signer", "issuer")
    signer.is_active = False
    signer.save()
    with pytest.raises(NotAllowed):
        alerts.approve(alert, by=signer, now=at(2))


def test_an_approval_falls_with_the_approvers_role() -> None:
    """Whoever approved must still be an issuer when the alert is issued."""
    crisis = situation()
    alert = approved(drafted(crisis, finding(crisis)))
    login("signer", "analyst")
    with pytest.raises(AlertRefused, match="may not approve any more"):
        alerts.issue(alert, by=login("second", "issuer"), now=at(3))


def test_two_people_cannot_act_on_the_same_state() -> None:
    """The second approval of what both saw in review is a conflict, and leaves no trace."""
    crisis = situation()
    seen = alerts.submit(drafted(crisis, finding(crisis)), by=login("writer", "analyst"), now=at(1))
    ticked = keys(seen)
    alerts.approve(seen, by=login("signer", "issuer"), now=at(2), ticked=ticked)
    with pytest.raises(Conflict, match="it is approved now"):
        alerts.approve(seen, by=login("second", "issuer"), now=at(2), ticked=ticked)
    assert Act.objects.filter(alert=seen, action="approve").count() == 1


def test_a_returned_alert_loses_its_approval() -> None:
    """Return needs a reason, which stays in the acts; the alert is edited, submitted and approved anew."""
    crisis = situation()
    alert = approved(drafted(crisis, finding(crisis)))
    alert = alerts.return_(alert, by=login("lawyer", "lawyer"), now=at(3), reason="Say since when.")
    assert (alert.state, alert.approved_by) == ("returned", None)
    assert alert.acts.last().reason == "Say since when."


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ({"state": "open"}, "does not stand"),
        ({"state": "refused"}, "does not stand"),
        ({"state": "disputed"}, "does not stand"),
        ({"sensitivity": "restricted"}, "restricted report"),
        ({"of": None}, "not gathered"),
    ],
)
def test_an_alert_rests_only_on_what_stands(made: dict[str, object], why: str) -> None:
    """Findings must be accepted or corrected, of open reports that were gathered for the situation."""
    crisis = situation()
    weak = finding(**{"of": crisis, **made})
    with pytest.raises(AlertRefused, match=why):
        drafted(crisis, weak)
    with pytest.raises(AlertRefused, match=f"finding {weak.pk}"):
        alerts.set_sentences(
            drafted(crisis),
            [DraftSentence(section="happened", text="So.", finding_ids=(weak.pk,))],
            by=login("writer", "analyst"),
            now=at(1),
        )


def test_a_finding_that_falls_stops_every_signature() -> None:
    """What was refused or restricted since is found at submit, approve and issue again."""
    crisis = situation()
    figure = finding(crisis)
    writer, signer = login("writer", "analyst"), login("signer", "issuer")

    def falls() -> None:
        figure.state = "refused"
        figure.save()

    def stands() -> None:
        figure.state = "accepted"
        figure.save()

    alert = drafted(crisis, figure)
    for act, by in ((alerts.submit, writer), (alerts.approve, signer), (alerts.issue, signer)):
        falls()
        with pytest.raises(AlertRefused, match="does not stand"):
            act(alert, by=by, now=at(5))
        stands()
        more = {"ticked": keys(alert)} if act is alerts.approve else {}
        alert = act(alert, by=by, now=at(5), **more)
    assert alert.state == "issued"


def test_a_correction_sends_the_sentence_back() -> None:
    """A finding corrected after its sentence was written: saving the sentence again is needed before any signature."""
    crisis = situation()
    figure = finding(crisis)
    alert = drafted(crisis, figure)
    writer = login("writer", "analyst")
    figure.review = Review.objects.create(
        finding=figure, decision="corrected", fields={**CROSSED, "value": 97736}, reviewer=writer, at=NOON
    )
    figure.state = "corrected"
    figure.save()
    with pytest.raises(AlertRefused, match="corrected after the sentence"):
        alerts.submit(alert, by=writer, now=at(1))
    said = DraftSentence(section="happened", text="97,736 crossed.", finding_ids=(figure.pk,))
    alert = alerts.set_sentences(alert, [said], by=writer, now=at(2))
    assert alerts.submit(alert, by=writer, now=at(3)).state == "in review"


def test_a_demonstration_never_warns_for_real() -> None:
    """Its alerts are Exercise or Test, when drafted and when issued."""
    crisis = situation(demonstration=True)
    with pytest.raises(AlertRefused, match="cannot have the status Actual"):
        drafted(crisis, status="Actual")
    real = situation("real")
    alert = approved(drafted(real, status="Actual"))
    real.demonstration = True
    real.save()
    with pytest.raises(AlertRefused, match="cannot have the status Actual"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))


def test_the_next_alert_of_a_series_is_the_second() -> None:
    """A second SOS is a new alert with the next number; another level or status counts for itself."""
    crisis = situation()
    first, second = (issued(drafted(crisis)) for _ in range(2))
    other_level = issued(drafted(crisis, level="red-flag"))
    actual = issued(drafted(crisis, status="Actual"))
    assert [alert.identifier for alert in (first, second, other_level, actual)] == [
        "artsakh-2023-sos-exercise-1",
        "artsakh-2023-sos-exercise-2",
        "artsakh-2023-red-flag-exercise-1",
        "artsakh-2023-sos-1",
    ]
    assert second.message_type == "Alert" and second.replaces is None


def test_updates_and_cancels_carry_the_whole_chain() -> None:
    """The replaced alert stays in force until its update is issued; the cancel refers to all before it."""
    crisis = situation()
    first = issued(drafted(crisis, finding(crisis)))
    change = alerts.update(first, by=login("writer", "analyst"), now=at(10))
    assert Alert.objects.get(pk=first.pk).state == "issued"
    change = issued(change, 12)
    end = alerts.cancel(change, by=login("writer", "analyst"), now=at(20), reason="The road is open.")
    end = issued(end, 22)
    first.refresh_from_db()
    change.refresh_from_db()
    assert (first.state, change.state, end.state) == ("updated", "cancelled", "issued")
    assert [alert.identifier for alert in (change, end)] == [
        "artsakh-2023-sos-exercise-1-update-1",
        "artsakh-2023-sos-exercise-1-cancel",
    ]
    assert (change.number, end.number) == (1, 1)
    root = etree.fromstring(bytes(end.cap_xml))
    assert root.findtext("{*}references") == (
        "tocsin@localhost.invalid,artsakh-2023-sos-exercise-1,2023-09-30T12:03:00-00:00 "
        "tocsin@localhost.invalid,artsakh-2023-sos-exercise-1-update-1,2023-09-30T12:12:00-00:00"
    )
    assert end.sentences.first().text == (
        "The alert of 30 September 2023, 12:12 (+00:00) is cancelled: The road is open."
    )


def test_a_wrong_alert_can_be_cancelled_at_once() -> None:
    """Sentences whose finding fell since are left out of the cancel, so that they do not hold it up."""
    crisis = situation()
    figure = finding(crisis)
    first = issued(drafted(crisis, figure))
    figure.state = "refused"
    figure.save()
    end = alerts.cancel(first, by=login("writer", "analyst"), now=at(10), reason="The figure was wrong.")
    assert not Footnote.objects.filter(sentence__alert=end).exists()
    assert issued(end, 12).state == "issued"


def test_of_two_updates_of_one_alert_one_is_issued() -> None:
    """The other one is refused, because what it replaces was replaced already."""
    crisis = situation()
    first = issued(drafted(crisis))
    one, two = (approved(alerts.update(first, by=login("writer", "analyst"), now=at(10))) for _ in range(2))
    alerts.issue(one, by=login("signer", "issuer"), now=at(12))
    with pytest.raises(AlertRefused, match="is updated by now"):
        alerts.issue(two, by=login("signer", "issuer"), now=at(13))
    assert Alert.objects.get(pk=two.pk).state == "approved"


def test_a_draft_cannot_be_cancelled() -> None:
    """There is nothing to take back before an alert is issued."""
    crisis = situation()
    with pytest.raises(AlertRefused, match="draft cannot be cancelled"):
        alerts.cancel(drafted(crisis), by=login("writer", "analyst"), now=at(1), reason="No.")


def test_an_issued_alert_is_never_edited() -> None:
    """Not by its verbs, and not by its writer."""
    crisis = situation()
    alert = issued(drafted(crisis))
    with pytest.raises(AlertRefused, match="bytes are frozen"):
        alerts.set_sentences(alert, [], by=login("writer", "analyst"), now=at(5), headline="Other")


def test_an_alert_without_a_sentence_is_not_submitted() -> None:
    """Somebody took them all out."""
    crisis = situation()
    writer = login("writer", "analyst")
    alert = alerts.set_sentences(drafted(crisis), [], by=writer, now=at(1))
    with pytest.raises(AlertRefused, match="no sentence"):
        alerts.submit(alert, by=writer, now=at(2))


def test_expiry_is_by_the_clock() -> None:
    """An alert whose time has come expires once, and its acts say that no person did it."""
    crisis = situation()
    alert = issued(drafted(crisis, expires_at=at(60)))
    issued(drafted(crisis))  # this one holds until somebody replaces it
    assert alerts.expire(now=at(59)) == 0
    assert (alerts.expire(now=at(60)), alerts.expire(now=at(61))) == (1, 0)
    alert.refresh_from_db()
    assert alert.state == "expired"
    assert (alert.acts.last().login, alert.acts.last().role) == (None, "")


def test_an_alert_that_would_expire_before_it_is_sent_is_refused() -> None:
    """CAP's own rule, found before any byte is stored."""
    crisis = situation()
    alert = approved(drafted(crisis, expires_at=at(2)))
    with pytest.raises(AlertRefused, match="which is past"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))
    assert Alert.objects.get(pk=alert.pk).cap_xml is None


def test_a_clock_that_went_backwards_stops_the_issue() -> None:
    """Sent before approved would be a lie in the chain of evidence."""
    crisis = situation()
    alert = approved(drafted(crisis))
    with pytest.raises(AlertRefused, match="clock"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(0))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"level": "panic"}, NotFound),
        ({"status": "Draft"}, WrongUse),
        ({"headline": " "}, WrongUse),
        ({"headline": "x" * 161}, WrongUse),
        ({"area": "x" * 301}, WrongUse),
        ({"findings": [999]}, AlertRefused),
        ({"findings": [10**30]}, AlertRefused),
        ({"findings": range(1, 101)}, WrongUse),
    ],
    ids=str,
)
def test_a_draft_that_cannot_be_is_refused(fields: dict[str, object], error: type[Exception]) -> None:
    """Each with what is wrong, and nothing stored."""
    crisis = situation()
    with pytest.raises(error):
        drafted(crisis, **fields)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("sentence", [("happened", ""), ("happened", "x" * 2001), ("elsewhere", "So.")])
def test_a_sentence_that_cannot_be_is_refused(sentence: tuple[str, str]) -> None:
    """Empty, endless, or in a section that is none; what stood there before stays."""
    crisis = situation()
    alert = drafted(crisis)
    said = DraftSentence(section=sentence[0], text=sentence[1])
    with pytest.raises(WrongUse):
        alerts.set_sentences(alert, [said], by=login("writer", "analyst"), now=at(1))
    assert alert.sentences.count() == 1


def test_what_no_store_can_hold_is_shown_as_such() -> None:
    """NUL and control characters come out of clipboards; they neither break an act nor vanish."""
    crisis = situation()
    writer = login("writer", "analyst")
    alert = drafted(crisis, headline="Dan\x00ger")
    said = DraftSentence(section="asked", text="Let\x00 them\n pass.")
    alert = alerts.set_sentences(alert, [said], by=writer, now=at(1))
    alert = submitted(alert)
    alert = alerts.return_(alert, by=login("signer", "issuer"), now=at(3), reason="N\x00o")
    assert (alert.headline, alert.sentences.get().text) == ("Dan\ufffdger", "Let\ufffd them pass.")
    assert alert.acts.last().reason == "N\ufffdo"


def test_the_log_commits_to_what_was_signed() -> None:
    """Headline, sentences, footnotes and the digest of the CAP bytes can be opened from the entry of the issue."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis)))
    entry = Entry.objects.filter(item=f"alert:{alert.pk}").order_by("id").last()
    text = "\n".join(said.text for said in alert.sentences.all())
    assert custody.opened(entry, committed(alert), text) == []
    Alert.objects.filter(pk=alert.pk).update(version=99)
    assert custody.opened(entry, committed(Alert.objects.get(pk=alert.pk)), text) == ["version"]


def test_a_draft_in_no_language_is_refused() -> None:
    """CAP would refuse it at issue, when nobody has time."""
    with pytest.raises(WrongUse, match="no language code"):
        drafted(situation(), language="english please")


def test_report_restricted_in_time_is_never_quoted() -> None:
    """A report that is restricted between approval and issue stops the issue."""
    crisis = situation()
    figure = finding(crisis)
    alert = approved(drafted(crisis, figure))
    Report.objects.filter(pk=figure.report_id).update(sensitivity="restricted")
    with pytest.raises(AlertRefused, match="restricted"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))


def test_an_alert_that_is_unknown_is_not_replaced() -> None:
    """Neither one that the store never had nor one that was taken out of it: nothing is drafted."""
    unknown = Alert(pk=10**6, situation=situation(), state="issued", version=0)
    for act in (alerts.update, alerts.cancel):
        with pytest.raises(NotFound, match="there is no alert 1000000"):
            act(unknown, by=login("writer", "analyst"), now=at(1), reason="It is over.")
    assert not Alert.objects.exists()


def test_a_message_that_refers_to_what_nobody_issued_is_none_of_ours() -> None:
    """A reference that was put into our own message by hand is found by the whole-store check."""
    first = issued(drafted(situation()))
    change = issued(alerts.update(first, by=login("writer", "analyst"), now=at(4)), 6)
    assert alert_faults() == []
    foreign = bytes(change.cap_xml).replace(b"artsakh-2023-sos-exercise-1,", b"elsewhere-1,")
    assert foreign != bytes(change.cap_xml)
    changed = Alert(
        **{field.attname: getattr(change, field.attname) for field in Alert._meta.concrete_fields}
    )
    changed.cap_xml = foreign
    assert faults_of(changed, list(SigningKey.objects.all()))

"""What a page is given of an alert."""

import pytest

from tests.alerts.desk import at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.alerts.acts import current
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.kicker import kicker
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db

UNSURE = {"speaker_name": "a resident", "act": "said", "certainty": "unconfirmed"}


def test_sentences_carry_the_numbers_of_their_notes() -> None:
    """Notes are numbered by first use; a finding that two sentences rest on has one note."""
    crisis = situation()
    one, two = finding(crisis, "one"), finding(crisis, "two")
    sentences = [
        DraftSentence(section="asked", text="Ours."),
        DraftSentence(section="happened", text="First.", finding_ids=(two.pk,)),
        DraftSentence(section="happened", text="Both.", finding_ids=(one.pk, two.pk)),
    ]
    alert = alerts.set_sentences(drafted(crisis), sentences, by=login("writer", "analyst"), now=at(1))
    view = alerts.alert_view(alert)
    assert [(section.section, section.title) for section in view.sections] == [
        ("happened", "What has happened"),
        ("asked", "What we ask"),
    ]
    assert [sentence.numbers for sentence in view.sections[0].sentences] == [(1,), (1, 2)]
    assert view.sections[1].sentences[0].judgement
    assert [(note.number, note.finding_id) for note in view.notes] == [(1, two.pk), (2, one.pk)]


def test_a_note_leads_back_to_the_sealed_bytes() -> None:
    """Passage, publisher, when it was printed, and the sha256 of what came."""
    crisis = situation()
    figure = finding(crisis, "97,735 people")
    (note,) = alerts.alert_view(drafted(crisis, figure)).notes
    assert (note.quote, note.publisher, note.start, note.end) == ("97,735 people", "Example Gazette", 0, 13)
    assert note.sha256 == figure.report.sha256 and not note.unconfirmed


def test_unconfirmed_notes_mark_their_sentences() -> None:
    """A sentence that rests on an unconfirmed statement says so."""
    crisis = situation()
    view = alerts.alert_view(drafted(crisis, finding(crisis, "It fell.", UNSURE, kind="statement")))
    assert view.sections[0].section == "unclear"
    assert view.sections[0].sentences[0].unconfirmed


def test_a_report_restricted_after_issue_is_quoted_no_more() -> None:
    """The note stays, its words do not; and a finding refused since is marked as such."""
    crisis = situation()
    figure = finding(crisis)
    alert = issued(drafted(crisis, figure))
    Report.objects.filter(pk=figure.report_id).update(sensitivity="restricted")
    figure.state = "refused"
    figure.save()
    (note,) = alerts.alert_view(alert).notes
    assert (note.quote, note.withheld, note.finding_state) == ("", True, "refused")


def test_a_replaced_alert_names_what_took_its_place() -> None:
    """And the chain shows both, while the series counts them once."""
    crisis = situation()
    first = issued(drafted(crisis))
    change = issued(alerts.update(first, by=login("writer", "analyst"), now=at(5)), 8)
    issued(drafted(crisis), 20)
    view = alerts.alert_view(current(first))
    assert view.replaced_by.identifier == change.identifier
    assert [(item.identifier, item.shown) for item in view.chain] == [
        (first.identifier, True),
        (change.identifier, False),
    ]
    assert [(item.number, item.message_type) for item in view.series] == [(2, "Alert"), (1, "Update")]
    assert not view.in_force
    assert alerts.alert_view(change).replaces == first.identifier


def test_signatures_name_roles_and_nobody() -> None:
    """People who sign may be in danger: no login's name is anywhere in what a page is given."""
    crisis = situation()
    view = alerts.alert_view(issued(drafted(crisis, finding(crisis))))
    assert [(signature.action, signature.role) for signature in view.signatures] == [
        ("draft", "analyst"),
        ("submit", "analyst"),
        ("approve", "issuer"),
        ("issue", "issuer"),
    ]
    assert "writer" not in repr(view) and "signer" not in repr(view)


@pytest.mark.parametrize(
    ("number", "message_type", "said"),
    [
        (2, "Alert", "SOS Alert · second for this situation"),
        (7, "Update", "SOS Alert · no. 7 for this situation · update"),
        (1, "Cancel", "SOS Alert · first for this situation · cancelled"),
        (None, "Alert", "SOS Alert · draft"),
    ],
)
def test_the_kicker_counts_in_words(number: int | None, message_type: str, said: str) -> None:
    """The place in the series is what people say: the second SOS alert."""
    assert kicker("SOS Alert", number, message_type) == said


def test_a_view_takes_the_same_queries_for_many_notes(django_assert_max_num_queries) -> None:
    """However many sentences and notes there are."""
    crisis = situation()
    alert = issued(drafted(crisis, *(finding(crisis, f"{n} people") for n in range(12))))
    with django_assert_max_num_queries(8):
        alerts.alert_view(alert)

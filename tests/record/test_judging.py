import pytest

from tests.made import NOW, finding, login, report
from tocsin import custody, record
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.models import Finding, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> Finding:
    return finding(
        report("About 3,000 people fled."), "figure", "About 3,000 people", value=3000, unit="person"
    )


def test_a_decision_is_a_row_beside_the_reading(figure: Finding) -> None:
    """Accepting changes the state, adds a review, and leaves the reading as it was."""
    read = dict(figure.fields)
    record.review(figure.pk, decision="accepted", by=login("ani", "analyst"), now=NOW, seen=None)
    figure.refresh_from_db()
    assert (figure.state, figure.fields, figure.stands) == ("accepted", read, True)
    assert Review.objects.count() == 1


def test_a_correction_stands_beside_the_reading_and_is_what_counts(figure: Finding) -> None:
    """The corrected fields are in force, the machine's own are kept."""
    record.review(
        figure.pk,
        decision="corrected",
        by=login("ani"),
        now=NOW,
        seen=None,
        fields={"value": 3500, "unit": "person"},
    )
    figure.refresh_from_db()
    assert figure.current["value"] == 3500
    assert figure.fields["value"] == 3000


def test_two_people_do_not_overwrite_each_other(figure: Finding) -> None:
    """Whoever decides on a state that is no longer there is told so, and nothing of theirs is stored."""
    first = record.review(figure.pk, decision="accepted", by=login("ani"), now=NOW, seen=None)
    with pytest.raises(Conflict, match="somebody else decided"):
        record.review(figure.pk, decision="refused", by=login("bo"), now=NOW, seen=None, reason="no")
    later = record.review(
        figure.pk, decision="refused", by=login("cy"), now=NOW, seen=first.pk, reason="doubled"
    )
    figure.refresh_from_db()
    assert (figure.state, later.supersedes_id) == ("refused", first.pk)


@pytest.mark.parametrize("decision", ["refused", "disputed"])
def test_who_refuses_or_disputes_says_why(figure: Finding, decision: str) -> None:
    """A refusal or dispute without a reason is a wrong use."""
    with pytest.raises(WrongUse, match="without a reason"):
        record.review(figure.pk, decision=decision, by=login("ani"), now=NOW, seen=None, reason="  ")


@pytest.mark.parametrize(
    ("decision", "fields", "message"),
    [
        ("believed", None, "is no decision"),
        ("accepted", {"value": 1}, "wrong fields"),
        ("corrected", None, "wrong fields"),
        ("corrected", {"value": "many"}, "cannot be 'many'"),
        ("corrected", {"number": 1}, "has no field 'number'"),
        ("corrected", {"value": None}, "needs a number"),
        ("corrected", {"value": 1, "quantifier": "perhaps"}, "exact or about"),
    ],
)
def test_a_decision_that_cannot_be_meant_changes_nothing(
    figure: Finding, decision: str, fields: dict[str, object] | None, message: str
) -> None:
    """Unknown decisions and fields are named, and the finding stays as it was."""
    with pytest.raises(WrongUse, match=message):
        record.review(figure.pk, decision=decision, by=login("ani"), now=NOW, seen=None, fields=fields)
    figure.refresh_from_db()
    assert figure.state == "open"


def test_a_finding_that_is_not_there_is_not_found() -> None:
    """The message names the number."""
    with pytest.raises(NotFound, match="no finding 4711"):
        record.review(4711, decision="accepted", by=login("ani"), now=NOW, seen=None)


def test_every_decision_is_in_the_log(figure: Finding) -> None:
    """The log names the finding, the decision and who decided, and commits to the fields in force."""
    record.review(figure.pk, decision="accepted", by=login("ani"), now=NOW, seen=None)
    lines = list(custody.entries(item=f"finding:{figure.pk}"))
    assert [(line.action, line.actor) for line in lines] == [("accepted", "ani")]


def test_a_person_marks_what_the_reading_missed() -> None:
    """The passage is cut from the text, the finding stands open, and who marked it is kept."""
    text = report("Convoys left Goris at dawn.")
    ani = login("ani")
    marked = record.mark(text.pk, kind="event", start=0, end=12, fields={"type": "retreat"}, by=ani, now=NOW)
    assert (marked.quote, marked.state, marked.marked_by) == ("Convoys left", "open", ani)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_passage_outside_the_text_is_refused(start: int, end: int) -> None:
    """A passage has at least one letter and lies in the text."""
    text = report("Convoys left Goris at dawn.")
    with pytest.raises(WrongUse, match="lies outside the text"):
        record.mark(
            text.pk, kind="event", start=start, end=end, fields={"type": "retreat"}, by=login("ani"), now=NOW
        )

"""What people say of findings and reports beside reviewing them: credibility, links, what was taken back."""

import pytest

from tests.made import NOW, finding, login, report
from tocsin import custody, record, reports
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.crediting import credibilities
from tocsin.record.linking import links_of, proposals_for
from tocsin.record.models import Finding, ReadingRun
from tocsin.record.taking_back import taken_back
from tocsin.record.verification_models import Credibility, Link
from tocsin.reports.publisher_models import Reliability
from tocsin.reports.publishers import grades
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> Finding:
    """About 3,000 people fled."""
    return finding(report("About 3,000 people fled."), "figure", "About 3,000 people", value=3000)


@pytest.fixture
def other() -> Finding:
    """Nobody left, the ministry said."""
    text = report("Nobody left, the ministry said.", publisher="Other Gazette")
    return finding(text, "statement", "Nobody left, the ministry said")


def test_reliability_and_credibility_are_kept_apart(figure: Finding) -> None:
    """Each has its own line with its history; to judge one says nothing of the other."""
    ani = login("ani")
    facts = {"by": ani, "now": NOW}
    first = reports.rate("Example Gazette", "B", reason="right for years", seen=None, **facts)
    assert credibilities([figure.pk]) == {}
    record.credit(figure.pk, 4, reason="nobody else saw it", seen=None, **facts)
    assert grades(["Example Gazette"]) == {"Example Gazette": "B"}
    second = reports.rate("Example Gazette", "C", reason="wrong twice", seen=first.pk, **facts)
    assert (Reliability.objects.count(), second.supersedes) == (2, first)
    assert credibilities([figure.pk]) == {figure.pk: 4}
    figure.refresh_from_db()
    assert (figure.state, figure.review) == ("open", None)
    assert custody.entries(f"reliability:{second.pk}")[0].reason == "wrong twice"


@pytest.mark.parametrize(
    "act",
    [
        lambda figure, facts: reports.rate("Example Gazette", "B", **facts),
        lambda figure, facts: reports.relate("Example Gazette", "Example Holding", **facts),
        lambda figure, facts: record.credit(figure.pk, 2, **facts),
        lambda figure, facts: record.take_back(f"finding:{figure.pk}", "withdrawn", **facts),
        lambda figure, facts: record.set_level(f"finding:{figure.pk}", "restricted", **facts),
        lambda figure, facts: record.tell_us(figure.report_id, True, **facts),
    ],
)
def test_nobody_judges_over_what_they_did_not_see(figure: Finding, act) -> None:  # type: ignore[no-untyped-def]
    """The second person, who saw nothing yet, is told; and without a reason nothing is stored."""
    unlogged = set(faults(lambda: None))
    facts = {"by": login("ani"), "now": NOW, "seen": None}
    with pytest.raises(WrongUse, match=r"without a reason|without saying"):
        act(figure, {**facts, "reason": " \0"})
    act(figure, {**facts, "reason": "seen there"})
    with pytest.raises(Conflict, match="somebody else decided"):
        act(figure, {**facts, "reason": "seen elsewhere"})
    assert set(faults(lambda: None)) <= unlogged  # the report was made without its entries


def test_what_cannot_be_meant_is_refused(figure: Finding) -> None:
    """Grades, kinds and verdicts that are none, a publisher that no report names, a finding that is not there."""
    facts = {"reason": "x", "by": login("ani"), "now": NOW, "seen": None}
    with pytest.raises(WrongUse, match="no reliability"):
        reports.rate("Example Gazette", "G", **facts)
    with pytest.raises(NotFound, match="no report names"):
        reports.rate("Exampel Gazette", "A", **facts)
    with pytest.raises(WrongUse, match="no credibility"):
        record.credit(figure.pk, 7, **facts)
    with pytest.raises(NotFound, match="no finding 4711"):
        record.credit(4711, 1, **facts)
    with pytest.raises(WrongUse, match="itself"):
        record.link(figure.pk, figure.pk, "refutes", **facts)
    with pytest.raises(WrongUse, match="no kind of link"):
        record.link(figure.pk, figure.pk + 1, "proves", **facts)
    with pytest.raises(WrongUse, match="not taken back"):
        record.take_back(f"finding:{figure.pk}", "holds again", **facts)


def test_a_link_changes_no_state_and_is_taken_back(figure: Finding, other: Finding) -> None:
    """Both findings stand as they did, before and after; both words stay on record."""
    facts = {"by": login("ani"), "now": NOW}
    row = record.link(other.pk, figure.pk, "refutes", reason="says the opposite", seen=None, **facts)
    assert (
        [each.pk for each in links_of([figure.pk])] == [row.pk] == [each.pk for each in links_of([other.pk])]
    )
    record.link(
        other.pk, figure.pk, "refutes", reason="of another day", seen=row.pk, verdict="withdrawn", **facts
    )
    assert list(links_of([figure.pk])) == [] and Link.objects.count() == 2
    assert set(Finding.objects.values_list("state", flat=True)) == {"open"}


def test_the_same_event_is_one_link_from_either_side(figure: Finding, other: Finding) -> None:
    """Whoever says so from the other finding meets the link that stands."""
    facts = {"reason": "one evening, one road", "by": login("ani"), "now": NOW, "seen": None}
    record.link(other.pk, figure.pk, "same event", **facts)
    with pytest.raises(Conflict):
        record.link(figure.pk, other.pk, "same event", **facts)


def test_a_denial_that_was_read_is_proposed_as_a_refutation() -> None:
    """Buses left, A said. No bus left, B said."""
    text = report("Buses left, A said. No bus left, B said.")
    run = ReadingRun.objects.create(text=text, reader="r", read_at=NOW)
    said = finding(text, "statement", "Buses left, A said")
    denied = finding(text, "statement", "No bus left, B said", denies=0)
    for ordinal, row in enumerate((said, denied)):
        Finding.objects.filter(pk=row.pk).update(run=run, ordinal=ordinal)
        row.refresh_from_db()
    for row in (said, denied):
        [proposal] = proposals_for(row)
        assert (proposal.first_id, proposal.second_id, proposal.kind) == (denied.pk, said.pk, "refutes")
    record.link(denied.pk, said.pk, "refutes", reason="as read", by=login("ani"), now=NOW, seen=None)
    assert proposals_for(said) == []


def test_a_retraction_names_the_report_that_says_so(figure: Finding, other: Finding) -> None:
    """Of the report it holds for its findings; a withdrawal of ours names none, and neither changes a review."""
    item, facts = f"report:{figure.report_id}", {"reason": "its editor", "by": login("ani"), "now": NOW}
    for verdict, said_in in (
        ("retracted", None),
        ("withdrawn", other.report_id),
        ("retracted", figure.report_id),
    ):
        with pytest.raises(WrongUse):
            record.take_back(item, verdict, seen=None, said_in=said_in, **facts)
    row = record.take_back(item, "retracted", seen=None, said_in=other.report_id, **facts)
    pairs = [(figure.pk, figure.report_id), (other.pk, other.report_id)]
    assert taken_back(pairs) == {figure.pk: row}
    record.take_back(item, "holds again", seen=row.pk, **facts)
    assert taken_back(pairs) == {}


def test_a_judgement_changed_behind_the_log_is_found(figure: Finding) -> None:
    """Whoever writes a better grade into the store is contradicted."""
    row = record.credit(figure.pk, 5, reason="unlikely", by=login("ani"), now=NOW, seen=None)
    Credibility.objects.filter(pk=row.pk).update(grade=1)
    assert f"credibility:{row.pk}: grade is not what the log says" in list(faults(lambda: None))

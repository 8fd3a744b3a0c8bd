"""Undoing one's own decisions."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import NOW, finding, login, report
from tocsin import custody, record
from tocsin.errors import Conflict, NotAllowed, NotFound, WrongUse
from tocsin.record.models import Finding, Review
from tocsin.record.withdrawing import standing


@given(st.lists(st.sampled_from(["accepted", "refused", "withdrawn"])))
def test_a_decision_and_its_withdrawal_change_nothing(line: Sequence[str]) -> None:
    """Whatever was decided before: to decide and to withdraw leaves standing what stood."""
    rows = [SimpleNamespace(decision=each) for each in line]
    decided = [SimpleNamespace(decision="corrected"), SimpleNamespace(decision="withdrawn")]
    assert standing([*rows, *decided]) == standing(rows)
    assert all(row.decision != "withdrawn" for row in standing(rows))


@pytest.fixture
def figure(db: None) -> Finding:
    return finding(
        report("About 3,000 people fled."), "figure", "About 3,000 people", value=3000, unit="person"
    )


def test_a_withdrawn_decision_leaves_the_finding_as_it_was_before(figure: Finding) -> None:
    """Corrected, refused and withdrawn: the correction is in force again; withdrawn once more, the finding is open."""
    ani, seen = login("ani"), None
    corrected = {"value": 3500, "unit": "person"}
    for decision, fields in (("corrected", corrected), ("refused", None)):
        row = record.review(
            figure.pk, decision=decision, fields=fields, reason="why", by=ani, now=NOW, seen=seen
        )
        seen = row.pk
    again = record.withdraw(figure.pk, by=ani, now=NOW, seen=seen)
    figure.refresh_from_db()
    assert (figure.state, figure.current["value"], figure.stands) == ("corrected", 3500, True)
    record.withdraw(figure.pk, by=ani, now=NOW, seen=again.pk, reason="the wrong sheet")
    figure.refresh_from_db()
    assert (figure.state, figure.current["value"], figure.stands) == ("open", 3000, False)
    assert Review.objects.count() == 4


def test_nobody_withdraws_what_another_decided(figure: Finding) -> None:
    """Neither the other's decision itself, nor one's own behind which the other has decided."""
    ani, bo = login("ani"), login("bo")
    mine = record.review(figure.pk, decision="accepted", by=ani, now=NOW, seen=None)
    with pytest.raises(NotAllowed, match="another person's"):
        record.withdraw(figure.pk, by=bo, now=NOW, seen=mine.pk)
    theirs = record.review(figure.pk, decision="refused", reason="no", by=bo, now=NOW, seen=mine.pk)
    with pytest.raises(Conflict, match="somebody else decided"):
        record.withdraw(figure.pk, by=ani, now=NOW, seen=mine.pk)
    with pytest.raises(NotAllowed, match="another person's"):
        record.withdraw(figure.pk, by=ani, now=NOW, seen=theirs.pk)
    figure.refresh_from_db()
    assert figure.state == "refused"


def test_what_nobody_decided_is_not_withdrawn(figure: Finding) -> None:
    """Nothing decided, everything withdrawn already, or no such finding: each is said."""
    ani = login("ani")
    with pytest.raises(WrongUse, match="nothing is decided"):
        record.withdraw(figure.pk, by=ani, now=NOW, seen=None)
    mine = record.review(figure.pk, decision="accepted", by=ani, now=NOW, seen=None)
    withdrawn = record.withdraw(figure.pk, by=ani, now=NOW, seen=mine.pk)
    with pytest.raises(WrongUse, match="nothing is decided"):
        record.withdraw(figure.pk, by=ani, now=NOW, seen=withdrawn.pk)
    with pytest.raises(NotFound, match="no finding 4711"):
        record.withdraw(4711, by=ani, now=NOW, seen=None)


def test_a_withdrawal_is_in_the_log(figure: Finding) -> None:
    """Who, when and why; and the log commits to the state that is in force again."""
    ani = login("ani")
    mine = record.review(figure.pk, decision="accepted", by=ani, now=NOW, seen=None)
    record.withdraw(figure.pk, by=ani, now=NOW, seen=mine.pk, reason="a slip")
    lines = custody.entries(f"finding:{figure.pk}")
    assert [(line.action, line.actor, line.reason) for line in lines][-1] == ("withdrawn", "ani", "a slip")
    assert custody.differs(f"finding:{figure.pk}", {"state": "open"}) == []


def test_nobody_decides_withdrawn(figure: Finding) -> None:
    """`withdrawn` is what undoing leaves, and no decision of its own."""
    with pytest.raises(WrongUse, match="'withdrawn' is no decision"):
        record.review(figure.pk, decision="withdrawn", by=login("ani"), now=NOW, seen=None)

"""Reports that are kept to the desk."""

from collections.abc import Callable

import pytest

from tests.reports.documents import NOW, SENTENCES
from tocsin.custody import differs
from tocsin.custody.models import Entry
from tocsin.errors import NotFound, WrongUse
from tocsin.reports import TakenIn, fields_of, set_sensitivity
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report_id(take: Callable[..., TakenIn]) -> int:
    result = take("a.txt", SENTENCES[0].encode())
    assert result.report_id is not None
    return result.report_id


def test_a_report_is_restricted_and_opened_again(report_id: int) -> None:
    """Each with who decided it and why, and the log vouches for what stands."""
    for sensitivity, action in (("restricted", "restricted"), ("open", "opened")):
        set_sensitivity(report_id, sensitivity, by="ani", now=NOW, reason="names a witness")
        report = Report.objects.get()
        assert report.sensitivity == sensitivity
        entry = Entry.objects.latest("id")
        assert (entry.item, entry.action, entry.actor, entry.reason) == (
            f"report:{report_id}",
            action,
            "ani",
            "names a witness",
        )
        assert differs(f"report:{report_id}", fields_of(report)) == []


def test_what_it_is_already_is_not_logged_again(report_id: int) -> None:
    """Opening an open report changes nothing."""
    before = Entry.objects.count()
    set_sensitivity(report_id, "open", by="ani", now=NOW, reason="once more")
    assert Entry.objects.count() == before


def test_a_restriction_lifted_behind_the_log_is_seen(report_id: int) -> None:
    """Whoever writes into the database opens nothing unseen."""
    set_sensitivity(report_id, "restricted", by="ani", now=NOW, reason="names a witness")
    Report.objects.update(sensitivity="open")
    assert differs(f"report:{report_id}", fields_of(Report.objects.get())) == ["sensitivity"]


@pytest.mark.parametrize(
    ("sensitivity", "reason", "said"), [("secret", "x", "no sensitivity"), ("restricted", " \0", "reason")]
)
def test_a_decision_that_cannot_be_meant_is_refused(
    report_id: int, sensitivity: str, reason: str, said: str
) -> None:
    """Another word, or no reason: refused, and nothing changes."""
    with pytest.raises(WrongUse, match=said):
        set_sensitivity(report_id, sensitivity, by="ani", now=NOW, reason=reason)
    assert Report.objects.get().sensitivity == "open"


def test_a_report_that_is_not_there_is_told() -> None:
    """With the command that lists them."""
    with pytest.raises(NotFound, match="report list"):
        set_sensitivity(77, "restricted", by="ani", now=NOW, reason="x")

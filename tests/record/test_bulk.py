"""One decision about many findings."""

import pytest

from tests.made import NOW, finding, login, report
from tocsin import custody, record
from tocsin.errors import WrongUse
from tocsin.record.models import Finding, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[Finding]:
    text = report("First 10, then 20, then 30 people fled.")
    return [finding(text, "figure", each, value=int(each)) for each in ("10", "20", "30")]


def test_each_finding_gets_a_decision_of_its_own(rows: list[Finding]) -> None:
    """A review and an entry in the log for each; the reason stands in both."""
    done = record.review_many(
        {row.pk: None for row in rows}, decision="refused", by=login("ani"), now=NOW, reason="a table of ages"
    )
    assert (len(done.reviews), done.changed, done.missing) == (3, (), ())
    assert set(Finding.objects.values_list("state", flat=True)) == {"refused"}
    for row in rows:
        [line] = custody.entries(f"finding:{row.pk}")
        assert (line.action, line.actor, line.reason) == ("refused", "ani", "a table of ages")
        row.refresh_from_db()
        assert row.review and row.review.finding_id == row.pk


def test_what_somebody_decided_meanwhile_is_left_and_named(rows: list[Finding]) -> None:
    """Theirs is not overwritten, what is gone is named, and the rest is decided."""
    record.review(rows[1].pk, decision="refused", reason="doubled", by=login("bo"), now=NOW, seen=None)
    seen: dict[int, int | None] = {row.pk: None for row in rows} | {4711: None}
    done = record.review_many(seen, decision="accepted", by=login("ani"), now=NOW)
    assert [row.pk for row in done.changed] == [rows[1].pk]
    assert done.missing == (4711,)
    states = Finding.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "refused", "accepted"]


@pytest.mark.parametrize(
    ("decision", "n", "message"),
    [
        ("refused", 1, "without a reason"),
        ("corrected", 1, "not decided about many"),
        ("withdrawn", 1, "not decided about many"),
        ("accepted", 501, "too many at once"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(decision: str, n: int, message: str) -> None:
    """Each refusal says which."""
    seen: dict[int, int | None] = dict.fromkeys(range(1, n + 1))
    with pytest.raises(WrongUse, match=message):
        record.review_many(seen, decision=decision, by=login("ani"), now=NOW)
    assert not Review.objects.exists()

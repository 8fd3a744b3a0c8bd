"""Several analysts at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests.made import NOW, finding, login, report
from tocsin import record
from tocsin.custody.models import Entry
from tocsin.errors import Conflict
from tocsin.record.models import Finding, Review

PEOPLE = 6


@pytest.mark.django_db(transaction=True)
def test_no_decision_is_lost_and_none_is_stored_twice() -> None:
    """All decide about the same findings: each finding gets one decision, everybody else is told, the log has each once."""
    text = report("First 10, then 20, then 30 people fled.")
    rows = [finding(text, "figure", each, value=int(each)) for each in ("10", "20", "30")]
    people = [login(f"person{n}") for n in range(PEOPLE)]

    def work(person: User) -> tuple[list[int], int]:
        stored, conflicts = list[int](), 0
        try:
            for row in rows:
                try:
                    stored.append(
                        record.review(row.pk, decision="accepted", by=person, now=NOW, seen=None).pk
                    )
                except Conflict:
                    conflicts += 1
        finally:
            connection.close()
        return stored, conflicts

    with ThreadPoolExecutor(PEOPLE) as pool:
        results = list(pool.map(work, people))
    stored = sorted(pk for mine, _ in results for pk in mine)
    assert stored == sorted(Review.objects.values_list("pk", flat=True))
    assert len(stored) == len(rows)
    assert sum(conflicts for _, conflicts in results) == (PEOPLE - 1) * len(rows)
    for row in Finding.objects.all():
        assert row.state == "accepted"
        assert Entry.objects.filter(item=f"finding:{row.pk}").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_acts_on_many_share_the_findings_between_them() -> None:
    """Both take the same findings in opposite order: neither waits forever, and each finding is decided by one of them."""
    text = report(" ".join(str(number) for number in range(100, 140)))
    rows = [finding(text, "figure", str(number), value=number) for number in range(100, 140)]
    people = [login("ani"), login("bo")]

    def work(at: int) -> int:
        order = rows if at else rows[::-1]
        try:
            done = record.review_many(
                {row.pk: None for row in order}, decision="accepted", by=people[at], now=NOW
            )
        finally:
            connection.close()
        return len(done.reviews)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, (0, 1))) == len(rows) == Review.objects.count()

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.custody.acting import act, write
from tocsin.custody import entries, log, number, verify
from tocsin.custody.models import Entry, Leaf


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run `work(0)`, `work(1)` ... at once; any exception fails the test."""
    failures: list[BaseException] = []

    def run(index: int) -> None:
        try:
            work(index)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures and not any(thread.is_alive() for thread in threads)


@pytest.mark.django_db
def test_positions_have_no_gaps_where_ids_have():
    """Entry ids may skip numbers; positions never do."""
    [pk] = write(act(1))
    skipping = (Entry(pk=pk + gap, canonical=b"{}", item="x:1", action="x", at=act().at) for gap in (9, 50))
    Entry.objects.bulk_create(skipping)
    assert number() == 2
    assert list(Leaf.objects.values_list("position", "entry_id")) == [(0, pk), (1, pk + 9), (2, pk + 50)]


@pytest.mark.django_db
def test_many_entries_are_numbered_in_more_than_one_batch(monkeypatch):
    """More entries than one batch holds are numbered in order of their ids all the same."""
    monkeypatch.setattr("tocsin.custody.sequencer.BATCH", 3)
    with transaction.atomic():
        ids = log(act(index) for index in range(10))
    assert number(since=ids[0]) == 10
    assert list(Leaf.objects.values_list("entry_id", flat=True)) == ids
    assert number() == 0


@pytest.mark.django_db
def test_an_entry_passed_over_is_found_by_searching_the_whole_log():
    """An entry whose process died before it was numbered, after others had been, is numbered by number()."""
    late, *_ = write(act(1))
    Entry.objects.bulk_create([Entry(pk=late - 1, canonical=b"{}", item="x:1", action="x", at=act().at)])
    assert number(since=late + 1) == 0
    assert number() == 1
    assert list(Leaf.objects.values_list("entry_id", flat=True)) == [late, late - 1]


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_never_fork_the_log():
    """Eight writers at once: every entry has one position, without gaps, in one chain that verifies."""

    def write_ten(writer: int) -> None:
        for index in range(10):
            with transaction.atomic():
                log([act(writer * 100 + index), act(writer * 100 + index, action="read")])

    in_threads(8, write_ten)
    verdict = verify()
    assert verdict.holds and (verdict.checked, verdict.unnumbered) == (160, 0)


@pytest.mark.django_db(transaction=True)
def test_concurrent_sequencers_number_each_entry_once():
    """Six callers of number() at once share the work; no entry is numbered twice."""
    with transaction.atomic():
        log(act(index) for index in range(30))
        transaction.get_connection().run_on_commit.clear()
    counts = []
    in_threads(6, lambda _: counts.append(number()))
    assert sum(counts) == 30 and verify().checked == 30


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_numbered_after_those_before_it():
    """On PostgreSQL a lower id may become visible later: it gets the next position, and the log verifies."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: ids are visible in order")
    begun, others_done = threading.Event(), threading.Event()

    def work(index: int) -> None:
        if index:
            assert begun.wait(30)
        with transaction.atomic():
            log([act(index)])
            begun.set()
            if not index:
                assert others_done.wait(30)
        others_done.set()

    in_threads(2, work)
    assert [line.item for line in entries()] == ["report:1", "report:0"]
    assert verify().holds and verify().unnumbered == 0

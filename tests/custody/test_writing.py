import json
import subprocess
import sys

import pytest
from django.db import OperationalError, transaction

from tests.custody.acting import AT, act, write
from tocsin.custody import Act, entries, log, number, verify
from tocsin.custody.models import Entry, Leaf
from tocsin.errors import WrongUse


def log_and_undo(act: Act) -> None:
    with transaction.atomic():
        log([act])
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_entry_holds_commitments_and_never_content():
    """Item, action, time and result stand in an entry; actor, reason, fields and text do not."""
    [pk] = write(act(7, before={"title": "Old title"}))
    canonical = bytes(Entry.objects.get(pk=pk).canonical)
    held = json.loads(canonical)
    assert [held[name] for name in ("v", "item", "action", "at", "result")] == [
        1,
        "report:7",
        "taken in",
        "2023-09-29T18:00:00.000000Z",
        "done",
    ]
    assert held["before"].keys() == {"title"} and held["after"].keys() == {"title", "publisher"}
    assert len(held["text"]) == 2
    for content in (b"ani", b"road", b"Old title", b"Example Wire", b"paragraph"):
        assert content not in canonical


@pytest.mark.django_db
def test_equal_acts_cannot_be_told_by_their_entries():
    """The same act twice gives two entries without one commitment in common."""
    one, two = (json.loads(bytes(Entry.objects.get(pk=pk).canonical)) for pk in write(act(), act()))
    assert one["actor"] != two["actor"] and not set(one["text"]) & set(two["text"])


@pytest.mark.django_db
def test_an_act_without_reason_and_text_commits_to_none():
    """No reason and no text are null; an empty text is a list without paragraphs."""
    bare = Act(item="alert:3", action="issued", actor="worker", at=AT)
    [pk, empty] = write(bare, act(text=""))
    held = json.loads(bytes(Entry.objects.get(pk=pk).canonical))
    assert (held["reason"], held["text"], held["before"], held["after"]) == (None, None, {}, {})
    assert json.loads(bytes(Entry.objects.get(pk=empty).canonical))["text"] == []


@pytest.mark.django_db(transaction=True)
def test_logging_outside_a_transaction_is_our_own_bug():
    """An entry belongs to the transaction that acts: outside one, log() refuses."""
    with pytest.raises(AssertionError):
        log([act()])


@pytest.mark.django_db(transaction=True)
def test_an_act_undone_is_not_logged():
    """An act that is rolled back leaves no entry, and what follows is numbered without a gap."""
    log_and_undo(act(1))
    with transaction.atomic():
        log([act(2)])
    assert [(line.position, line.item) for line in entries()] == [(0, "report:2")]


@pytest.mark.django_db(transaction=True)
def test_numbered_once_per_transaction():
    """However often one transaction logs, one call numbers all of it when it commits."""
    with transaction.atomic():
        for index in range(5):
            log([act(index)])
        assert len(transaction.get_connection().run_on_commit) == 1
        assert not Leaf.objects.exists()
    assert [line.position for line in entries()] == [0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_numbered_though_an_inner_part_was_undone():
    """A part rolled back takes its own numbering with it, not that of what follows in the transaction."""
    with transaction.atomic():
        log_and_undo(act(1))
        log([act(2)])
    assert [(line.position, line.item) for line in entries()] == [(0, "report:2")]


@pytest.mark.django_db(transaction=True)
def test_a_failure_to_number_loses_nothing(monkeypatch):
    """Where numbering fails the act stands, its entry waits, and the next act's call numbers both."""

    def refuse():
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr("tocsin.custody.sequencer._wait_for_turn", refuse)
        with transaction.atomic():
            log([act(1)])
    assert verify().unnumbered == 1
    with transaction.atomic():
        log([act(2)])
    assert [(line.position, line.item) for line in entries()] == [(0, "report:1"), (1, "report:2")]


@pytest.mark.django_db
def test_text_without_utf_8_form_is_refused():
    """Half a character in a reason is refused with what is wrong, and nothing is logged."""
    with pytest.raises(WrongUse, match="reason"):
        write(act(reason="a\udcff"))
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_nothing_to_log_is_nothing():
    """No acts: no entries, nothing to number."""
    assert write() == [] and number() == 0


@pytest.mark.django_db
def test_entries_show_the_log_in_order():
    """entries() shows the log in order, of one item where one is named, and the last ones where so many are asked."""
    write(act(1), act(2), act(1, action="read"))
    with transaction.atomic():
        log([act(4)])
    assert [line.position for line in entries()] == [0, 1, 2, None]
    assert [line.action for line in entries("report:1")] == ["taken in", "read"]
    assert [line.position for line in entries(limit=2)] == [2, None]
    first = entries()[0]
    assert (first.actor, first.reason, first.at, len(first.chain_hash)) == ("ani", "seen on the road", AT, 64)
    assert entries()[-1].chain_hash == ""


def test_the_package_is_imported_without_django():
    """Importing custody loads no model, so that Django can import it while it starts."""
    check = "import sys, tocsin.custody as custody; custody.Act; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True)

"""What SQLite's one writer does before the commit instead of after it."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.custody.acting import AT, act
from tocsin.custody import log, verify
from tocsin.custody.models import Leaf, Witness
from tocsin.sqlite import last_step

pytestmark = pytest.mark.django_db(transaction=True)


def add(name: str) -> None:
    with transaction.atomic():
        Witness.objects.create(verifier_key=name, added_at=AT, added_by="ani")


def names() -> list[str]:
    return sorted(Witness.objects.values_list("verifier_key", flat=True))


def act_and(step: Callable[[], object], call: Callable[[], None]) -> None:
    """One transaction with a last step."""
    with transaction.atomic():
        add("act")
        transaction.on_commit(last_step(step)(call), robust=True)


@pytest.fixture(autouse=True)
def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")


def test_an_entry_is_stored_with_its_number():
    """The commit that stores an entry stores its number too: no moment is left in which it has none."""
    seen: list[int] = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append(Leaf.objects.count()))
        log([act(1), act(2)])
    assert seen == [2] and verify().holds


def test_a_step_that_is_done_is_done_once():
    """Its call is not made after the commit."""
    act_and(lambda: add("step"), lambda: add("call"))
    assert names() == ["act", "step"]


def test_a_step_that_fails_is_undone_and_the_act_stands():
    """The call is made after the commit then, as on any other store."""

    def fail() -> None:
        with transaction.atomic():
            add("step")
            raise ValueError

    act_and(fail, lambda: add("call"))
    assert names() == ["act", "call"]


def test_a_step_in_a_part_that_was_undone_is_not_taken():
    """A savepoint that is rolled back takes its last steps along."""
    with transaction.atomic():
        add("act")
        with transaction.atomic():
            transaction.on_commit(last_step(lambda: add("step"))(lambda: add("call")))
            transaction.set_rollback(True)
    assert names() == ["act"]


def test_a_stop_within_a_step_undoes_the_act():
    """Somebody who stops the program before the commit finds nothing of the act, and the store works on."""

    def stop() -> None:
        add("step")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act_and(stop, lambda: add("call"))
    assert names() == []
    add("later")
    assert names() == ["later"]

"""The whole store against the log: what was needed, decided, paid and delivered is as it was logged, or is named."""

from collections.abc import Callable
from json import loads

import pytest
from django.db import connection

from tests.relief.spending.spending_world import (
    approved,
    at,
    first,
    given,
    listed,
    payment,
    programme,
    sent,
)
from tocsin.custody.models import Entry
from tocsin.relief.models import Allocation, Delivery, Payment, PaymentList
from tocsin.relief.spending import delivering, ruling
from tocsin.whole_store.verifying import faults

MINE = ("programme:", "allocation:", "payment-list:", "duplicate-ruling:", "delivery:")


def found() -> list[str]:
    return [fault for fault in faults(lambda: None) if fault.startswith(MINE)]


def world() -> None:
    row = approved(programme(given(100_000)), 60_000)
    one = listed(row, ("HH-1", 20_000), ("HH-1", 30_000))
    (group,) = ruling.duplicates_of(one)
    ruling.rule(
        one, group.duplicate.key, verdict="all due", reason="Two homes.", by=first(), now=at(4), seen=None
    )
    delivering.say(payment(sent(one)), "returned", by=first(), now=at(5), seen=None, reason="Moved.")


def without_guards(change: Callable[[], object]) -> None:
    """As somebody would who has the database itself."""
    names = [name for name in _triggers() if name.startswith("relief_")]
    with connection.cursor() as cursor:
        for name in names:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    change()


def _triggers() -> list[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_what_was_done_is_as_it_was_logged() -> None:
    """Every noun is in the log; no entry holds a payee, an amount in words, or a reason that can be read."""
    world()
    assert found() == []
    nouns = {item.split(":")[0] for item in Entry.objects.values_list("item", flat=True)}
    assert {noun.rstrip(":") for noun in MINE} <= nouns
    for entry in Entry.objects.all():
        assert set(loads(bytes(entry.canonical))) >= {"after", "item"}
        assert b"HH-1" not in bytes(entry.canonical)
        assert b"Moved" not in bytes(entry.canonical)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda: Payment.objects.filter(line=2).update(minor=1), "payment-list:"),
        (lambda: Payment.objects.filter(line=3).update(payee="HH-9"), "payment-list:"),
        (lambda: PaymentList.objects.update(value_date="2020-01-01"), "payment-list:"),
        (lambda: Allocation.objects.update(minor=70_000), "allocation:"),
        (lambda: Allocation.objects.update(decision="Another."), "allocation:"),
        (lambda: Allocation.objects.get().acts.filter(action="approve").update(login=first()), "allocation:"),
        (lambda: Delivery.objects.update(minor=19_999), "delivery:"),
        (lambda: Delivery.objects.all()._raw_delete("default"), "delivery:"),
    ],
    ids=["amount", "payee", "day", "allocation", "decision", "approver", "returned", "deleted"],
)
def test_what_was_changed_past_the_guards_is_named(change: Callable[[], object], named: str) -> None:
    """Whoever has the database can drop its triggers, and is found out all the same."""
    world()
    without_guards(change)
    assert [fault for fault in found() if fault.startswith(named)]

"""The worker's rounds: what becomes of a message while channels fail, leases end and people retry."""

import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.crowd import put_in, subscribers
from tests.delivery.lines import http, http_server, listening, mail_server
from tocsin import delivery
from tocsin.delivery import holding, outbox
from tocsin.delivery.backoff import RETRY_AFTER_MAX_S, TRIES_MAX, WAIT_MAX_S, next_try
from tocsin.delivery.channels import channels
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.models import Attempt, Contact, Dispatch, Subscription, Worker
from tocsin.delivery.states import FINAL, Outcome, Result, State, follow

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)


class Pigeons:
    """A channel for tests: hands over to a list, and behaves as the address says."""

    name = "pigeon"
    at_once = at_once_in_lane = 2
    repeats_unknown = True
    signs = False

    def __init__(self) -> None:
        self.flown: list[Parcel] = []

    def ready(self) -> bool:
        return True

    def checked(self, address: str, keys: str) -> str:
        return address

    def lane(self, address: str) -> str:
        return f"pigeon:{address.partition('@')[2]}"

    def open(self) -> "Pigeons":
        return self

    def close(self) -> None:
        pass

    def send(self, parcel: Parcel) -> Outcome:
        self.flown.append(parcel)
        if parcel.address.startswith("raises"):
            raise RuntimeError(parcel.address)
        if parcel.address.startswith("down"):
            return Outcome(result=Result.TEMPORARY, reason="nobody there", lane_down=True)
        return Outcome(result=Result.DELIVERED)


@pytest.fixture
def pigeons(monkeypatch: pytest.MonkeyPatch) -> Pigeons:
    loft = Pigeons()
    monkeypatch.setitem(channels(), "pigeon", loft)
    return loft


def states() -> Counter[str]:
    return Counter(Dispatch.objects.values_list("state", flat=True))


def taken_by(name: str, now: datetime) -> list[int]:
    """Of the pigeons' dispatches, at most five."""
    with transaction.atomic():
        return [row.pk for row in holding.take(name, "pigeon", room=5, busy_lanes=(), now=now)]


def later(minutes: float) -> Any:
    return lambda: datetime.now(UTC) + timedelta(minutes=minutes)


@given(tries=st.integers(1, 40), seed=st.text(max_size=9), asked=st.none() | st.floats(0, 1e9))
def test_a_wait_is_known_from_what_is_stored(tries: int, seed: str, asked: float | None) -> None:
    """The same try waits the same time; never longer than the bounds, never shorter than the other side asked for."""
    at = next_try(tries, NOON, seed, retry_after_s=asked)
    assert at == next_try(tries, NOON, seed, retry_after_s=asked)
    assert (at is None) == (tries >= TRIES_MAX)
    if at is not None:
        wait_s = (at - NOON).total_seconds()
        assert min(asked or 0, RETRY_AFTER_MAX_S) <= wait_s + 1e-5 and wait_s <= max(
            1.25 * WAIT_MAX_S, RETRY_AFTER_MAX_S
        )


@given(
    result=st.sampled_from(list(Result)),
    tries=st.integers(1, 20),
    hours=st.integers(-1, 100),
    repeats=st.booleans(),
)
def test_after_every_try_a_message_is_ended_or_has_a_time(
    result: Result, tries: int, hours: int, repeats: bool
) -> None:
    """Nothing waits without a time, nothing that ended has one; only what a channel may not repeat waits for a person."""
    step = follow(
        Outcome(result=result),
        tries=tries,
        now=NOON,
        seed="x",
        until=NOON + timedelta(hours=hours),
        repeats=repeats,
    )
    for_a_person = step.state is State.UNKNOWN and not repeats
    assert (step.next_at is None) == (step.state in FINAL or for_a_person)
    assert step.next_at is None or NOON < step.next_at <= NOON + timedelta(hours=hours)


@pytest.mark.django_db(transaction=True)
def test_one_dead_lane_holds_up_no_other(pigeons: Pigeons) -> None:
    """A host that answers nobody is tried a few times and left in peace; all others get theirs in the same round."""
    subscribers("pigeon", [f"down{n}@dead" for n in range(100)] + [f"well{n}@alive" for n in range(100)])
    put_in()
    delivery.drain()
    tried = [parcel.address for parcel in pigeons.flown]
    assert sum(address.startswith("well") for address in tried) == 100
    assert sum(address.startswith("down") for address in tried) <= 2
    assert states()["delivered"] == 100 and states()["queued"] >= 98
    assert not Dispatch.objects.exclude(held_by="").exists()


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_a_plugin_stops_nobody(pigeons: Pigeons, caplog: Any) -> None:
    """What it did before it failed is not known, so that stands there; no address comes into a log."""
    caplog.set_level(logging.DEBUG)
    subscribers("pigeon", ["raises@one", "well@two"])
    message = put_in()
    delivery.drain()
    assert states() == {"outcome unknown": 1, "delivered": 1}
    (trouble,) = delivery.troubles(message)
    assert trouble.reason == "fault of the channel (RuntimeError)" and trouble.next_at
    assert "raises@one" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_only_held_is_not_called_unknown(pigeons: Pigeons) -> None:
    """Held is not handed over: only what was begun may have arrived, and is repeated under its id."""
    subscribers("pigeon", [f"well{n}@alive" for n in range(5)])
    put_in()
    delivery.outbox.fan_out(datetime.now(UTC))
    now = datetime.now(UTC)
    holding.enlist("dead", now, 0.001)
    rows = taken_by("dead", now)
    holding.begin("dead", [rows[0]], now)
    delivery.drain(clock=later(0.1))
    assert states() == {"delivered": 5} and Attempt.objects.count() == 6
    (again,) = Dispatch.objects.filter(unknowns=1)
    assert (again.pk, again.tries) == (rows[0], 2)
    assert Counter(parcel.stable_id for parcel in pigeons.flown).most_common(1)[0][1] == 1
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same(pigeons: Pigeons) -> None:
    """What one has taken the other passes over."""
    subscribers("pigeon", [f"well{n}@alive" for n in range(9)])
    put_in()
    now = datetime.now(UTC)
    delivery.outbox.fan_out(now)
    for name in ("one", "two"):
        holding.enlist(name, now, 60)
    held = [taken_by(name, now) for name in ("one", "two")]
    assert [len(each) for each in held] == [5, 4] and set(held[0]).isdisjoint(held[1])
    assert holding.begin("two", held[0], now) == frozenset()


@pytest.mark.django_db(transaction=True)
def test_unknown_at_the_mail_server_is_shown_counted_and_repeated_under_the_same_id(settings: Any) -> None:
    """The server takes the letter and hangs up; the next round repeats it, and both tries stand there."""
    subscribers("mail", ["reader@example.org"])
    message = put_in()
    with listening(mail_server(after_letter=None)) as there:
        settings.TOCSIN_SMTP = f"smtp://127.0.0.1:{there.port}?security=none"
        delivery.drain()
    (one,) = delivery.tally(message)
    assert (one.state, one.unknowns, one.tries) == ("outcome unknown", 1, 1)
    before = Dispatch.objects.get().stable_id
    with listening(mail_server()) as there:
        settings.TOCSIN_SMTP = f"smtp://127.0.0.1:{there.port}?security=none"
        delivery.drain(clock=later(1))
    (one,) = delivery.tally(message)
    assert (one.state, one.unknowns, one.tries) == ("sent", 1, 2)
    assert Dispatch.objects.get().stable_id == before


@pytest.mark.django_db(transaction=True)
def test_410_ends_the_subscription_and_forgets_the_address(settings: Any) -> None:
    """Nobody is there any more: nothing is sent there again."""
    with listening(http_server(http(410))) as there:
        settings.TOCSIN_WEBHOOK_INSIDE = {f"127.0.0.1:{there.port}"}
        subscribers("webhook", [f"http://127.0.0.1:{there.port}/"])
        put_in()
        delivery.drain()
    assert states() == {"failed": 1} and Contact.objects.get().address == ""
    ended = Subscription.objects.get()
    assert (ended.state, ended.ended_why, ended.secret) == ("ended", "the address is gone", "")


@pytest.mark.django_db(transaction=True)
def test_a_channel_that_is_not_set_up_lets_its_messages_wait(settings: Any) -> None:
    """Without a mail server nothing is tried, and nothing is lost."""
    settings.TOCSIN_SMTP = ""
    subscribers("mail", ["reader@example.org"])
    put_in()
    assert delivery.drain() == 0
    assert states() == {"queued": 1}


@pytest.mark.django_db(transaction=True)
def test_a_message_is_settled_once_and_again_after_a_person_retried_it(pigeons: Pigeons) -> None:
    """Counts are noted when the last one ended; a retry goes only to who did not get it."""
    subscribers("pigeon", ["well@alive", "late@alive"])
    message, logged = put_in(), list[Any]()
    delivery.drain()
    Dispatch.objects.filter(contact__address="late@alive").update(state=State.GIVEN_UP, next_at=None)
    for _ in range(2):
        delivery.settle(now=NOON, log=lambda row: logged.append(row.settled))
    assert logged == [{"pigeon": {"delivered": 1, "given up": 1}}]
    assert delivery.retry(message, now=datetime.now(UTC), log=lambda row: logged.append(row.settled)) == 1
    delivery.drain()
    delivery.settle(now=NOON, log=lambda row: logged.append(row.settled))
    assert logged[1:] == [None, {"pigeon": {"delivered": 2}}]
    assert len(pigeons.flown) == 3


@pytest.mark.django_db(transaction=True)
def test_too_late_is_given_up(pigeons: Pigeons) -> None:
    """A warning that expired, or was tried for three days, goes to nobody."""
    subscribers("pigeon", ["well@alive"])
    put_in()
    delivery.drain(clock=later(60 * 24 * 3 + 1))
    assert states() == {"given up": 1} and pigeons.flown == []
    assert Dispatch.objects.get().reason == "too late"


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_only_what_it_takes(pigeons: Pigeons) -> None:
    """Of a message for many, all due at one time, the index gives the next ones in order: nothing is sorted first."""
    subscribers("pigeon", [f"{n}@alive" for n in range(40)])
    put_in()
    assert outbox.fan_out(datetime.now(UTC)) == 40
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert len(holding.take("worker", "pigeon", room=3, busy_lanes=(), now=datetime.now(UTC))) == 3
    (taking,) = [each["sql"] for each in asked if "ORDER BY" in each["sql"]]
    plan = _plan(taking)
    assert "dispatch_due" in plan and "Sort" not in plan and "TEMP B-TREE" not in plan


def _plan(statement: str) -> str:
    """How the store would answer, were there too many rows to sort."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return str(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_who_waits_beside_many_in_a_full_lane_gets_it_too(pigeons: Pigeons) -> None:
    """Also where a worker just found that nothing was due beside the full lane."""
    subscribers("pigeon", [*(f"{n}@alive" for n in range(120)), "one@beside"])
    put_in()
    assert delivery.drain() == 121
    assert states() == {"delivered": 121} and len({each.address for each in pigeons.flown}) == 121

"""A worker killed with -9 while it delivers: nothing is lost, and only what was in its hands comes twice.

The long form (`make conformance`) sends 10,000 letters and 10,000 webhooks and kills ten times.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.delivery.crowd import put_in, subscribers
from tests.delivery.sinks import ROOT, Running, sinks
from tocsin.delivery.models import Attempt, Dispatch, Message, Worker
from tocsin.delivery.states import State

EACH = int(os.environ.get("TOCSIN_TEST_LETTERS", "300"))
KILLS = int(os.environ.get("TOCSIN_TEST_DELIVERY_KILLS", "3"))
#: seconds: what a killed worker held is free again after it
LEASE_S = 1.0
#: arguments: lease
SCRIPT = """
import sys
import django
django.setup()
from tocsin import delivery
from tocsin.delivery.models import Dispatch
while Dispatch.objects.filter(next_at__isnull=False).exists() or not Dispatch.objects.exists():
    delivery.drain(once=True, lease_s=float(sys.argv[1]))
print("ended", flush=True)
"""


def environment(running: Running, home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return (
        kept
        | running.settings()
        | {
            "TOCSIN_HOME": str(home),
            "DATABASE_URL": store_url(),
            "SECRET_KEY": os.environ["SECRET_KEY"],
            "DJANGO_SETTINGS_MODULE": "tocsin.settings",
            "PYTHONPATH": str(ROOT),
        }
    )


def store_url() -> str:
    """Of the database that the test runs in."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    one = connection.settings_dict
    return f"postgresql://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{one['PORT']}/{name}"


def start(env: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SCRIPT, str(LEASE_S)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def taken() -> int:
    return Dispatch.objects.filter(state__in=(State.SENT, State.DELIVERED)).count()


def kill_at(process: "subprocess.Popen[str]", count: int) -> set[str]:
    """Kills it as soon as so many have arrived; the ids of what it had in its hands then."""
    until = time.monotonic() + 600
    while taken() < count and process.poll() is None:
        assert time.monotonic() < until, f"{taken()} of {count} after ten minutes"
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=60)
    return set(Dispatch.objects.filter(state=State.SENDING).values_list("stable_id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_repeats_only_what_it_had_in_hand(
    tmp_path: Path, capsys: Any
) -> None:
    """Every id arrives; one that arrives again was being handed over at a kill, and is counted as unknown once."""
    with sinks(tmp_path / "arrived") as running:
        subscribers("mail", [f"reader{n}@example.org" for n in range(EACH)])
        hook = f"http://127.0.0.1:{running.webhook_port}"
        subscribers("webhook", [f"{hook}/{n}" for n in range(EACH)])
        put_in()
        env, in_hand = environment(running, tmp_path), set[str]()
        for kill in range(KILLS):
            in_hand |= kill_at(start(env), round(2 * EACH * (kill + 0.5) / KILLS))
        process = start(env)
        said, trouble = process.communicate(timeout=1800)
        assert said == "ended\n", trouble
        arrived = running.arrivals("mail") + running.arrivals("webhook")
    ids = set(Dispatch.objects.values_list("stable_id", flat=True))
    again = {name: times - 1 for name, times in arrived.items() if times > 1}
    assert len(ids) == 2 * EACH and set(arrived) == ids
    assert set(again) <= in_hand
    unknown = dict(Dispatch.objects.filter(unknowns__gt=0).values_list("stable_id", "unknowns"))
    assert set(unknown) == in_hand and all(again.get(name, 0) <= times for name, times in unknown.items())
    assert taken() == 2 * EACH and Attempt.objects.count() == 2 * EACH + sum(unknown.values())
    assert not Worker.objects.exists() and Message.objects.count() == 1
    with capsys.disabled():
        sys.stdout.write(
            f"\n{connection.vendor}: {2 * EACH:,} messages, {KILLS} kills: 0 lost, {len(in_hand)} in hand at a kill,"
            f" {sum(again.values())} of them arrived twice\n"
        )

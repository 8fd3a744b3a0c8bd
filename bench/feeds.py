"""Feeds over HTTP with 10,000 alerts in them, and how soon a poller sees what is issued.

The server is `tocsin serve` as it is. Alerts are written, approved and issued by the verbs that the desk uses, forty a
minute, while a poller asks for the feed four times a second, with the ETag that it has. The time counts from the moment
at which an alert is issued (its transaction is committed) to the moment at which the poller has read the entry; beside it,
from the moment at which the issuer asked for it, with signing and storing.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from time import monotonic, perf_counter, sleep
from typing import Any

from bench.analysts import _free_port, _wait
from bench.figures import spread
from bench.scratch import scratch_store

ALERTS = 10_000
RUNS = 100
#: the poller's, and those that are issued
POLLS_A_SECOND, ISSUES_A_MINUTE = 4, 40
ISSUES = int(os.environ.get("TOCSIN_BENCH_ISSUES", "100"))
ADDRESSES = (
    ("feed.atom", "Atom, its first page"),
    ("feed.cap.atom", "the same for readers of CAP"),
    ("feed.rss", "RSS, its first page"),
    ("feed.atom?level=sos&status=Exercise", "chosen by level and status"),
    ("feed.atom?page=100", "the last page"),
)


def main(url: str = "") -> None:
    with scratch_store(url):
        situation, people = _situation()
        _take_key()
        _fill(situation, people)
        waiting = [_approved(situation, people, number) for number in range(ISSUES)]
        with _served() as port:
            print(
                f"feeds with {ALERTS:,} alerts, a tenth of them replaced, over {url.partition(':')[0] or 'SQLite'}"
            )
            for address, what in ADDRESSES:
                _time(port, address, what)
            _watch(port, waiting, people["issuer"])


def _situation() -> tuple[Any, dict[str, Any]]:
    from django.contrib.auth.models import Group, User

    from tocsin import situations

    people = {}
    for role in ("analyst", "issuer"):
        people[role] = User.objects.create_user(role)
        people[role].groups.add(Group.objects.get_or_create(name=role)[0])
    now = datetime.now(UTC)
    made = situations.open_situation(
        "measured", title="Measured", time_zone="UTC", by="bench", now=now, demonstration=True
    )
    return made, people


def _take_key() -> None:
    """Nothing is issued unsigned, an exercise neither."""
    from tocsin.alerts import key_files, key_pair
    from tocsin.alerts.key_acts import take_into_use

    now = datetime.now(UTC)
    pair = key_pair.made(
        organisation="bench", site="http://127.0.0.1", days=key_pair.DAYS, demonstration=True, now=now
    )
    key_files.keep(pair)
    take_into_use(pair, by="bench", now=now, reason="measured", demonstration=True)


def _draft(situation: Any, people: dict[str, Any], level: str, number: int) -> Any:
    from tocsin import alerts

    return alerts.draft(
        situation,
        scheme="lemkin-institute",
        level=level,
        status="Exercise",
        headline=f"People wait at a crossing that is closed, measure {number}",
        area="People on the road to the crossing and in the villages beside it",
        findings=[],
        by=people["analyst"],
        now=datetime.now(UTC),
    )


def _approved(situation: Any, people: dict[str, Any], number: int) -> Any:
    from tocsin import alerts

    alert = _draft(situation, people, "sos", number)
    alert = alerts.submit(alert, by=people["analyst"], now=datetime.now(UTC))
    read = [each.key for each in alerts.warnings_of(alert)]
    return alerts.approve(alert, by=people["issuer"], now=datetime.now(UTC), ticked=read)


def _fill(situation: Any, people: dict[str, Any]) -> None:
    """Copies of one alert that was issued, an hour apart; every tenth is the update of the one before it."""
    from tocsin import alerts
    from tocsin.alerts.models import Alert

    first = alerts.issue(_approved(situation, people, 0), by=people["issuer"], now=datetime.now(UTC))
    numbers = range(2, ALERTS + 1)
    plain = [_copy(first, number) for number in numbers if number % 10]
    Alert.objects.bulk_create(plain, batch_size=500)
    keys = dict(Alert.objects.values_list("identifier", "pk"))
    updates = [
        _copy(
            first, number, message_type="Update", state="issued", replaces_id=keys[f"measured-{number - 1}"]
        )
        for number in numbers
        if number % 10 == 0
    ]
    Alert.objects.bulk_create(updates, batch_size=500)


def _copy(first: Any, number: int, **other: Any) -> Any:
    names = [field.attname for field in first._meta.concrete_fields if not field.primary_key]
    fields = {name: getattr(first, name) for name in names}
    return type(first)(
        **fields
        | {
            "number": number,
            "identifier": f"measured-{number}",
            "level": "red-flag" if number % 2 else "sos",
            "issued_at": first.issued_at - timedelta(hours=ALERTS - number),
            "state": "updated" if number % 10 == 9 else "issued",
        }
        | other
    )


@contextmanager
def _served() -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "tocsin.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _time(port: int, address: str, what: str) -> None:
    """The first full answer, which writes the page; further ones; and answers to whoever has the newest."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    began = perf_counter()
    _status, etag, content = _get(connection, address, "")
    first_ms = (perf_counter() - began) * 1000
    full_ms = [_ms(connection, address, "", 200) for _ in range(RUNS)]
    none_ms = [_ms(connection, address, etag, 304) for _ in range(RUNS)]
    connection.close()
    print(f"{what} ({len(content):,} bytes)")
    print(f"  conditional, 304      {spread(none_ms, 'ms')}")
    print(
        f"  in full, 200          {spread(full_ms, 'ms')}; the first one, which wrote the page: {first_ms:.0f} ms"
    )


def _ms(connection: HTTPConnection, address: str, etag: str, expected: int) -> float:
    start = perf_counter()
    status, _etag, _content = _get(connection, address, etag)
    assert status == expected, (address, status)
    return (perf_counter() - start) * 1000


def _get(connection: HTTPConnection, address: str, etag: str) -> tuple[int, str, bytes]:
    connection.request("GET", f"/alerts/{address}", headers={"If-None-Match": etag} if etag else {})
    answer = connection.getresponse()
    return answer.status, answer.getheader("ETag") or "", answer.read()


def _watch(port: int, waiting: list[Any], issuer: Any) -> None:
    """Issues all that waits, evenly, and says how long each took to be seen."""
    from tocsin import alerts

    seen: dict[str, float] = {}
    stopped = threading.Event()
    poller = threading.Thread(target=_poll, args=(port, seen, stopped))
    poller.start()
    issued, begin = {}, monotonic()
    for number, alert in enumerate(waiting):
        sleep(max(0.0, begin + number * 60 / ISSUES_A_MINUTE - monotonic()))
        start = monotonic()
        row = alerts.issue(alert, by=issuer, now=datetime.now(UTC))
        issued[row.identifier] = start, monotonic()
    sleep(3)
    stopped.set()
    poller.join()
    missing = issued.keys() - seen.keys()
    assert not missing, f"{len(missing)} were never seen"
    waits_s = [max(0.0, seen[name] - done) for name, (_start, done) in issued.items()]
    whole_s = [seen[name] - start for name, (start, _done) in issued.items()]
    took_ms = [(done - start) * 1000 for start, done in issued.values()]
    soon = sum(wait_s < 1 for wait_s in waits_s) / len(waits_s)
    print(
        f"{len(waits_s)} alerts issued, {ISSUES_A_MINUTE} a minute, by a poller that asks {POLLS_A_SECOND} times a second"
    )
    print(f"  seen within 1 s       {soon:.1%}; {spread(waits_s, 's')}")
    print(
        f"  since it was asked    {spread(whole_s, 's')}, {sum(each < 1 for each in whole_s) / len(whole_s):.1%} within 1 s"
    )
    print(f"  to sign and store     {spread(took_ms, 'ms')}")


def _poll(port: int, seen: dict[str, float], stopped: threading.Event) -> None:
    from lxml import etree

    connection, etag = HTTPConnection("127.0.0.1", port, timeout=60), ""
    while not stopped.wait(1 / POLLS_A_SECOND):
        status, etag, content = _get(connection, "feed.atom", etag)
        if status == 200:
            for node in etree.fromstring(content).iter("{http://www.w3.org/2005/Atom}id"):
                seen.setdefault(str(node.text).rpartition(":")[2], monotonic())
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

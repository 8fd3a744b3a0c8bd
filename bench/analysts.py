"""Twenty analysts at once over HTTP, for a minute: is any decision lost, how many a second, how long does one wait?

`TOCSIN_TEST_POSTGRESQL=... python -m bench analysts`. The server is `tocsin serve` as it is, over PostgreSQL. All work on
the same findings, so that many come second: each accepts, refuses or undoes. At the end every decision that was acknowledged
stands in the record and in the custody log exactly once, and no answer was a fault of the server.
"""

import os
import socket
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from bench.figures import median
from bench.scratch import scratch_store

ANALYSTS = 20
SECONDS = float(os.environ.get("TOCSIN_BENCH_SECONDS", "60"))
FINDINGS = 200
TOKEN = "t" * 32  # of a form: the cookie and the field have to agree


def main(url: str) -> None:
    with scratch_store(url):
        finding_ids, sessions = _prepare()
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "tocsin.cli", "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a line for each conflict, which are counted here
        )
        try:
            _wait(port)
            with ThreadPoolExecutor(ANALYSTS) as pool:
                results = list(pool.map(lambda cookie: _work(port, cookie, finding_ids), enumerate(sessions)))
        finally:
            server.terminate()
            server.wait(20)
        _tell([each for one in results for each in one])


def _prepare() -> tuple[list[int], list[str]]:
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from bench.made_situation import make_situation
    from tocsin.record.models import Finding
    from tocsin.web.roles import Role

    make_situation()
    role = Group.objects.get_or_create(name=str(Role.ANALYST))[0]
    sessions = []
    for number in range(ANALYSTS):
        person = User.objects.create_user(f"analyst{number}")
        person.groups.add(role)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        sessions.append(client.cookies["sessionid"].value)
    waiting = Finding.objects.filter(state="open", review=None).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:FINDINGS]), sessions


def _work(port: int, who: tuple[int, str], finding_ids: list[int]) -> list[tuple[str, int, int, float]]:
    """(what was asked, finding, status, seconds) for each request."""
    number, cookie = who
    random, until = Random(number), monotonic() + SECONDS
    connection, done = HTTPConnection("127.0.0.1", port, timeout=60), []
    last: dict[int, str] = {}
    while monotonic() < until:
        finding = random.choice(finding_ids)
        act = "undo" if finding in last and random.random() < 0.3 else "review"
        form = {
            "decision": random.choice(["accepted", "refused"]),
            "reason": "measured",
            "seen": last.get(finding, ""),
            "csrfmiddlewaretoken": TOKEN,
        }
        start = perf_counter()
        status, text = _post(connection, cookie, f"/desk/findings/{finding}/{act}/", form)
        done.append((act, finding, status, perf_counter() - start))
        last[finding] = _seen(text)
    connection.close()
    return done


def _post(connection: HTTPConnection, cookie: str, path: str, form: dict[str, str]) -> tuple[int, str]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}",
        "HX-Request": "true",
    }
    connection.request("POST", path, urlencode(form), headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


def _seen(card: str) -> str:
    """The review in force that the card shows, by which the next decision is held."""
    _before, found, rest = card.partition('name="seen" value="')
    return rest.partition('"')[0] if found else ""


def _tell(done: list[tuple[str, int, int, float]]) -> None:
    from django.db.models import Count

    from tocsin.custody.models import Entry
    from tocsin.record.models import Review

    statuses = Counter(status for _, _, status, _ in done)
    acknowledged = Counter(finding for _, finding, status, _ in done if status == 200)
    stored = dict(
        Review.objects.filter(reviewer__username__startswith="analyst")
        .values_list("finding")
        .annotate(n=Count("pk"))
    )
    logged = dict(
        Entry.objects.filter(actor__startswith="analyst", item__startswith="finding:")
        .values_list("item")
        .annotate(n=Count("pk"))
    )
    assert all(status < 500 for status in statuses), statuses
    assert stored == acknowledged, "a decision that was acknowledged is not in the record exactly once"
    assert logged == {f"finding:{pk}": n for pk, n in acknowledged.items()}, "... nor in the log"
    waits_ms = sorted(seconds * 1000 for *_, seconds in done)
    print(
        f"{ANALYSTS} analysts for {SECONDS:g} s on {FINDINGS} findings: {sum(acknowledged.values()):,} decisions"
    )
    print(
        f"  a second             {sum(acknowledged.values()) / SECONDS:.3g}, of {len(done) / SECONDS:.3g} requests"
    )
    print(
        f"  conflicts told       {statuses[409]:,}; refused as not one's own or nothing to undo {statuses[400]:,}"
    )
    print(
        f"  wait                 median {median(waits_ms):.3g} ms, p95 {waits_ms[int(len(waits_ms) * 0.95)]:.3g} ms"
    )
    print(f"  answers by status    {dict(sorted(statuses.items()))}; none lost, none twice")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            sleep(0.5)
        else:
            return
    raise SystemExit("bench: the server does not listen after a minute")


if __name__ == "__main__":
    main(*sys.argv[1:])

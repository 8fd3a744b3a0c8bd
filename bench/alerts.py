"""How many alerts a minute one process brings from draft to issued bytes, by the verbs that the desk uses.

Each alert has six sentences on findings of a situation with 10,000 of them, and is also written in a second language.
The verbs check every footnote, number the alert, sign its CAP message, put it into the outbox and log each
act; every commit is on disk before the next one begins (SQLite: WAL, synchronous=FULL). The series grows all the while.

The goal, 40 a minute, is ten times the national peak in the United States.
"""

import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from bench.figures import median
from bench.scratch import scratch_store

ALERTS, FINDINGS_EACH = 200, 6
GOAL_A_MINUTE = 40
#: of all, those that are compared with the last ones
FIRST = 50


def main(url: str = "") -> None:
    with scratch_store(url):
        from bench.made_situation import make_situation

        situation = make_situation()
        people = _people()
        _key()
        findings = _findings(situation)
        _alert(situation, people, findings, 0)  # not counted: it imports
        whole, issues = [], []
        began = perf_counter()
        for number in range(1, ALERTS + 1):
            taken, issue = _alert(situation, people, findings, number)
            whole.append(taken)
            issues.append(issue)
        took = perf_counter() - began
    _print(url.partition(":")[0] or "SQLite", took, whole, issues)


def _print(store: str, took: float, whole: list[float], issues: list[float]) -> None:
    rate = ALERTS / took * 60
    print(f"alerts, {ALERTS} one after the other, from draft to issued bytes, over {store}")
    print(f"  a minute: {rate:,.0f}; the goal is {GOAL_A_MINUTE}: {rate / GOAL_A_MINUTE:.1f} times it")
    for what, times in (("all steps of one alert", whole), ("its issue alone", issues)):
        ordered = sorted(times)
        slow = ordered[int(len(ordered) * 0.99) - 1]
        print(f"  {what}: median {median(times) * 1000:,.0f} ms, 99 of 100 within {slow * 1000:,.0f} ms")
    first, last = median(issues[:FIRST]), median(issues[-FIRST:])
    print(
        f"  issue, the last {FIRST} beside the first {FIRST} of the series: {last / first:.2f} times as long"
    )


def _people() -> dict[str, Any]:
    from django.contrib.auth.models import Group, User

    people = {}
    for name, role in (("writer", "analyst"), ("signer", "issuer")):
        people[name] = User.objects.create_user(name)
        people[name].groups.add(Group.objects.get_or_create(name=role)[0])
    return people


def _key() -> None:
    from tocsin.alerts import key_files
    from tocsin.alerts.key_acts import take_into_use
    from tocsin.alerts.key_pair import made

    now = datetime.now(UTC)
    pair = made(
        organisation="Measured",
        site="https://desk.example",
        days=30,
        demonstration=False,
        now=now - timedelta(hours=1),
    )
    key_files.keep(pair)
    take_into_use(pair, by="bench", now=now - timedelta(minutes=1), reason="to measure")


def _findings(situation: Any) -> list[int]:
    from tocsin.record.models import Finding

    rows = Finding.objects.filter(
        report__gatherings__situation=situation,
        state="accepted",
        kind__in=("figure", "statement", "event", "call"),
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[: ALERTS * FINDINGS_EACH])


def _alert(situation: Any, people: dict[str, Any], findings: list[int], number: int) -> tuple[float, float]:
    """Seconds that all steps took, and of them the issue."""
    from tocsin import alerts

    first = number * FINDINGS_EACH % (len(findings) - FINDINGS_EACH)
    writer, signer = people["writer"], people["signer"]
    began = perf_counter()
    alert = alerts.draft(
        situation,
        scheme="lemkin-institute",
        level="sos",
        status="Exercise",
        headline=f"People wait at a crossing that is closed, measure {number}",
        area="People on the road to the crossing",
        findings=findings[first : first + FINDINGS_EACH],
        by=writer,
        now=datetime.now(UTC),
    )
    alert = _translated(alert, writer)
    alert = alerts.submit(alert, by=writer, now=datetime.now(UTC))
    read = [each.key for each in alerts.warnings_of(alert)]
    alert = alerts.approve(alert, by=signer, now=datetime.now(UTC), ticked=read)
    before_issue = perf_counter()
    alerts.issue(alert, by=signer, now=datetime.now(UTC))
    ended = perf_counter()
    return ended - began, ended - before_issue


def _translated(alert: Any, writer: Any) -> Any:
    from tocsin import alerts
    from tocsin.alerts.fixed_words import PHRASES
    from tocsin.alerts.translated_words import Words

    words = Words(
        headline="Les gens attendent au passage fermé",
        area="Les gens sur la route",
        event="Risque d'atrocités de masse",
        sentences=[f"Phrase {number}." for number in range(alert.sentences.count())],
        phrases={name: f"fr: {text}" for name, text in PHRASES.items()},
    )
    return alerts.translate(
        alert, "fr", words, made_by="person", translator="", by=writer, now=datetime.now(UTC)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

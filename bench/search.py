"""How long a search over 200,000 findings takes for the newest 20, on the server, with what narrows it down.

`python -m bench.search` runs it on SQLite; the URL of an empty database as argument, on PostgreSQL.
"""

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.figures import spread
from bench.scratch import scratch_store

RUNS = 20
WARM_UP = 3


def main(url: str = "") -> None:
    with scratch_store(url):
        from django.db import connection

        from bench.made_findings import FINDINGS, REPORTS, make_findings

        start = perf_counter()
        make_findings()
        made_s = perf_counter() - start
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # which the server does by itself within minutes
        print(
            f"the newest 20 of {FINDINGS:,} findings in {REPORTS:,} reports, {connection.display_name}, {RUNS} runs"
            f" (stored with their words in {made_s:.0f} s)"
        )
        for name, words, narrowed in _questions():
            _measure(name, _search(words, **narrowed))
        _measure("counted by kind: a common word", _count("western"))
        for name, words in (
            ("reports: a word of all texts", "council"),
            ("reports: a word of one", "report17"),
        ):
            _measure(name, _reports(words))


def _questions() -> list[tuple[str, str, dict[str, Any]]]:
    from tocsin.reports.models import Report

    seldom = Report.objects.filter(publisher="Seldom Herald")
    gazette = Report.objects.filter(publisher="Gazette 3")
    lately = Report.objects.filter(pk__gt=1000)
    formerly = Report.objects.filter(pk__lt=600)
    return [
        ("a word of half of all", "western", {}),
        ("a word of five", "seldom", {}),
        ("a word of 200", "sometimes", {}),
        ("a word of 40,000, all old", "formerly", {}),
        ("a word of none", "never", {}),
        ("two of half, together in 20", "eastern western", {}),
        ("a phrase", '"western formerly"', {}),
        ("common, but not another", "western -council", {}),
        ("a beginning", "west*", {}),
        ("a common word of a kind", "western", {"kinds": ["call"]}),
        ("a common word, kind and state", "western", {"kinds": ["call"], "states": ["accepted"]}),
        ("a common word of a speaker", "western", {"speaker": "Speaker 41"}),
        ("a common word in a place", "western", {"place": '"Town 12"'}),
        ("a common word, rare publisher", "western", {"reports": seldom}),
        ("a common word, one of 40 publishers", "western", {"reports": gazette}),
        ("a common word, most reports", "western", {"reports": lately}),
        ("a common word, old reports alone", "western", {"reports": formerly}),
        ("no word, a kind", "", {"kinds": ["call"]}),
    ]


def _search(words: str, **narrowed: Any) -> Callable[[], None]:
    from tocsin import record
    from tocsin.record.searching import sought

    def search() -> None:
        record.search(sought(words, **narrowed), most=20)

    return search


def _count(words: str) -> Callable[[], None]:
    from tocsin.record.searching import count_kinds, sought

    def count() -> None:
        count_kinds(sought(words))

    return count


def _reports(words: str) -> Callable[[], None]:
    from tocsin.question import terms_of
    from tocsin.reports.searching import search

    terms = terms_of(words)

    def find() -> None:
        assert search(terms, most=20).rows

    return find


def _measure(name: str, act: Callable[[], None]) -> None:
    for _ in range(WARM_UP):
        act()
    wall_ms = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        wall_ms.append((perf_counter() - start) * 1000)
    print(f"  {name:<36} {spread(wall_ms, 'ms')}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

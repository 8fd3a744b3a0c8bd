"""How long the server takes to build the pages of a situation with 10,000 findings, and with 100,000.

`python -m bench.situation_page 100000` runs the larger one on SQLite; the URL of an empty database as second argument,
on PostgreSQL.
Each page is asked for through all middleware, as a visitor's browser asks, with nothing cached between two
requests but the figures that the process read before; templates are compiled already, as in a server that has been running.
"""

import sys
from collections.abc import Callable
from time import perf_counter, process_time

from bench.figures import median, spread
from bench.scratch import scratch_store

RUNS = 20
WARM_UP = 3
_PUBLIC, _DESK = "/situations/made", "/desk/situations/made"
#: name -> address
PAGES = {
    "its page": f"{_PUBLIC}/",
    "its page at the desk": f"{_DESK}/",
    "figures, first page": f"{_PUBLIC}/figures/",
    "statements": f"{_PUBLIC}/statements/",
    "statements, last page": f"{_PUBLIC}/statements/?page=99999",
    "calls": f"{_PUBLIC}/calls/",
    "reports": f"{_PUBLIC}/reports/",
    "timeline": f"{_PUBLIC}/timeline/",
    "timeline, last page": f"{_PUBLIC}/timeline/?page=99999",
    "contradictions": f"{_PUBLIC}/contradictions/",
    "contradictions at the desk": f"{_DESK}/contradictions/",
    "calls at the desk": f"{_DESK}/calls/",
    "figures as CSV": f"{_PUBLIC}/figures-csv.csv",
    "the front page": "/",
}


def main(findings: str = "10000", url: str = "") -> None:
    with scratch_store(url):
        from django.db import connection

        from bench.made_situation import HUGE, LARGE, make_situation

        (size,) = [each for each in (LARGE, HUGE) if each.findings == int(findings)]
        situation = make_situation(size)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # which the server does by itself within minutes
        print(
            f"a situation of {size.findings:,} findings in {size.reports:,} reports, "
            f"{connection.display_name}, {RUNS} runs"
        )
        _measure("its brief alone", _brief(situation.slug))
        _measure("its page, read first", _first(_get(f"{_PUBLIC}/", at_desk=False)))
        for name, address in PAGES.items():
            _measure(name, _get(address, at_desk="desk" in address))


def _brief(slug: str) -> Callable[[], None]:
    from tocsin.situations import brief_of
    from tocsin.situations.models import Situation

    situation = Situation.objects.get(slug=slug)

    def build() -> None:
        assert brief_of(situation, public=True).series

    return build


def _first(act: Callable[[], None]) -> Callable[[], None]:
    """The act in a process that keeps no figures yet."""
    from tocsin.situations import standing_figures

    def begin() -> None:
        standing_figures.forget()
        act()

    return begin


def _get(address: str, *, at_desk: bool) -> Callable[[], None]:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    if at_desk:
        client.force_login(User.objects.get(username="bench"))

    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"

    return get


def _measure(name: str, act: Callable[[], None]) -> None:
    for _ in range(WARM_UP):
        act()
    wall_ms, cpu_ms = [], []
    for _ in range(RUNS):
        wall, cpu = perf_counter(), process_time()
        act()
        wall_ms.append((perf_counter() - wall) * 1000)
        cpu_ms.append((process_time() - cpu) * 1000)
    print(
        f"  {name:<27} {spread(wall_ms, 'ms')}, of it in this process {median(cpu_ms):.3g} ms of processor time"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How long the server takes to build the page of a situation with 10,000 findings.

`python -m bench.situation_page` runs it on SQLite; the URL of an empty database as argument, on PostgreSQL.
Each page is asked for through all middleware, as a visitor's browser asks, with nothing cached between two
requests; templates are compiled already, as in a server that has been running.
"""

import sys
from collections.abc import Callable
from time import perf_counter, process_time

from bench.figures import median, spread
from bench.scratch import scratch_store

RUNS = 20
WARM_UP = 3


def main(url: str = "") -> None:
    with scratch_store(url):
        from django.db import connection

        from bench.made_situation import MIX, REPORTS, SLUG, make_situation

        situation = make_situation()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # which the server does by itself within minutes
        print(
            f"a situation of {sum(MIX.values()):,} findings in {REPORTS} reports, {connection.display_name}, {RUNS} runs"
        )
        _measure("its brief alone", _brief(situation.slug))
        for name, address in (
            ("its page", f"/situations/{SLUG}/"),
            ("its list of figures", f"/situations/{SLUG}/figures/"),
            ("the front page", "/"),
        ):
            _measure(name, _get(address))


def _brief(slug: str) -> Callable[[], None]:
    from tocsin.situations import brief_of
    from tocsin.situations.models import Situation

    situation = Situation.objects.get(slug=slug)

    def build() -> None:
        assert brief_of(situation, public=True).series

    return build


def _get(address: str) -> Callable[[], None]:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")

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
        f"  {name:<21} {spread(wall_ms, 'ms')}, of it in this process {median(cpu_ms):.3g} ms of processor time"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Which reports are one story: those that copies connect, save where a person says otherwise.

The order in which reports arrive changes nothing; the order of what people say does: the later word holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["apart", "with", "as compared"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """What a person last said of one report."""

    #: later words have higher numbers
    order: int
    verdict: Verdict
    #: the report that it stands with; None unless so said
    beside: int | None = None


def groups(links: Iterable[tuple[int, int]], placed: Mapping[int, Placed]) -> dict[int, int]:
    """Report -> its group, which has the lowest number of its reports. A report that is alone is in none.

    A report set apart loses what the comparison found for it, now and later, and what people joined to it before.

    >>> groups([(1, 2), (2, 3)], {})
    {1: 1, 2: 1, 3: 1}
    >>> groups([(1, 2), (2, 3)], {2: Placed(order=1, verdict="apart")})
    {}
    """
    apart = {report: said.order for report, said in placed.items() if said.verdict == "apart"}
    found = [pair for pair in links if not apart.keys() & set(pair)]
    found += [
        (report, said.beside)
        for report, said in placed.items()
        if said.beside is not None and apart.get(said.beside, 0) < said.order
    ]
    return _connected(found)


def _connected(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Union by the lower number, with paths halved on the way."""
    above: dict[int, int] = {}

    def top(report: int) -> int:
        while above.setdefault(report, report) != report:
            above[report] = above[above[report]]
            report = above[report]
        return report

    for one, other in links:
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return {report: top(report) for report in sorted(above)}

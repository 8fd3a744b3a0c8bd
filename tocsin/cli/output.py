"""How results are printed: a table for people, JSON for programs, a progress bar on a terminal."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Protocol

#: 1510, -97,735, 1,234.56 EUR
_NUMBER = re.compile(r"-?\d{1,3}(,?\d{3})*(\.\d+)?( [A-Z]{3})?|\d*")


class Advance(Protocol):
    def __call__(self, steps: int = 1) -> None: ...


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    """Times in ISO 8601, as everywhere else."""
    return value.isoformat() if isinstance(value, date) else str(value)


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, empty: str) -> None:
    """Rows with the same keys. `empty` is what a person reads where there are none."""
    if as_json:
        print_json(list(rows))
    elif not rows:
        print(empty)
    else:
        _print_table(rows)


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        numbers = all(_is_number(row.get(name)) for row in rows)
        table.add_column(name.replace("_", " "), overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        # Text takes brackets in a report's title for what they are, not for markup
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    # in a pipe there is no width to fit: lines stay whole
    Console(width=None if sys.stdout.isatty() else 500).print(table)


def _cell(value: object) -> str:
    """As people read it: times to the second, lists by commas, yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(timespec="seconds")
        case list() | tuple():
            return ", ".join(_cell(each) for each in value)
        case _:
            return str(value)


def _is_number(value: object) -> bool:
    """What stands in columns by its last digit: counts, amounts, and cells that are empty."""
    return value is None or bool(_NUMBER.fullmatch(str(value)))


def _no_advance(steps: int = 1) -> None:
    """Nobody watches."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Advance]:
    """A bar on a terminal and nothing in a pipe. `total` is None where nobody knows how much will come."""
    if not sys.stderr.isatty() or (total is not None and total < 2):
        yield _no_advance
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps=1: bar.advance(task, steps)

"""A CSV file with headings, read whole or not at all: every line that cannot be meant is told at once. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from tocsin.errors import MoneyRefused

#: of one file: a town's households, not a country's
BYTES_MAX, LINES_MAX = 4_000_000, 20_000
#: problems that are told at once
_TOLD_MAX = 10

Line = TypeVar("Line")


def read_lines(
    content: bytes,
    columns: Callable[[list[str]], list[str]],
    line: Callable[[int, Mapping[str, str]], Line],
) -> tuple[Line, ...]:
    """The lines of the file; there may be none. `columns` makes column names of the headings, `line` reads one line
    from its number and its cells by column; each may raise MoneyRefused.

    Raises MoneyRefused, naming each line that cannot be meant (the first ten).
    """
    rows = _rows(content)
    named = columns(next(rows, (1, []))[1])
    lines, problems = list[Line](), list[str]()
    for number, cells in rows:
        if number > LINES_MAX + 1:
            raise MoneyRefused(f"the file has more than {LINES_MAX:,} lines", "part it into several files")
        try:
            lines.append(line(number, dict(zip(named, cells, strict=True))))
        except ValueError:
            problems.append(f"line {number} has {len(cells)} cells where {len(named)} are named")
        except MoneyRefused as error:
            problems.append(f"line {number}: {error.what}")
    refuse_lines(problems)
    return tuple(lines)


def refuse_lines(problems: list[str]) -> None:
    """Raises MoneyRefused where there are any, with the first of them."""
    if problems:
        more = f" (and {len(problems) - _TOLD_MAX} more)" if len(problems) > _TOLD_MAX else ""
        raise MoneyRefused("; ".join(problems[:_TOLD_MAX]) + more, "mend the file; nothing of it was stored")


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with its line. Raises MoneyRefused for what is no CSV in UTF-8, or too long."""
    if len(content) > BYTES_MAX:
        raise MoneyRefused(f"the file has {len(content):,} bytes", f"give at most {BYTES_MAX:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MoneyRefused(f"byte {error.start} is not UTF-8", "save the file as CSV in UTF-8") from None
    if "\0" in text:
        raise MoneyRefused("the file holds a NUL sign", "save it as CSV in UTF-8")
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise MoneyRefused(f"line {reader.line_num} is no CSV ({error})", "mend it there") from None

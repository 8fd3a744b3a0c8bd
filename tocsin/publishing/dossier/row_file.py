"""Files of rows: a JSON array with one row a line, written and read one row at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


class RowFile:
    """`data/record/findings.json` and its like, in the making. Written even where it gets no row."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.rows = 0
        self._file = path.open("x", encoding="utf-8")
        self._file.write("[")

    def close(self) -> None:
        self._file.write("\n]\n")
        self._file.close()

    def add(self, row: Mapping[str, Any]) -> int:
        """Returns the row's place, from 0."""
        self._file.write((",\n" if self.rows else "\n") + as_line(row))
        self.rows += 1
        return self.rows - 1


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file that `RowFile` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip().removesuffix(","))


def as_line(value: Any) -> str:
    """JSON in one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

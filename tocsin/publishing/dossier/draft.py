"""A dossier in the making: its files, which item each is of, and what opens the entries of the log.

Nothing is held in memory that grows with the dossier: openings wait in a file of their own until the checkpoint is
signed that their entries are proven by, and are then read in order of position.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha512
from pathlib import Path
from typing import Any

from tocsin.archives.bag import BagWriter
from tocsin.publishing.dossier.row_file import as_line, rows_of

#: below data/record/, each with rows of acts
RECORD_FILES = ("findings", "reviews", "links", "judgements", "situations", "assessments", "alerts")


class Draft:
    """`bag` takes the payload; `scratch` is a folder for what is still being written."""

    def __init__(self, bag: BagWriter, scratch: Path) -> None:
        self.bag = bag
        self.scratch = scratch
        self.items = 0
        self._items = (scratch / "items.jsonl").open("x", encoding="utf-8")
        self._reports = (scratch / "reports.jsonl").open("x", encoding="utf-8")
        self._spool = sqlite3.connect(scratch / "openings.sqlite3")
        self._spool.execute("PRAGMA synchronous=OFF")  # it is thrown away with the folder
        self._spool.execute("PRAGMA journal_mode=OFF")
        self._spool.execute(
            "CREATE TABLE kept (position INTEGER PRIMARY KEY, entry INTEGER, item TEXT, line TEXT)"
        )
        self._spool.execute("CREATE INDEX by_item ON kept (item)")

    def close(self) -> None:
        self._items.close()
        self._reports.close()
        self._spool.close()

    def add_item(self, item: str, files: Sequence[str], withheld: str | None = None) -> None:
        """An item of the record and the files below data/ that tell of it."""
        line = {"item": item, "files": [f"data/{each}" for each in files], "withheld": withheld}
        self._items.write(as_line(line) + "\n")
        self.items += 1

    def add_report(self, told: Mapping[str, Any]) -> None:
        """A report's acts as report.json tells them: into the bag, and kept at hand for what is made from the record."""
        number = told["item"].removeprefix("report:")
        content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        self.bag.add(f"reports/{number}/report.json", content.encode())
        self._reports.write(as_line(told) + "\n")

    def reports(self) -> Iterator[dict[str, Any]]:
        self._reports.flush()
        with (self.scratch / "reports.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)

    def record(self, name: str) -> Iterator[dict[str, Any]]:
        """Rows of one of the record's files, once it is written."""
        yield from rows_of(self.scratch / "record" / f"{name}.json")

    def item_lines(self) -> Iterator[str]:
        self._items.flush()
        with (self.scratch / "items.jsonl").open(encoding="utf-8") as file:
            yield from file

    def keep(
        self,
        position: int,
        entry_id: int,
        item: str,
        openings: Sequence[Mapping[str, Any]],
        masked: Sequence[str],
        erased: bool,
    ) -> None:
        """Raises sqlite3.IntegrityError for an entry that is kept already: it is of one item alone."""
        line = as_line({"openings": list(openings), "masked": list(masked), "erased": erased})
        self._spool.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (position, entry_id, item, line))

    def kept(self) -> Iterator[tuple[int, int, str]]:
        """Position, entry and what the log file says of it, in order of position."""
        yield from self._spool.execute("SELECT position, entry, line FROM kept ORDER BY position")

    @property
    def entries(self) -> int:
        return int(self._spool.execute("SELECT count(*) FROM kept").fetchone()[0])

    def entries_of(self, item: str) -> int:
        """How many entries of the log about this item are kept."""
        return int(self._spool.execute("SELECT count(*) FROM kept WHERE item = ?", [item]).fetchone()[0])

    def listed_sha512(self) -> str:
        """Hash of which entries are kept: a line "POSITION ITEM" for each, in order of position."""
        running = sha512()
        for position, item in self._spool.execute("SELECT position, item FROM kept ORDER BY position"):
            running.update(f"{position} {item}\n".encode())
        return running.hexdigest()

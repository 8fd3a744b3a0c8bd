"""The record of a dossier as it tells itself: reports, findings, reviews, acts, from its own files and nothing else.

Whatever is made from it (the index, PROV, FollowTheMoney, the elements) can therefore say no more than the dossier
does, masked or not. Rows lie in a file of their own beside it, so that memory does not grow with them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.row_file import as_line

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportTold:
    item: str
    #: what "taken in" said of it, as far as it is opened
    said: Row
    #: acts on it, its texts and its place among copies, in order
    acts: Sequence[Row]
    #: below data/
    files: Sequence[str]
    #: why a file of it is not there; empty where all are
    withheld: str

    @property
    def number(self) -> int:
        return int(self.item.partition(":")[2])

    @property
    def title(self) -> str:
        return self.said.get("title") or self.item.replace(":", " ")


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingTold:
    item: str
    report: str
    kind: str
    quote: str
    #: in force: as read, marked, or corrected by the latest review
    fields: Row
    state: str
    #: acts of people on it, in order
    reviews: Sequence[Row] = field(default_factory=tuple)
    #: that another finding bears on it, how credible it is held to be, that it was taken back; in order
    words: Sequence[Row] = field(default_factory=tuple)
    #: "person 3" where a person marked it; empty where the machine read it
    marked_by: str = ""

    @property
    def speaker(self) -> str:
        """Who said it, as printed; empty where nobody is told."""
        for name in ("speaker_name", "by", "speaker", "actor", "body", "collector"):
            if isinstance(self.fields.get(name), str):
                return str(self.fields[name])
        return ""

    @property
    def stands(self) -> bool:
        return self.state in ("accepted", "corrected")


class Told:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._rows = sqlite3.connect(draft.scratch / "told.sqlite3")
        self._rows.execute("PRAGMA synchronous=OFF")
        self._rows.execute(
            "CREATE TABLE findings (item TEXT PRIMARY KEY, place INTEGER, report TEXT, line TEXT)"
        )
        self._rows.execute("CREATE TABLE reviews (item TEXT, position INTEGER, line TEXT)")
        self._rows.execute("CREATE TABLE words (item TEXT, position INTEGER, line TEXT)")
        self._rows.execute("CREATE TABLE items (item TEXT PRIMARY KEY, line TEXT)")
        findings = enumerate(draft.record("findings"))
        self._rows.executemany(
            "INSERT OR IGNORE INTO findings VALUES (?, ?, ?, ?)",
            ((row["item"], place, row["report"], as_line(row)) for place, row in findings),
        )
        self._rows.executemany(
            "INSERT INTO reviews VALUES (?, ?, ?)",
            ((row["item"], row["position"], as_line(row)) for row in draft.record("reviews")),
        )
        words = (row for name in ("links", "judgements") for row in draft.record(name))
        self._rows.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            ((item, row["position"], as_line(row)) for row in words for item in _spoken_of(row)),
        )
        named = ((json.loads(line)["item"], line) for line in draft.item_lines() if '"item":"report:' in line)
        self._rows.executemany("INSERT INTO items VALUES (?, ?)", named)
        self._rows.execute("CREATE INDEX by_report ON findings (report, place)")
        self._rows.execute("CREATE INDEX by_spoken_of ON words (item, position)")
        self._rows.execute("CREATE INDEX by_finding ON reviews (item, position)")

    def close(self) -> None:
        self._rows.close()

    def reports(self) -> Iterator[ReportTold]:
        for told in self._draft.reports():
            line = self._rows.execute("SELECT line FROM items WHERE item = ?", [told["item"]]).fetchone()
            listed = json.loads(line[0]) if line else {"files": [], "withheld": None}
            first: Row = next((act for act in told["acts"] if act["action"] == "taken in"), {"after": {}})
            yield ReportTold(
                item=told["item"],
                said=first["after"],
                acts=[*told["acts"], *self._lines("words", told["item"])],
                files=[each.removeprefix("data/") for each in listed["files"]],
                withheld=listed["withheld"] or "",
            )

    def findings(self, report: str) -> Iterator[FindingTold]:
        found = self._rows.execute("SELECT line FROM findings WHERE report = ? ORDER BY place", [report])
        for (line,) in found:
            yield self._finding(json.loads(line))

    def finding(self, item: str) -> FindingTold | None:
        """None where its report is not in the dossier."""
        line = self._rows.execute("SELECT line FROM findings WHERE item = ?", [item]).fetchone()
        return self._finding(json.loads(line[0])) if line else None

    def acts(self, name: str) -> Iterator[Row]:
        return self._draft.record(name)

    def counts(self) -> dict[str, int]:
        tables = ("findings", "reviews")
        return {name: self._rows.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608

    def _lines(self, table: str, item: str) -> list[Row]:
        found = self._rows.execute(f"SELECT line FROM {table} WHERE item = ? ORDER BY position", [item])  # noqa: S608
        return [json.loads(line) for (line,) in found]

    def _finding(self, row: Row) -> FindingTold:
        reviews = self._lines("reviews", row["item"])
        said = row.get("read") or row.get("after") or {}
        last = reviews[-1]["after"] if reviews else {}
        return FindingTold(
            item=row["item"],
            report=row["report"],
            kind=str(said.get("kind", "")),
            quote=str(said.get("quote", "")),
            fields=_fields(last.get("fields", said.get("fields"))),
            state=str(last.get("state", "open")),
            reviews=reviews,
            words=self._lines("words", row["item"]),
            marked_by="" if "read" in row else str(row.get("by", "")),
        )


def _spoken_of(row: Row) -> set[str]:
    """The items that a link or judgement is about, as far as it is opened."""
    after = row["after"]
    named = {f"finding:{after[name]}" for name in ("first", "second", "finding") if after.get(name)}
    return named | ({str(after["item"])} if after.get("item") else set())


def _fields(text: object) -> Row:
    """As the log holds them, a text; nothing where they are masked."""
    try:
        read = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

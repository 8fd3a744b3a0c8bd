"""Whether a store that was cut off holds: opened with SQLite as the next process would, and read without the program."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tocsin.custody.branches import Growing
from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash


class Promise(NamedTuple):
    """What a process said was done: a report, and the log with its entry numbered."""

    report: int
    position: int
    chain: str

    @classmethod
    def read(cls, out: str) -> list["Promise"]:
        """The whole lines of what a job said."""
        whole = out[: out.rfind("\n") + 1]
        return [cls(int(a), int(b), c) for a, b, c in (line.split() for line in whole.splitlines())]


class Store(NamedTuple):
    reports: int
    entries: int
    numbered: int


def assert_holds(home: Path, promised: Iterable[Promise] = (), *, deep: bool = False) -> Store:
    """Chain, tree, items and files; every promise kept. `deep` has SQLite look at every page as well."""
    with closing(sqlite3.connect(home / "tocsin.sqlite3")) as store:
        if deep:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        leaves = store.execute(
            "SELECT l.position, e.canonical, l.leaf_hash, l.chain_hash FROM custody_leaf l"
            " LEFT JOIN custody_entry e ON e.id = l.entry_id ORDER BY l.position"
        ).fetchall()
        branches = set(store.execute("SELECT level, place, hash FROM custody_branch"))
        reports = store.execute(
            "SELECT r.id, r.sha256, s.report_id IS NOT NULL, s.content FROM reports_report r"
            " LEFT JOIN reports_sealedbytes s ON s.report_id = r.id"
        ).fetchall()
        (arrivals,) = store.execute(
            "SELECT COUNT(*) FROM custody_entry WHERE action IN ('taken in', 'arrived again')"
        ).fetchone()
        entries = store.execute("SELECT item FROM custody_entry WHERE action = 'taken in'").fetchall()
        captures = store.execute(
            "SELECT c.id, c.sha256, b.capture_id IS NOT NULL, b.content, c.origin_id FROM reports_capture c"
            " LEFT JOIN reports_capturebytes b ON b.capture_id = c.id"
        ).fetchall()
        fetched = store.execute("SELECT id FROM reports_origin WHERE kind = 'url'").fetchall()
        (texts,) = store.execute("SELECT COUNT(*) FROM reports_reporttext").fetchone()
        (origins,) = store.execute("SELECT COUNT(*) FROM reports_origin").fetchone()
    chains = _chains(leaves)
    assert branches == {(*each,) for each in Growing().add([row[2] for row in leaves])}, "the tree"
    assert sorted(item for (item,) in entries) == sorted(f"report:{row[0]}" for row in reports), "orphans"
    assert texts == len(reports) and origins == arrivals, "a report is there by half"
    for number, seal, has_row, content in reports:
        held = content if content is not None else (home / "sealed" / seal[:2] / seal).read_bytes()
        assert has_row and sha256(held).hexdigest() == seal, f"the bytes of report {number}"
    assert sorted(row[4] for row in captures) == sorted(number for (number,) in fetched), "captures"
    for number, seal, has_row, content, _ in captures:
        held = content if content is not None else (home / "sealed" / seal[:2] / seal).read_bytes()
        assert has_row and sha256(held).hexdigest() == seal, f"the bytes of capture {number}"
    known = {row[0] for row in reports}
    for promise in promised:
        assert promise.report in known, f"report {promise.report} was promised"
        if promise.position < 0:  # its entry had no number yet
            continue
        assert chains[promise.position] == promise.chain, f"entry {promise.position} was promised"
    return Store(len(reports), len(entries), len(leaves))


def _chains(leaves: list[tuple[int, bytes | None, bytes, bytes]]) -> list[str]:
    before, chains = BEFORE_THE_FIRST, []
    for place, (position, canonical, leaf, chained) in enumerate(leaves):
        assert position == place and canonical is not None, f"leaf {place} or its entry is missing"
        assert leaf == leaf_hash(canonical), f"leaf {place}"
        before = chain_hash(before, leaf)
        assert chained == before, f"the chain at {place}"
        chains.append(before.hex())
    return chains

"""Fourteen ways to make a dossier say something else than the log does, and what the reader has against each.

Each comes in two strengths. A **stranger** makes every manifest and hash anew that needs no key, and signs with a key
of their own where something must be signed. An **insider** holds the log's own key: seal, checkpoints and history are
signed as honestly as ever. Against insiders stands what others keep: an older checkpoint, a timestamp, the opened values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.publishing.made_dossier import (
    LOG,
    THIEF,
    Files,
    Made,
    as_base64,
    changed,
    fixed_up,
    line_of,
    note,
    resealed,
    secret_of,
)

ENTRIES, CHECKPOINT, HISTORY = "log/entries.jsonl", "log/checkpoint.txt", "log/history.jsonl"


@dataclass(frozen=True)
class Case:
    files: Files
    #: a checkpoint that the reader keeps
    kept: str | None = None


@dataclass(frozen=True)
class Attacker:
    """What an attack starts from."""

    made: Made
    #: as honestly made
    files: Files
    insider: bool

    @property
    def key(self) -> Ed25519PrivateKey:
        return LOG if self.insider else THIEF

    def sealed(self, files: Files) -> Files:
        return resealed(files) if self.insider else fixed_up(files)

    def with_lines(self, lines: Sequence[bytes], name: str = ENTRIES) -> Case:
        return Case(self.sealed({**self.files, name: b"".join(lines)}))

    @property
    def lines(self) -> list[bytes]:
        return self.files[ENTRIES].splitlines(keepends=True)

    @property
    def now(self) -> str:
        """The checkpoint as it was handed out."""
        return self.files[CHECKPOINT].decode()


Attack = Callable[[Attacker, int], Case]


def delete(by: Attacker, place: int) -> Case:
    """An entry is left out."""
    lines = by.lines
    del lines[place % len(lines)]
    return by.with_lines(lines)


def insert(by: Attacker, place: int) -> Case:
    """An entry that the log does not have, with the proof of another."""
    lines = by.lines
    at = place % len(lines)
    like = json.loads(lines[at])
    forged = changed(by.made.events[place % len(by.made.events)], action="retracted")
    row = {**forged.row(at, []), "proof": like["proof"]}
    if place % 2:
        row["position"] = len(lines)
        at = len(lines)
    return by.with_lines([*lines[:at], line_of(row), *lines[at:]])


def reorder(by: Attacker, place: int) -> Case:
    """Two neighbours change places: their lines, or their positions."""
    lines = by.lines
    at = place % (len(lines) - 1)
    one, other = lines[at], lines[at + 1]
    if place % 2:
        first, second = json.loads(one), json.loads(other)
        first["position"], second["position"] = second["position"], first["position"]
        one, other = line_of(first), line_of(second)
    return by.with_lines([*lines[:at], other, one, *lines[at + 2 :]])


def replaced(by: Attacker, place: int) -> Case:
    """An entry says something else, with commitments and openings to match; or an opened value does."""
    lines = by.lines
    at = place % len(by.made.events)
    row = json.loads(lines[at])
    if place % 2:
        forged = changed(by.made.events[at], actor="carl")
        row = {**forged.row(at, []), "proof": row["proof"]}
    else:
        row["openings"][0]["value"] = "carl"
    return by.with_lines([*lines[:at], line_of(row), *lines[at + 1 :]])


def duplicate(by: Attacker, place: int) -> Case:
    lines = by.lines
    at = place % len(lines)
    return by.with_lines([*lines[: at + 1], lines[at], *lines[at + 1 :]])


def truncate(by: Attacker, place: int) -> Case:
    """What came later is cut off, at the end of an entry or within it."""
    lines = by.lines
    at = place % (len(lines) - 1)
    tail = [lines[at][: len(lines[at]) // 2]] if place % 2 else []
    return by.with_lines([*lines[:at], *tail])


def roll_back(by: Attacker, place: int) -> Case:
    """The log as it was once: what came later was never there. The reader keeps the newest checkpoint."""
    size = by.made.public[place % len(by.made.public)]
    if by.insider:
        cut = 2 + place % (len(by.made.events) - 2)
        public = [old for old in by.made.public if old < cut]
        stamped = {old: times for old, times in by.made.stamped.items() if old in public}
        return Case(_about_the_first(by.made, cut, public, stamped).files(), by.now)
    tree = by.made.tree
    lines = []
    for at, line in enumerate(by.lines[:size]):
        lines.append(line_of({**json.loads(line), "proof": as_base64(tree.path(at, size))}))
    files = {**by.files, CHECKPOINT: str(note(tree, size)).encode(), ENTRIES: b"".join(lines), HISTORY: b""}
    return Case(by.sealed(files), by.now)


def fork(by: Attacker, place: int) -> Case:
    """The log is written anew from one entry on. The reader keeps a checkpoint that covers that entry."""
    at = place % len(by.made.events)
    covering = [size for size in by.made.public if size > at]
    kept = str(note(by.made.tree, covering[place % len(covering)])) if covering else by.now
    return Case(_rewritten(by, at, reason="never mind").files(), kept)


def backdate(by: Attacker, place: int) -> Case:
    """An entry that was made after a timestamp says that it was made a month before."""
    last = max(by.made.stamped)
    at = last + place % (len(by.made.events) - last)
    event = by.made.events[at]
    early = event.act.at - timedelta(hours=3 * (at - last) + 30 * 24)
    if by.insider:
        return Case(_rewritten(by, at, at=early).files())
    forged = {**json.loads(by.lines[at])}
    forged["entry"] = changed(event, at=early).canonical.decode()
    return by.with_lines([*by.lines[:at], line_of(forged), *by.lines[at + 1 :]])


def sign_again(by: Attacker, place: int) -> Case:
    """One entry is written anew, and everything signed with another key under the log's name."""
    return Case(
        _rewritten(replace(by, insider=False), place % len(by.made.events), reason="so it was").files()
    )


def swap_payloads(by: Attacker, place: int) -> Case:
    """Two reports change their texts, or their originals."""
    names = sorted(path for path in by.files if path.endswith(("original.html", "text.txt")[place % 2]))
    one, other = names[place % len(names)], names[(place + 1 + place // len(names)) % len(names)]
    other = other if other != one else names[(place + 1) % len(names)]
    return Case(by.sealed({**by.files, one: by.files[other], other: by.files[one]}))


def strip_timestamp(by: Attacker, place: int) -> Case:
    """A timestamp is taken away, whole or in part. An insider could take the last, which nothing else tells of."""
    names = sorted(path for path in by.files if path.startswith("log/timestamps/") and "-1." in path)
    every = sorted(path for path in by.files if path.startswith("log/timestamps/") and "chain" not in path)
    ways = [names, every[:1], every[1:2], every[2:3], every[3:], *([] if by.insider else [every, every[2:]])]
    gone = ways[place % len(ways)]
    return Case(by.sealed({path: data for path, data in by.files.items() if path not in gone}))


def replay(by: Attacker, place: int) -> Case:
    """An old checkpoint, honestly signed then, stands in the place of the new one."""
    size = by.made.public[place % len(by.made.public)]
    files = {**by.files, CHECKPOINT: str(note(by.made.tree, size)).encode()}
    return Case(by.sealed(files), by.now)


def two_logs(by: Attacker, place: int) -> Case:
    """A partner is shown a log that is right by itself; another partner keeps a checkpoint of the other."""
    at = place % len(by.made.events)
    other = _rewritten(by, at, reason="as told to the other")
    if place % 2:  # the one shown is longer
        other.events.append(changed(by.made.events[-1], reason="one more"))
    return Case(other.files(), by.now)


ATTACKS: dict[str, Attack] = {
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "replace": replaced,
    "duplicate": duplicate,
    "truncate": truncate,
    "roll back": roll_back,
    "fork": fork,
    "backdate": backdate,
    "sign again with another key": sign_again,
    "swap payloads": swap_payloads,
    "strip a timestamp": strip_timestamp,
    "replay an old checkpoint": replay,
    "show two partners two logs": two_logs,
}


def cases(name: str, made: Made, files: Files, places: int, *, insider: bool) -> Iterator[Case]:
    """The attack at that many places, spread over the dossier."""
    by = Attacker(made, files, insider)
    step = max(1, len(made.events) // places)
    for index in range(places):
        yield ATTACKS[name](by, index * step + index % 2)


def _rewritten(by: Attacker, place: int, /, **changes: object) -> Made:
    """The log with another entry at that place, and honest in all else. Old timestamps stay where their entries did."""
    events = list(by.made.events)
    events[place] = replace(changed(events[place], **changes), secret=secret_of(place, "forged"))
    stamped = {size: times for size, times in by.made.stamped.items() if size <= place}
    return replace(by.made, events=events, key=by.key, stamped=stamped)


def _about_the_first(made: Made, size: int, public: Sequence[int], stamped: dict) -> Made:
    """A dossier as it would have been made when the log had `size` entries."""
    events = made.events[:size]
    items = {event.act.item for event in events}
    kept = [item for item in made.items if item["item"] in items]
    files = {path for item in kept for path in item["files"]}
    payload = {
        path: data for path, data in made.payload.items() if path in files or path == "data/index.html"
    }
    return replace(made, events=events, payload=payload, items=kept, public=list(public), stamped=stamped)

"""An opened entry as a row of the record's files, and where in that row each opened value stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.custody.acts import timestamp
from tocsin.custody.proving import Opening
from tocsin.publishing.dossier.opened import Opened


def act_row(opened: Opened, by: str) -> dict[str, Any]:
    """What one act did, as far as it is opened. `by` is a program's name or a person's pseudonym."""
    entry, texts = opened.entry, {each.path: each.value for each in opened.openings}
    row: dict[str, Any] = {
        "item": entry.item,
        "position": opened.position,
        "at": timestamp(entry.at),
        "action": entry.action,
        "by": by,
        "actor": texts.get("actor"),
        "reason": texts.get("reason"),
        "before": opened.values("before"),
        "after": opened.values("after"),
    }
    if opened.masked:
        row["masked"] = dict(opened.masked)
    if opened.erased:
        row["erased"] = True
    return row


def openings_of(opened: Opened, where: Callable[[str], Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entry's openings as the log's file has them; `where` says which file holds the value of a path."""
    return [_line(each, where(each.path)) for each in opened.openings]


def _line(opening: Opening, where: Mapping[str, Any]) -> dict[str, Any]:
    return {"path": opening.path, "salt": opening.salt.hex(), "from": dict(where)}


def in_row(file: str, pointer: str) -> Callable[[str], dict[str, Any]]:
    """Each value in its place of the row at `pointer`: "after.title" stands at "/3/after/title"."""

    def where(path: str) -> dict[str, Any]:
        side, dot, name = path.partition(".")
        return {
            "file": f"data/{file}",
            "pointer": f"{pointer}/{side}" + (f"/{_escaped(name)}" if dot else ""),
        }

    return where


def _escaped(name: str) -> str:
    """RFC 6901, section 3."""
    return name.replace("~", "~0").replace("/", "~1")

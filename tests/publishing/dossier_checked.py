"""The least that a dossier must hold, checked with the log's own parts: a second opinion beside its verifiers."""

import base64
import json
from hashlib import new, sha256, sha512
from pathlib import Path
from typing import Any

from tocsin.archives import bag
from tocsin.custody.chain import leaf_hash
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.commitments import canonical_json, paragraphs
from tocsin.custody.merkle import extends, includes
from tocsin.custody.note import Note, VerifierKey, verified
from tocsin.custody.proving import commitments_of


def check(folder: Path) -> list[str]:
    """What does not hold, in plain words."""
    faults = [f"{fault.file}: {fault.reason}" for fault in bag.check(folder).faults]
    keys = [
        VerifierKey.read(line)
        for line in (folder / "log/keys.txt").read_text().splitlines()
        if not line.startswith("#")
    ]
    seal = Note.read((folder / "seal.txt").read_bytes())
    if not verified(seal, keys) or seal.text.split("\n")[3] != _hash(
        folder / "tagmanifest-sha512.txt", "sha512"
    ):
        faults.append("seal.txt")
    note = Note.read((folder / "log/checkpoint.txt").read_bytes())
    if not verified(note, keys):
        faults.append("log/checkpoint.txt")
    point = Checkpoint.read(note.text)
    for line in (folder / "log/history.jsonl").read_text().splitlines():
        told = json.loads(line)
        old = Checkpoint.read(Note.read(told["note"].encode()).text)
        proof = [base64.b64decode(each) for each in told["proof"]]
        if not extends(old.size, old.head, point.size, point.head, proof):
            faults.append(f"history at {old.size}")
    rows = [json.loads(line) for line in (folder / "log/entries.jsonl").read_text().splitlines()]
    if [row["position"] for row in rows] != sorted({row["position"] for row in rows}):
        faults.append("positions")
    for row in rows:
        faults += _entry(folder, row, point)
    return faults + _contents(folder, rows)


def _entry(folder: Path, row: dict[str, Any], point: Checkpoint) -> list[str]:
    canonical, where = row["entry"].encode(), f"entry {row['position']}"
    path = [base64.b64decode(each) for each in row["proof"]]
    faults = []
    if not includes(leaf_hash(canonical), row["position"], point.size, path, point.head):
        faults.append(f"{where}: proof")
    held = commitments_of(canonical)
    told = [each["path"] for each in row["openings"]] + row["masked"]
    if not row["erased"] and sorted(told) != sorted(held):
        faults.append(f"{where}: {set(told) ^ set(held)}")
    for each in row["openings"]:
        made = sha256(bytes.fromhex(each["salt"]) + canonical_json(value_of(folder, each))).hexdigest()
        if made != held[each["path"]]:
            faults.append(f"{where}: {each['path']}")
    return faults


def value_of(folder: Path, opening: dict[str, Any]) -> Any:
    if "from" not in opening:
        return opening["value"]
    source = opening["from"]
    file = folder / source["file"]
    if "paragraph" in source:
        return paragraphs(file.read_text(encoding="utf-8"))[source["paragraph"]]
    if "hash" in source:
        return _hash(file, source["hash"])
    value = json.loads(file.read_text(encoding="utf-8"))
    for part in source["pointer"].split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def _contents(folder: Path, rows: list[dict[str, Any]]) -> list[str]:
    contents = json.loads((folder / "data/contents.json").read_text())
    listed = {file for item in contents["items"] for file in item["files"]}
    there = {str(path.relative_to(folder)) for path in (folder / "data").rglob("*") if path.is_file()}
    faults = [f"{name}: unlisted or missing" for name in sorted(listed ^ there)]
    exported = [row for row in rows if json.loads(row["entry"])["item"] == f"dossier:{contents['id']}"]
    [opening] = [each for each in exported[0]["openings"] if each["path"] == "after.manifest_sha512"]
    if opening["value"] != sha512((folder / "manifest-sha512.txt").read_bytes()).hexdigest():
        faults.append("the exported entry is about another manifest")
    return faults


def _hash(file: Path, algorithm: str) -> str:
    return new(algorithm, file.read_bytes()).hexdigest()

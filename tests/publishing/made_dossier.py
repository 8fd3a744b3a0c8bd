"""Dossiers made from the published form alone, in memory, so that an attacker may make one too. All of it is invented."""

from __future__ import annotations

import base64
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.custody.acts import Act, canonical_entry, timestamp
from tocsin.custody.chain import leaf_hash
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.commitments import Secret
from tocsin.custody.merkle import consistency_spans, inclusion_spans, node_hash
from tocsin.custody.note import Algorithm, Note, VerifierKey, cosigned, public_bytes, signed
from tocsin.custody.proving import commitments_of
from tocsin.custody.timestamps.local import new_authority
from tocsin.custody.timestamps.request import new_request
from tocsin.custody.timestamps.roots import as_pem

ORIGIN = "log.example/log"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
KEY = str(VerifierKey(ORIGIN, public_bytes(LOG)))
THIEFS_KEY = str(VerifierKey(ORIGIN, public_bytes(THIEF)))
WITNESS_KEY = str(VerifierKey("witness.example", public_bytes(WITNESS), Algorithm.COSIGNATURE))
BEGIN = datetime(2025, 9, 1, 6, 0, tzinfo=UTC)
ID = "2025-example"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Event:
    """An act, its secret, and which file binds which of its values."""

    act: Act
    secret: bytes
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()
    erased: bool = False

    @cached_property
    def canonical(self) -> bytes:
        return canonical_entry(self.act, self.secret)

    def row(self, position: int, proof: Sequence[bytes]) -> dict[str, Any]:
        canonical = self.canonical
        shut = self.erased
        openings = [self._opening(path) for path in commitments_of(canonical) if path not in self.masked]
        return {
            "position": position,
            "entry": canonical.decode(),
            "proof": as_base64(proof),
            "erased": shut,
            "openings": [] if shut else openings,
            "masked": sorted(self.masked),
        }

    def _opening(self, path: str) -> dict[str, Any]:
        told = {"path": path, "salt": Secret(self.secret).salt_for(path).hex()}
        source = self.sources.get(path)
        return told | ({"value": self.value(path)} if source is None else {"from": dict(source)})

    def value(self, path: str) -> Any:
        side, _, name = path.partition(".")
        if side == "text":
            return [line for line in (self.act.text or "").split("\n") if line][int(name)]
        return getattr(self.act, side)[name] if name else getattr(self.act, side)


class Tree:
    """A log in memory: heads and proofs of any size."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = list(leaves)
        self._span = lru_cache(maxsize=None)(self._made)

    def _made(self, begin: int, end: int) -> bytes:
        if end - begin == 1:
            return self.leaves[begin]
        half = begin + (1 << ((end - begin - 1).bit_length() - 1))
        return node_hash(self._span(begin, half), self._span(half, end))

    def head(self, size: int) -> bytes:
        return self._span(0, size)

    def path(self, index: int, size: int) -> list[bytes]:
        return [self._span(*span) for span in inclusion_spans(index, size)]

    def proof(self, old: int, new: int) -> list[bytes]:
        return [self._span(*span) for span in consistency_spans(old, new)]


def as_base64(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


def line_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def secret_of(position: int, of: str = "") -> bytes:
    return sha256(f"secret {of} {position}".encode()).digest()


def note(tree: Tree, size: int, key: Ed25519PrivateKey = LOG, *, witnessed: bool = True) -> Note:
    text = str(Checkpoint(ORIGIN, size, tree.head(size)))
    seen = int(BEGIN.timestamp()) + size
    lines = (signed(text, ORIGIN, key),)
    return Note(text, (*lines, cosigned(text, "witness.example", WITNESS, seen)) if witnessed else lines)


@lru_cache(maxsize=4)
def authority(name: str = "Example time") -> Any:
    with patch(
        "tocsin.custody.timestamps.local.MARK", name
    ):  # ours says of itself that it is not independent
        return new_authority(BEGIN)


def token(text: str, at: datetime) -> bytes:
    return bytes(authority().answer(new_request(text.encode()), at))


@dataclass
class Made:
    """A dossier in the making: its log and its payload, before anything is hashed or signed."""

    events: list[Event]
    payload: Files
    items: list[dict[str, Any]]
    #: sizes of the log at which a checkpoint was made public
    public: list[int]
    #: sizes at which somebody else stamped the checkpoint, and when
    stamped: dict[int, list[datetime]]
    key: Ed25519PrivateKey = LOG
    id: str = ID
    made_at: str = ""
    redacted_from: str | None = None

    @property
    def tree(self) -> Tree:
        return Tree([leaf_hash(event.canonical) for event in self.events])

    def files(self) -> Files:
        """The whole dossier, as an honest maker writes it. The export's entry is made anew."""
        made_at = self.made_at or timestamp(self.events[-1].act.at + timedelta(minutes=1))
        about = Counter(event.act.item for event in self.events)
        contents = {
            "format": "tocsin-dossier/1",
            "id": self.id,
            "title": "Example",
            "about": {"situation": "example"},
            "made_at": made_at,
            "redacted_from": self.redacted_from,
            "items": [
                *({**row, "entries": about[row["item"]]} for row in self.items),
                {
                    "item": f"dossier:{self.id}",
                    "files": ["data/contents.json"],
                    "withheld": None,
                    "entries": 1,
                },
            ],
        }
        files = {**self.payload, "data/contents.json": line_of(contents)}
        export = exported(self, manifests(files)["manifest-sha512.txt"], len(self.items), made_at)
        events = [*self.events, export]
        tree, size = Tree([leaf_hash(event.canonical) for event in events]), len(events)
        rows = [event.row(at, tree.path(at, size)) for at, event in enumerate(events)]
        files |= log_files(tree, size, rows, self.public, self.stamped, self.key)
        return finished(files, self.id, made_at, self.key)


def exported(made: Made, manifest: bytes, items: int, made_at: str) -> Event:
    listed = "".join(f"{at} {event.act.item}\n" for at, event in enumerate(made.events))
    act = Act(
        item=f"dossier:{made.id}",
        action="exported",
        actor="ani",
        at=datetime.fromisoformat(made_at),
        after={
            "manifest_sha512": sha512(manifest).hexdigest(),
            "items": items,
            "entries": len(made.events) + 1,
            "entries_sha512": sha512(listed.encode()).hexdigest(),
        },
    )
    return Event(act, secret_of(len(made.events), "export"))


def log_files(
    tree: Tree,
    size: int,
    rows: Sequence[Mapping[str, Any]],
    public: Sequence[int],
    stamped: Mapping[int, Sequence[datetime]],
    key: Ed25519PrivateKey = LOG,
) -> Files:
    now = note(tree, size, key)
    keys = [VerifierKey(ORIGIN, public_bytes(key)), WITNESS_KEY]
    history = [
        line_of({"note": str(note(tree, old, key)), "proof": as_base64(tree.proof(old, size))})
        for old in public
    ]
    made = {
        "log/checkpoint.txt": str(now).encode(),
        "log/keys.txt": "".join(f"{each}\n" for each in ("# keys", *keys)).encode(),
        "log/entries.jsonl": b"".join(map(line_of, rows)),
        "log/history.jsonl": b"".join(history),
    }
    for old, times in stamped.items():
        for number, at in enumerate(times, 1):
            made |= stamp_files(note(tree, old, key).text, old, number, at)
    return made


def stamp_files(text: str, size: int, number: int, at: datetime) -> Files:
    name = f"log/timestamps/{size}-{number}"
    chain = as_pem([authority().certificate, authority().root]).encode()
    said = {
        "size": size,
        "authority": "Example time",
        "independent": True,
        "time": timestamp(at),
        "hash": "sha512",
    }
    return {
        f"{name}.tsr": token(text, at),
        f"{name}.json": line_of(said),
        f"log/timestamps/chain-{sha256(chain).hexdigest()}.pem": chain,
    }


@lru_cache(maxsize=100_000)
def digests(data: bytes) -> tuple[str, str]:
    return sha256(data).hexdigest(), sha512(data).hexdigest()


def manifests(files: Mapping[str, bytes], tags: bool = False) -> Files:
    """What needs no key: the lists of hashes."""
    kind = "tagmanifest" if tags else "manifest"
    mine = [
        path
        for path in sorted(files)
        if path.startswith("data/") != tags and path != "seal.txt" and not path.startswith("tagmanifest")
    ]
    return {
        f"{kind}-{name}.txt": "".join(f"{digests(files[path])[place]}  {path}\n" for path in mine).encode()
        for place, name in enumerate(("sha256", "sha512"))
    }


def fixed_up(files: Mapping[str, bytes]) -> Files:
    """All manifests made anew, as anybody can; the seal is left as it is."""
    made = {**files}
    payload = [data for path, data in files.items() if path.startswith("data/")]
    made["bag-info.txt"] = f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}\n".encode()
    made |= manifests(made)
    return made | manifests(made, tags=True)


def sealed(files: Mapping[str, bytes], id_: str, made_at: str, key: Ed25519PrivateKey = LOG) -> Files:
    text = f"tocsin-dossier/1\n{id_}\n{made_at}\n{digests(files['tagmanifest-sha512.txt'])[1]}\n"
    return {**files, "seal.txt": str(Note(text, (signed(text, ORIGIN, key),))).encode()}


def resealed(files: Mapping[str, bytes], key: Ed25519PrivateKey = LOG) -> Files:
    """As whoever holds the key: everything hashed anew, and sealed anew under the same name and time."""
    _, id_, made_at, *_ = files["seal.txt"].decode().split("\n")
    return sealed(fixed_up(files), id_, made_at, key)


def finished(files: Mapping[str, bytes], id_: str, made_at: str, key: Ed25519PrivateKey = LOG) -> Files:
    whole = {
        **files,
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "README.txt": b"How to check this.\n",
    }
    return sealed(fixed_up(whole), id_, made_at, key)


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def zipped(files: Mapping[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted(files.items()):
            packed.writestr(f"example/{name}", data)
    return path


def example(count: int = 60, *, per_report: int = 10) -> Made:
    """`count` events, the last of which will be the export: reports taken in and read, findings marked and reviewed."""
    events: list[Event] = []
    payload: Files = {}
    items: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    while len(events) < count - 1:
        number = len(items) + 1
        events.append(_taken_in(number, len(events), payload))
        folder = f"data/reports/{number}"
        files = [f"{folder}/original.html", f"{folder}/text.txt", f"{folder}/report.json"]
        items.append({"item": f"report:{number}", "files": files, "withheld": None})
        for _ in range(min(per_report - 1, count - 1 - len(events))):
            pk = len(findings) + 1
            events.append(_marked(pk, len(events), findings))
            items.append({"item": f"finding:{pk}", "files": ["data/record/findings.json"], "withheld": None})
    rows = ",\n".join(line_of(row).decode().rstrip() for row in findings)
    payload["data/record/findings.json"] = f"[\n{rows}\n]\n".encode()
    payload["data/index.html"] = b"<!doctype html><title>Example</title>\n"
    middle, late = count // 2, count * 3 // 4
    stamped = {middle: [BEGIN + timedelta(hours=3 * middle)] * 2}
    return Made(events, payload, items, [count // 4, middle, late], stamped)


def _at(position: int) -> datetime:
    return BEGIN + timedelta(hours=3 * position)


def _taken_in(number: int, position: int, payload: Files) -> Event:
    folder = f"data/reports/{number}"
    text = (
        f"Report {number}: families crossed the bridge.\n\nSie kamen zu Fu\N{LATIN SMALL LETTER SHARP S}.\n"
    )
    original = f"<p>{text}</p>".encode()
    after = {"title": f"Report {number}", "publisher": "Example Wire", "sha256": sha256(original).hexdigest()}
    payload[f"{folder}/original.html"] = original
    payload[f"{folder}/text.txt"] = text.encode()
    told = {
        "item": f"report:{number}", "position": position, "at": timestamp(_at(position)), "action": "taken in",
        "by": "person 1", "actor": "ani", "reason": None, "before": {},
        "after": {"title": after["title"], "sha256": after["sha256"]}, "masked": {"after.publisher": "masked"},
    }  # fmt: skip
    payload[f"{folder}/report.json"] = line_of({"item": f"report:{number}", "acts": [told]})
    sources: dict[str, dict[str, Any]] = {
        "after.sha256": {"file": f"{folder}/original.html", "hash": "sha256"},
        "after.title": {"file": f"{folder}/report.json", "pointer": "/acts/0/after/title"},
        **{f"text.{at}": {"file": f"{folder}/text.txt", "paragraph": at} for at in range(2)},
    }
    act = Act(
        item=f"report:{number}", action="taken in", actor="ani", at=_at(position), after=after, text=text
    )
    return Event(act, secret_of(position), sources, frozenset({"after.publisher"}))


def _marked(pk: int, position: int, findings: list[dict[str, Any]]) -> Event:
    fields = {
        "value": pk,
        "place": "Examplestan ~/",
        "\N{CYRILLIC SMALL LETTER ER}": [True, None, {"b": 1, "a": "\n"}],
    }
    findings.append(
        {
            "item": f"finding:{pk}", "position": position, "at": timestamp(_at(position)), "action": "marked",
            "by": "person 2", "actor": "ben", "reason": "seen", "before": {}, "after": {"fields": fields},
        }
    )  # fmt: skip
    sources = {
        "after.fields": {"file": "data/record/findings.json", "pointer": f"/{pk - 1}/after/fields"},
        "reason": {"file": "data/record/findings.json", "pointer": f"/{pk - 1}/reason"},
    }
    act = Act(
        item=f"finding:{pk}",
        action="marked",
        actor="ben",
        at=_at(position),
        reason="seen",
        after={"fields": fields},
    )
    return Event(act, secret_of(position), sources)


def changed(event: Event, **changes: Any) -> Event:
    return replace(event, act=replace(event.act, **changes))

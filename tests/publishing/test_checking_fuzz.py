"""Dossiers broken at random by an insider: neither verifier ends in a traceback, and both come to the same verdict."""

import json
import os
import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publishing import made_dossier as made
from tocsin.custody.note import VerifierKey
from tocsin.publishing.dossier import checking, verify

#: make conformance looks twenty times as long
TIMES = 100 if os.environ.get("TOCSIN_TEST_TAMPER") else 5
FILES = made.example(8).files()
OF_JSON = sorted(path for path in FILES if path.endswith((".json", ".jsonl")))
JUNK: list[Any] = [
    None, True, False, 0, -1, 2**53, 2**70, 1e400, 0.5, "", "\0", "\ud800", "\u202e", "a" * 70, "0" * 64, "AA==",
    "2025-09-01T06:00:00Z", "9999-12-31T23:59:59-12:00", "2025-09-01", "data/", "data/../log/keys.txt", "/0", "~2", "/-1",
    [], {}, [[]], {"": {}}, [None], {"file": "data/contents.json", "pointer": ""}, {"file": "seal.txt", "hash": "sha256"},
    {"file": "data/reports/1/text.txt", "paragraph": -1}, {"file": "data/record/findings.json", "pointer": "/99/x"},
    {"file": "data/contents.json", "pointer": "/items/0/files/0"}, {"file": "data/index.html", "pointer": ""},
]  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every node that can be replaced: what holds it, and where."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [each for key in keys for each in places(value[key])]


def mutated(data: bytes, dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = dice.randrange(len(lines))
    try:
        value = [json.loads(lines[at])]
    except ValueError:  # a line of a list, with its comma
        return b"".join([*lines[:at], bytes(dice.choices(b'[]{}",:0a\\\n', k=5)), *lines[at + 1 :]])
    holder, key = dice.choice(places(value))
    way = dice.randrange(4)
    if way == 0 and holder is not value:
        del holder[key]
    elif way == 1 and isinstance(holder, list) and holder is not value:
        holder.insert(key, holder[key])
    else:
        holder[key] = dice.choice(JUNK)
    line = json.dumps(value[0], ensure_ascii=dice.random() < 0.5).encode(errors="surrogatepass") + b"\n"
    return b"".join([*lines[:at], line, *lines[at + 1 :]])


@settings(max_examples=20 * TIMES, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_broken_json_is_a_fault_and_no_traceback(seed, times):
    """One to three nodes of its JSON files are something else, and all is signed anew with the log's own key."""
    dice, files = random.Random(seed), dict(FILES)
    for _ in range(times):
        path = dice.choice(OF_JSON)
        files[path] = mutated(files[path], dice)
    assert_alike(made.resealed(files))


@settings(max_examples=10 * TIMES, deadline=None)
@given(st.integers(0, 2**32))
def test_broken_bytes_are_a_fault_and_no_traceback(seed):
    """Bytes of the log's files are cut out, doubled or made up, and all is signed anew."""
    dice, files = random.Random(seed), dict(FILES)
    # of tokens the product refuses more than openssl does (docs/reference/timestamps.md)
    path = dice.choice(sorted(p for p in files if p.startswith(("log/", "data/")) and not p.endswith(".tsr")))
    data = files[path]
    begin, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    middle = dice.choice([b"", data[begin:end] * 2, dice.randbytes(min(end - begin, 40))])
    files[path] = data[:begin] + middle + data[end:]
    assert_alike(resealed(files))


def resealed(files: made.Files) -> made.Files:
    """Without making bagit.txt and bag-info.txt right again."""
    whole = {**files, **made.manifests(files)}
    whole |= made.manifests(whole, tags=True)
    return made.sealed(whole, made.ID, files["seal.txt"].decode().split("\n")[2])


def assert_alike(files: made.Files) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = made.written(files, Path(scratch) / "dossier")
        mine = checking.check(folder, checking.Asked(keys=[VerifierKey.read(made.KEY)]))
        theirs = verify.verify(folder, verify.Asked([verify.read_key(made.KEY)], [], [], []))
    assert not [what for _, _, what in theirs.parts if "cannot be checked" in what]
    assert mine.code == theirs.code, (mine.parts, theirs.parts)

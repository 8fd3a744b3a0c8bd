"""The product's own verifier agrees with verify.py about dossiers that the product made, and about odd ones."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.custody.stamping import authority, needs_openssl
from tests.publishing import made_dossier as made
from tests.publishing.dossier_world import at, world
from tests.publishing.test_dossier_timestamps import BEGIN, END, known
from tocsin import custody
from tocsin.cli import main
from tocsin.custody import log_keys
from tocsin.custody.note import VerifierKey
from tocsin.custody.timestamps import stamp_due
from tocsin.custody.timestamps.roots import read_roots
from tocsin.publishing import dossier
from tocsin.publishing.dossier import checking, verify
from tocsin.publishing.dossier.checking import sources
from tocsin.publishing.dossier.masks import read_masks


def verdicts(source: Path, key: str, trust: Path | None = None) -> tuple[int, int]:
    """Of the product and of verify.py, with what each says where they differ."""
    roots = None if trust is None else read_roots(trust.read_bytes())
    mine = checking.check(source, checking.Asked(keys=[VerifierKey.read(key)], trust=roots))
    asked = verify.Asked([verify.read_key(key)], [], [], [] if trust is None else [trust])
    theirs = verify.verify(source, asked)
    told = (
        [(part.name, part.holds) for part in mine.parts],
        [(name, holds) for name, holds, _ in theirs.parts],
    )
    assert told[0] == told[1], (mine, theirs)
    assert [each.partition(":")[0] for each in mine.unchecked] == [
        each.partition(":")[0] for each in theirs.unchecked
    ]
    return mine.code, theirs.code


@needs_openssl
@pytest.mark.django_db
def test_a_stamped_and_renewed_dossier_holds(settings, tmp_path):
    """A timestamp, its renewal, and the chain that each names; what is trusted and what is not, alike."""
    asked = known(
        settings,
        tmp_path,
        old=authority(begin=BEGIN, end=BEGIN + timedelta(days=420), root_end=END, organisation="Old stamps"),
        new=authority(begin=BEGIN, end=END, root_end=END, organisation="New stamps"),
    )
    world()
    custody.number()
    stamp_due(now=at(30), how=asked(at(30)))
    folder = dossier.make(dossier.situation("bridge"), tmp_path / "out", by="ani", now=at(60)).folder
    key, both = str(log_keys.verifiers()[0]), tmp_path / "both.pem"
    both.write_bytes((tmp_path / "old.pem").read_bytes() + (tmp_path / "new.pem").read_bytes())
    assert verdicts(folder, key, both) == (0, 0)
    assert verdicts(folder, key, tmp_path / "old.pem") == (3, 3)
    assert verdicts(folder, key) == (3, 3)


def odd() -> dict[str, made.Files]:
    """Dossiers of an insider, sealed with the log's own key, each odd in one thing."""
    example = made.example(12)
    files = example.files()
    nothing = made.Made([], {}, [], [], {}, made_at=made.timestamp(made.BEGIN))
    lines = files["log/entries.jsonl"].splitlines(keepends=True)
    more = {
        "an unlisted payload file": {"data/more.txt": b"x"},
        "a fetch list": {"fetch.txt": b"https://example.org/x 1 data/x\n"},
        "a key that is none": {"log/keys.txt": b"log.example/log+00000000+AAAA\n"},
        "a history that is no JSON": {"log/history.jsonl": b"{\n"},
        "an entry that nests": {"log/entries.jsonl": b"[" * 200_000 + b"\n"},
        "a key twice in an object": {
            "log/entries.jsonl": lines[0].replace(b'"erased":false', b'"erased":true,"erased":false')
        },
        "a huge number": {
            "log/entries.jsonl": lines[0].replace(b'"position":0', b'"position":' + b"9" * 5000)
        },
        "no entries": {"log/entries.jsonl": b""},
        "everything masked": {
            "log/entries.jsonl": b"".join(lines).replace(b'"openings":[{', b'"openings":[],"x":[{')
        },
        "contents that are a list": {"data/contents.json": b"[]\n"},
        "a stray timestamp": {"log/timestamps/x.tsr": b"x"},
        "a token that is none": {
            "log/timestamps/6-3.tsr": b"0\x80",
            "log/timestamps/6-3.json": files["log/timestamps/6-1.json"],
        },
        "paragraphs that nobody vouches for": {
            "data/reports/1/text.txt": files["data/reports/1/text.txt"] + b"More.\n"
        },
        "a text that is no UTF-8": {"data/reports/1/text.txt": b"\xff"},
        "findings that are no JSON": {"data/record/findings.json": b'["'},
        "bytes behind the findings": {"data/record/findings.json": files["data/record/findings.json"] + b"]"},
    }
    found = {name: made.resealed({**files, **change}) for name, change in more.items()}
    return {"nothing at all": nothing.files(), **found}


@pytest.mark.parametrize("name", odd())
def test_an_odd_dossier_does_not_hold(name, tmp_path):
    """Neither verifier passes it, and neither ends in a traceback."""
    folder = made.written(odd()[name], tmp_path / "odd")
    mine = checking.check(folder, checking.Asked(keys=[VerifierKey.read(made.KEY)]))
    theirs = verify.verify(folder, verify.Asked([verify.read_key(made.KEY)], [], [], []))
    assert (mine.code, theirs.code) == (1, 1)
    assert not any("cannot be checked" in what for _, _, what in theirs.parts), theirs


def test_no_sum_hides_behind_a_byte_order_mark(tmp_path):
    """Its label would be another one to a program that does not look for the mark."""
    files = made.example(12).files()
    marked = files | {"bag-info.txt": b"\xef\xbb\xbfPayload-Oxum: 1.1\n"}
    _, id_, made_at, *_ = files["seal.txt"].decode().split("\n")
    anew = made.sealed(marked | made.manifests(marked, tags=True), id_, made_at)
    assert verdicts(made.written(anew, tmp_path / "marked"), made.KEY) == (1, 1)


def test_many_reports_make_no_list_of_the_record_be_read_anew(tmp_path, monkeypatch):
    """Both verifiers read each file of an honest dossier a time or two, however often its log turns to another."""
    monkeypatch.setattr(verify, "READ_BYTES_FREE", 0)
    monkeypatch.setattr(verify, "READ_TIMES", 2)
    monkeypatch.setattr(sources, "_FREE_BYTES", 0)
    monkeypatch.setattr(sources, "_TIMES", 2)
    folder = made.written(made.example(150, per_report=3).files(), tmp_path / "many")
    assert verdicts(folder, made.KEY) == (3, 3)  # the authority of its timestamps is not known here


def test_a_list_of_the_record_is_sought_through_once(tmp_path, monkeypatch):
    """Openings and rows lead into the same lists: where their elements stand is found for both."""
    sought = []
    real = sources.places_of_list
    monkeypatch.setattr(sources, "places_of_list", lambda of, file: sought.append(file) or real(of, file))
    folder = made.written(made.example(12).files(), tmp_path / "once")
    assert verdicts(folder, made.KEY) == (3, 3)
    assert sought and len(sought) == len(set(sought))


def test_the_command_needs_no_store(tmp_path, capsys, monkeypatch):
    """`tocsin dossier verify`: exit codes 0, 1, 2 and 3, in words and as JSON, where no store can be opened."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    files = made.example(12).files()
    folder, root, kept = made.written(files, tmp_path / "out"), tmp_path / "root.pem", tmp_path / "kept.txt"
    root.write_text(made.as_pem([made.authority().root]))
    kept.write_bytes(files["log/checkpoint.txt"])
    whole = [
        "--key",
        made.KEY,
        "--witness",
        made.WITNESS_KEY,
        "--trust",
        str(root),
        "--checkpoint",
        str(kept),
    ]
    assert main(["dossier", "verify", str(folder), *whole]) == 0
    assert capsys.readouterr().out.count("holds  ") == 7
    assert main(["dossier", "verify", str(folder), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["verdict"] == 3
    assert main(["dossier", "verify", str(folder), "--key", made.THIEFS_KEY]) == 1
    assert "FAULT  seal" in capsys.readouterr().out
    for wrong in (["--key", made.WITNESS_KEY], ["--checkpoint", str(root)], ["--trust", str(kept)]):
        assert main(["dossier", "verify", str(folder), *wrong]) == 2
    assert main(["dossier", "verify", "/nowhere"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "masks",
    [
        {"persons": ["Ann Poe"]},
        {},
        {"fields": ["finding:1/quote"], "paragraphs": ["report:2/0"]},
        {"withheld": ["report:1"]},
    ],
    ids=["a person", "private persons", "a field and a paragraph", "a report"],
)
def test_a_redacted_dossier_holds(settings, tmp_path, masks):
    """Fewer openings, the same entries and leaves; and the older checkpoint of the whole one is continued."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world()
    whole = dossier.make(dossier.situation("bridge"), tmp_path / "whole", by="ani", now=at(60)).folder
    made_of_it = dossier.redact(whole, read_masks(**masks), tmp_path / "masked", by="ani", now=at(70)).folder
    key = str(log_keys.verifiers()[0])
    assert verdicts(whole, key) == verdicts(made_of_it, key) == (0, 0)
    kept = [("kept", (whole / "log/checkpoint.txt").read_bytes())]
    assert verify.verify(made_of_it, verify.Asked([verify.read_key(key)], [], kept, [])).code == 0
    assert verify.verify(whole, verify.Asked([verify.read_key(key)], [], kept, [])).code == 0
    newer = [("kept", (made_of_it / "log/checkpoint.txt").read_bytes())]
    assert verify.verify(whole, verify.Asked([verify.read_key(key)], [], newer, [])).code == 3

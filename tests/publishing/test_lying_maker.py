"""Whoever makes a dossier holds the log's key, and writes its files. What stands in them is still what the log says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.dossier_world import at, world
from tocsin.custody import log_keys
from tocsin.custody.note import VerifierKey
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.checking.verdict import Asked
from tocsin.publishing.dossier.checking.whole import check
from tocsin.publishing.dossier.draft import Draft
from tocsin.publishing.dossier.masks import read_masks
from tocsin.publishing.dossier.row_file import RowFile

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


def another_act(row: Row) -> Iterator[Row]:
    yield {**row, "action": "accepted"} if row.get("action") == "corrected" else row


def another_time(row: Row) -> Iterator[Row]:
    yield {**row, "at": "2023-09-01T00:00:00.000000Z"} if row.get("action") == "corrected" else row


def another_item(row: Row) -> Iterator[Row]:
    yield {**row, "item": "finding:2"} if row.get("action") == "corrected" else row


def a_field_more(row: Row) -> Iterator[Row]:
    told = row.get("action") == "corrected"
    yield {**row, "after": {**row["after"], "note": "she took it back"}} if told else row


def a_key_more(row: Row) -> Iterator[Row]:
    yield {**row, "confirmed": True}


def a_reason_never_given(row: Row) -> Iterator[Row]:
    yield {**row, "reason": "seen by three"} if row.get("action") == "accepted" else row


def another_report(row: Row) -> Iterator[Row]:
    yield {**row, "report": "report:2"} if "report" in row else row


def a_finding_never_read(row: Row) -> Iterator[Row]:
    yield row
    if "read" in row:
        yield {**row, "item": "finding:99", "read": {**row["read"], "quote": "200 were killed"}}


def a_finding_twice(row: Row) -> Iterator[Row]:
    yield row
    if "read" in row:
        yield {**row, "read": {**row["read"], "quote": "200 were killed"}}


def an_act_twice(row: Row) -> Iterator[Row]:
    yield row
    if "position" in row:
        yield row


def a_field_more_said_to_be_masked(row: Row) -> Iterator[Row]:
    told = row.get("action") == "corrected"
    yield {**row, "after": {**row["after"], "note": "█"}, "masked": {"after.note": "█"}} if told else row


def a_masked_value_shown(row: Row) -> Iterator[Row]:
    hidden = "actor" in row.get("masked", {})
    yield {**row, "actor": "somebody else"} if hidden else row


LIES = [
    another_act, another_time, another_item, a_field_more, a_key_more, a_reason_never_given, another_report,
    a_finding_never_read, a_finding_twice, an_act_twice, a_field_more_said_to_be_masked, a_masked_value_shown,
]  # fmt: skip


@pytest.mark.parametrize("lie", [None, *LIES])
def test_no_row_says_more_than_its_entry(settings, tmp_path: Path, monkeypatch, capsys, lie):
    """Every hash, seal, proof and opening of these dossiers is good: both verifiers name the row."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world()
    if lie is not None:
        add = RowFile.add

        def lying(self: RowFile, row: Row) -> None:
            for each in lie(dict(row)):
                add(self, each)

        monkeypatch.setattr(RowFile, "add", lying)
    folder = dossier.make(dossier.situation("bridge"), tmp_path / "made", by="ani", now=at(60)).folder
    key = str(log_keys.verifiers()[0])
    assert verify.main([str(folder), "--key", key]) == (0 if lie is None else 1)
    told = capsys.readouterr().out
    verdict = check(folder, Asked(keys=[VerifierKey.read(key)]))
    faults = [part.detail for part in verdict.parts if not part.holds]
    assert len(faults) == (lie is not None)
    assert all("data/record/" in fault or "entry" in fault for fault in faults), faults
    assert "FAULT" not in told or "data/record/" in told


def test_a_file_that_nothing_in_the_log_binds_is_named(settings, tmp_path: Path, monkeypatch, capsys):
    """Also where something of its item is kept back, as the names of people at the desk are."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world()
    add = Draft.add_item

    def lying(self: Draft, item: str, files: Sequence[str], withheld: str | None = None) -> None:
        if item == "report:1":
            self.bag.add("reports/1/more.txt", b"seen by three")
            files = [*files, "reports/1/more.txt"]
        add(self, item, files, withheld)

    monkeypatch.setattr(Draft, "add_item", lying)
    folder = dossier.make(dossier.situation("bridge"), tmp_path / "made", by="ani", now=at(60)).folder
    key = str(log_keys.verifiers()[0])
    assert verify.main([str(folder), "--key", key]) == 1
    assert "reports/1/more.txt: nothing that the log vouches for" in capsys.readouterr().out
    verdict = check(folder, Asked(keys=[VerifierKey.read(key)]))
    assert ["more.txt" in part.detail for part in verdict.parts if not part.holds] == [True]


def test_a_reading_that_is_said_to_be_masked_is_masked(settings, tmp_path: Path, monkeypatch, capsys):
    """What the log no longer vouches for cannot be told in its place."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world()
    whole = dossier.make(dossier.situation("bridge"), tmp_path / "made", by="ani", now=at(60)).folder
    add = RowFile.add

    def lying(self: RowFile, row: Row) -> None:
        told = row.get("item") == "finding:1" and "read" in row
        add(self, {**row, "read": {**row["read"], "quote": "9,000 people"}} if told else row)

    monkeypatch.setattr(RowFile, "add", lying)
    masks = read_masks(fields=["finding:1/quote"], private_persons=False)
    folder = dossier.redact(whole, masks, tmp_path / "masked", by="ani", now=at(70)).folder
    key = str(log_keys.verifiers()[0])
    assert verify.main([str(folder), "--key", key]) == 1
    assert "finding:1 is said to be masked, and shown" in capsys.readouterr().out
    verdict = check(folder, Asked(keys=[VerifierKey.read(key)]))
    assert ["said to be masked" in part.detail for part in verdict.parts if not part.holds] == [True]


@pytest.mark.parametrize(
    ("name", "said", "fault"),
    [
        ("entries_of", lambda _draft, item: 3 if item == "report:1" else 0, "report:1: 3 entries about it"),
        ("listed_sha512", lambda _draft: "0" * 128, "other entries of the log"),
    ],
    ids=["one that was there", "another in its place"],
)
def test_an_entry_that_is_left_out_is_missed(
    settings, tmp_path: Path, monkeypatch, capsys, name, said, fault
):
    """The log keeps how many entries a dossier showed, of which item, and which: both verifiers say what is not there."""
    settings.TOCSIN_HOME = tmp_path / "home"
    world(alert=False)
    monkeypatch.setattr(Draft, name, said)
    folder = dossier.make(dossier.items(["report:1"]), tmp_path / "made", by="ani", now=at(60)).folder
    key = str(log_keys.verifiers()[0])
    assert verify.main([str(folder), "--key", key]) == 1
    assert fault in capsys.readouterr().out
    verdict = check(folder, Asked(keys=[VerifierKey.read(key)]))
    assert [fault in f"{part.detail}" for part in verdict.parts if not part.holds] == [True]

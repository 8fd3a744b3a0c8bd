"""`tocsin relief bank`: a file checked without a store, taken in, mapped, and the lines that are held."""

import json
from pathlib import Path

import pytest

from tests.relief.relief_world import BANK_AMD, fund
from tests.relief.test_bank_reading import CSV, MAPPING, MT940
from tests.relief.test_bank_taking_in import statement
from tocsin.cli import main
from tocsin.relief.bank.mappings import mapping_named
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankFile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.sta").write_text(MT940)
    (tmp_path / "odd.sta").write_bytes(statement(closing="1,00"))
    (tmp_path / "a.csv").write_text(CSV)
    (tmp_path / "map.json").write_text(json.dumps(MAPPING))
    return tmp_path


def test_check_tells_what_adds_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["relief", "bank", "check", str(folder / "a.sta"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["statements"]
    assert (row["account"], row["lines"], row["adds_up"]) == ("900000001234", 3, "adds up")
    assert main(["relief", "bank", "check", str(folder / "odd.sta")]) == 1
    assert "-1.00 AMD" in capsys.readouterr().out
    assert (
        main(["relief", "bank", "check", str(folder / "a.csv"), "--mapping", str(folder / "map.json")]) == 0
    )
    assert main(["relief", "bank", "check", str(folder / "a.csv")]) == 1
    assert "a.csv, line 1: no form of bank statements begins so" in capsys.readouterr().err


@pytest.mark.django_db
def test_take_in_books_and_a_second_time_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account(fund(), BANK_AMD)
    for _ in range(2):
        assert main(["relief", "bank", "take-in", str(folder / "a.sta"), "--fund", "artsakh"]) == 0
    assert "was taken in before" in capsys.readouterr().out and BankFile.objects.count() == 1
    assert main(["relief", "bank", "take-in", str(folder / "odd.sta"), "--fund", "artsakh"]) == 1
    assert main(["relief", "bank", "held", "--fund", "artsakh", "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out[out.index("\n[") :])[0]["amount"] == "-50.00 AMD"


@pytest.mark.django_db
def test_a_mapping_is_saved_once(folder: Path) -> None:
    for _ in range(2):
        assert main(["relief", "bank", "map", str(folder / "map.json")]) == 0
    assert mapping_named("a bank").said["day"] == "Datum"

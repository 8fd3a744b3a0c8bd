"""`tocsin relief bank`: a file checked without a store, taken in, mapped, and the lines that are held."""

import json
from pathlib import Path

import pytest

from tests.relief.relief_world import BANK_AMD, fund
from tests.relief.spending.spending_world import login
from tests.relief.test_bank_deciding import INTEREST
from tests.relief.test_bank_reading import CSV, MAPPING, MT940
from tests.relief.test_bank_taking_in import statement
from tocsin.cli import main
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.mappings import mapping_named
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankDecision, BankFile, Fund


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


@pytest.mark.django_db
def test_a_held_line_is_looked_at_and_decided(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A treasurer says what it is, with a reason; another login cannot, and the decision stands beside the line."""
    account(fund(), BANK_AMD)
    (folder / "interest.sta").write_bytes(statement(INTEREST, closing="5,00"))
    main(["relief", "bank", "take-in", str(folder / "interest.sta"), "--fund", "artsakh"])
    for name, role in (("ani", "treasurer"), ("noor", "analyst")):
        user = login(name, role)
        user.set_password("right password")
        user.save()
    monkeypatch.setenv("TOCSIN_PASSWORD", "right password")
    number = str(held_lines(Fund.objects.get()).get().pk)
    said = [
        "relief",
        "bank",
        "decide",
        number,
        "fee",
        "--detail",
        "bank",
        "--reason",
        "its letter",
        "--login",
    ]
    assert main([*said, "noor"]) != 0 and not BankDecision.objects.exists()
    assert main([*said, "ani"]) == 0
    assert main(["relief", "bank", "decide", "77", "fee", "--reason", "x", "--login", "ani"]) != 0
    assert "there is no bank line 77" in capsys.readouterr().err
    assert main(["relief", "bank", "line", number, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    (decision,) = shown["decisions"]
    assert (shown["amount"], decision["kind"], decision["by"]) == ("5.00 AMD", "fee", "ani")
    assert main(["relief", "bank", "line", number]) == 0
    assert "its letter" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_fee_of_money_that_came_is_approved_by_another_login(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proposed by one command, seen by a second, refused and approved by a third, of another person."""
    account(fund(), BANK_AMD)
    (folder / "interest.sta").write_bytes(statement(INTEREST, closing="5,00"))
    main(["relief", "bank", "take-in", str(folder / "interest.sta"), "--fund", "artsakh"])
    for name, role in (("ani", "treasurer"), ("zara", "issuer")):
        user = login(name, role)
        user.set_password("right password")
        user.save()
    monkeypatch.setenv("TOCSIN_PASSWORD", "right password")
    number = str(held_lines(Fund.objects.get()).get().pk)
    proposed = ["relief", "bank", "decide", number, "fee", "--reason", "its letter", "--login", "ani"]
    assert main(proposed) == 0 and "waits for another person" in capsys.readouterr().out
    assert main(["relief", "bank", "line", number]) == 0 and "its letter" in capsys.readouterr().out
    assert main(["relief", "bank", "approve", number, "--login", "ani"]) != 0
    assert main(["relief", "bank", "refuse", number, "--reason", "a gift", "--login", "zara"]) == 0
    assert main(proposed) == 0 and not BankDecision.objects.exists()
    assert main(["relief", "bank", "approve", number, "--login", "zara"]) == 0
    assert BankDecision.objects.get().kind == "fee"

"""Commands of money out, from a programme to what became of a payment."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from tests.alerts.desk import finding, situation
from tests.relief.spending.spending_world import given, login
from tocsin.cli.commands import parser
from tocsin.errors import MoneyRefused, NotAllowed, NotFound, WrongUse
from tocsin.relief.models import Allocation, Fund, Payment
from tocsin.situations import standing_figures

pytestmark = pytest.mark.django_db
Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Carries out a command in this process, as the login that is named first; returns what it prints."""
    for name in ("first", "second"):
        user = login(name)
        user.set_password("right password")
        user.save()
    monkeypatch.setenv("TOCSIN_PASSWORD", "right password")

    def carried_out(who: str, *words: str) -> str:
        monkeypatch.setenv("TOCSIN_LOGIN", who)
        args = parser().parse_args(["relief", *words])
        import_module(f"tocsin.cli.{args.module}").run(args)
        return capsys.readouterr().out

    return carried_out


def test_a_need_is_stated_listed_and_withdrawn(run: Run) -> None:
    """With its version, and what happened to its figure since."""
    standing_figures.forget()
    crisis = situation()
    figure = finding(crisis)
    given(100)
    Fund.objects.update(situation=crisis)
    asked = ["--standard", "toilets", "--finding", str(figure.pk), "--days", "30", "--reason", "The count."]
    assert "4,887 toilet for 97,735 people" in run("first", "need", "state", "artsakh", "toilets", *asked)
    (row,) = json.loads(run("first", "need", "list", "artsakh", "--json"))
    assert (row["need"], row["finding"], row["compared"], row["since"]) == ("toilets", figure.pk, False, [])
    assert "withdrawn" in run("first", "need", "withdraw", "artsakh", "toilets", "--reason", "Met.")
    assert "No need" in run("first", "need", "list", "artsakh")
    assert {"water", "toilets"} <= {
        each["standard"] for each in json.loads(run("first", "need", "standards", "--json"))
    }


def test_from_a_programme_to_a_return(run: Run, tmp_path: Path) -> None:
    """Two logins, each refused what the other must do."""
    given(100_000)
    run("first", "programme", "open", "artsakh", "cash", "--title", "Cash", "--kind", "cash-household")
    said = ("--decision", "A month of cash.", "--authority", "Board 7")
    run("first", "allocate", "propose", "artsakh", "cash", "600.00", "AMD", *said)
    (row,) = json.loads(run("first", "allocate", "list", "artsakh", "--json"))
    number = str(row["allocation"])
    with pytest.raises(NotAllowed, match="whoever proposed"):
        run("first", "approve", number)
    assert "is approved" in run("second", "approve", number)
    file = tmp_path / "october.csv"
    file.write_text("beneficiary,amount\nHH-1,100\nHH-1,200\nHH-2,50\n")
    days = ("--first", "2023-10-01", "--last", "2023-10-31")
    assert "1 groups may be one" in run("first", "pay", "take-in", number, str(file), *days)
    (listed,) = json.loads(run("first", "pay", "list", "artsakh", "--json"))
    one = str(listed["list"])
    shown = json.loads(run("first", "pay", "show", one, "--json"))
    (group,) = shown["duplicates"]
    ruled = (
        "--verdict",
        "leave out",
        "--leave-out",
        str(shown["payments"][1]["payment"]),
        "--reason",
        "Typed twice.",
    )
    run("first", "pay", "rule", one, group["key"], *ruled)
    send = ("pay", "send", one, "--value-date", "2024-01-16", "--fee", "1.50")
    with pytest.raises(NotAllowed):
        run("first", *send)
    assert "is sent" in run("second", *send)
    paid = str(Payment.objects.get(line=2).pk)
    back = ("--reason", "Moved away.", "--amount", "40.00", "--value-date", "2024-02-01")
    assert "is returned" in run("first", "delivered", paid, "returned", *back)
    words = tmp_path / "words.csv"
    words.write_text(f"payment,state,note,date\n{int(paid) + 2},not received,N-3,2024-02-01\n")
    assert "Said of 1 payments" in run("first", "pay", "delivered", one, str(words))
    assert "Said of 0 payments" in run("first", "pay", "delivered", one, str(words))
    (programme,) = json.loads(run("first", "programme", "list", "artsakh", "--json"))
    assert (programme["sent"], programme["came_back"], programme["payees"]) == ("150.00 AMD", "40.00 AMD", 2)
    told = json.loads(run("first", "allocate", "show", number, "--json"))
    assert [act["act"] for act in told["acts"]] == ["propose", "approve"]


def test_identifiers_need_a_key(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set in the environment, in hexadecimal; what is typed there is never told."""
    given(100_000)
    run("first", "programme", "open", "artsakh", "cash", "--title", "Cash", "--kind", "cash-person")
    said = ("--decision", "A month.", "--authority", "Board 7")
    run("first", "allocate", "propose", "artsakh", "cash", "600.00", "AMD", *said)
    number = str(Allocation.objects.get().pk)
    run("second", "approve", number)
    file = tmp_path / "people.csv"
    file.write_text("identifier,amount\nAN 123456,100\n")
    taken = ("pay", "take-in", number, str(file), "--first", "2023-10-01", "--last", "2023-10-31")
    with pytest.raises(WrongUse, match="TOCSIN_BENEFICIARY_KEY"):
        run("first", *taken)
    monkeypatch.setenv("TOCSIN_BENEFICIARY_KEY", "not hexadecimal")
    with pytest.raises(WrongUse, match="not hexadecimal"):
        run("first", *taken)
    monkeypatch.setenv("TOCSIN_BENEFICIARY_KEY", "5e" * 32)
    run("first", *taken)
    assert Payment.objects.get().payee.startswith("b-")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("allocate", "show", "77"), NotFound),
        (("pay", "show", "77"), NotFound),
        (("delivered", "77", "received"), NotFound),
        (("need", "list", "nothing"), NotFound),
        (
            ("allocate", "propose", "artsakh", "none", "5", "AMD", "--decision", "x", "--authority", "y"),
            NotFound,
        ),
        (("programme", "open", "artsakh", "Not A Code", "--title", "x", "--kind", "goods"), WrongUse),
    ],
)
def test_what_is_not_there_is_told(run: Run, words: tuple[str, ...], error: type[Exception]) -> None:
    """By name, with the next step."""
    given(100)
    with pytest.raises(error) as refusal:
        run("first", *words)
    assert refusal.value.remedy  # type: ignore[attr-defined]


def test_an_amount_is_read_strictly(run: Run) -> None:
    """Three decimals of a dram are no amount."""
    given(100)
    run("first", "programme", "open", "artsakh", "cash", "--title", "Cash", "--kind", "cash-person")
    said = ("--decision", "x", "--authority", "y")
    with pytest.raises(MoneyRefused, match=r"1\.005"):
        run("first", "allocate", "propose", "artsakh", "cash", "1.005", "AMD", *said)

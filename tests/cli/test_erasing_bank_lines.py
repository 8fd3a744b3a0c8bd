"""Whoever paid by bank and asks to be forgotten stands in the bank's sealed file alone, and the books hold."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from tests.cli.test_erase import item_faults, whole_dump
from tests.made import login
from tests.relief.relief_world import BANK_AMD, NOW, fund
from tocsin.cli import scrubbing
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.relief.bank.deciding import decide
from tocsin.relief.bank.proposing import decide_proposal, say
from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.ledger.balances import balances
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankDecision, BankFile, BankLine, BankProposal, Fund
from tocsin.whole_store import erasing

pytestmark = pytest.mark.django_db

NAME = "Zvartnoqua Example"
WHY = "asked for it"
STATEMENT = f"""\
:20:A
:25:900000001234
:28C:1
:60F:C260101AMD0,00
:61:2601020102C5,00NINTZVARTREF
:86:interest, says {NAME}
:61:2601020102C7,00NTRFNONREF
:86:from another
:62F:C260103AMD12,00
-
"""


def line_of(artsakh: Fund) -> BankLine:
    """A held line that names somebody, and a decision with a reason that does."""
    account(artsakh, BANK_AMD)
    take_in(artsakh, STATEMENT.encode(), "a.sta", by="tigran", now=NOW)
    line = BankLine.objects.get(placed="held")
    assert NAME in line.text
    BankLine.objects.filter(pk=line.pk).update(party=NAME, party_number="AM12")
    treasurer = login("tigran", "treasurer")
    decide(line, kind="other", reason=f"{NAME} will call", by=treasurer, now=NOW, seen=None)
    line.refresh_from_db()
    return line


def test_an_erased_payer_is_in_the_sealed_file_alone_and_the_books_hold(settings: Any) -> None:
    """Text, name, account, references and people's reasons go; money, places and the log stay, as the plan says."""
    settings.TOCSIN_DONOR_NAME_YEARS = 5
    artsakh = fund()
    line = line_of(artsakh)
    item, by, faults, before = (
        f"bank-line:{line.pk}",
        login("eraser", "issuer"),
        item_faults(),
        balances(artsakh),
    )
    plan = erasing.plan(item, ())
    assert any("until 2031-12-31" in each and "No page or command" in each for each in plan.stays)
    assert any("1 reason " in each for each in plan.goes)
    with pytest.raises(WrongUse, match="says again"):
        erasing.carry_out(item, (), reason=f"{NAME} asked", by=by, now=NOW)
    erasing.carry_out(item, (), reason=WHY, by=by, now=NOW)
    dump = whole_dump()
    assert dump.count("Zvartnoqua") == 1 and NAME.encode() in bytes(BankFile.objects.get().content)
    assert "ZVARTREF" not in dump.replace(STATEMENT.replace("\n", "\\n"), "")
    line.refresh_from_db()
    assert line.text.startswith("[erased on ") and (line.party, line.party_number, line.minor) == (
        "",
        "",
        500,
    )
    assert BankDecision.objects.get().reason == line.text
    assert item_faults() == faults and balances(artsakh) == before
    with pytest.raises(Conflict):
        erasing.plan(item, ())
    assert (
        not take_in(artsakh, STATEMENT.encode() + b"\n", "b.sta", by="t", now=NOW)
        .file.statements.get()
        .new_count
    )
    BankLine.objects.filter(pk=line.pk).update(party=NAME)
    assert [each for each in item_faults() if each.startswith(item)] == [
        f"{item}: party is not what the log says"
    ]


def test_words_of_both_people_about_a_line_go_with_it() -> None:
    """Of a proposal that waited for a second person, and of the no of that person; that there was one stays."""
    artsakh = fund()
    account(artsakh, BANK_AMD)
    take_in(artsakh, STATEMENT.encode(), "a.sta", by="tigran", now=NOW)
    line = BankLine.objects.get(placed="held")
    login("ani", "treasurer")
    by = login("tigran", "treasurer")
    row = say(line, kind="fee", reason=f"{NAME} told me", by=by, now=NOW, seen=None)
    assert isinstance(row, BankProposal)
    no = {"approved": False, "reason": f"I asked {NAME}", "by": User.objects.get(username="ani")}
    decide_proposal(line, seen=row.pk, now=NOW, **no)  # type: ignore[arg-type]
    before = item_faults()  # of the world's fund, which was made without the log
    erasing.carry_out(f"bank-line:{line.pk}", (), reason=WHY, by=login("eraser", "issuer"), now=NOW)
    row.refresh_from_db()
    assert (row.approved, row.second_by, NAME in row.reason + row.second_reason) == (False, no["by"], False)
    assert row.reason and row.second_reason and item_faults() == before


def test_only_a_whole_line_that_is_there_is_erased() -> None:
    """No field by itself, and no line that nobody took in."""
    line = line_of(fund())
    with pytest.raises(WrongUse, match="erase it whole"):
        erasing.plan(f"bank-line:{line.pk}", ("party",))
    for item, error in (("bank-line:987654", NotFound), ("bank-line:x", WrongUse)):
        with pytest.raises(error):
            erasing.plan(item, ())


def test_of_a_decision_the_reason_alone_can_change() -> None:
    """The database refuses every other change of what a person said."""
    line_of(fund())
    BankDecision.objects.update(reason="[erased]")
    with pytest.raises(DatabaseError, match="what a bank told stays"), transaction.atomic():
        BankDecision.objects.update(kind="fee")


def test_a_sealed_file_that_a_bank_gave_too_is_not_scrubbed(settings: Any, tmp_path: Path) -> None:
    """The same bytes as those of an erased report are the voucher of a fund."""
    settings.TOCSIN_HOME = tmp_path
    seal = sha256(b"x").hexdigest()
    path = tmp_path / "sealed" / seal[:2] / seal
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    said = {"name": "a", "size_bytes": 1, "form": "mt940", "read_by": 1, "by": "t", "lines_hash": ""}
    BankFile.objects.create(fund=fund(), sha256=seal, content=None, taken_in_at=NOW, **said)
    later = datetime(2100, 1, 1, tzinfo=UTC)
    assert scrubbing._remove(tmp_path, str(path.relative_to(tmp_path)), later)
    assert path.read_bytes() == b"x"

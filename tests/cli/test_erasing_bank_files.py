"""A bank's file goes on the day after the law's, and whoever paid by it with it; the books hold, and the store says why."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from tests.cli.test_erase import item_faults, whole_dump
from tests.made import login
from tests.relief.relief_world import BANK_AMD, NOW, fund
from tocsin.cli import scrubbing
from tocsin.custody.models import Entry, Erasure
from tocsin.errors import Conflict
from tocsin.relief.bank import retention
from tocsin.relief.bank.deciding import decide
from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.ledger.balances import balances
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankDecision, BankFile, BankLine, BankProblem, Fund
from tocsin.whole_store import erasing
from tocsin.whole_store.erasing_bank_files import forget_due

pytestmark = pytest.mark.django_db

NAME = "Zvartnoqua Example"
STATEMENT = f"""\
:20:A
:25:900000001234
:28C:1
:60F:C231229AMD0,00
:61:2312290102C5,00NINTZVARTREF
:86:interest, says {NAME}
:61:2312290102C7,00NTRFNONREF
:86:from another {NAME}
:62F:C231229AMD12,00
-
"""
LAST, AFTER = datetime(2029, 12, 31, 23, 59, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def artsakh(settings: Any, tmp_path: Path) -> Fund:
    """Of a house whose law keeps vouchers for five years; its file came on 15 January 2024."""
    settings.TOCSIN_DONOR_NAME_YEARS, settings.TOCSIN_HOME = 5, tmp_path
    made = fund()
    account(made, BANK_AMD)
    taken = take_in(made, STATEMENT.encode(), "a.sta", by="tigran", now=NOW).file
    BankProblem.objects.create(file=taken, at_line=3, reason=f"left aside: {NAME}")
    BankLine.objects.update(party=NAME, party_number="AM12")
    return made


def held_with_a_reason(at: datetime = NOW) -> BankLine:
    line = BankLine.objects.get(placed="held")
    decide(line, kind="other", reason=f"{NAME} will call", by=login("tigran", "treasurer"), now=at, seen=None)
    return line


def test_the_file_goes_when_the_law_s_day_is_past_and_the_books_hold(artsakh: Fund) -> None:
    """Bytes, payers, odd passages and people's reasons; hash, money and log stay, and say when and why."""
    held_with_a_reason()
    file, faults, before = BankFile.objects.get(), item_faults(), balances(artsakh)
    assert retention.kept_until(file) == date(2029, 12, 31)
    assert forget_due(LAST) == 0 and whole_dump().count(NAME) > 3
    assert (forget_due(AFTER), forget_due(AFTER)) == (1, 0)
    assert "Zvartnoqua" not in whole_dump() and "ZVARTREF" not in whole_dump()
    assert item_faults() == faults and balances(artsakh) == before
    mark = "[erased on 2030-01-01 for: the law kept it until 2029-12-31]"
    assert set(BankLine.objects.values_list("text", "party", "party_number")) == {(mark, "", "")}
    assert BankDecision.objects.get().reason == BankProblem.objects.get().reason == mark
    entry = Entry.objects.get(item=f"bank-file:{file.pk}", action="erased")
    assert (entry.actor, entry.reason) == ("worker", "the law kept it until 2029-12-31")
    assert Erasure.objects.get().item == f"bank-file:{file.pk}"
    assert take_in(artsakh, STATEMENT.encode(), "again.sta", by="t", now=AFTER).again
    assert bytes(BankFile.objects.get().content) == b""


def test_a_line_that_was_erased_by_itself_keeps_its_own_mark(artsakh: Fund) -> None:
    """And whoever asks once more, when the file is gone, hears that all is done."""
    line, by, faults = held_with_a_reason(), login("eraser", "issuer"), item_faults()
    erasing.carry_out(f"bank-line:{line.pk}", (), reason="asked for it", by=by, now=NOW)
    assert forget_due(AFTER) == 1
    line.refresh_from_db()
    assert "asked for it" in line.text and BankDecision.objects.get().reason == line.text
    assert item_faults() == faults
    other = BankLine.objects.exclude(pk=line.pk).get()
    for each in (line, other):
        with pytest.raises(Conflict, match="already"):
            erasing.plan(f"bank-line:{each.pk}", ())


def test_the_books_rest_on_a_file_as_long_as_people_decide_about_it(artsakh: Fund, settings: Any) -> None:
    """A line decided two years later keeps its file two years longer; without years of the law nothing goes, ever."""
    held_with_a_reason(datetime(2026, 3, 1, tzinfo=UTC))
    assert retention.kept_until(BankFile.objects.get()) == date(2031, 12, 31)
    assert forget_due(datetime(2031, 12, 31, tzinfo=UTC)) == 0
    settings.TOCSIN_DONOR_NAME_YEARS = 0
    assert forget_due(datetime(2090, 1, 1, tzinfo=UTC)) == 0
    settings.TOCSIN_DONOR_NAME_YEARS = 5
    assert forget_due(datetime(2032, 1, 1, tzinfo=UTC)) == 1


def test_what_is_written_back_is_told(artsakh: Fund) -> None:
    """A payer's name, by whoever can write to the store; bytes the database itself refuses."""
    forget_due(AFTER)
    faults, line = item_faults(), BankLine.objects.order_by("pk").first()
    assert line
    BankLine.objects.filter(pk=line.pk).update(party=NAME)
    assert [each for each in item_faults() if each not in faults] == [
        f"bank line {line.pk} says who paid, and the log says that this was erased with "
        f"bank-file:{line.statement.file_id}"
    ]
    for change in ({"content": STATEMENT.encode()}, {"content": None}, {"name": "b.sta"}):
        with pytest.raises(DatabaseError, match="what a bank told stays"), transaction.atomic():
            BankFile.objects.update(**change)


def test_bytes_that_are_gone_without_an_act_are_told(artsakh: Fund) -> None:
    """The database lets bytes go; the log knows whether the law's day let them."""
    faults = item_faults()
    BankFile.objects.update(content=b"")
    (fault,) = set(item_faults()) - set(faults)
    assert "are not those that came" in fault


def test_a_large_file_goes_from_the_disk_too(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no other fund's file has the same bytes any more; taken in again it does not come back."""
    monkeypatch.setattr("tocsin.reports.seal.ROW_BYTES_MAX", 0)
    monkeypatch.setattr("tocsin.relief.bank.taking_in.ROW_BYTES_MAX", 0)
    settings.TOCSIN_DONOR_NAME_YEARS, settings.TOCSIN_HOME = 5, tmp_path
    one = fund()
    account(one, BANK_AMD)
    file = take_in(one, STATEMENT.encode(), "a.sta", by="tigran", now=NOW).file
    path = tmp_path / "sealed" / file.sha256[:2] / file.sha256
    assert path.exists() and forget_due(AFTER) == 1
    row, later = Erasure.objects.get(), datetime(2100, 1, 1, tzinfo=UTC)
    assert row.files == [str(path.relative_to(tmp_path))]
    said = {"name": "a", "size_bytes": 1, "form": "mt940", "read_by": 1, "by": "t", "lines_hash": ""}
    BankFile.objects.create(fund=fund("other"), sha256=file.sha256, content=None, taken_in_at=NOW, **said)
    assert scrubbing._remove(tmp_path, row.files[0], later) and path.exists()
    BankFile.objects.filter(fund__code="other").update(content=b"")
    assert scrubbing._remove(tmp_path, row.files[0], later) and not path.exists()
    assert take_in(one, STATEMENT.encode(), "a.sta", by="tigran", now=AFTER).again and not path.exists()


def test_the_worker_takes_it_away(artsakh: Fund, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its round, with the erasures that wait."""
    from tocsin.cli import worker

    swept: list[datetime] = []
    monkeypatch.setattr(worker, "now", lambda: AFTER)
    monkeypatch.setattr(worker, "scrub", swept.append)
    worker._end_erasures()
    assert Erasure.objects.count() == len(swept) == 1 and not User.objects.filter(username="worker").exists()

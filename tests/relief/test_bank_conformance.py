"""The shared bank statements: each file read, or refused with line and reason; the mt-940 library's expectations met."""

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.relief.mt940_expectations import expected
from tocsin.errors import BankFileRefused
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.mt940 import said_of
from tocsin.relief.bank.mt940_tags import BalanceField, EntryField, Tag, balance_field, entry_field, messages
from tocsin.relief.bank.mt940_text import TextField
from tocsin.relief.bank.reading import decoded, read

#: refused, and why: a single tag is no statement, and no statement is told from half of one
REFUSED = {
    "camt-viafintech/052/valid_namespace.xml": "no camt.052, camt.053 or camt.054 message",
    "camt-viafintech/053/valid_namespace.xml": "no camt.052, camt.053 or camt.054 message",
    "camt-viafintech/general/invalid_namespace.xml": "no camt.052, camt.053 or camt.054 message",
    "mt940-wolph/betterplace/amount_formats.sta": "without its account",
    "mt940-wolph/betterplace/currency_in_25.sta": "neither a balance nor a line",
    "mt940-wolph/betterplace/empty_86.sta": "without its account",
    "mt940-wolph/betterplace/empty_entry_date.sta": "without its account",
    "mt940-wolph/betterplace/empty_line.sta": "without its account",
    "mt940-wolph/betterplace/missing_crlf_at_end.sta": "without its account",
    "mt940-wolph/betterplace/sepa_snippet_broken.sta": "a second :25: inside one statement",
    "mt940-wolph/cmxl/account_balance_credit.sta": "without its account",
    "mt940-wolph/cmxl/account_balance_debit.sta": "without its account",
    "mt940-wolph/cmxl/account_identification_iban.sta": "without a currency",
    "mt940-wolph/cmxl/account_identification_legacy.sta": "neither a balance nor a line",
    "mt940-wolph/cmxl/available_balance.sta": "without its account",
    "mt940-wolph/cmxl/closing_balance.sta": "without its account",
    "mt940-wolph/cmxl/reference.sta": "without its account",
    "mt940-wolph/cmxl/statement_details.sta": "without its account",
    "mt940-wolph/cmxl/statement_line.sta": "without its account",
    "mt940-wolph/cmxl/statement_number.sta": "without its account",
    "mt940-wolph/self-provided/account_identification.sta": "without a currency",
    "mt940-wolph/self-provided/empty_non_swift.sta": "without its account",
    "mt940-wolph/self-provided/invalid_statement.sta": "no form of bank statements begins so",
    "mt940-wolph/self-provided/multiline.sta": "without its account",
    "mt940-wolph/self-provided/sparkassen.sta": "without its account",
}
#: expectations that are the library's misreading: file and field
MISREAD = {
    (
        "self-provided/raphaelm",
        "62F",
    ): "a balance without its currency: the library takes the amount's digits for it",
    (
        "self-provided/raphaelm",
        "62M",
    ): "a balance without its currency: the library takes the amount's digits for it",
    ("betterplace/sepa_snippet_broken", "25"): "a text under the tag of the account",
    ("self-provided/multiline", "25"): "cut after 35 characters",
}
_BALANCES = {
    "60F": "final_opening_balance",
    "60M": "intermediate_opening_balance",
    "62F": "final_closing_balance",
    "62M": "intermediate_closing_balance",
    "64": "available_balance",
}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    found = shared / "conformance" / "bank"
    if not found.is_dir():
        pytest.skip("the folder ../shared/conformance/bank is not here")
    return found


def _files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".sta", ".txt", ".xml")]
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in paths if path.name != "requirements.txt"
    }


def test_every_file_is_read_or_refused_with_its_name_a_line_and_the_reason(folder: Path) -> None:
    """The table that `make conformance` prints: file, form, statements, lines, adds up or not; then bank N/N."""
    wrong, table = [], []
    files = _files(folder)
    for name, content in files.items():
        try:
            reading = read(content, name)
        except BankFileRefused as error:
            table.append(f"{name:62} refused: {error.what.removeprefix(name + ', ')}\n")
            told = re.match(rf"{re.escape(name)}, line \d+: ", error.what)
            if not told or REFUSED.get(name, "-") not in error.what:
                wrong.append((name, str(error)))
            continue
        outcomes = [adds_up(statement).outcome for statement in reading.statements]
        counted = ", ".join(f"{outcomes.count(each)} {each}" for each in Outcome if each in outcomes)
        lines = sum(len(statement.lines) for statement in reading.statements)
        table.append(f"{name:62} {reading.form:8} {len(outcomes):3} statements {lines:3} lines: {counted}\n")
        if name in REFUSED:
            wrong.append((name, "it is read"))
    sys.stdout.writelines(["\n", *table, f"bank {len(files) - len(wrong)}/{len(files)}\n"])
    assert not wrong
    assert len(files) >= 90
    assert set(REFUSED) <= set(files)


def test_expectations_beside_the_files_are_met(folder: Path) -> None:
    """Every amount, day, mark, code and reference of every line; every balance; texts and names at least as far."""
    wrong, count = [], 0
    for path in sorted((folder / "mt940-wolph").rglob("*.yml")):
        file = path.with_suffix(".sta")
        if not file.exists():
            continue
        name = str(path.relative_to(folder / "mt940-wolph").with_suffix(""))
        wanted = expected(path)
        found, _ = messages(decoded(file.read_bytes())[0])
        tags = [tag for message in found for tag in message.tags]
        entries = [entry for message in found for entry in _entries(message.tags)]
        count += 1
        if len(entries) != len(wanted.entries):
            wrong.append((name, "lines", len(entries), len(wanted.entries)))
        for entry, one in zip(entries, wanted.entries, strict=False):
            wrong += [(name, *each) for each in _unlike(*entry, one)]
        wrong += [
            (name, *each) for each in _unlike_balances(tags, wanted.data) if (name, each[0]) not in MISREAD
        ]
        accounts = [tag.value.strip() for tag in tags if tag.name == "25"]
        if accounts and accounts[-1] != wanted.data["account_identification"] and (name, "25") not in MISREAD:
            wrong.append((name, "25", accounts[-1], wanted.data["account_identification"]))
    assert not wrong
    assert count >= 45


def _entries(tags: list[Tag]) -> list[tuple[EntryField, TextField]]:
    found = []
    for place, tag in enumerate(tags):
        if tag.name == "61":
            end = next(
                (n for n, t in enumerate(tags[place + 1 :], place + 1) if t.name not in ("86", "NS")), None
            )
            found.append((entry_field(tag.value), said_of(tags[place + 1 : end])))
    return found


def _plain(text: object) -> str:
    return "".join(str(text or "").split())


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _unlike(entry: EntryField, said: TextField, one: dict[str, Any]) -> list[tuple[Any, ...]]:
    pairs = [
        ("amount", _number(entry.number), abs(one["amount"]["amount"])),
        ("mark", entry.mark, one["status"]),
        ("day", entry.value_on, one["date"]),
        ("booked", entry.booked_on, one.get("entry_date") or entry.booked_on),
        ("code", _plain(entry.code), _plain(one["id"])),
        ("bank reference", _plain(entry.bank_ref), _plain(one["bank_reference"])),
        ("further", _plain(entry.further), _plain(one["extra_details"])),
        ("name", _plain(said.party), _plain(one.get("applicant_name"))),
        ("number", _plain(said.party_number), _plain(one.get("applicant_iban"))),
    ]
    if "transaction_code" not in one:  # there the library puts a keyword of the text in its place
        pairs.append(("customer reference", _plain(entry.customer_ref), _plain(one["customer_reference"])))
        pairs = [each for each in pairs if each[0] not in ("name", "number")]
    if one.get("end_to_end_reference"):
        pairs.append(("end to end", _plain(said.end_to_end)[:35], _plain(one["end_to_end_reference"])[:35]))
    unlike: list[tuple[Any, ...]] = [each for each in pairs if each[1] != each[2]]
    if _plain(one.get("purpose")) not in _plain(said.text):
        unlike.append(("text", said.text, one["purpose"]))
    return unlike


def _unlike_balances(tags: list[Tag], data: dict[str, Any]) -> list[tuple[Any, ...]]:
    unlike: list[tuple[Any, ...]] = []
    for name, key in _BALANCES.items():
        ours = [balance_field(tag.value) for tag in tags if tag.name == name]
        if bool(ours) != (key in data):
            unlike.append((name, ours, data.get(key)))
        elif ours and _told(ours[-1]) != _told_there(data[key]):
            unlike.append((name, ours[-1], data[key]))
    return unlike


def _told(balance: BalanceField) -> tuple[Any, ...]:
    number = _number(balance.number)
    return (-number if balance.mark == "D" else number, balance.currency, balance.on)


def _told_there(balance: dict[str, Any]) -> tuple[Any, ...]:
    return (balance["amount"]["amount"], balance["amount"]["currency"], balance["date"])

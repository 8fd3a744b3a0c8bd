"""Which column of a bank's table (CSV, XLSX) is what. Saved once for each bank; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from tocsin.errors import WrongUse
from tocsin.relief.bank.numbers import iso_date, long_date, minor_of

#: how a bank writes days
DAY_FORMS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD-MM-YYYY": "%d-%m-%Y",
    "YYYYMMDD": "",
}
_TEXT_MAX = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class TableMapping:
    """Names of columns as they stand in the table's heading; empty where the table has no such column."""

    bank: str
    #: day of booking
    day: str
    #: signed; or the two of `credit` and `debit`
    amount: str = ""
    credit: str = ""
    debit: str = ""
    value_day: str = ""
    text: str = ""
    party: str = ""
    party_number: str = ""
    reference: str = ""
    code: str = ""
    #: the balance after each line
    balance: str = ""
    #: a column, or what holds for the whole table
    account_column: str = ""
    account: str = ""
    currency_column: str = ""
    currency: str = ""
    day_form: str = "YYYY-MM-DD"
    #: a point or a comma
    decimal: str = "."
    #: between thousands: empty, a point, a comma, a space or an apostrophe
    grouping: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    #: lines above the heading
    skipped: int = 0
    #: whether the newest line comes first
    newest_first: bool = False

    def columns(self) -> set[str]:
        names = (
            "day",
            "amount",
            "credit",
            "debit",
            "value_day",
            "text",
            "party",
            "party_number",
            "reference",
        )
        more = ("code", "balance", "account_column", "currency_column")
        return {name for each in (*names, *more) if (name := getattr(self, each))}


def mapping_from(said: Mapping[str, Any]) -> TableMapping:
    """Raises WrongUse, which names what is missing, unknown or impossible."""
    known = {field.name: field.type for field in fields(TableMapping)}
    unknown = sorted(said.keys() - known.keys())
    if unknown:
        raise WrongUse(
            f"the mapping has unknown fields: {', '.join(unknown)}", f"known are {', '.join(known)}"
        )
    for name in ("bank", "day"):
        if not said.get(name):
            raise WrongUse(f"the mapping does not say {name!r}", "name the bank, and the column of the day")
    for name, value in said.items():
        wanted = {"skipped": int, "newest_first": bool}.get(name, str)
        if type(value) is not wanted or (isinstance(value, str) and len(value) > _TEXT_MAX):
            raise WrongUse(f"the mapping's {name} is {value!r}", f"write {wanted.__name__} there")
    mapping = TableMapping(**said)
    _check(mapping)
    return mapping


def _check(mapping: TableMapping) -> None:
    if bool(mapping.amount) == bool(mapping.credit or mapping.debit):
        raise WrongUse("the mapping needs one column of amounts, or those of credit and debit", "name them")
    if mapping.day_form not in DAY_FORMS:
        raise WrongUse(f"no such form of days: {mapping.day_form}", f"one of {', '.join(DAY_FORMS)}")
    if mapping.decimal not in (".", ","):
        raise WrongUse(f"no decimal sign: {mapping.decimal!r}", "a point or a comma")
    if mapping.grouping not in ("", ".", ",", " ", "'") or mapping.grouping == mapping.decimal:
        raise WrongUse(
            f"no sign between thousands: {mapping.grouping!r}", "another than the decimal sign, or none"
        )
    if len(mapping.delimiter) != 1:
        raise WrongUse(f"no delimiter: {mapping.delimiter!r}", "one character")
    if not 0 <= mapping.skipped <= 1000:
        raise WrongUse(f"skipped lines: {mapping.skipped}", "0 to 1000")
    if not (mapping.account or mapping.account_column):
        raise WrongUse("the mapping names no account", "give `account`, or the column `account_column`")
    if not (mapping.currency or mapping.currency_column):
        raise WrongUse("the mapping names no currency", "give `currency`, or the column `currency_column`")
    try:
        "".encode(mapping.encoding)
    except LookupError:
        raise WrongUse(f"no such encoding: {mapping.encoding}", "utf-8, windows-1252 ...") from None


def said(mapping: TableMapping) -> dict[str, Any]:
    """What `mapping_from` takes."""
    return asdict(mapping)


def signed_minor(text: str, mapping: TableMapping, digits: int, currency: str) -> int:
    """Raises ValueError for anything but an amount in the mapping's own form; a negative zero is none."""
    point, group = re.escape(mapping.decimal), re.escape(mapping.grouping)
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if mapping.grouping else "[0-9]+"
    found = re.fullmatch(
        rf"([+-]?)({whole})(?:{point}([0-9]+))?", text.replace("\u00a0", " ").replace("\u202f", " ")
    )
    if not found:
        raise ValueError(f"no amount: {text[:40]!r}")
    number = found[2].replace(mapping.grouping, "") if mapping.grouping else found[2]
    minor = minor_of(f"{number}.{found[3] or ''}", digits, currency)
    if found[1] == "-" and not minor:
        raise ValueError(f"a negative zero: {text[:40]}")
    return -minor if found[1] == "-" else minor


def day_of(text: str, mapping: TableMapping) -> date:
    """Raises ValueError for another form, and for a day that is not."""
    form = DAY_FORMS[mapping.day_form]
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.{0,30})?", text):
        return iso_date(text)
    if not form:
        return long_date(text)
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise ValueError(f"no such day ({mapping.day_form}): {text[:20]}") from None

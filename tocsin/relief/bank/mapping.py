"""Which column of a bank's table (CSV, XLSX) is what. Saved once for each bank; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache
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
    "YYYY/MM/DD": "%Y/%m/%d",
    "YYYY.MM.DD": "%Y.%m.%d",
    "DD.MM.YY": "%d.%m.%y",
    "DD/MM/YY": "%d/%m/%y",
    "MM/DD/YY": "%m/%d/%y",
    "DD-MM-YY": "%d-%m-%y",
    "YYYYMMDD": "",
}
#: a time behind a day says nothing of the day
_DAY = re.compile(
    r"([0-9]{1,4}([./-])[0-9]{1,2}\2[0-9]{1,4}|[0-9]{8})\.?(?:[ T][0-9]{1,2}[:.][0-9]{2}.{0,20})?"
)
#: minuses and spaces of typesetting
_TYPESET = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2019": "'"})
_TEXT_MAX = 200
_TYPES = {"skipped": int, "skipped_below": int, "newest_first": bool, "headless": bool}


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
    #: says of an amount without a sign whether it came or went, with the two words below
    mark: str = ""
    mark_came: str = ""
    mark_went: str = ""
    #: says whether the line is booked: it is where this word stands, and otherwise it is only announced
    status: str = ""
    status_booked: str = ""
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
    #: lines above the heading, and rows below the last line
    skipped: int = 0
    skipped_below: int = 0
    #: no heading: columns are named by their place, from 1
    headless: bool = False
    #: whether the newest line comes first
    newest_first: bool = False

    def columns(self) -> set[str]:
        names = (
            "day",
            "amount",
            "credit",
            "debit",
            "mark",
            "status",
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
        wanted = _TYPES.get(name, str)
        if type(value) is not wanted or (isinstance(value, str) and len(value) > _TEXT_MAX):
            raise WrongUse(f"the mapping's {name} is {value!r}", f"write {wanted.__name__} there")
    mapping = TableMapping(**said)
    _check(mapping)
    return mapping


def _check(mapping: TableMapping) -> None:
    if bool(mapping.amount) == bool(mapping.credit or mapping.debit):
        raise WrongUse("the mapping needs one column of amounts, or those of credit and debit", "name them")
    told = {bool(each) for each in (mapping.mark, mapping.mark_came, mapping.mark_went)}
    if len(told) > 1 or (mapping.mark and not mapping.amount):
        raise WrongUse(
            "the mapping needs a column `mark` with both its words, `mark_came` and `mark_went`, and one of amounts",
            "name them, or leave all three out",
        )
    if mapping.mark and mapping.mark_came.casefold() == mapping.mark_went.casefold():
        raise WrongUse(f"the same word for what came and went: {mapping.mark_came}", "name two")
    if bool(mapping.status) != bool(mapping.status_booked):
        raise WrongUse(
            "the mapping needs a column `status` with the word of lines that are booked, `status_booked`",
            "name both, or leave both out",
        )
    if mapping.headless and not all(re.fullmatch("[1-9][0-9]{0,2}", each) for each in mapping.columns()):
        raise WrongUse(
            "a table without a heading has no names of columns", "give each column's place, from 1"
        )
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
    for skipped in (mapping.skipped, mapping.skipped_below):
        if not 0 <= skipped <= 1000:
            raise WrongUse(f"skipped lines: {skipped}", "0 to 1000")
    if not (mapping.account or mapping.account_column):
        raise WrongUse("the mapping names no account", "give `account`, or the column `account_column`")
    if not (mapping.currency or mapping.currency_column):
        raise WrongUse("the mapping names no currency", "give `currency`, or the column `currency_column`")
    try:
        "".encode(mapping.encoding)
    except (
        LookupError,
        ValueError,
    ):  # a ValueError: a name that no encoding can have, or one that encodes nothing
        raise WrongUse(f"no such encoding: {mapping.encoding[:40]!r}", "utf-8, windows-1252 ...") from None


def said(mapping: TableMapping) -> dict[str, Any]:
    """What `mapping_from` takes."""
    return asdict(mapping)


def signed_minor(text: str, mapping: TableMapping, digits: int, currency: str) -> int:
    """Raises ValueError for anything but an amount in the mapping's own form; a negative zero is none.

    The sign stands before or behind it, or brackets stand for a minus; the account's currency may stand beside it.
    """
    said = text.translate(_TYPESET).strip()
    beside = said.removeprefix(currency) if said.startswith(currency) else said.removesuffix(currency)
    found = _amount_form(mapping.decimal, mapping.grouping).fullmatch(beside.strip())
    if not found or (found["open"] is None) != (found["close"] is None):
        raise ValueError(f"no amount: {text[:40]!r}")
    signs = [sign for sign in (found["before"], found["behind"], found["open"]) if sign]
    if len(signs) > 1:
        raise ValueError(f"an amount with two signs: {text[:40]!r}")
    number = found["whole"].replace(mapping.grouping, "") if mapping.grouping else found["whole"]
    minor = minor_of(f"{number}.{found['part'] or ''}", digits, currency, "")
    if signs in (["-"], ["("]) and not minor:
        raise ValueError(f"a negative zero: {text[:40]}")
    return -minor if signs in (["-"], ["("]) else minor


@cache
def _amount_form(decimal: str, grouping: str) -> re.Pattern[str]:
    point, group = re.escape(decimal), re.escape(grouping)
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if grouping else "[0-9]+"
    return re.compile(
        rf"(?P<before>[+-])?[ ]?(?P<open>\()?(?P<whole>{whole})(?:{point}(?P<part>[0-9]+))?"
        r"(?P<close>\))?[ ]?(?P<behind>[+-])?"
    )


def marked(minor: int, mark: str, mapping: TableMapping) -> int:
    """An amount with the sign that its mark gives it. Raises ValueError for any other mark, and for two signs."""
    if mark.casefold() not in (mapping.mark_came.casefold(), mapping.mark_went.casefold()):
        raise ValueError(
            f"neither {mapping.mark_came!r} nor {mapping.mark_went!r} under {mapping.mark}: {mark[:20]!r}"
        )
    went = mark.casefold() == mapping.mark_went.casefold()
    if minor < 0 and not went:
        raise ValueError(f"a minus on an amount that came, by its mark {mark[:20]!r}")
    return -abs(minor) if went else minor


def day_of(text: str, mapping: TableMapping) -> date:
    """Raises ValueError for another form, and for a day that is not."""
    form = DAY_FORMS[mapping.day_form]
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.{0,30})?", text):
        return iso_date(text)
    found = _DAY.fullmatch(text)
    day = found[1] if found else text
    if not form:
        return long_date(day)
    try:
        return datetime.strptime(day, form).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise ValueError(f"no such day ({mapping.day_form}): {text[:20]}") from None

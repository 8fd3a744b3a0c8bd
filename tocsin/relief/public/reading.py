"""A fund's accounts as they were downloaded, read strictly: nothing unknown, nothing missing, one meaning only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from tocsin.archives.wacz.strict_json import NotOneMeaning, read_object
from tocsin.errors import WrongUse
from tocsin.relief.public.book import (
    Account,
    Allocation,
    BankBalance,
    Book,
    Fund,
    Gift,
    Leg,
    Move,
    PaymentGroup,
    Programme,
    Rate,
)
from tocsin.relief.public.document import FORMAT

#: of a download; a hundred thousand gifts make about 60 MB
BYTES_MAX = 512 * 2**20
#: what JSON carries everywhere
NUMBER_MAX = 2**53 - 1
_CURRENCY = re.compile(r"[A-Z]{3}")
_TOP = {
    "format", "fund", "organisation", "site", "made_at", "currencies", "accounts", "transfers", "gifts",
    "programmes", "allocations", "payments", "bank", "checkpoint", "stated", "digest",
}  # fmt: skip

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Download:
    book: Book
    #: the figures as they are stated
    stated: Mapping[str, Any]
    digest: str
    #: all of it, as it stands in the file
    whole: dict[str, Any]


def read_download(content: bytes) -> Download:
    """Raises WrongUse, with the place in the file, for what is no export of a fund's accounts."""
    if len(content) > BYTES_MAX:
        raise _no_export("", f"it has more than {BYTES_MAX:,} bytes")
    try:
        whole = read_object(content)
    except NotOneMeaning as error:
        raise _no_export("", str(error)) from None
    if whole.get("format") != FORMAT:
        raise _no_export("format", f"it is not {FORMAT!r}")
    if whole.keys() != _TOP:
        raise _no_export("", f"unknown or missing: {', '.join(sorted(whole.keys() ^ _TOP))[:200]}")
    return Download(
        book=_book(whole),
        stated=_of(whole["stated"], dict, "stated"),
        digest=_of(whole["digest"], str, "digest"),
        whole=whole,
    )


def _book(whole: Mapping[str, Any]) -> Book:
    return Book(
        fund=_noun(Fund, whole["fund"], "fund"),
        organisation=_of(whole["organisation"], str, "organisation"),
        site=_of(whole["site"], str, "site"),
        made_at=_instant(whole["made_at"], "made_at"),
        currencies=_currencies(whole["currencies"]),
        accounts=_all(whole, "accounts", _plain(Account)),
        moves=_all(whole, "transfers", _move),
        gifts=_all(whole, "gifts", _plain(Gift)),
        programmes=_all(whole, "programmes", _plain(Programme)),
        allocations=_all(whole, "allocations", _plain(Allocation)),
        payments=_all(whole, "payments", _plain(PaymentGroup)),
        bank=_all(whole, "bank", _plain(BankBalance)),
        checkpoint=_of(whole["checkpoint"], str, "checkpoint"),
    )


def _currencies(value: object) -> dict[str, int]:
    found = {
        name: _of(digits, int, f"currencies.{name}")
        for name, digits in _of(value, dict, "currencies").items()
    }
    for name, digits in found.items():
        if not _CURRENCY.fullmatch(name) or not 0 <= digits <= 4:
            raise _no_export(f"currencies.{name}", "it is no currency")
    return found


def _all(whole: Mapping[str, Any], name: str, read: Callable[[object, str], Noun]) -> tuple[Noun, ...]:
    rows = _of(whole[name], list, name)
    return tuple(read(row, f"{name}[{index}]") for index, row in enumerate(rows))


def _plain(noun: type[Noun]) -> Callable[[object, str], Noun]:
    shape = _shape(noun)
    return lambda row, where: noun(**_fitting(shape, row, where))


def _noun(noun: type[Noun], row: object, where: str) -> Noun:
    return _plain(noun)(row, where)


def _move(row: object, where: str) -> Move:
    found = dict(_of(row, dict, where))
    legs, rate = found.pop("legs", None), found.pop("rate", None)
    made = _fitting(_MOVE, found, where)
    return Move(
        **made,
        legs=tuple(_leg(leg, f"{where}.legs[{index}]") for index, leg in enumerate(_of(legs, list, where))),
        rate=None if rate is None else _noun(Rate, rate, f"{where}.rate"),
    )


def _leg(leg: object, where: str) -> Leg:
    pair = _of(leg, list, where)
    if len(pair) != 2:
        raise _no_export(where, "a leg is an account and an amount")
    return Leg(_of(pair[0], str, where), _of(pair[1], int, where))


#: name of a field -> the types that its value may have
_Shape = Mapping[str, tuple[type, ...]]


def _shape(noun: type) -> _Shape:
    hints = get_type_hints(noun)
    return {
        each.name: get_args(hints[each.name])
        if isinstance(hints[each.name], UnionType)
        else (hints[each.name],)
        for each in fields(noun)
    }


_MOVE = {name: types for name, types in _shape(Move).items() if name not in ("legs", "rate")}
_DAYS = frozenset({"value_date", "booked_on", "day", "approved_on", "on"})
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def _fitting(shape: _Shape, row: object, where: str) -> dict[str, Any]:
    found: dict[str, Any] = _of(row, dict, where)
    if found.keys() != shape.keys():
        raise _no_export(where, f"unknown or missing: {', '.join(sorted(found.keys() ^ shape.keys()))[:200]}")
    for name, value in found.items():
        if type(value) not in shape[name]:
            raise _no_export(f"{where}.{name}", f"it cannot be {str(value)[:40]!r}")
        if type(value) is int and abs(value) > NUMBER_MAX:
            raise _no_export(f"{where}.{name}", "the number is too large")
        if name in _DAYS:
            _day(value, f"{where}.{name}")
        if name == "at":
            _instant(value, f"{where}.{name}")
    return found


def _instant(value: object, where: str) -> str:
    text = _of(value, str, where)
    try:
        if _INSTANT.fullmatch(text) and datetime.fromisoformat(text):
            return text
    except ValueError:
        pass
    raise _no_export(where, f"{text[:30]!r} is no time in UTC")


def _day(value: str, where: str) -> None:
    if not _is_day(value):
        raise _no_export(where, f"{value[:20]!r} is no day")


@lru_cache(4096)  # the days of eleven years
def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _of(value: object, kind: type[Noun], where: str) -> Noun:
    if type(value) is not kind or (isinstance(value, int) and abs(value) > NUMBER_MAX):
        raise _no_export(where, f"it cannot be {str(value)[:40]!r}")
    return value


def _no_export(where: str, what: str) -> WrongUse:
    place = f" ({where})" if where else ""
    return WrongUse(
        f"this is no export of a fund's accounts{place}: {what}", "download the JSON again, as it is"
    )

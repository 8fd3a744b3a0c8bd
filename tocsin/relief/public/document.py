"""The accounts of a fund as one JSON document, "tocsin-accounts/1": docs/reference/accounts.md has its fields."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from tocsin.relief.public.book import Book, Move
from tocsin.relief.public.stated import stated

FORMAT = "tocsin-accounts/1"


def document(book: Book) -> dict[str, Any]:
    """The book, the figures that follow from it, and the digest of all of that."""
    told = {
        "format": FORMAT,
        "fund": asdict(book.fund),
        "organisation": book.organisation,
        "site": book.site,
        "made_at": book.made_at,
        "currencies": dict(book.currencies),
        "accounts": [asdict(each) for each in book.accounts],
        "transfers": [_move(each) for each in book.moves],
        "gifts": [asdict(each) for each in book.gifts],
        "programmes": [asdict(each) for each in book.programmes],
        "allocations": [asdict(each) for each in book.allocations],
        "payments": [asdict(each) for each in book.payments],
        "bank": [asdict(each) for each in book.bank],
        "checkpoint": book.checkpoint,
        "stated": stated(book),
    }
    return told | {"digest": digest(told)}


def digest(told: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the document in RFC 8785 form without its `digest`.

    Its names are ASCII and its numbers whole, so that the standard library writes that form; a test holds it to that.
    """
    rest = {name: value for name, value in told.items() if name != "digest"}
    return sha256(canonical(rest).encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def gift_hash(fund: str, code: str) -> str:
    """Of a receipt code, as it stands in a fund's accounts: whoever holds the code can find the gift.

    >>> gift_hash("homes", "7ZK3M0QRTV5") == gift_hash("homes", "7ZK3M0QRTV6")
    False
    """
    return sha256(f"{FORMAT}\n{fund}\n{code}".encode()).hexdigest()


def _move(move: Move) -> dict[str, Any]:
    """Legs as pairs, for there are many of them."""
    return {
        "n": move.n,
        "kind": move.kind,
        "value_date": move.value_date,
        "booked_on": move.booked_on,
        "legs": [[leg.account, leg.minor] for leg in move.legs],
        "about": move.about,
        "corrects": move.corrects,
        "beside": move.beside,
        "rate": asdict(move.rate) if move.rate else None,
        "simulated": move.simulated,
    }

"""Lines that stand, as what is told again is compared with them (bank/retold.py)."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.relief.bank.retold import OF_SEVERAL, Stood
from tocsin.relief.models import BankLine

#: keys asked for in one query
_ASKED = 500
_COLUMNS = (
    *("key", "booked_on", "whole_minor", "bank_ref", "part", "text"),
    *("end_to_end", "customer_ref", "party", "party_number"),
    *("statement__opening_minor", "statement__closing_minor"),
)


def stood_under(keys: Sequence[str]) -> list[Stood]:
    """In an order that hangs on the keys and the store alone."""
    asked = sorted(keys)
    return [one for start in range(0, len(asked), _ASKED) for one in _stood(asked[start : start + _ASKED])]


def _stood(keys: Sequence[str]) -> list[Stood]:
    rows = BankLine.objects.filter(key__in=keys).order_by("id").values_list(*_COLUMNS)
    return [
        Stood(
            key=key,
            slot=(day, minor),
            bank_ref=bank_ref,
            said=(end_to_end, ours, party, number) if not part else OF_SEVERAL,
            text=text,
            opening=opening,
            closing=closing,
        )
        for key, day, minor, bank_ref, part, text, end_to_end, ours, party, number, opening, closing in rows
    ]

"""Whether a reference refers to anything: banks write words where there is none, and count entries in its field."""

from __future__ import annotations

#: what stands in the field where the payer or the bank gave none
NO_REFERENCE = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", ""})
#: digits of a bare number that counts the entries of one statement, and means another one in the next
_COUNT_DIGITS = 6


def given(text: str) -> str:
    """Empty for a word that says that there is none."""
    return "" if text.upper() in NO_REFERENCE else text


def refers(bank_ref: str) -> bool:
    """Whether a bank's reference may be known again in another statement.

    >>> refers("2026010200017"), refers("NOTPROVIDED"), refers("17")
    (True, False, False)
    """
    counts = bank_ref.isascii() and bank_ref.isdigit() and len(bank_ref) <= _COUNT_DIGITS
    return bool(given(bank_ref)) and not counts

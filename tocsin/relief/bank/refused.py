"""How a reader says that a file cannot be read: at which line, and why. `reading.read` adds the file's name."""

from __future__ import annotations

from tocsin.errors import BankFileRefused


def refused(at_line: int, reason: str, remedy: str = "ask the bank for the file again") -> BankFileRefused:
    """
    >>> str(refused(7, "no date: 309902"))
    'line 7: no date: 309902; ask the bank for the file again'
    """
    return BankFileRefused(f"line {at_line}: {reason}" if at_line else reason, remedy)

"""Whom money reached, under a pseudonym: no name and no number of a card of identity ever comes into the store.

A pseudonym is made here from what an organisation on the ground knows a person by, with a key that lies outside the
store (TOCSIN_BENEFICIARY_KEY): whoever has the store alone cannot try out numbers. Or it is a code that others gave.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata

from tocsin.errors import MoneyRefused, WrongUse

#: a shorter key can be guessed
KEY_BYTES_MIN = 32
IDENTIFIER_CHARS_MAX = 200
#: what a pseudonym of ours looks like: "b-" and 100 bits
_MADE_BYTES = 13
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9._/-]{0,38}[A-Z0-9])?")
#: signs that people write in numbers one way today and another tomorrow
_BETWEEN = re.compile(r"[\s\-./_'’]+")


def pseudonym(identifier: str, key: bytes) -> str:
    """The same for the same person, however the identifier is spaced or capitalised.

    >>> pseudonym("AN 123-456", b"k" * 32) == pseudonym(" an123456", b"k" * 32)
    True
    >>> pseudonym("AN 123456", b"k" * 32)
    'b-6c3l3alefuexmd2ca5ypa'
    """
    check_key(key)
    folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", identifier).casefold())
    if not folded or len(identifier) > IDENTIFIER_CHARS_MAX:
        raise MoneyRefused(
            "a local identifier is empty, or longer than any number is",
            f"write 1 to {IDENTIFIER_CHARS_MAX} characters",  # the value itself is never told on
        )
    digest = hmac.new(key, b"tocsin.relief.beneficiary\0" + folded.encode(), hashlib.sha256).digest()
    return "b-" + base64.b32encode(digest[:_MADE_BYTES]).decode().rstrip("=").lower()


def given_code(code: str) -> str:
    """A code that an organisation gave, or a supplier's: capitals, digits and signs between them, and no name.

    A code holds a digit: "SMITH" is a name.

    >>> given_code(" hh-0042 ")
    'HH-0042'
    """
    tidy = code.strip().upper()
    if not _CODE.fullmatch(tidy) or not any(sign.isdigit() for sign in tidy):
        raise MoneyRefused(
            "a code is none that can be kept",
            "give codes such as HH-0042: letters and digits, at least one digit among them, 40 at most, and never a name",
        )
    return tidy


def check_key(key: bytes) -> None:
    if len(key) < KEY_BYTES_MIN:
        raise WrongUse(
            f"the key that makes pseudonyms has {len(key)} bytes",
            f"set TOCSIN_BENEFICIARY_KEY to {KEY_BYTES_MIN} or more random bytes in hexadecimal, kept outside the store",
        )

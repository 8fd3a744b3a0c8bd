"""The code on a receipt: ten random signs and a check sign, in Crockford's base 32, read out over a telephone unharmed.

The check sign is a parity over GF(32): every sign has a weight of its own, none of them 0, so that one wrong sign and
any two that changed places are always noticed.

>>> shown("01234567890")
'01234-56789-0'
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache

from tocsin.errors import WrongUse

#: https://www.crockford.com/base32.html: no I, L, O or U
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: random ones: 50 bits
LENGTH = 10
#: how many values of a drawn byte stand for each sign: no sign comes more often than another
_TIMES = 256 // len(SIGNS)
_DRAWN_SIGNS = SIGNS.encode() * _TIMES
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
#: x^5 + x^2 + 1, which generates GF(32)
_POLYNOMIAL = 0b100101


def new_code(choice: Callable[[str], str] | None = None) -> str:
    """Eleven signs. `choice` picks one of the signs: tests and simulations hand in a seeded one."""
    if choice is None:
        return new_codes(1)[0]
    body = "".join(choice(SIGNS) for _ in range(LENGTH))
    return body + check_sign(body)


def new_codes(count: int) -> list[str]:
    """A file of bank statements wants a hundred thousand: one question to the system, and one xor for each place."""
    drawn = secrets.token_bytes(LENGTH * count)
    total = 0
    for place, products in enumerate(_drawn_products()):
        total ^= int.from_bytes(drawn[place::LENGTH].translate(products))
    bodies = drawn.translate(_DRAWN_SIGNS).decode()
    checks = total.to_bytes(count).translate(_DRAWN_SIGNS).decode()
    starts = range(0, LENGTH * count, LENGTH)
    return [bodies[start : start + LENGTH] + check for start, check in zip(starts, checks, strict=True)]


@cache
def _drawn_products() -> tuple[bytes, ...]:
    """Of each place: what a drawn byte adds to the check sign."""
    return tuple(bytes(products[sign] for sign in SIGNS) * _TIMES for products in _products())


def check_sign(body: str) -> str:
    total = 0
    for products, sign in zip(_products(), body, strict=True):
        total ^= products[sign]
    return SIGNS[total]


@cache
def _products() -> tuple[dict[str, int], ...]:
    """Of each place's weight and each sign; the weight of a place is twice that of the one before it."""
    weights = [1]
    while len(weights) < LENGTH:
        weights.append(_times(weights[-1], 2))
    return tuple({sign: _times(weight, value) for value, sign in enumerate(SIGNS)} for weight in weights)


def code_read(typed: str) -> str:
    """The code as it is stored, from what somebody typed. Raises WrongUse where no receipt has such a code.

    >>> code_read("o1234-56789 0") == code_read("0I234 567890")
    True
    """
    code = typed[:40].upper().translate(_READ_AS)
    if len(code) != LENGTH + 1 or set(code) - set(SIGNS):
        raise WrongUse(
            f"{typed[:40]!r} is no receipt code", f"type the {LENGTH + 1} letters and digits of the receipt"
        )
    if check_sign(code[:LENGTH]) != code[LENGTH]:
        raise WrongUse(f"{typed[:40]!r} has a wrong letter or digit", "compare it with the receipt")
    return code


def shown(code: str) -> str:
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def _times(left: int, right: int) -> int:
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= _POLYNOMIAL << (bit - 5)
    return product

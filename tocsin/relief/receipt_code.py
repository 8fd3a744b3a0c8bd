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
#: in one sign, and the largest number of two
_BITS = 5
_PAIR = 2 ** (2 * _BITS) - 1
#: that hold the bits of a code
_BYTES = 7
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
    """A file of bank statements wants a hundred thousand: one question to the system for all of them."""
    drawn = secrets.token_bytes(_BYTES * count)
    return [_code(int.from_bytes(drawn[at : at + _BYTES])) for at in range(0, len(drawn), _BYTES)]


def _code(bits: int) -> str:
    body, total = "", 0
    for pairs in _pairs():
        signs, share = pairs[bits & _PAIR]
        body, total, bits = body + signs, total ^ share, bits >> 2 * _BITS
    return body + SIGNS[total]


@cache
def _pairs() -> list[list[tuple[str, int]]]:
    """Of each two places: two signs for every ten bits, and their share of the check sign."""
    return [
        [(one + other, first[one] ^ second[other]) for one in SIGNS for other in SIGNS]
        for first, second in zip(_products()[::2], _products()[1::2], strict=True)
    ]


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

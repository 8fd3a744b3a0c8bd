"""The code on a receipt: ten random signs and a check sign, in Crockford's base 32, read out over a telephone unharmed.

The check sign is a parity over GF(32): every sign has a weight of its own, none of them 0, so that one wrong sign and
any two that changed places are always noticed.

>>> shown("01234567890")
'01234-56789-0'
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from tocsin.errors import WrongUse

#: https://www.crockford.com/base32.html: no I, L, O or U
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: random ones: 50 bits
LENGTH = 10
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
#: x^5 + x^2 + 1, which generates GF(32)
_POLYNOMIAL = 0b100101


def new_code(choice: Callable[[str], str] = secrets.choice) -> str:
    """Eleven signs. `choice` picks one of the signs: tests and simulations hand in a seeded one."""
    body = "".join(choice(SIGNS) for _ in range(LENGTH))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    total, weight = 0, 1
    for sign in body:
        total ^= _times(weight, SIGNS.index(sign))
        weight = _times(weight, 2)
    return SIGNS[total]


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

"""The key that makes pseudonyms: from the environment, so that whoever has the store alone has no key."""

from tocsin import environment
from tocsin.errors import WrongUse
from tocsin.relief.spending.pseudonyms import check_key

NAME = "TOCSIN_BENEFICIARY_KEY"


def beneficiary_key() -> bytes:
    """Empty where none is set: files then give codes. Raises WrongUse for one that is no key."""
    text = environment.value(NAME)
    if not text:
        return b""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        raise WrongUse(f"{NAME} is not hexadecimal", "set it to 64 or more hexadecimal digits") from None
    check_key(key)
    return key

"""Receipt codes: what is typed wrong is noticed."""

from itertools import combinations

import pytest

from tocsin.errors import WrongUse
from tocsin.relief.receipt_code import SIGNS, check_sign, code_read, new_code, new_codes, shown


def test_one_wrong_sign_or_two_that_changed_places_are_always_noticed() -> None:
    """Every single slip in a code is refused."""
    signs = iter("Z0A9QTM4RX")
    code = new_code(lambda _: next(signs))
    for place in range(11):
        for sign in set(SIGNS) - {code[place]}:
            with pytest.raises(WrongUse, match="wrong letter"):
                code_read(code[:place] + sign + code[place + 1 :])
    for one, other in combinations(range(10), 2):
        if code[one] != code[other]:
            moved = list(code)
            moved[one], moved[other] = moved[other], moved[one]
            with pytest.raises(WrongUse):
                code_read("".join(moved))


def test_many_codes_at_once() -> None:
    """Each is another, has its own check sign, and in each place every sign comes up."""
    codes = new_codes(2_000)
    assert len(set(codes)) == 2_000
    assert all(code_read(code) == code for code in codes)
    assert all({code[place] for code in codes} == set(SIGNS) for place in range(11))


def test_a_code_is_read_as_people_type_it() -> None:
    """Small letters, hyphens, blanks, and the letters that look like digits."""
    code = "10ABC12345"
    code += check_sign(code)
    assert shown(code) == f"10ABC-12345-{code[-1]}"
    assert code_read(f" lo{code[2:].lower()} ") == code_read(shown(code)) == code


@pytest.mark.parametrize("typed", ["", "0", "U" * 11, "0" * 12, "\u0660" * 11, "1" * 10_000])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    """Without looking anything up."""
    with pytest.raises(WrongUse, match="no receipt code"):
        code_read(typed)

"""Languages by their RFC 3066 codes: what they call themselves, and which are written from right to left."""

from __future__ import annotations

import re

from django.utils.translation import get_language_info

from tocsin.errors import WrongUse

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
#: languages whose usual script runs from right to left (Unicode CLDR, scripts Arab, Hebr, Syrc, Thaa, Nkoo)
_RTL = frozenset("ar arc ckb dv fa he ks lrc mzn nqo pnb ps sd syr ug ur yi prs azb uz-AF".split())  # noqa: SIM905
#: script subtags that decide, whatever the language
_RTL_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})
_LTR_SCRIPTS = frozenset({"latn", "cyrl", "armn", "geor", "ethi", "deva", "grek"})


def checked_code(code: str) -> str:
    """The code as it was given. Raises WrongUse where it is none."""
    if not _CODE.fullmatch(code):
        raise WrongUse(f"{code!r} is no language code", "write one such as en, hy or pt-BR")
    return code


def is_rtl(code: str) -> bool:
    """Whether it is written from right to left.

    >>> is_rtl("ar"), is_rtl("fa-AF"), is_rtl("hy"), is_rtl("ku-Arab"), is_rtl("ar-Latn")
    (True, True, False, True, False)
    """
    language, *more = code.split("-")
    scripts = {part.lower() for part in more}
    if scripts & _LTR_SCRIPTS:
        return False
    return bool(scripts & _RTL_SCRIPTS) or language in _RTL or code in _RTL


def name_of(code: str) -> str:
    """What its speakers call it, where that is known; the code where it is not.

    >>> name_of("hy"), name_of("pt-BR"), name_of("xx")
    ('հայերեն', 'Português Brasileiro', 'xx')
    """
    for asked in (code.lower(), code.split("-")[0]):
        try:
            return str(get_language_info(asked)["name_local"])
        except KeyError:
            continue
    return code

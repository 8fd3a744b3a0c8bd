"""Units of measure by their English names: symbols, SI prefixes, squares and quotients.

>>> from tocsin.reading.document import tokenize
>>> [read_measure_unit(tokenize(text), 0) for text in ("km", "gigawatt hours", "sq. miles", "kV/cm", "miles per hour")]
[('kilometre', 1), ('gigawatt hour', 2), ('square mile', 3), ('kilovolt per centimetre', 3), ('mile per hour', 3)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.document import Token, tokenize
from tocsin.reading.plurals import singular
from tocsin.reading.tables import rows

_PREFIXES = {
    "p": "pico",
    "n": "nano",
    "µ": "micro",
    "m": "milli",
    "c": "centi",
    "d": "deci",
    "h": "hecto",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
}
#: other signs for the same prefix: the Greek letter, the "u" of typewriters, the "K" of shops
_PREFIX_SIGNS = {"µ": ("µ", "μ", "u"), "k": ("k", "K")}
_POWERS = {"2": "square", "²": "square", "3": "cubic", "³": "cubic"}
_POWER_WORDS = {"square": "square", "sq": "square", "cubic": "cubic", "cu": "cubic"}
#: what an area or a volume can be made of
_LENGTHS = ("metre", "mile", "foot", "inch", "yard")
_PER = frozenset(["per", "/", "an", "a"])
_SECONDS = {
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "hour": "hour",
    "second": "second",
}

#: a name and the index of the first token after it
Read = tuple[str, int]


class _Names(NamedTuple):
    #: by their tokens, in the very case
    symbols: Mapping[tuple[str, ...], str]
    #: by their tokens, in lower case
    words: Mapping[tuple[str, ...], str]
    #: symbols by their tokens in lower case, where only one is written so: "HZ", "KG"
    shouted: Mapping[tuple[str, ...], str]
    #: what any of them begins with, in lower case
    openings: frozenset[str]
    tokens_max: int


def read_measure_unit(tokens: Sequence[Token], index: int) -> Read | None:
    """The unit that begins at tokens[index], by its English name in the singular."""
    if index >= len(tokens):
        return None
    read = _powered(tokens, index)
    if read is None:
        return None
    name, stop = read
    over = _divisor(tokens, stop) if " per " not in name else None
    return (f"{name} per {over[0]}", over[1]) if over else read


def _powered(tokens: Sequence[Token], index: int) -> Read | None:
    """ "square miles", "sq m", "m2", "km²", or the plain unit."""
    power = _POWER_WORDS.get(tokens[index].lower)
    if power:
        begin = index + 1
        begin += begin < len(tokens) and tokens[begin].text == "."
        plain = _plain(tokens, begin)
        return (f"{power} {plain[0]}", plain[1]) if plain and plain[0].endswith(_LENGTHS) else None
    token = tokens[index].text
    if token[-1] in _POWERS and len(token) > 1:
        name = _names().symbols.get((token[:-1],))
        return (f"{_POWERS[token[-1]]} {name}", index + 1) if name and name.endswith(_LENGTHS) else None
    plain = _plain(tokens, index)
    if plain and plain[0].endswith(_LENGTHS) and plain[1] < len(tokens):
        sign = tokens[plain[1]]
        if sign.text in _POWERS and sign.start == tokens[plain[1] - 1].end:
            return f"{_POWERS[sign.text]} {plain[0]}", plain[1] + 1
    return plain


def _plain(tokens: Sequence[Token], index: int) -> Read | None:
    """The longest symbol or word that begins at tokens[index]."""
    if index >= len(tokens):
        return None
    names, first = _names(), tokens[index]
    if first.lower not in names.openings and singular(first.lower) not in names.openings:
        return None
    for stop in range(min(index + names.tokens_max, len(tokens)), index, -1):
        run = tokens[index:stop]
        name = names.symbols.get(tuple(token.text for token in run))
        if name is None:
            lower = tuple(token.lower for token in run)
            name = names.shouted.get(lower) if run[0].text.isupper() and len(run[0].text) > 1 else None
            name = name or names.words.get(lower) or names.words.get((*lower[:-1], singular(lower[-1])))
        if name:
            return name, stop
    return None


def _divisor(tokens: Sequence[Token], index: int) -> Read | None:
    """ "per hour", "/cm2"; "a mile" is what a walker goes, "an hour" tells a speed."""
    if index + 1 >= len(tokens) or tokens[index].lower not in _PER:
        return None
    if tokens[index].text == "/" and tokens[index].start != tokens[index - 1].end:
        return None
    over = tokens[index + 1]
    name = _SECONDS.get(over.lower)
    if name:
        return name, index + 2
    return _powered(tokens, index + 1) if tokens[index].lower in ("per", "/") else None


@cache
def _names() -> _Names:
    symbols: dict[tuple[str, ...], str] = {}
    names: dict[tuple[str, ...], str] = {}
    for unit, signs, said, prefixes, *_ in rows("measure_units"):
        plain = (sign for sign in signs.split("|") if sign != "-")
        symbols |= {
            _tokens(printed): name for sign in plain for printed, name in _prefixed(sign, unit, prefixes)
        }
        for word in said.split("|"):
            names |= {_tokens(word): unit}
            names |= {_tokens(_PREFIXES[one] + word): _PREFIXES[one] + unit for one in _each(prefixes)}
    names.pop(_tokens("-"), None)
    names.update({_tokens("kilo"): "kilogram"})
    runs = (*symbols, *names)
    openings = frozenset(run[0].lower() for run in runs)
    return _Names(symbols, names, _shouted(symbols), openings, max(map(len, runs)))


def _shouted(symbols: Mapping[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], set[str]] = {}
    for run, name in symbols.items():
        if name.endswith("electronvolt"):  # an EV is an electric vehicle
            continue
        found.setdefault(tuple(part.lower() for part in run), set()).add(name)
    return {run: name for run, (name, *others) in found.items() if not others}


def _prefixed(sign: str, unit: str, prefixes: str) -> Iterator[tuple[str, str]]:
    """The symbol alone and with each of its prefixes."""
    yield sign, unit
    for one in _each(prefixes):
        for printed in _PREFIX_SIGNS.get(one, (one,)):
            yield printed + sign, _PREFIXES[one] + unit


def _each(prefixes: str) -> Sequence[str]:
    return [] if prefixes == "-" else prefixes.split()


def _tokens(printed: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(printed))

"""The fields of a finding as a person may type them: the same nouns that reading returns, checked."""

from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields as fields_of
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tocsin.errors import WrongUse
from tocsin.reading import findings

NOUN_OF_KIND: dict[str, type[Any]] = {
    "figure": findings.Figure,
    "statement": findings.Statement,
    "time": findings.Time,
    "place": findings.Place,
    "event": findings.Event,
    "call": findings.Call,
    "response": findings.Response,
    "qualification": findings.Qualification,
    "appeal": findings.Appeal,
    "problem": findings.Problem,
}


def complete(kind: str, given: Mapping[str, Any], *, start: int, end: int) -> dict[str, Any]:
    """All fields of the kind, absent ones as the noun's defaults. Raises WrongUse for a field or value that is not its."""
    noun = NOUN_OF_KIND[kind]
    hints = get_type_hints(noun)
    unknown = set(given) - set(hints)
    if unknown:
        raise WrongUse(f"a {kind} has no field {sorted(unknown)[0]!r}", f"its fields are {', '.join(hints)}")
    whole: dict[str, Any] = {}
    for field in fields_of(noun):
        if field.name in ("start", "end"):
            continue
        value = given.get(field.name, None if field.default is MISSING else field.default)
        if isinstance(value, tuple):
            value = list(value)
        if not _fits(value, hints[field.name]):
            raise WrongUse(
                f"{field.name} of a {kind} cannot be {value!r}", f"it takes {_says(hints[field.name])}"
            )
        whole[field.name] = value
    if kind == "figure" and all(whole[name] is None for name in ("value", "low", "high")):
        raise WrongUse("a figure needs a number", "give value, or low and high for a range")
    return {"start": start, "end": end, **whole}


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, choice) for choice in get_args(hint))
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    if hint is NoneType:
        return value is None
    if hint in (int, float):
        return isinstance(value, int | float) and not isinstance(value, bool) and value == value
    if hasattr(hint, "__dataclass_fields__"):
        inner = get_type_hints(hint)
        return isinstance(value, Mapping) and all(
            name in inner and _fits(item, inner[name]) for name, item in value.items()
        )
    return isinstance(value, hint)


def _says(hint: Any) -> str:
    """The hint in words: "exact or about or nothing"."""
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_says(choice) for choice in get_args(hint))
    if get_origin(hint) is Literal:
        return " or ".join(str(choice) for choice in get_args(hint))
    words = {NoneType: "nothing", str: "text", int: "a number", float: "a number", bool: "true or false"}
    return words.get(hint, "a list" if get_origin(hint) is tuple else "an object")

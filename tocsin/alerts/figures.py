"""A figure as a clause: "97,735 people had crossed from Artsakh to Armenia as of ...", or None where that would be false."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.alerts.wording import amount, moment, one_line

#: measures of moving: where from and where to follow the verb. Phrase for a stock, phrase for a flow (also where
#: the text does not say which)
_MOVING: Mapping[str, tuple[str, str]] = {
    "crossed": ("had crossed", "crossed"),
    "displaced": ("had been displaced", "were displaced"),
    "evacuated": ("had been evacuated", "were evacuated"),
    "forced_to_flee": ("had been forced to flee", "were forced to flee"),
    "relocated": ("had been relocated", "were relocated"),
    "left": ("had left", "left"),
    "returns": ("had returned", "returned"),
}
#: measures of staying: people from one place are counted in another
_STAYING: Mapping[str, tuple[str, str]] = {
    "registered": ("had been registered", "were registered"),
    "sheltered": ("had been given shelter", "were given shelter"),
    "killed": ("had been killed", "were killed"),
    "injured": ("had been injured", "were injured"),
    "missing": ("were missing", "went missing"),
    "detained": ("had been detained", "were detained"),
}
_NOUNS: Mapping[str, str] = {
    "person": "people",
    "household": "households",
    "house": "houses",
    "vehicle": "vehicles",
}
#: a label longer than this is a piece of a sentence, not a name of people
_POPULATION_CHARS_MAX = 60


def figure_clause(fields: Mapping[str, Any]) -> str | None:
    """None where the fields do not make a clause that says neither more nor less than they do."""
    told = counted(fields)
    return " ".join(told) if told else None


def counted(fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """The clause in two: the number, and who or what is counted, doing what, where and when."""
    number = amount(
        fields.get("value"), fields.get("low"), fields.get("high"), fields.get("quantifier") or "exact"
    )
    term = fields.get("term") or ""
    phrases = _MOVING.get(term) or _STAYING.get(term)
    noun = one_line(fields.get("population") or "") or _NOUNS.get(fields.get("unit") or "")
    times = _times(fields)
    if not number or not phrases or not noun or len(noun) > _POPULATION_CHARS_MAX:
        return None
    if times is None or fields.get("change"):
        return None
    verb = phrases[0] if fields.get("kind") == "stock" else phrases[1]
    before, after = _places(fields, noun, moving=term in _MOVING)
    return number, " ".join((noun, *before, verb, *after, *times))


def _places(fields: Mapping[str, Any], noun: str, *, moving: bool) -> tuple[list[str], list[str]]:
    """Places before the verb and after it. One that the people's own name holds is not said twice."""
    names: dict[str | None, list[str]] = {"origin": [], "destination": [], "at": []}
    for place in fields.get("places") or ():
        if place.get("role") in names and place["name"] not in noun:
            names[place["role"]].append(one_line(place["name"]))
    origin = [f"from {_and(names['origin'])}"] if names["origin"] else []
    if moving and (origin or names["destination"]):
        to = [f"to {_and(names['destination'])}"] if names["destination"] else []
        return [], [*origin, *to]  # a place "at" is then where somebody spoke of the journey
    where = names["destination"] or names["at"]
    return origin, [f"in {_and(where)}"] if where else []


def _and(names: list[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _times(fields: Mapping[str, Any]) -> list[str] | None:
    """Since, until and as of, in words; None where one of them cannot be put into words."""
    values = [fields.get(name) for name in ("since", "until", "as_of")]
    since, until, as_of = (moment(value) for value in values)
    if any(value and not said for value, said in zip(values, (since, until, as_of), strict=True)):
        return None
    if since and since == until:
        span = [f"on {since}"]
    elif since and until:
        span = [f"from {since} until {until}"]
    else:
        span = [f"{word} {said}" for word, said in (("since", since), ("until", until)) if said]
    comma = [f"{span.pop()},"] if span and as_of else []
    return [*span, *comma, *([f"as of {as_of}"] if as_of else [])]

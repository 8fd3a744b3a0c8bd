"""Seasons: "the summer of 2023", "last winter", "in the spring"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.anchoring import year_text
from tocsin.reading.atoms import Atom
from tocsin.reading.leanings import Season
from tocsin.reading.time_forms import PHASE, YEAR, Form, year_of

_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_DIRECTIONS = {
    "last": "last",
    "previous": "last",
    "past": "last",
    "this": "this",
    "next": "next",
    "following": "next",
}
_NAMES = r"(?P<season>spring|summer|autumn|winter)"
#: a word before a season that makes it one, and not a source of water or a name
_BEFORE = r"in|by|during|until|till|since|through|throughout|over|after|before|from|to|and|or|of|for|late|early|mid|midway"
#: what comes about in a season: "the spring offensive"
_AFTER = (
    r"offensives?|campaigns?|months?|season|harvests?|rains?|storms?|floods?|semester|holidays?|session|weather|cold|heat"
    r"|temperatures|clothes|clothing|fighting|crops?|planting|break|solstice|equinox|elections?|conscription|draft"
    r"|attacks?|counteroffensives?|counter-offensives?|surge|fuel|heating|food|supplies|solar|wheat"
)


def _season(match: re.Match[str]) -> Iterator[Atom]:
    code = _CODES[(match["season"] or "fall").lower()]
    year = year_of(match)
    start, end = match.span("phrase")
    if year is not None:
        yield Atom(start, end, "whole", f"{year_text(year)}-{code}")
        return
    said = (match["direction"] or "").lower().removeprefix("the ")
    yield Atom(start, end, "whole", leaning=Season(code, _DIRECTIONS.get(said, "")))


_NO_YEAR = r"(?P<year>)(?P<before_christ>)"  # groups that stay empty
_DIRECTION = (
    r"(?P<direction>(?:the\s)?(?:last|this|next|past|coming|previous|following|same)|that(?:\ssame)?)\s"
)

SEASON_FORMS = (
    Form(
        "season",
        rf"\b(?P<phrase>(?i:{PHASE}(?:the\s)?{PHASE}(?P<season>spring|summer|autumn|fall|winter)"
        rf"(?:\sof|\sin)?(?:\s(?:the\syear\s)?|,\s)(?:\d{{4}}\s?[-–/]\s?(?=\d))?{YEAR}(?:[-–/]\d\d\b)?))",
        "the summer of 2023",
        _season,
    ),
    Form(
        "season",
        rf"\b(?P<phrase>{YEAR}\s(?P<season>spring|summer|autumn|fall|winter)(?P<direction>))\b",
        "the 2023 summer",
        _season,
    ),
    Form(
        "season",
        rf"\b(?P<phrase>(?i:{_DIRECTION})(?:(?:early|late)\s)?(?P<season>spring|summer|autumn|fall|winter){_NO_YEAR})\b",
        "last winter",
        _season,
    ),
    Form(
        "season",
        rf"\b(?i:{_BEFORE})[\s-](?P<phrase>(?i:{PHASE}(?:the\s)?)(?:(?:early|late|mid)[\s-])?"
        rf"(?P<direction>){_NAMES}{_NO_YEAR})\b(?!\s[a-z]+ed\sby\b)",
        "in the summer",
        _season,
    ),
    Form(
        "season",
        rf"\b(?:in|by|during|until|since|through|throughout|this)\s(?P<phrase>the\s(?:(?:early|late)\s)?(?P<direction>)"
        rf"(?P<season>fall){_NO_YEAR})(?=[.,;)]|\s(?:and|when|the|it|they|he|she|there|to)\b|$)",
        "in the fall",
        _season,
    ),
    Form(
        "season",
        rf"\b(?P<phrase>(?P<direction>)(?i:{_NAMES}|(?<=the\s)fall){_NO_YEAR})(?=\s(?i:{_AFTER})\b)",
        "the spring offensive",
        _season,
    ),
)

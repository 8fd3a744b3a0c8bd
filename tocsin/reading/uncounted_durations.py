"""Spans of time without a number: "months-long", "for weeks", "several days", "the past year", "half an hour"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.atoms import Atom
from tocsin.reading.durations import counts_away, duration_text, leaning_away, unit_of, vague_away
from tocsin.reading.time_forms import Form

_ONE = "second|minute|hour|day|night|week|fortnight|month|year|decade|century"
_MANY = "seconds|minutes|hours|days|nights|weeks|fortnights|months|years|decades|centuries"
#: what turns a span into the moment that lies a span away; "before" and "after" only where no event follows
_AWAY = (
    r"(?:\s(?:(?P<away>ago|later|earlier|previously|hence|afterwards?)\b(?!\sthan\b)"
    r"|(?P<bare>before|after|prior)(?=[.,;:)]|\s(?:and|but)\b|$)))?"
)
_NOT_AWAY = "(?P<away>)(?P<bare>)"  # groups that stay empty
#: half of a unit in the unit below, where it has one
_HALVES = {"TH": "PT30M", "D": "PT12H", "Y": "P6M"}
#: "20 km a day": a number, and no more than two words, before the unit make it a rate
_COUNTED_BEFORE = re.compile(r"(?:\d|\b(?:once|twice|times|hundred|thousand|dozen))(?:\s[^\W\d]+){0,2}\s\Z")
_RATE_REACH = 40


def _vague(match: re.Match[str]) -> Iterator[Atom]:
    """ "for weeks", "a few days", "days later": how many is not said."""
    unit = unit_of(match["unit"].lower())
    assert unit, match.group()
    start = match.start("phrase")
    away = (match["away"] or match["bare"] or "").lower()
    if away and counts_away(unit[0]):
        yield Atom(start, match.end(), "whole", vague_away(away))
    else:
        yield Atom(start, match.end(), "whole", duration_text(unit[0], "X"), "DURATION")


def _single(match: re.Match[str]) -> Iterator[Atom]:
    """ "a week", "a decade ago", "an hour and a half"."""
    unit = unit_of(match["unit"].lower())
    assert unit, match.group()
    letter, size = unit
    start = match.start("phrase")
    away = (match["away"] or match["bare"] or "").lower()
    if away and counts_away(letter) and not match["and_half"]:
        yield Atom(start, match.end(), "whole", leaning=leaning_away(away, letter, size))
        return
    before = match.string[max(0, start - _RATE_REACH) : start]
    if not away and match["article"] and _COUNTED_BEFORE.search(before):
        yield Atom(start, match.end(), "whole", duration_text(letter, str(size)), "SET")
        return
    amount = size * (1.5 if match["and_half"] else 1)
    yield Atom(start, match.end(), "whole", duration_text(letter, f"{amount:.10g}"), "DURATION")


def _half(match: re.Match[str]) -> Iterator[Atom]:
    unit = unit_of(match["unit"].lower())
    assert unit, match.group()
    letter, size = unit
    value = _HALVES.get(letter) if size == 1 else None
    yield Atom(
        match.start(), match.end(), "whole", value or duration_text(letter, f"{size / 2:.10g}"), "DURATION"
    )


_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teenth|twentieth|(?:twenty|thirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)


def _ordinal(match: re.Match[str]) -> Iterator[Atom]:
    """ "now in its ninth month": one month, whichever."""
    unit = unit_of(match["unit"].lower())
    assert unit, match.group()
    letter, size = unit
    yield Atom(match.start("phrase"), match.end(), "whole", duration_text(letter, str(size)), "DURATION")


_NO_HALF = "(?P<and_half>)(?P<article>)"

UNCOUNTED_FORMS = (
    Form(
        "span",
        rf"\b(?i:(?P<phrase>(?P<unit>{_MANY})[\s-]long)){_NOT_AWAY}\b",
        "months-long",
        _vague,
    ),
    Form("span", rf"\b(?i:(?P<phrase>(?P<unit>{_ONE})-?long)){_NOT_AWAY}{_NO_HALF}\b", "year-long", _single),
    Form(
        "span",
        rf"\b(?i:for|over|after|in|within|of|lasted|took|take|takes|and|or|spent|nearly|almost|throughout|many|with)\s"
        rf"(?P<phrase>(?i:(?P<unit>{_MANY})\b){_AWAY})",
        "for weeks",
        _vague,
    ),
    Form(
        "span",
        rf"\b(?P<phrase>(?i:(?P<unit>{_MANY}))\b(?=\s(?:later|earlier|ago|before|after|of)\b){_AWAY})",
        "days later",
        _vague,
    ),
    Form(
        "span",
        r"\b(?P<phrase>(?i:(?:the\s)?(?:(?:past|last|next|first|previous|following|coming)\s)?"
        r"(?:a\sfew|few|several|many|some|couple\sof|a\scouple\sof)"
        r"|(?:the\s)?(?:recent|coming|following|succeeding|subsequent|ensuing|intervening|preceding|previous|next|past|last"
        rf"|first))\s(?i:(?P<unit>{_MANY}))\b{_AWAY})",
        "a few days",
        _vague,
    ),
    Form(
        "span",
        rf"\b(?P<phrase>(?i:the\s(?:past|last)\s(?P<unit>{_ONE})))\b{_NOT_AWAY}{_NO_HALF}",
        "the past year",
        _single,
    ),
    Form(
        "span",
        r"\b(?P<phrase>(?i:(?P<article>an?)\s(?:(?:whole|full|entire|further|mere)\s)?"
        rf"(?P<unit>(?!second\b)(?:{_ONE}))(?P<and_half>\sand\sa\shalf)?)\b(?!-){_AWAY})",
        "a week",
        _single,
    ),
    Form(
        "span",
        r"\b(?i:in|into|for|enters|entered|entering|enter|marks|marked)\s(?P<phrase>(?i:(?:its|their|his|her|an?|the)\s"
        rf"{_ORDINAL}\s(?:(?:straight|consecutive|successive|full)\s)?(?P<unit>{_ONE})))\b(?!\sof\b|-)",
        "in its ninth month",
        _ordinal,
    ),
    Form("span", rf"\b(?i:(?:half\san?|a\shalf|half)[\s-](?P<unit>{_ONE}))\b(?!-)", "half an hour", _half),
)

"""Years, decades and centuries: "in 2016", "1936–39", "the 1990s", "480 BC", "the 19th century".

A year is four digits, and so may be any number: the words around it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.anchoring import year_text
from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, Token
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words
from tocsin.reading.time_forms import Form

_DASHES = frozenset("-–—‑/")
_BEFORE_CHRIST = frozenset(["bc", "bce"])
#: after one of these, four digits are a year whatever follows
_CLEAR = frozenset(
    "in since during until till throughout year years early late mid circa ca autumn summer winter spring".split()
)
#: after one of these they are one unless they count something
_LIKELY = frozenset(
    "of by from to between and or before after through around about into for than late the a an its their his her our"
    " that this over on as pre post ( [ , ; : – — - but fiscal financial back when back-to c ad ce".split()
)
#: a year tells the time of what comes after it in passing: "the 1902 pact"
_ATTRIBUTES = frozenset("the a an its their his her our this that secret".split())
_ASIDE = frozenset("since before pre post than until".split())
_SIGNS_BEFORE = frozenset("$€£¥#№/.:+=@&_")
_PHASES = frozenset("early late mid later earlier".split())
_YEARS_OLD = 1000, 2100


class _Year(NamedTuple):
    #: its tokens are tokens[first:stop]
    first: int
    stop: int
    year: int


def find_years(doc: Document) -> Iterator[Atom]:
    tokens = doc.tokens
    last: _Year | None = None
    for index, token in enumerate(tokens):
        if not token.text[0].isdigit() or (last and index < last.stop):
            continue
        year = _before_christ(tokens, index) or _common(doc, index, last)
        if not year:
            continue
        yield _atom(doc, year, joined=bool(last and _joins(tokens, last.stop, index)))
        last = year
        tail = _tail(tokens, year)
        if tail:
            yield Atom(tokens[tail.first].start, tokens[tail.stop - 1].end, "whole", year_text(tail.year), aside=True)
            last = tail


def _common(doc: Document, index: int, last: _Year | None) -> _Year | None:
    tokens = doc.tokens
    token = tokens[index]
    if len(token.text) != 4 or not token.text.isdigit() or not 1000 <= int(token.text) < 2100:
        return None
    if _is_glued(tokens, index) or _is_labelled(tokens, index):
        return None
    year = _Year(index, index + 1, int(token.text))
    if last and _joins(tokens, last.stop, index):
        return year
    return year if _reads_as_year(doc, index) else None


def _reads_as_year(doc: Document, index: int) -> bool:
    tokens = doc.tokens
    before = tokens[index - 1].lower if index else ""
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    modern = 1400 <= int(tokens[index].text) < 2100
    if before in _CLEAR:
        return modern or not _counts(tokens, index)
    if _counts(tokens, index):
        return False
    if before in _LIKELY or after in ("’s", "'s"):
        return modern
    sentence = doc.sentence_at(tokens[index].start)
    opens = bool(sentence and sentence.start == tokens[index].start)
    if opens:
        return modern
    return int(tokens[index].text) >= 1700 and not before.isdigit()


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows is counted: "of 2000 people", "1500 shells", "the 1200 new houses"."""
    after = tokens[index + 1 : index + 4]
    if not after:
        return False
    if after[0].text in ("%", "°") or after[0].lower in ("per", "percent", "hours", "hrs"):
        return True
    if not after[0].text[0].isalpha():
        return False
    if phrasebook("units").at(tokens, index + 1):
        return True
    if after[0].lower in words("grammar_words", "preposition") or after[0].lower in _FUNCTION_WORDS:
        return False
    before = tokens[index - 1].lower if index else ""
    if _is_plural(after[0]):
        return before not in _ATTRIBUTES
    return any(phrasebook("units").at(tokens, index + 2 + step) for step in range(len(after) - 1)) and not any(
        token.lower in _FUNCTION_WORDS or not token.text[0].isalpha() for token in after
    )


_FUNCTION_WORDS = frozenset(
    "is was has as does this thus his its us during until the a an and or but when where which who that he she it they"
    " there had were are saw have been will would could did for with by at on in of to from after before".split()
)


def _is_plural(token: Token) -> bool:
    word = token.lower
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_glued(tokens: Sequence[Token], index: int) -> bool:
    """The 1500 of "$1500", "Tu-1544", "1500.5", "1500km": not that of "mid-1990", "1990-91"."""
    token = tokens[index]
    if index:
        before = tokens[index - 1]
        if before.end == token.start:
            if before.text in _SIGNS_BEFORE or before.text[-1].isalnum():
                return True
            if before.text in _DASHES and index > 1 and tokens[index - 2].end == before.start:
                stem = tokens[index - 2]
                if stem.text[-1].isdigit():
                    return len(stem.text) != 4
                return stem.text[-1].isalpha() and stem.text[0].isupper() and stem.lower not in _MONTHISH
    if index + 1 < len(tokens) and tokens[index + 1].start == token.end:
        after = tokens[index + 1].text
        if after[0].isalnum() or after in "%°$€£_":
            return True
        if after in ".,:/-" and index + 2 < len(tokens) and tokens[index + 2].start == tokens[index + 1].end:
            follows = tokens[index + 2].text
            return follows.isdigit() and after in ".,:" or follows[0].isdigit() and "," in follows
    return False


_MONTHISH = frozenset(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october"
    " november december mid early late pre post ante".split()
)


def _is_labelled(tokens: Sequence[Token], index: int) -> bool:
    """ "Resolution 1973", "No. 1500"."""
    position = index - 1
    while position >= 0 and tokens[position].text in ".:(#":
        position -= 1
    return (
        position >= 0
        and tokens[position].lower in words("number_labels", "label")
        and tokens[position].text[0].isupper()
    )


def _joins(tokens: Sequence[Token], stop: int, index: int) -> bool:
    """Whether a year before `stop` and the number at `index` stand in one list or range."""
    between = [token.lower for token in tokens[stop:index]]
    return between in (["to"], ["and"], ["or"], ["until"], ["through"], [","], [",", "and"], ["&"]) or (
        len(between) == 1 and between[0] in _DASHES
    )


def _tail(tokens: Sequence[Token], year: _Year) -> _Year | None:
    """The 39 of "1936–39"."""
    stop = year.stop
    if year.year < 0 or stop + 1 >= len(tokens) or tokens[stop].text not in _DASHES:
        return None
    tail = tokens[stop + 1]
    if tail.start != tokens[stop].end or len(tail.text) not in (1, 2) or not tail.text.isdigit():
        return None
    if stop + 2 < len(tokens) and tokens[stop + 2].start == tail.end and tokens[stop + 2].text in _DASHES:
        return None  # an ISO date
    until = int(str(year.year)[: 4 - len(tail.text)] + tail.text)
    return _Year(stop + 1, stop + 2, until) if until > year.year else None


def _before_christ(tokens: Sequence[Token], index: int) -> _Year | None:
    """ "480 BC", "264 B.C.", and the first of "499-493 BC", "264 to 241 BC"."""
    if not tokens[index].text.isdigit() or len(tokens[index].text) > 4:
        return None
    stop = _era_stop(tokens, index + 1)
    if stop:
        return _Year(index, stop, -int(tokens[index].text))
    between = index + 1
    if between + 1 < len(tokens) and (
        tokens[between].text in _DASHES or tokens[between].lower in ("to", "and", "until", "or")
    ):
        if tokens[between + 1].text.isdigit() and _era_stop(tokens, between + 2):
            return _Year(index, index + 1, -int(tokens[index].text))
    return None


def _era_stop(tokens: Sequence[Token], index: int) -> int | None:
    """The token after "BC", "B.C." or "BCE" at tokens[index]."""
    words_here = [token.lower for token in tokens[index : index + 4]]
    if words_here[:1] and words_here[0] in _BEFORE_CHRIST:
        return index + 1
    if words_here[:3] == ["b", ".", "c"]:
        return index + (4 if words_here[3:] == ["."] else 3)
    return None


def _atom(doc: Document, year: _Year, *, joined: bool) -> Atom:
    """The year, with "early" or "the end of" before it."""
    tokens = doc.tokens
    first = year.first
    before = [token.lower for token in tokens[max(0, first - 4) : first]]
    if before[-1:] and before[-1] in _PHASES:
        first -= 1
    elif before[-2:-1] and before[-2] in _PHASES and before[-1] in ("-", "in"):
        first -= 2
    elif before[-2:-1] and before[-2] in _EDGES and before[-1] == "of":
        first -= 3 if before[-3:-2] == ["the"] else 2
    elif before[-2:] == ["the", "year"]:
        first -= 2
    word = before[-1] if before else ""
    follows = tokens[year.stop] if year.stop < len(tokens) else None
    passing = word in _ATTRIBUTES and follows is not None and follows.text[0].isalpha()
    aside = joined or word in _ASIDE or passing
    return Atom(
        tokens[first].start, tokens[year.stop - 1].end, "whole", year_text(year.year), aside=aside
    )


_EDGES = frozenset("beginning start middle end close".split())

_CENTURIES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_EDGE = r"(?:(?:the\s)?(?:beginning|start|middle|end|turn)\sof\s)?(?:the\s)?(?:(?:early|late|mid)[\s-](?:to[\s-](?:mid|late)[\s-])?)?"


def _decade(match: re.Match[str]) -> Iterator[Atom]:
    if match["decade"]:
        before = "BC0" if match["era"] and len(match["decade"]) == 3 else "BC" if match["era"] else ""
        if len(match["decade"]) == 3 and not before:
            return
        yield Atom(match.start(), match.end(), "whole", before + match["decade"][:-1])
    else:
        yield Atom(match.start(), match.end(), "whole", "19" + match["short"][0])


def _century(match: re.Match[str]) -> Iterator[Atom]:
    said = match["ordinal"].lower().replace(" ", "-")
    number = int(re.sub(r"\D", "", said)) if said[0].isdigit() else _CENTURIES.index(said) + 1
    if match["era"]:
        yield Atom(match.start(), match.end(), "whole", f"BC{number - 1:02}")
    else:
        yield Atom(match.start(), match.end(), "whole", f"{number - 1:02}")


_ERA = r"(?P<era>\s(?:BCE?\b|B\.C\.(?:E\.)?))?"

YEAR_FORMS = (
    Form(
        "decade",
        rf"(?<![\w$€£.,-])(?i:{_EDGE})(?:(?P<decade>\d{{2,3}}0)|['’‘](?P<short>[2-9]0))['’]?s\b{_ERA}(?!\d)",
        "the late 1990s",
        _decade,
    ),
    Form(
        "century",
        rf"\b(?i:{_EDGE}(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(reversed(_CENTURIES))})[\s-]century)\b{_ERA}",
        "the 20th century",
        _century,
    ),
)

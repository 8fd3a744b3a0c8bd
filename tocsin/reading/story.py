"""Where the telling has come to: what an open date leans on, as the text goes on.

A *report* tells of its own days: a date without a year leans on the day it was published. A *story* (a history, a
chronology, a long account) tells of other days: a date without a year leans on the dates told before it.

1. The text is a story if its dates told outright lie mostly in years before the report's own, or if nobody knows that day.
2. In a story, each dated passage moves the telling there, but for those told in passing.
3. In a report, a date leans on an earlier one of its sentence or paragraph that tells of another year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.anchoring import Point
from tocsin.reading.document import Document, Sentence
from tocsin.reading.leanings import Then

#: a text with fewer dates from before its own time says too little to be a story
_BEFORE_MIN = 4
#: a bare year dates a background more often than a story: so many of them count as one date
_BARE_YEARS = 3
#: a story may come up to its own day, so dates of its time weigh less; "on Friday", "yesterday" are how reports speak
_NEAR_WEIGHT, _OWN_DAY_WEIGHT = 0.5, 2
#: a bare year so far from where the story is, in the midst of a sentence, is told in passing
_PASSING_YEARS = 10
#: what is older than this is background in a report, and told as a story
_BACKGROUND_DAYS = 550
#: "the next day" leans on a day named so few paragraphs before, which in news are sentences
_NEAR_PARAGRAPHS = 3
#: headings are short, and no sentences
_HEADING_MAX = 90

#: characters from the beginning of a sentence in which a date opens it
_OPENING = len("Towards the end of ")

NOWHERE = Sentence(-1, -1, "", -1)


class _Named(NamedTuple):
    point: Point
    at: Sentence
    #: where its passage begins
    start: int = 0


class Story:
    """Asked for and told the dates of one text, in text order."""

    def __init__(self, doc: Document, outright: Sequence[tuple[int, Point]], own_days: int) -> None:
        """`outright` are the points told with their year, and where; `own_days` counts "on Friday" and its like."""
        self._doc = doc
        self.is_story = self._is_story(outright, own_days)
        self._told: _Named | None = None
        self._outright: _Named | None = None
        #: the year in the heading of the section
        self._section: _Named | None = None

    def then(self, here: Sentence) -> Then:
        """What a date in the sentence `here` leans on."""
        told = self._told
        if self.is_story:
            base = self._point_in_story(here)
            loose = False
            last = base
        else:
            base = self._background(here)
            loose = bool(self._outright and self._outright.at != here)
            last = told.point if told and _is_near(told.at, here) else None
        return Then(
            published=self._doc.published,
            base=base,
            last=last,
            in_story=self.is_story,
            after=not self.is_story,
            loose=loose,
        )

    def remember(self, point: Point, start: int, here: Sentence, *, outright: bool, aside: bool) -> None:
        """The story has come to `point`, unless that is told in passing."""
        heading = self._is_heading(here)
        if heading and aside:
            self._section = None  # "1861–1863" is no year
        if aside or (self.is_story and not heading and self._in_passing(point, start, here)):
            return
        self._told = _Named(point, here, start)
        if outright:
            self._outright = self._told
        if heading and outright:
            self._section = self._told

    def _point_in_story(self, here: Sentence) -> Point | None:
        told, section = self._told, self._section
        if told and section and told.at.paragraph != here.paragraph and told.point.year != section.point.year:
            return section.point
        return told.point if told else None

    def _in_passing(self, point: Point, start: int, here: Sentence) -> bool:
        told = self._told
        if not told or point.month or start - here.start <= _OPENING:
            return False
        if self._doc.text[start - 1] == "(":
            return True  # "the Edict of Nantes (1598)"
        if told.point.month and here.paragraph == told.at.paragraph:
            return True  # a bare year in the midst of a tale of days and months
        return abs(told.point.year - point.year) > _PASSING_YEARS

    def _is_heading(self, here: Sentence) -> bool:
        if not 0 < here.end - here.start <= _HEADING_MAX:
            return False
        span = self._doc.paragraphs[here.paragraph]
        return (span.start, span.end) == (here.start, here.end) and here.text[-1] not in ".!?,;:”\"'…"

    def _is_story(self, outright: Sequence[tuple[int, Point]], own_days: int) -> bool:
        published = self._doc.published
        if not published:
            return True
        before = [(start, point) for start, point in outright if point.year < published.year - 1]
        if any(point.year < 0 for _, point in before):
            return True
        full = sum(
            point.month is not None or self._is_heading(self._doc.sentence_at(start) or NOWHERE)
            for start, point in before
        )
        weight = full + (len(before) - full) // _BARE_YEARS
        near = len(outright) - len(before)
        return weight >= _BEFORE_MIN and weight >= near * _NEAR_WEIGHT + own_days * _OWN_DAY_WEIGHT

    def _background(self, here: Sentence) -> Point | None:
        """The date in a report that tells of another year, and so of the dates behind it."""
        named = self._outright
        published = self._doc.published
        if not named or not published or named.at.paragraph != here.paragraph:
            return None
        if not named.point.month:
            opens = named.at == here and named.start - here.start <= _OPENING
            return named.point if opens and named.point.year != published.year else None
        if named.at == here:
            return named.point if named.point.year != published.year else None
        day = named.point._replace(day=named.point.day or 1).as_date()
        return named.point if not day or (published - day).days > _BACKGROUND_DAYS else None


def _is_near(there: Sentence, here: Sentence) -> bool:
    return there.paragraph >= 0 and here.paragraph - there.paragraph <= _NEAR_PARAGRAPHS

"""What drafting is given of a finding, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Section = Literal["happened", "unclear", "at risk", "asked"]
SECTIONS: tuple[Section, ...] = ("happened", "unclear", "at risk", "asked")

#: longer names are no names: a person mended a field badly, or the reading ran on
NAME_CHARS_MAX = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingView:
    """What drafting needs to know of a finding that stands."""

    id: int
    kind: str
    #: the passage as printed
    quote: str
    #: the fields in force, in the JSON contract of reading
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: who printed it; empty where unknown
    publisher: str = ""
    #: ISO 8601 date on which it was printed; None where unknown
    published: str | None = None
    #: where the passage begins in its text, because spans in `fields` are counted there
    start: int = 0
    #: the sentence that the passage stands in, for a passage of a word or a number; empty where unknown
    around: str = ""
    #: where that sentence begins in its text
    around_start: int = 0
    #: which text the passage stands in; None where unknown
    text_id: int | None = None
    #: whose own words the report quotes there, as another finding says; empty where nobody's
    quoted_of: str = ""
    #: of a statement: those that deny it, and by whom
    denials: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftSentence:
    section: Section
    text: str
    #: the findings that it rests on; none for the organisation's own judgement
    finding_ids: tuple[int, ...] = ()

"""What each time of a sentence is to its figures: as of when, since when, until when; told by the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from tocsin.reading.anchoring import shifted
from tocsin.reading.document import Document
from tocsin.reading.findings import Statement, Time
from tocsin.reading.tables import words

#: "plain": a day with no preposition that tells; "after": an hour since which a flow is counted; "within": a span all
#: of which is counted; "said": the day when somebody said it
Slot = Literal["as_of", "since", "after", "until", "within", "plain", "said"]

_SLOT_OF: dict[str, Slot] = {
    "as of": "as_of",
    "as at": "as_of",
    "as on": "as_of",
    "by": "as_of",
    "since": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "up to": "until",
    "up until": "until",
}
#: "shortly after noon" is about noon
_ABOUT_AFTER = frozenset(["shortly", "soon", "just", "immediately", "minutes", "minute", "hour", "hours"])
#: "on 24 and 25 September respectively": words after two days that keep them apart
_APART = frozenset(["respectively", "each", "both"])
_TOGETHER = frozenset(["together", "combined", "altogether"])
#: characters after two days in which they are told to be counted together or apart
_TOGETHER_REACH = 24
#: "since the mass exodus on Sunday": words between the preposition and its time
_SINCE_REACH = 8
#: "since the army’s push along the whole of the northern coast began on Sunday": a verb of beginning reaches further
_BEGINNING_REACH = 24
#: "the total this month", "have fled there this year": words before a period that still runs
_RUNNING_REACH = 16
_RUNNING = frozenset(["have", "has", "total", "tally", "toll", "far"])
#: "on Tuesday | alone"
_ONLY = frozenset(["alone", "only"])
#: "the wake of | the 1988 eruption": the year of something else, unless a preposition of time leads to it
_LEADS_TO_TIME = frozenset(["in", "during", "since", "after", "from", "until", "by", "through", "throughout"])


def slots_of(
    doc: Document, times: Sequence[Time], statements: Sequence[Statement] = (), *, single: bool = False
) -> list[tuple[Time, Slot]]:
    """Each time of a sentence that can date a figure, with the slot that its preposition gives it.

    `statements` are those that begin in the sentence; `single`, whether it holds one figure only.
    """
    dated = [time for time in times if time.type in ("DATE", "TIME") and not _names_another(doc, time)]
    slots: list[tuple[Time, Slot]] = []
    for index, time in enumerate(dated):
        if slots and _explains(doc, dated[index - 1], time):
            slots[-1] = (time, slots[-1][1])
            continue
        slot = _slot(doc, dated[index - 1].end if index else None, time)
        before = dated[index - 1] if slots and slot == "plain" else None
        if before and (_opens_range(doc, before, time) or _counted_together(doc, before, time, single)):
            slots[-1] = (slots[-1][0], "since")
            slot = "until"
        if slot == "plain" and any(_dates_the_saying(statement, time) for statement in statements):
            slot = "said"
        slots.append((time, slot))
    return slots


def says_as_of(doc: Document, time: Time) -> bool:
    """Whether the time follows "as of", "as at" or "as on" outright."""
    before = [token.lower for token in doc.tokens_in(max(time.start - 40, 0), time.start)]
    return _bare(before)[-2:-1] == ["as"] and _SLOT_OF.get(" ".join(_bare(before)[-2:])) == "as_of"


def is_clock(time: Time) -> bool:
    return ":" in time.value


def _dates_the_saying(statement: Statement, time: Time) -> bool:
    in_content = any(span.start <= time.start < span.end for span in statement.content)
    return statement.said_at == time.value and not in_content


def _names_another(doc: Document, time: Time) -> bool:
    """ "houses built in the wake of the | 1988 | eruption": a year that tells which eruption."""
    if not time.value.isdigit():
        return False
    before = [token.lower for token in doc.tokens_in(max(time.start - 40, 0), time.start)][-2:]
    after = doc.tokens_in(time.end, time.end + 40)[:1]
    modifies = before[-1:] in (["the"], ["a"]) and after and after[0].text.isalpha()
    return bool(modifies) and before[0] not in _LEADS_TO_TIME


def _explains(doc: Document, first: Time, second: Time) -> bool:
    """ "as of today [24 September]", "on Monday (2 March)": the day's date beside its name."""
    between = doc.text[first.end : second.start].strip()
    named = not any(sign.isdecimal() for sign in doc.text[first.start : first.end])
    return between in ("[", "(", ",") and named and (first.type, second.type) == ("DATE", "DATE")


def _slot(doc: Document, after: int | None, time: Time) -> Slot:
    sentence = doc.sentence_at(time.start)
    begin = max(sentence.start if sentence else 0, after or 0)
    before = [token.lower for token in doc.tokens_in(begin, time.start)]
    if is_clock(time) and before[-1:] == ["for"]:
        return "as_of"  # "the figure for 8 a.m."
    if is_clock(time) and before[-1:] == ["after"] and _ABOUT_AFTER.isdisjoint(before[-2:]):
        return "after"
    for length in (2, 1):
        slot = _SLOT_OF.get(" ".join(_bare(before)[-length:]))
        if slot:
            return slot
    if _since_something(before):
        return "since"
    if _ends_a_span(doc, before, time):
        return "as_of"
    if _still_runs(doc, before, time):
        return "since"
    following = doc.tokens_in(time.end, time.end + len(" alone"))
    return "within" if following and following[0].lower in _ONLY else "plain"


def _since_something(before: Sequence[str]) -> bool:
    """ "since the exodus on |", "since the war in the hills began in |"."""
    begins = not words("measure_words", "beginning").isdisjoint(_bare(before)[-2:])
    reach = before[-(_BEGINNING_REACH if begins else _SINCE_REACH) - 1 :]
    return "since" in reach and not {",", ";"} & set(reach[reach.index("since") :])


def _still_runs(doc: Document, before: Sequence[str], time: Time) -> bool:
    """ "bringing the total | this month", "have fled | this year": since it began."""
    this = doc.text[time.start : time.end].lower().startswith("this ") and len(time.value) < len("2024-03-05")
    return this and not _RUNNING.isdisjoint(before[-_RUNNING_REACH:])


def _ends_a_span(doc: Document, before: Sequence[str], time: Time) -> bool:
    """ "at the end of | 2018", "at the close of | the year"."""
    told = [*before[-3:], *(token.lower for token in doc.tokens_in(time.start, time.end)[:3])]
    return any(one in ("end", "close") and other == "of" for one, other in pairwise(told))


def _bare(before: Sequence[str]) -> list[str]:
    """The words before a time, without those that only tie it: "by on Friday", "as of the evening"."""
    bare = list(before)
    while bare and bare[-1] in ("on", "the", "about", "around", "late", "early", "at", "in"):
        bare.pop()
    return bare


def _counted_together(doc: Document, first: Time, second: Time, single: bool) -> bool:
    """ "9,000 crossed on 24 and 25 September": one number for two days in a row."""
    if doc.text[first.end : second.start].strip().lower() != "and" or (first.type, second.type) != (
        "DATE",
        "DATE",
    ):
        return False
    after = {token.lower for token in doc.tokens_in(second.end, second.end + _TOGETHER_REACH)}
    if after & _TOGETHER:
        return True
    return single and not after & _APART and _next_day(first.value) == second.value


def _next_day(day: str) -> str | None:
    try:
        return shifted(date.fromisoformat(day), 1)
    except ValueError:
        return None  # a month, or a day of no known year


def _opens_range(doc: Document, first: Time, second: Time) -> bool:
    """ "between 24 and 28 September", "from Sunday to Friday"."""
    joint = doc.text[first.end : second.start].strip().lower()
    sentence = doc.sentence_at(first.start)
    before = doc.tokens_in(sentence.start if sentence else 0, first.start)[-1:]
    opener = before[0].lower if before else ""
    return (opener, joint) in (
        ("between", "and"),
        ("from", "to"),
        ("from", "until"),
        ("from", "through"),
    ) or joint in (
        "-",
        "–",
        "—",
    )

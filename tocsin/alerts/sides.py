"""Figures that do not fit together, told with both sides: each attributed, none averaged, none left out in silence. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tocsin.alerts.draft_nouns import DraftSentence, FindingView
from tocsin.alerts.figures import counted
from tocsin.alerts.sentence_forms import giver, told_figure
from tocsin.alerts.wording import one_line
from tocsin.situations.contradiction import Contradiction

#: sides named in one sentence; whoever needs more looks at the situation
SIDES_MAX = 4
_PUBLISHER_CHARS_MAX = 80
#: a sentence that says more is told with fewer sides
_CHARS_MAX = 1_500


def sides_of(found: Contradiction, chosen: Collection[int], quotable: Collection[int]) -> tuple[int, ...]:
    """The findings of it to be told: those chosen, then one for each other number, then others, as far as there is room.

    None where fewer than two of it may be quoted in public: then there are no two sides to tell.
    """
    members = [pk for pk in found.finding_ids if pk in quotable]
    if len(members) < 2:
        return ()
    values = dict(zip(found.finding_ids, found.values, strict=False))
    first = {values.get(pk): pk for pk in sorted(members, key=lambda pk: pk not in chosen)[::-1]}
    ordered = sorted(members, key=lambda pk: (pk not in first.values(), pk not in chosen))
    shown = {*ordered[:SIDES_MAX], *(pk for pk in members if pk in chosen)}
    return tuple(pk for pk in ordered if pk in shown)


def both_sides(
    findings: Mapping[int, FindingView], undecided: Sequence[tuple[Contradiction, Sequence[int]]]
) -> list[DraftSentence]:
    """One sentence for each contradiction and its sides, with a footnote for every side."""
    return [
        DraftSentence(section="unclear", text=_told([findings[pk] for pk in sides]), finding_ids=tuple(sides))
        for _found, sides in undecided
    ]


def _told(sides: Sequence[FindingView]) -> str:
    """As many sides as the sentence has room for, two at least, and how many more there are."""
    tails = {told[1] if (told := counted(side.fields)) else None for side in sides}
    tail = tails.pop() if len(tails) == 1 else None
    said = list(dict.fromkeys(_number(side) if tail else _clause(side) for side in sides))
    # what is counted is the same, word for word, or each side says for itself what it counts
    opening = f"how many {tail}" if tail else "how these figures fit together"
    for most in range(min(len(said), SIDES_MAX), 1, -1):
        text = f"It is not clear {opening}: {_listed(said, most)}."
        if len(text) <= _CHARS_MAX:
            break
    else:
        text = f"It is not clear {opening}: {_listed(said, 2)}."
    return text


def _listed(said: Sequence[str], most: int) -> str:
    more = [f"and {len(said) - most} more"] if len(said) > most else []
    return "; ".join([*said[:most], *more])


def _number(side: FindingView) -> str:
    """Such as: the government gave 97,735 (Example Gazette)."""
    told = counted(side.fields)
    assert told is not None, side.id
    return f"{giver(side)} gave {told[0]}{_printer(side)}"


def _clause(side: FindingView) -> str:
    """The figure's own sentence; where that is a quotation, it names its printer already."""
    told = told_figure(side).removesuffix(".")
    return f"{told}{_printer(side)}" if counted(side.fields) else told


def _printer(side: FindingView) -> str:
    """Who printed what another said; two may print one speaker with two numbers."""
    printed = one_line(side.publisher)[:_PUBLISHER_CHARS_MAX]
    return f" ({printed})" if printed and giver(side) != printed and side.fields.get("speaker") else ""

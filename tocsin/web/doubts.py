"""Contradictions as pages show them: numbered, named in the reader's language, with what a person decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tocsin.situations.brief import Brief
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.deciding import decided_before
from tocsin.situations.models import Decision

#: contradictions on one page of the desk's list
DOUBTS_PER_PAGE = 20
TITLES = {
    "same instant two values": gettext_lazy("One instant, different numbers"),
    "zone slip": gettext_lazy("One number, two clock times"),
    "more than beside an exact value": gettext_lazy("“More than” beside a known number"),
    "same flow two values": gettext_lazy("One time, different numbers"),
    "same flow two dates": gettext_lazy("One number, two dates"),
    "rounded difference": gettext_lazy("A rounded difference"),
    "flow against stocks": gettext_lazy("What came is not the difference"),
    "a stock that falls": gettext_lazy("A count that falls"),
    "a flow read as a stock": gettext_lazy("A flow read as a count of all"),
    "parts against total": gettext_lazy("Parts do not add up"),
    "registered above crossed": gettext_lazy("More registered than crossed"),
}
VERDICTS = {
    Decision.Verdict.MOVEMENT: gettext_lazy("people moved"),
    Decision.Verdict.RECOUNT: gettext_lazy("counted anew"),
    Decision.Verdict.CORRECTION: gettext_lazy("corrected by its publisher"),
    Decision.Verdict.REDEFINITION: gettext_lazy("something else was counted"),
    Decision.Verdict.OTHER_TIME: gettext_lazy("told of another time or zone"),
    Decision.Verdict.ROUNDING: gettext_lazy("rounded"),
    Decision.Verdict.MISTAKE: gettext_lazy("a mistake in print"),
    Decision.Verdict.UNKNOWN: gettext_lazy("not known"),
    Decision.Verdict.WITHDRAWN: gettext_lazy("taken back: open again"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    number: int
    contradiction: Contradiction
    #: the one in force; None where nobody has decided
    decision: Decision | None = None
    #: about some of its figures, before another one came
    before: Sequence[Decision] = ()

    @property
    def title(self) -> str | Promise:
        return TITLES[self.contradiction.rule]


def doubts_of(brief: Brief, most: int | None = None) -> tuple[Doubt, ...]:
    """In as-of order, at most so many."""
    return tuple(
        Doubt(
            number=number,
            contradiction=each,
            decision=brief.decisions.get(each.key),
            before=decided_before(each, brief.decisions),
        )
        for number, each in enumerate(brief.contradictions[:most], 1)
    )

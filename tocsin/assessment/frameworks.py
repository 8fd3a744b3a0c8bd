"""What evidence is held against: a framework of risk (factors and their indicators) or of law (crimes and their elements).

Both are parts made of criteria, so that one kind of assessment serves both. Nothing here judges: it only says what is
asked, by whom, in which edition, and what of it has not been compared with the original.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: the part that holds the ways of taking part: article 25(3) of the Statute, article III of the Convention
RESPONSIBILITY = "responsibility"
#: what an element of a crime is about, after the Elements of Crimes, general introduction
ELEMENT_KINDS = ("conduct", "circumstance", "consequence", "mental", "contextual")


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One indicator of a risk factor, one element of a crime, or one way in which a person takes part in crimes."""

    #: unique in its framework: "7.10", "7(1)(d)/2" for a crime's second element, "25(3)(e)" for a way of taking part
    id: str
    #: "indicator", "mode", or one of `ELEMENT_KINDS`
    kind: str
    #: in our own short words, as the framework's head says
    text: str
    #: what the document adds to it; empty where nothing
    note: str = ""
    #: whether the words were compared with a public copy of the document
    checked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A risk factor, a crime, or all ways of taking part together."""

    #: "RF7", the article "7(1)(d)", or `RESPONSIBILITY`
    id: str
    #: common, genocide, crimes-against-humanity or war-crimes of a risk factor; "crime"; "responsibility"
    kind: str
    title: str
    criteria: tuple[Criterion, ...]
    #: whether every criterion of the document is here; a gap is shown, never filled
    complete: bool = True
    #: the same crime in the Genocide Convention; empty where it is not there
    convention: str = ""

    @property
    def unchecked(self) -> int:
        """How many of its criteria were not compared with the document."""
        return sum(not each.checked for each in self.criteria)


@dataclass(frozen=True, kw_only=True, slots=True)
class Framework:
    id: str
    title: str
    edition: str
    issuer: str
    #: the document's number, and where its parts stand in it
    source: str
    #: in the document's order
    parts: tuple[Part, ...]
    #: ways in which a person takes part in any of the crimes; empty of a framework of risk
    modes: tuple[Criterion, ...] = ()
    #: what a court asks before it looks at any element
    jurisdiction_questions: tuple[str, ...] = ()

    @property
    def of_law(self) -> bool:
        """Whether its criteria are elements of crimes, not indicators of risk."""
        return any(part.kind == "crime" for part in self.parts)

    def sections(self) -> tuple[Part, ...]:
        """The parts, and behind them the ways of taking part, which are asked of a person and not of a crime."""
        if not self.modes:
            return self.parts
        taking_part = Part(
            id=RESPONSIBILITY, kind=RESPONSIBILITY, title="Ways of taking part", criteria=self.modes
        )
        return (*self.parts, taking_part)

    def criteria(self) -> Iterator[Criterion]:
        for part in self.sections():
            yield from part.criteria

    def criterion(self, criterion_id: str) -> Criterion | None:
        return next((each for each in self.criteria() if each.id == criterion_id), None)

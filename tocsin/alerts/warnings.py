"""What whoever approves an alert should know of what it rests on. Rules from plain values to warnings; pure.

A warning never blocks: the approver says of each that it was read. It names the sentences that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tocsin.alerts.persons import in_office, private_persons
from tocsin.reports.independence import independent, stories

#: evidence this much older than the newest report of the situation may have been overtaken
OLD_AFTER = timedelta(days=7)
#: every rule, with what a page calls it
RULES: Mapping[str, str | Promise] = {
    "no evidence": gettext_lazy("no evidence"),
    "one publisher": gettext_lazy("one publisher"),
    "unconfirmed": gettext_lazy("unconfirmed or denied"),
    "contradiction": gettext_lazy("open contradiction"),
    "restricted": gettext_lazy("restricted report"),
    "taken back": gettext_lazy("taken back"),
    "changed since": gettext_lazy("changed since"),
    "old": gettext_lazy("older than the newest"),
    "private person": gettext_lazy("names a person"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A finding that a sentence rests on, as it stands now."""

    finding_id: int
    report_id: int
    #: empty where unknown
    publisher: str
    #: None where unknown
    published_at: datetime | None
    #: group of copies that its report is one of; None where it is none
    group_id: int | None
    quote: str = ""
    #: asserted, attributed, unconfirmed, denied, or that of the statement around a figure; None where nothing says it
    certainty: str | None = None
    restricted: bool = False
    #: "refused", "disputed", "corrected": what people made of it since the sentence was written; None for nothing
    since: str | None = None
    #: "retracted", "withdrawn": itself or its report was taken back by its publisher or by us; None for neither
    taken_back: str | None = None
    #: what an open contradiction about it says; None where there is none
    contradicted: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A sentence with what it rests on; nothing for our own judgement."""

    #: from 1
    number: int
    text: str
    grounds: Sequence[Ground] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Warned:
    rule: str
    #: in plain words, as a person reads it
    reason: str
    #: numbers from 1; empty where it is about the whole alert
    sentences: tuple[int, ...] = field(default=())

    @property
    def title(self) -> str | Promise:
        return RULES[self.rule]

    @property
    def key(self) -> str:
        """Names the warning as long as it says the same of the same sentences."""
        named = f"{self.rule}:{self.reason}:{self.sentences}"
        return f"{self.rule.replace(' ', '-')}-{sha256(named.encode()).hexdigest()[:10]}"


def warnings(
    said: Sequence[Said],
    *,
    above: Sequence[str] = (),
    newest: datetime | None = None,
    old_after: timedelta = OLD_AFTER,
    kin: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Warned, ...]:
    """All warnings in the order of the rules; sentences about which one rule says the same stand in one.

    `above` is what stands above the sentences: headline, area. `newest` is when the newest report of the situation was
    printed; None where nobody knows. `kin` is publisher -> the group of such as are not independent of each other.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for rule, check in _rules(said, newest, old_after, kin).items():
        for sentence in said:
            for reason in dict.fromkeys(check(sentence)):
                found.setdefault((rule, reason), []).append(sentence.number)
    told = (
        Warned(rule=rule, reason=reason, sentences=tuple(numbers))
        for (rule, reason), numbers in found.items()
    )
    return (*_whole(said), *told, *_above(above, said))


_Check = Callable[[Said], Iterable[str]]


def _rules(
    said: Sequence[Said], newest: datetime | None, old_after: timedelta, kin: Mapping[str, str]
) -> Mapping[str, _Check]:
    """Rule -> the reasons that it finds in one sentence. Its name stands in the log."""
    known, publishers = _known(said)
    return {
        "one publisher": lambda sentence: _one_publisher(sentence, kin),
        "unconfirmed": _unconfirmed,
        "contradiction": _contradicted,
        "restricted": _restricted,
        "taken back": _taken_back,
        "changed since": _changed,
        "old": lambda sentence: _old(sentence, newest, old_after),
        "private person": lambda sentence: _private(sentence, known, publishers),
    }


def _whole(said: Sequence[Said]) -> Iterator[Warned]:
    if not any(sentence.grounds for sentence in said):
        yield Warned(
            rule="no evidence",
            reason="No sentence rests on a finding: all is the organisation's own judgement.",
        )


def _above(texts: Sequence[str], said: Sequence[Said]) -> Iterator[Warned]:
    """A headline is read by more people than any sentence below it, and goes out with every message."""
    known, publishers = _known(said)
    for name in dict.fromkeys(name for text in texts for name in private_persons(text, known, publishers)):
        yield Warned(rule="private person", reason=f"The headline or the area names {name}, {_IN_DANGER}")


def _one_publisher(sentence: Said, kin: Mapping[str, str]) -> Iterator[str]:
    """Copies of one story are one source, whoever printed them; so are publishers of one group."""
    if not sentence.grounds:
        return
    told = stories(sentence.grounds)
    alone = independent(told, kin)
    others = {each.publisher for each in sentence.grounds if each.publisher} - alone
    akin = sorted(name for name in others if name in kin and kin[name] in {kin.get(each) for each in alone})
    if not alone:
        yield "Rests on reports that name no publisher."
    elif len(alone) == 1:
        (name,) = alone
        carried = sorted(others - set(akin))
        copied = f"; {', '.join(carried)} only carried its text" if carried else ""
        related = f"; {', '.join(akin)} is not independent of it" if akin else ""
        yield f"Rests on one publisher, {name}{copied}{related}."


def _unconfirmed(sentence: Said) -> Iterator[str]:
    for each in sentence.grounds:
        if each.certainty in ("unconfirmed", "denied"):
            doubt = "is not confirmed" if each.certainty == "unconfirmed" else "is denied"
            yield f"Rests on finding {each.finding_id}, which {doubt}."


def _contradicted(sentence: Said) -> Iterator[str]:
    for each in sentence.grounds:
        if each.contradicted:
            # without the finding: what stands in one contradiction is one warning
            yield f"Nobody has decided about a contradiction: {each.contradicted}"


def _restricted(sentence: Said) -> Iterator[str]:
    for each in sentence.grounds:
        if each.restricted:
            yield f"Rests on finding {each.finding_id} of a restricted report, which is never quoted in public."


def _taken_back(sentence: Said) -> Iterator[str]:
    for each in sentence.grounds:
        if each.taken_back:
            who = "retracted by its publisher" if each.taken_back == "retracted" else "withdrawn by us"
            yield f"Rests on finding {each.finding_id}, which was {who}."


def _changed(sentence: Said) -> Iterator[str]:
    for each in sentence.grounds:
        if each.since:
            yield f"Finding {each.finding_id} was {each.since} after the sentence was written."


def _old(sentence: Said, newest: datetime | None, old_after: timedelta) -> Iterator[str]:
    printed = [each.published_at for each in sentence.grounds if each.published_at]
    if newest and printed and newest - max(printed) > old_after:
        days = (newest - max(printed)).days
        yield f"Its newest report is {days} days older than the newest of the situation."


def _private(sentence: Said, known: frozenset[str], publishers: frozenset[str]) -> Iterator[str]:
    for name in private_persons(sentence.text, known, publishers):
        yield f"Names {name}, {_IN_DANGER}"


_IN_DANGER = "of whom nothing here tells a public office: it may put a person in danger."


def _known(said: Sequence[Said]) -> tuple[frozenset[str], frozenset[str]]:
    """Last names of whom a sentence or a passage tells an office, and the publishers, which are no persons."""
    known = in_office(text for one in said for text in (one.text, *(each.quote for each in one.grounds)))
    return known, frozenset(each.publisher for one in said for each in one.grounds)

"""What a statement would bring: which of its lines are new, and where each goes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from tocsin.relief.bank.adds_up import Outcome, Verdict, adds_up
from tocsin.relief.bank.keys import Carried, Ended, keyed, part_key
from tocsin.relief.bank.nouns import Line, Statement
from tocsin.relief.bank.placing import Context, Gift, Placing, by_reference, place, references
from tocsin.relief.bank.retold import OF_SEVERAL, CameBefore, Same, Stood, retold, said_by

#: why a line is held of which it cannot be known whether it stands already
_TOLD_OTHERWISE = (
    "may be one that stands already, told with other words: same day and amount, and no balance shows which"
)
#: forms of which every statement has both balances: without them it is cut short
_WHOLE = frozenset({"mt940", "camt.053"})


@dataclass(kw_only=True, slots=True)
class Planned:
    line: Line
    key: str
    #: of how many payments of the line this is which, from 1; 0 of a line that stands alone
    part: int
    whole_minor: int
    placing: Placing


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    statement: Statement
    #: as `models.BankStatement.State`
    state: str
    verdict: Verdict
    why: str = ""
    new: tuple[Planned, ...] = ()
    carried: Carried = field(default_factory=Carried)

    @property
    def ended(self) -> Ended:
        closing = self.statement.closing
        return Ended(
            number=self.statement.number,
            page=self.statement.page,
            closing_minor=closing.minor if closing else None,
            carried=self.carried,
        )


@dataclass(slots=True)
class Standing:
    """What stood before, and comes to stand while a file is planned."""

    #: keys of lines of the account
    keys: AbstractSet[str] = frozenset()
    #: how many lines of another form, or another version of the reading, stand on a day with an amount
    otherwise: Counter[tuple[date, int]] = field(default_factory=Counter)
    #: lines that another form brought, by key: each stands for one of `otherwise`
    of_another_form: AbstractSet[str] = frozenset()
    #: day and amount -> keys of lines of this form and version
    alike: Mapping[tuple[date, int], Sequence[str]] = field(default_factory=dict)
    #: what stands under keys
    stood: Callable[[Sequence[str]], list[Stood]] = field(default=lambda _: [])
    #: earlier statements of this file with the lines that they brought, and those lines by day and amount
    earlier: list[tuple[Statement, Sequence[Planned]]] = field(default_factory=list)
    brought: dict[tuple[date, int], list[Stood]] = field(default_factory=dict)
    #: of this file, so far
    added: set[str] = field(default_factory=set)
    #: its gifts by reference, where a line of it takes something back under that reference
    gifts: dict[str, list[Gift]] = field(default_factory=dict)
    #: keys of lines of gifts that went back
    gone: set[str] = field(default_factory=set)

    def note(self, asked: AbstractSet[str], line: Line, key: str) -> None:
        gift = Gift(line_key=key, minor=line.minor, on=line.booked_on)
        for reference in references(line) & asked:
            self.gifts.setdefault(reference, []).append(gift)


def plan(
    statement: Statement, form: str, account: str, standing: Standing, before: Carried, context: Context
) -> tuple[Plan, Context]:
    """What to do with a statement, and the context without the payouts that it settled. `standing` goes on with it."""
    verdict = adds_up(statement)
    if statement.interim:
        return Plan(statement=statement, state="interim", verdict=verdict), context
    why = _trouble(verdict, form)
    if why:
        return Plan(statement=statement, state="quarantined", verdict=verdict, why=why), context
    lines = [line for line in statement.lines if line.booked]
    keys, carried = keyed(account, lines, before)
    new: list[Planned] = []
    asked = {each for line in lines if line.reversal or line.returned for each in references(line)}
    otherwise = _told_otherwise(statement, lines, keys, standing, CameBefore(account, before))
    for at, (line, key) in enumerate(zip(lines, keys, strict=True)):
        same = otherwise.get(at)
        if same is Same.ONE or _stands(line, key, standing):
            continue
        standing.added.add(key)
        for part, one in _payments(line):
            if same is Same.MAYBE:
                placing = Placing(placed="held", why=_TOLD_OTHERWISE)
            else:
                behind = partial(_behind, context, standing)
                placing = place(one, replace(context, gifts_behind=behind) if asked else context)
            if placing.payout is not None:
                left = [each for each in context.payouts if each is not placing.payout]
                context = replace(context, payouts=left)
            its_key = part_key(key, part) if part else key
            if asked and placing.placed == "gift":
                standing.note(asked, one, its_key)
            standing.gone.add(placing.gift)
            new.append(Planned(line=one, key=its_key, part=part, whole_minor=line.minor, placing=placing))
    standing.earlier.append((statement, new))
    state = "booked" if new or not lines else "known"
    return (
        Plan(statement=statement, state=state, verdict=verdict, new=tuple(new), carried=carried),
        context,
    )


def _trouble(verdict: Verdict, form: str) -> str:
    if verdict.outcome is Outcome.NO:
        return "; ".join(verdict.reasons)
    if verdict.outcome is Outcome.NOTHING and form in _WHOLE:
        return "one of its balances is missing: it is cut short"
    return ""


def _behind(context: Context, standing: Standing, line: Line) -> Sequence[Gift]:
    """Gifts that a line may take back: of earlier files, and of this one."""
    found = [*context.gifts_behind(line), *by_reference(standing.gifts, line)]
    return [each for each in found if each.line_key not in standing.gone]


def _brought(statement: Statement, new: Sequence[Planned]) -> Iterator[Stood]:
    ends = (statement.opening, statement.closing)
    opening, closing = (balance.minor if balance else None for balance in ends)
    for one in (each for each in new if each.part <= 1):
        yield Stood(
            key=one.key,
            slot=(one.line.booked_on, one.whole_minor),
            bank_ref=one.line.bank_ref[:140],
            said=OF_SEVERAL if one.part else said_by(one.line),
            text=one.line.text,
            opening=opening,
            closing=closing,
        )


def _told_otherwise(
    statement: Statement, lines: Sequence[Line], keys: Sequence[str], standing: Standing, before: CameBefore
) -> Mapping[int, Same]:
    """Of the lines that no earlier one is known by its key as: which are one all the same, or may be."""
    if not standing.alike and not standing.earlier and not standing.brought:
        return {}
    while standing.earlier:
        for one in _brought(*standing.earlier.pop(0)):
            standing.brought.setdefault(one.slot, []).append(one)
    known = [_known(key, standing) for key in keys]
    told = {key for each in known for key in each}
    new = [at for at, line in enumerate(lines) if line.minor and not known[at]]
    slots = {(lines[at].booked_on, lines[at].minor) for at in new}
    keys_there = [key for slot in slots for key in standing.alike.get(slot, ())]
    stood = standing.stood([key for key in keys_there if key not in told])
    brought = (one for slot in slots for one in standing.brought.get(slot, ()))
    stood += [one for one in brought if one.key not in told]
    found = retold(statement, lines, new, stood, before)
    return {at: same for at, (same, _) in found.items()}


def _known(key: str, standing: Standing) -> Sequence[str]:
    """The keys under which a line of this key stands: by itself, or by the first of the payments it is made of."""
    its = (key, part_key(key, 1))
    if key in standing.added:
        return its
    return [each for each in its if each in standing.keys]


def _stands(line: Line, key: str, standing: Standing) -> bool:
    """Whether an earlier file or statement brought it; of another form, one of its day and amount."""
    known = (
        next((each for each in (key, part_key(key, 1)) if each in standing.keys), None)
        if standing.keys
        else None
    )
    slot = (line.booked_on, line.minor)
    if known is not None:
        if known in standing.of_another_form:
            standing.otherwise[slot] -= 1
        return True
    if key in standing.added:
        return True
    if standing.otherwise[slot] > 0:
        standing.otherwise[slot] -= 1
        return True
    return False


def _payments(line: Line) -> Iterator[tuple[int, Line]]:
    """Each payment of a batch that came in; any other line as it stands."""
    if not line.parts or line.minor <= 0 or any(part.minor <= 0 or part.returned for part in line.parts):
        yield 0, line
        return
    for number, part in enumerate(line.parts, 1):
        yield (
            number,
            replace(
                line,
                minor=part.minor,
                end_to_end=part.end_to_end,
                text=part.text or line.text,
                party=part.party,
                party_number=part.party_number,
                parts=(),
            ),
        )

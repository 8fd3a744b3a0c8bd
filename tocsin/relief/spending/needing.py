"""What people need: a figure that stands, times a standard, times days. Stating it anew supersedes what was stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import MoneyRefused, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.record.models import Finding
from tocsin.relief.models.ledger import Fund
from tocsin.relief.models.spending import Need, Programme
from tocsin.relief.spending.programmes import checked_code
from tocsin.relief.spending.standards import DAYS_MAX, needed, standard_named
from tocsin.situations.figures import FigureRow
from tocsin.situations.models import Situation
from tocsin.situations.naming import same_of
from tocsin.situations.standing_figures import StandingFigures, standing_figures

#: more people than live
PEOPLE_MAX = 10**10


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """As a figure gives them; the same twice where it names one number."""

    low: int
    high: int


def state_need(
    fund: Fund,
    code: str,
    *,
    standard: str,
    finding: int,
    days: int,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    programme: Programme | None = None,
) -> Need:
    """Reckons and stores it, with the figure's version pinned. `seen` is the need of this code that the person saw.

    Raises MoneyRefused where the figure does not stand in the fund's situation for everybody to read, or counts no
    people; Conflict where somebody stated this need in the meantime.
    """
    if not 0 < days <= DAYS_MAX:
        raise WrongUse(f"{days} days cannot be meant", f"give 1 to {DAYS_MAX}")
    if not reason.strip():
        raise WrongUse("a need is stated with a reason", "say why this figure and this standard")
    if programme is not None and programme.fund_id != fund.pk:
        raise WrongUse(f"{programme.code} is a programme of another fund", "name one of this fund")
    by_standard, people = standard_named(standard), people_of(_standing_row(fund, finding))
    low, high = (needed(by_standard, people=each, days=days) for each in (people.low, people.high))
    need = Need(
        fund=fund,
        code=checked_code(code),
        programme=programme,
        standard=by_standard.id,
        edition=by_standard.edition,
        finding_id=finding,
        review_id=Finding.objects.values_list("review_id", flat=True).get(pk=finding),
        people_low=people.low,
        people_high=people.high,
        days=days,
        amount_low=decimal_text(low),
        amount_high=decimal_text(high),
        unit=by_standard.unit,
        reason=reason,
        by=by,
        at=now,
    )
    return _store(need, "stated", seen)


def withdraw_need(need: Need, *, reason: str, by: User, now: datetime, seen: int | None) -> Need:
    """Takes it back, in a row of its own; what was stated stays as it was."""
    if need.withdrawn:
        raise MoneyRefused(f"the need {need.code} is withdrawn already", "state it anew where it is one")
    if not reason.strip():
        raise WrongUse("a need is withdrawn with a reason", "say why")
    kept = {
        field.attname: getattr(need, field.attname)
        for field in Need._meta.concrete_fields
        if field.attname not in ("id", "supersedes_id")
    }
    row = Need(**{**kept, "withdrawn": True, "reason": reason, "by_id": by.pk, "at": now})
    return _store(row, "withdrawn", seen)


def _store(need: Need, action: str, seen: int | None) -> Need:
    with transaction.atomic():
        supersede(need, last=lambda: last_of(need.fund, need.code), seen=seen, what=f"the need {need.code}")
        custody.log([custody.judged("need", need, action, committed(need))])
    return need


def last_of(fund: Fund, code: str) -> Need | None:
    return Need.objects.filter(fund=fund, code=code, superseded_by=None).first()


def need_named(fund: Fund, code: str) -> Need:
    found = last_of(fund, code)
    if found is None:
        raise NotFound(f"the fund {fund.code} has no need {code!r}", "`tocsin relief need list` shows them")
    return found


def figures_of(situation: Situation) -> StandingFigures:
    """The figures that everybody may read: what money is asked for with stands on nothing else."""
    return standing_figures(situation, same=same_of(situation), public=True)


def _standing_row(fund: Fund, finding: int) -> FigureRow:
    if fund.situation is None:
        raise MoneyRefused(
            f"the fund {fund.code} follows no situation", "tie it to one: needs are reckoned from its figures"
        )
    rows = (row for one in figures_of(fund.situation).series for row in one.rows)
    found = next((row for row in rows if row.finding_id == finding), None)
    if found is None:
        raise MoneyRefused(
            f"finding {finding} is no figure that stands in {fund.situation.slug} for everybody to read",
            "have it accepted, or name another one",
        )
    return found


def people_of(row: FigureRow) -> People:
    """The people that a figure counts. Raises MoneyRefused where it counts none."""
    numbers = [number for number in (row.low, row.value, row.high) if number is not None]
    if row.unit != "person" or any(
        number != int(number) or not 0 <= number <= PEOPLE_MAX for number in numbers
    ):
        raise MoneyRefused(
            f"finding {row.finding_id} counts {row.unit or 'what is not said'}", "name a figure of people"
        )
    return People(low=int(min(numbers)), high=int(max(numbers)))


def decimal_text(amount: Fraction) -> str:
    """Exact where decimal digits can be, else to a thousandth, upwards.

    >>> decimal_text(Fraction(9009, 2)), decimal_text(Fraction(450000)), decimal_text(Fraction(1, 3))
    ('4504.5', '450000', '0.334')
    """
    whole, rest = divmod(-(-amount * 1000 // 1), 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def committed(need: Need) -> dict[str, Json]:
    """What the custody log commits to of a need."""
    return {
        "fund": need.fund_id,
        "code": need.code,
        "programme": need.programme_id,
        "standard": need.standard,
        "edition": need.edition,
        "finding": need.finding_id,
        "review": need.review_id,
        "people": [need.people_low, need.people_high],
        "days": need.days,
        "amount": [need.amount_low, need.amount_high],
        "unit": need.unit,
        "withdrawn": need.withdrawn,
        "why": need.reason,
    }

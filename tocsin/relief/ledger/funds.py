"""Funds: drafted, opened, closed; every change of their terms is a person's, with a reason, and keeps the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.record.models import Finding
from tocsin.relief.models import Fund, FundTerms
from tocsin.situations.models import Situation

#: state -> what a person can make of it; staying as it is, with other words, is always possible
NEXT: dict[str, tuple[str, ...]] = {
    Fund.State.DRAFT: (Fund.State.OPEN,),
    Fund.State.OPEN: (Fund.State.CLOSED,),
    Fund.State.CLOSED: (Fund.State.OPEN,),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TermsGiven:
    """As `models.Terms`."""

    title: str
    purpose: str
    holder: str
    purposes: tuple[str, ...] = ()
    state: str = Fund.State.DRAFT
    opens_on: date | None = None
    closes_on: date | None = None


def draft_fund(
    code: str,
    terms: TermsGiven,
    *,
    by: User,
    now: datetime,
    reason: str,
    situation: Situation | None = None,
    appeal: Finding | None = None,
    demonstration: bool = False,
) -> Fund:
    """A new fund; nothing is booked in it before a person opens it. Raises WrongUse, Conflict for a code taken."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 40:
        raise WrongUse(
            f"{code[:50]!r} cannot be a fund's code", "use up to 40 small letters, digits and hyphens"
        )
    if terms.state != Fund.State.DRAFT:
        raise WrongUse("a fund begins as a draft", "open it in a second step")
    if appeal is not None and appeal.kind != Finding.Kind.APPEAL:
        raise WrongUse(f"finding {appeal.pk} is no appeal", "name one in which somebody collects money")
    _check(terms, reason)
    try:
        with transaction.atomic():
            fund = Fund.objects.create(
                code=code,
                situation=situation,
                appeal=appeal,
                demonstration=demonstration,
                opened_by=by.get_username(),
                opened_at=now,
                **_columns(terms),
            )
            _store(fund, terms, by=by, now=now, reason=reason, seen=None)
    except IntegrityError:
        raise Conflict(f"there is a fund {code!r} already", "choose another code") from None
    return fund


def set_terms(
    fund: Fund, terms: TermsGiven, *, by: User, now: datetime, reason: str, seen: int | None
) -> Fund:
    """Puts other terms in force. `seen` is the row of FundTerms that the person saw; raises Conflict for another."""
    _check(terms, reason)
    with transaction.atomic():
        fund = Fund.objects.select_for_update().get(pk=fund.pk)
        _store(fund, terms, by=by, now=now, reason=reason, seen=seen)
        if terms.state != fund.state and terms.state not in NEXT[fund.state]:
            raise WrongUse(f"a fund that is {fund.state} cannot become {terms.state}", "look at it again")
        for name, value in _columns(terms).items():
            setattr(fund, name, value)
        fund.save(update_fields=list(_columns(terms)))
    return fund


def fund_of(code: str) -> Fund:
    """Raises NotFound."""
    found = Fund.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"there is no fund {code[:50]!r}", "list them with `tocsin relief fund list`")
    return found


def terms_of(fund: Fund) -> TermsGiven:
    """Those in force."""
    values = {each.name: getattr(fund, each.name) for each in fields(TermsGiven)}
    return TermsGiven(**(values | {"purposes": tuple(fund.purposes)}))


def last_terms(fund: Fund) -> FundTerms | None:
    return fund.terms.filter(superseded_by=None).select_related("by").first()


def committed(fund: Fund) -> dict[str, Json]:
    """What the custody log commits to of a fund as it stands."""
    return {
        "code": fund.code,
        "situation": fund.situation_id,
        "appeal": fund.appeal_id,
        "demonstration": fund.demonstration,
        **_said(fund),
    }


def committed_terms(terms: FundTerms) -> dict[str, Json]:
    return {"fund": terms.fund_id, "why": terms.reason, **_said(terms)}


def _said(row: Fund | FundTerms) -> dict[str, Json]:
    return {
        "state": row.state,
        "title": row.title,
        "purpose": row.purpose,
        "holder": row.holder,
        "purposes": list(row.purposes),
        "opens_on": row.opens_on.isoformat() if row.opens_on else None,
        "closes_on": row.closes_on.isoformat() if row.closes_on else None,
    }


def _columns(terms: TermsGiven) -> dict[str, object]:
    columns: dict[str, object] = {each.name: getattr(terms, each.name) for each in fields(TermsGiven)}
    return columns | {"purposes": list(terms.purposes)}


def _store(fund: Fund, terms: TermsGiven, *, by: User, now: datetime, reason: str, seen: int | None) -> None:
    row = FundTerms(fund=fund, by=by, at=now, reason=reason, **_columns(terms))
    supersede(row, last=lambda: last_terms(fund), seen=seen, what=f"the fund {fund.code}")
    stands = Fund(
        code=fund.code,
        situation_id=fund.situation_id,
        appeal_id=fund.appeal_id,
        demonstration=fund.demonstration,
        **_columns(terms),
    )
    custody.log(
        [
            custody.judged("fund-terms", row, "set", committed_terms(row)),
            custody.Act(
                item=f"fund:{fund.pk}",
                action="terms set",
                actor=by.get_username(),
                at=now,
                reason=reason,
                after=committed(stands),
            ),
        ]
    )


def _check(terms: TermsGiven, reason: str) -> None:
    for name, most in (("title", 200), ("purpose", 5000), ("holder", 200)):
        if not 0 < len(getattr(terms, name).strip()) <= most:
            raise WrongUse(f"a fund needs a {name}", f"give one of at most {most:,} characters")
    for name in ("title", "holder"):  # they stand in the subjects of mails
        if not getattr(terms, name).isprintable():
            raise WrongUse(f"a fund's {name} has signs that do not print", "write it in one line")
    if not reason.strip():
        raise WrongUse("a decision about a fund needs a reason", "say why in a few words")
    if terms.state not in Fund.State.values:
        raise WrongUse(
            f"{terms.state!r} is no state of a fund", f"choose one of {', '.join(Fund.State.values)}"
        )
    for purpose in terms.purposes:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", purpose) or len(purpose) > 60:
            raise WrongUse(
                f"{purpose[:70]!r} cannot be a purpose", "use up to 60 small letters, digits and hyphens"
            )
    if terms.opens_on and terms.closes_on and terms.closes_on < terms.opens_on:
        raise WrongUse(f"{terms.closes_on} is before {terms.opens_on}", "a fund closes after it opens")

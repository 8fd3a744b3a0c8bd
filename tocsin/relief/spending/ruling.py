"""What people find out about payments that may be one and the same. Nothing is sent while a question is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import MoneyRefused, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.login_roles import roles_of
from tocsin.relief.models.spending import DuplicateRuling, Payment, PaymentList
from tocsin.relief.spending.deciding import check_role
from tocsin.relief.spending.duplicates import Duplicate, Listed, duplicates
from tocsin.relief.spending.lifecycle import PROPOSERS


@dataclass(frozen=True, kw_only=True, slots=True)
class DuplicateShown:
    duplicate: Duplicate
    #: the last word on it, also where it was taken back; None where nobody has said one
    ruling: DuplicateRuling | None

    @property
    def open(self) -> bool:
        return self.ruling is None or self.ruling.verdict == DuplicateRuling.Verdict.WITHDRAWN


def duplicates_of(listed: PaymentList) -> tuple[DuplicateShown, ...]:
    """All that may be paid twice of the list, with what people said. Three queries."""
    here = _listed(listed.payments.all())
    last = listed.rulings.filter(superseded_by=None).select_related("by")
    said = {ruling.key: ruling for ruling in last}
    return tuple(
        DuplicateShown(duplicate=one, ruling=said.get(one.key))
        for one in duplicates(here, _listed(_elsewhere(listed)))
    )


def _elsewhere(listed: PaymentList) -> QuerySet[Payment]:
    """Payments to the same payees on other lists of the fund that stand: of the same days, or with an invoice."""
    others = Payment.objects.filter(
        list__allocation__fund=listed.allocation.fund_id,
        left_out=False,
        payee__in=listed.payments.values("payee"),
    )
    days = Q(list__first__lte=listed.last, list__last__gte=listed.first)
    return (
        others.exclude(list__state=PaymentList.State.WITHDRAWN)
        .exclude(list=listed)
        .filter(days | ~Q(invoice=""))
    )


def _listed(payments: QuerySet[Payment]) -> list[Listed]:
    rows = payments.order_by("list_id", "line").values_list(
        "pk", "list_id", "payee", "invoice", "list__first", "list__last"
    )
    return [
        Listed(payment=pk, list=of, payee=payee, invoice=invoice, first=first, last=last)
        for pk, of, payee, invoice, first, last in rows
    ]


def rule(
    listed: PaymentList,
    key: str,
    *,
    verdict: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    left_out: Collection[int] = (),
) -> DuplicateRuling:
    """Says of a group (`Duplicate.key`) that all of it is due, or which payments of this list are left out.

    `seen` is the ruling that the person had before their eyes (None for none): where another stands by now, nothing is
    stored and Conflict says so.
    """
    check_role("rule on payments that may be one", PROPOSERS, roles_of(by))
    _check_words(verdict, reason)
    with transaction.atomic():
        if PaymentList.objects.select_for_update().get(pk=listed.pk).state != PaymentList.State.PLANNED:
            raise MoneyRefused(
                f"payment list {listed.pk} is no longer planned", "nothing of it is left out now"
            )
        found = next((one for one in duplicates_of(listed) if one.duplicate.key == key), None)
        if found is None:
            raise NotFound("these payments are not in question any more", "look at the list again")
        ruling = DuplicateRuling(
            list=listed,
            key=key,
            payments=[*found.duplicate.here, *found.duplicate.elsewhere],
            left_out=_left_out(found, verdict, left_out),
            verdict=verdict,
            reason=reason,
            by=by,
            at=now,
        )
        supersede(ruling, last=lambda: _last(listed, key), seen=seen, what="these payments")
        custody.log([custody.judged("duplicate-ruling", ruling, "ruled", committed(ruling))])
    return ruling


def _check_words(verdict: str, reason: str) -> None:
    if verdict not in DuplicateRuling.Verdict.values:
        known = ", ".join(DuplicateRuling.Verdict.values)
        raise WrongUse(f"{verdict!r} rules nothing", f"choose one of {known}")
    if not reason.strip():
        raise WrongUse("a ruling needs a reason", "say what you know, and from whom")


def _left_out(found: DuplicateShown, verdict: str, left_out: Collection[int]) -> list[int]:
    if verdict == DuplicateRuling.Verdict.WITHDRAWN and found.open:
        raise WrongUse("there is no ruling to take back", "look at the list again")
    if verdict != DuplicateRuling.Verdict.LEAVE_OUT:
        if left_out:
            raise WrongUse(f"{verdict} leaves nothing out", "name no payment with it")
        return []
    here = found.duplicate.here
    chosen = set(left_out)
    if not chosen or not chosen <= set(here):
        raise WrongUse("what is left out is of this list, and something", f"name some of {_named(here)}")
    if chosen == set(here) and not found.duplicate.elsewhere:
        raise WrongUse("all of them would be left out", "leave one, or withdraw the list")
    return sorted(chosen)


def _named(ids: Iterable[int]) -> str:
    return ", ".join(map(str, ids))


def _last(listed: PaymentList, key: str) -> DuplicateRuling | None:
    return listed.rulings.filter(key=key, superseded_by=None).first()


def left_out_of(listed: PaymentList) -> frozenset[int]:
    """Payments that rulings leave out. Raises MoneyRefused while a question is open."""
    found = duplicates_of(listed)
    open_ones = sum(one.open for one in found)
    if open_ones:
        raise MoneyRefused(
            f"{open_ones} groups of payments of list {listed.pk} may be one and the same",
            "say of each, with a reason, whether all are due or which are left out",
        )
    return frozenset(number for one in found if one.ruling for number in one.ruling.left_out)


def committed(ruling: DuplicateRuling) -> dict[str, Json]:
    """What the custody log commits to of a ruling."""
    return {
        "list": ruling.list_id,
        "key": ruling.key,
        "payments": list(ruling.payments),
        "left_out": list(ruling.left_out),
        "verdict": ruling.verdict,
        "why": ruling.reason,
    }

"""A payment list at the desk: payments and what became of each, those that may be one, sending."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tocsin.relief import spending as step
from tocsin.relief.models import Delivery, DuplicateRuling, Payment, PaymentList
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.delivering import payment_numbered, states_of
from tocsin.relief.spending.delivery_states import MAY_FOLLOW, Delivered
from tocsin.relief.spending.holdings import in_banks
from tocsin.relief.spending.listing import list_numbered
from tocsin.relief.spending.ruling import DuplicateShown
from tocsin.web.desk_access import desk, desk_page, insist, person, told
from tocsin.web.desk_allocations import day, sent_file
from tocsin.web.numbers import whole

#: payments on one page, and groups that may be one
ROWS_MAX = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRow:
    payment: Payment
    money: str
    stands: Delivered
    last: Delivery | None
    #: empty where nothing did
    came_back: str = ""

    @property
    def next(self) -> list[str]:
        """What may be said of it now."""
        return sorted(MAY_FOLLOW[self.stands])


@desk()
def payment_list(request: HttpRequest, list_id: int) -> HttpResponse:
    row = list_numbered(list_id)
    after = whole(request.GET.get("after", "")) or 0
    found = list(row.payments.filter(line__gt=after).select_related("list")[: ROWS_MAX + 1])
    groups = step.duplicates_of(row)
    currency = row.allocation.currency
    by = person(request)
    context = {
        "here": "funds",
        "row": row,
        "count": row.payments.count(),
        "total": shown(Money(row.payments.aggregate(sum=Sum("minor"))["sum"] or 0, currency)),
        "payments": payment_rows(found[:ROWS_MAX], currency),
        "next_after": found[ROWS_MAX - 1].line if len(found) > ROWS_MAX else None,
        "groups": groups[:ROWS_MAX],
        "group_payments": _named(groups[:ROWS_MAX], currency),
        "groups_open": sum(one.open for one in groups),
        "verdicts": DuplicateRuling.Verdict.choices,
        "banks": [name.detail for name in in_banks(row.allocation.fund, currency)],
        "planned": row.state == PaymentList.State.PLANNED,
        "own": row.taken_in_by_id == by.pk,
    }
    return desk_page(request, "tocsin/relief/desk/payment_list.html", context)


def payment_rows(payments: list[Payment], currency: str) -> list[PaymentRow]:
    states = states_of(payments)
    return [
        PaymentRow(
            payment=one,
            money=shown(Money(one.minor, currency)),
            stands=stands,
            last=last,
            came_back=shown(Money(last.minor, currency)) if last and last.minor else "",
        )
        for one in payments
        for stands, last in [states[one.pk]]
    ]


def _named(groups: tuple[DuplicateShown, ...], currency: str) -> dict[int, str]:
    """Payment -> how a group names it: its list, line and money."""
    ids = [number for one in groups for number in (*one.duplicate.here, *one.duplicate.elsewhere)]
    rows = Payment.objects.filter(pk__in=ids).values_list("pk", "list_id", "line", "minor")
    return {
        pk: _("list %(list)s, line %(line)s: %(money)s")
        % {"list": of, "line": line, "money": shown(Money(minor, currency))}
        for pk, of, line, minor in rows
    }


@require_POST
@desk("keep books")
def rule(request: HttpRequest, list_id: int) -> HttpResponse:
    row, asked = list_numbered(list_id), request.POST
    out = [number for typed in asked.getlist("left_out") if (number := whole(typed)) is not None]
    verdict = asked.get("verdict", "")
    with told(request):
        step.rule(
            row,
            asked.get("key", ""),
            verdict=verdict,
            left_out=out if verdict == DuplicateRuling.Verdict.LEAVE_OUT else (),
            reason=asked.get("reason", "")[:2000],
            by=insist(request, "keep books"),
            now=timezone.now(),
            seen=whole(asked.get("seen", "")),
        )
        messages.success(request, _("It is ruled."))
    return redirect("desk_payment_list", list_id=list_id)


@require_POST
@desk("keep books")
def send(request: HttpRequest, list_id: int) -> HttpResponse:
    row, asked = list_numbered(list_id), request.POST
    with told(request):
        done = step.send_list(
            row,
            value_date=day(asked.get("value_date", "")),
            by=insist(request, "keep books"),
            now=timezone.now(),
            seen=_seen(request),
            bank=asked.get("bank", ""),
            fee_minor=amount(asked.get("fee", "").strip() or "0", row.allocation.currency).minor,
        )
        messages.success(request, _("The list is sent and booked: transfer %(n)s.") % {"n": done.transfer_id})
    return redirect("desk_payment_list", list_id=list_id)


@require_POST
@desk("keep books")
def withdraw(request: HttpRequest, list_id: int) -> HttpResponse:
    row = list_numbered(list_id)
    with told(request):
        reason = request.POST.get("reason", "")[:2000]
        by = insist(request, "keep books")
        step.withdraw_list(row, reason=reason, by=by, now=timezone.now(), seen=_seen(request))
        messages.success(request, _("The list is withdrawn."))
    return redirect("desk_payment_list", list_id=list_id)


@require_POST
@desk("keep books")
def delivered(request: HttpRequest, payment_id: int) -> HttpResponse:
    one, asked = payment_numbered(payment_id), request.POST
    back, on = asked.get("amount", "").strip(), asked.get("value_date", "")
    with told(request):
        said = asked.get("state", "")
        is_return = said == Delivered.RETURNED
        step.say(
            one,
            said,
            by=insist(request, "keep books"),
            now=timezone.now(),
            seen=whole(asked.get("seen", "")),
            reason=asked.get("reason", "")[:2000],
            minor=amount(back, one.list.allocation.currency).minor if back and is_return else None,
            value_date=day(on) if on and is_return else None,
        )
        messages.success(request, _("It is said of payment %(n)s.") % {"n": one.pk})
    return redirect("desk_payment_list", list_id=one.list_id)


@require_POST
@desk("keep books")
def delivered_many(request: HttpRequest, list_id: int) -> HttpResponse:
    """By a file: whole or not at all."""
    row, by = list_numbered(list_id), insist(request, "keep books")
    with told(request):
        content, mark = sent_file(request)
        said = len(step.say_many(row, content, by=by, now=timezone.now(), decimal=mark))
        words = ngettext("It is said of %(n)d payment.", "It is said of %(n)d payments.", said)
        messages.success(request, words % {"n": said})
    return redirect("desk_payment_list", list_id=list_id)


def _seen(request: HttpRequest) -> int:
    """The version that the person saw; -1, which no list has, for what is no number."""
    seen = whole(request.POST.get("seen", ""))
    return -1 if seen is None else seen

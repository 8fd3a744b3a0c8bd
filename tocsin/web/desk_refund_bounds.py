"""Up to which amount one person gives back, at the desk: proposed by one, approved by another, on the fund's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.relief.cards.refund_bounds import decide_bound, in_force, propose_bound
from tocsin.relief.models import Fund, RefundBound
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.web.desk_access import desk, insist, told
from tocsin.web.numbers import whole


def bounds_shown(fund: Fund, login: object) -> list[dict[str, object]]:
    """Those in force and those that wait, by currency. One query."""
    found: dict[str, dict[str, object]] = {}
    rows = fund.refund_bounds.exclude(approved=False).select_related("by", "second_by")
    for row in rows.order_by("second_at", "pk"):
        of = found.setdefault(row.currency, {"currency": row.currency, "stands": None, "waits": None})
        said = {"row": row, "money": shown(Money(row.minor, row.currency)), "own": row.by == login}
        of["waits" if row.second_by_id is None else "stands"] = said
    return [found[currency] for currency in sorted(found)]


@require_POST
@desk()
def propose(request: HttpRequest, code: str) -> HttpResponse:
    by, fund = insist(request, "decide funds"), get_object_or_404(Fund, code=code)
    with told(request):
        asked = request.POST
        money = amount(asked.get("amount", "")[:40].strip(), asked.get("currency", "")[:3].strip().upper())
        stands = in_force(fund, money.currency)
        propose_bound(
            fund,
            money,
            reason=asked.get("reason", ""),
            by=by,
            now=timezone.now(),
            seen=stands.pk if stands else None,
        )
        messages.success(request, _("Proposed. Nothing changes until another person approves it."))
    return redirect("desk_fund", code=code)


@require_POST
@desk()
def second(request: HttpRequest, code: str) -> HttpResponse:
    """Another person's yes or no to the bound that they saw."""
    by, asked = insist(request, "decide funds"), request.POST
    row = get_object_or_404(
        RefundBound.objects.select_related("fund"), pk=whole(asked.get("seen", "")), fund__code=code
    )
    approved = asked.get("decision") == "approve"
    with told(request):
        decide_bound(
            row.fund,
            row.currency,
            seen=row.pk,
            approved=approved,
            reason=asked.get("reason", ""),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, _("Approved: it is in force.") if approved else _("Refused."))
    return redirect("desk_fund", code=code)

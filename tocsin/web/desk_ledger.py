"""A fund's books at the desk: an account as of any time, a transfer and what belongs to it, a correction."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.relief.ledger.balances import PAGE, history, history_length
from tocsin.relief.ledger.corrections import correct as correct_transfer
from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.models import Account, Fund, Transfer
from tocsin.relief.money.money import Money
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole


def moment_of(text: str) -> tuple[datetime | None, str]:
    """A time that a form gives, in UTC where it names no zone; None and why for what is no time."""
    if not text.strip():
        return None, ""
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC), ""
    except (ValueError, OverflowError):  # the first day of all, east of Greenwich
        return None, _("%(text)s is no time: write it as 2026-03-01T12:00") % {"text": repr(text[:20])}


@require_safe
@desk()
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One account's postings, the newest first, each with what stood after it."""
    fund = get_object_or_404(Fund, code=code)
    row = get_object_or_404(Account, fund=fund, code=request.GET.get("account", ""))
    as_of, trouble = moment_of(request.GET.get("as_of", ""))
    page = min(max(whole(request.GET.get("page", "")) or 1, 1), 10**6)
    rows = history(row, as_of=as_of, skip=(page - 1) * PAGE)
    length = history_length(row, as_of=as_of)
    context = {
        "here": "funds",
        "fund": fund,
        "account": row,
        "rows": rows,
        "as_of": as_of,
        "as_of_trouble": trouble,
        "length": length,
        "page": page,
        "earlier": page + 1 if length > page * PAGE else None,
        "later": page - 1 if page > 1 else None,
    }
    return desk_page(request, "tocsin/relief/desk/account.html", context)


@require_safe
@desk()
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    linked = ("fund", "corrects", "corrected_by", "beside", "period", "batch")
    row = get_object_or_404(Transfer.objects.select_related(*linked), pk=transfer_id)
    context = {
        "here": "funds",
        "fund": row.fund,
        "transfer": row,
        # a credit is shown in its column, without its sign
        "legs": [
            (leg, Money(abs(leg.minor), leg.account.currency))
            for leg in row.postings.select_related("account").order_by("pk")
        ],
        "besides": row.besides.order_by("pk")[:50],
        "corrected_by": getattr(row, "corrected_by", None),
        "can_correct": row.kind != TransferKind.CORRECTION and not hasattr(row, "corrected_by"),
    }
    return desk_page(request, "tocsin/relief/desk/transfer.html", context)


@require_POST
@desk()
def correct(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Takes it back by another transfer; leads to that one."""
    by = insist(request, "keep books").get_username()
    row = get_object_or_404(Transfer.objects.select_related("fund"), pk=transfer_id)
    with told(request):
        reason = request.POST.get("reason", "")[:501]
        made = correct_transfer(row.fund, row.key, reason=reason, by=by, now=timezone.now())
        messages.success(request, _("Taken back. The first transfer stays as it is."))
        return redirect("desk_transfer", transfer_id=made.pk)
    return redirect("desk_transfer", transfer_id=row.pk)

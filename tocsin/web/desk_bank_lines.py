"""One bank line at the desk: what the bank says, what the rules say, what people said; and saying what it is."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.relief.bank import booked_already, deciding, proposing
from tocsin.relief.bank.context import context_of
from tocsin.relief.bank.held import line_numbered
from tocsin.relief.bank.placing import ARRIVAL_DAYS
from tocsin.relief.bank.receipts import gift_of, receipt_of
from tocsin.relief.models import BankDecision, BankLine, BankProposal, CardPayout
from tocsin.relief.money.money import Money, shown
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.desk_bank import rows_of
from tocsin.web.numbers import whole

#: lines of the other account that are offered, payouts too
OFFERED = 50


@desk("see bank lines")
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    one = line_numbered(line_id)
    said = deciding.last_said(one)
    others, waits = _other_sides(one), proposing.waiting(one)
    context = {
        "here": "funds",
        "line": one,
        "fund": one.account.fund,
        "money": shown(Money(one.minor, one.account.currency)),
        "decisions": one.decisions.select_related("by", "other"),
        "seen": said.pk if said else "",
        "open": waits is None
        and deciding.may_be_decided(one)
        and (one.placed == BankLine.Placed.HELD or bool(others)),
        "held": one.placed == BankLine.Placed.HELD,
        "gift": gift_of(one),
        "came": one.minor > 0,
        "payouts": _payouts(one),
        "providers": context_of(one.account.fund, one.account).providers,
        "expected": _expected(one),
        "others": rows_of(others),
        "waits": waits,
        "own_proposal": waits is not None and waits.by_id == request.user.pk,
        "proposals": one.proposals.exclude(second_by=None).select_related("by", "second_by"),
    }
    return desk_page(request, "tocsin/relief/desk/bank_line.html", context)


@require_safe
@desk("see bank lines")
def receipt(request: HttpRequest, line_id: int) -> HttpResponse:
    """Of a gift, to be printed and handed to whoever paid: with its code they can follow what it funded."""
    one = line_numbered(line_id)
    gift = gift_of(one)
    made = receipt_of(one) if gift else None
    context = {
        "here": "funds",
        "line": one,
        "receipt": made,
        "lines": list(made.lines()) if made else [],
        "events": list(gift.events.all()) if gift else [],
        "organisation": settings.TOCSIN_ORGANISATION,
        "site_address": settings.TOCSIN_SITE,
    }
    return desk_page(request, "tocsin/relief/desk/bank_receipt.html", context)


@require_POST
@desk("keep books")
def decide(request: HttpRequest, line_id: int) -> HttpResponse:
    """Carried out on the decision that the person saw."""
    by, asked, one = insist(request, "keep books"), request.POST, line_numbered(line_id)
    kind = asked.get("kind", "")
    with told(request):
        other = whole(asked.get("other", ""))
        made = proposing.say(
            one,
            kind=kind,
            reason=asked.get("reason", "")[:2000],
            by=by,
            now=timezone.now(),
            seen=whole(asked.get("seen", "")),
            detail=asked.get(f"detail-{kind}", "")[:80],
            other=line_numbered(other) if kind == BankDecision.Kind.OWN and other is not None else None,
        )
        if isinstance(made, BankProposal):
            messages.success(request, _("Proposed. It stays held until another person approves it."))
        else:
            messages.success(request, _("Decided. The line stands where you put it."))
        return redirect("desk_bank", code=one.account.fund.code)
    return redirect("desk_bank_line", line_id=line_id)


@require_POST
@desk("see bank lines")
def second(request: HttpRequest, line_id: int) -> HttpResponse:
    """Another person's yes or no to what was proposed, as they saw it."""
    by, asked, one = insist(request, "decide funds"), request.POST, line_numbered(line_id)
    approved = asked.get("decision") == "approve"
    with told(request):
        proposing.decide_proposal(
            one,
            seen=whole(asked.get("seen", "")),
            approved=approved,
            reason=asked.get("reason", "")[:2000],
            by=by,
            now=timezone.now(),
        )
        said = (
            _("Approved. The line stands where it was put.")
            if approved
            else _("Refused. The line stays held.")
        )
        messages.success(request, said)
    return redirect("desk_bank_line", line_id=line_id)


def _payouts(one: BankLine) -> list[CardPayout]:
    if one.minor <= 0:
        return []
    awaited = CardPayout.objects.filter(transfer=None, minor=one.minor, currency=one.account.currency)
    return list(awaited.filter(test=one.account.fund.demonstration)[:OFFERED])


def _expected(one: BankLine) -> list[tuple[str, str]]:
    """What the books moved before the bank told of it, each with what is still to come of it."""
    currency = one.account.currency
    found = booked_already.expected(one, most=OFFERED) if one.minor else []
    return [(about, shown(Money(left, currency))) for about, left in found]


def _other_sides(one: BankLine) -> list[BankLine]:
    """Lines of the opposite amount on the fund's other accounts: held, or taken for a gift in the days around it."""
    around = timedelta(days=ARRIVAL_DAYS)
    near = (one.booked_on - around, one.booked_on + around)
    gift = Q(placed=BankLine.Placed.GIFT, transfer__corrected_by=None, booked_on__range=near)
    lines = BankLine.objects.filter(Q(placed=BankLine.Placed.HELD) | gift, account__fund=one.account.fund)
    same = lines.filter(minor=-one.minor, account__currency=one.account.currency)
    return list(
        same.exclude(account=one.account).select_related("account").order_by("-placed", "pk")[:OFFERED]
    )

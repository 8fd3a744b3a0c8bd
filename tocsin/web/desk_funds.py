"""Funds at the desk: drafted, also from an appeal; opened, closed; their books looked at, exchanged in, closed by period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.errors import NotFound, TocsinError, WrongUse
from tocsin.record.models import Finding
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.appeals import printed_accounts, terms_from
from tocsin.relief.ledger.balances import off_balance, totals_of, trial_balance
from tocsin.relief.ledger.draft import Rate
from tocsin.relief.ledger.exchange import Deal
from tocsin.relief.ledger.funds import NEXT, TermsGiven, draft_fund, last_terms, set_terms, terms_of
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.models import Fund, Transfer
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money
from tocsin.relief.money.rate import rate_value
from tocsin.relief.spending.exchanging import exchange as exchange_money
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.desk_ledger import moment_of
from tocsin.web.desk_refund_bounds import bounds_shown
from tocsin.web.numbers import whole
from tocsin.web.sight import unseen

#: transfers that a fund's page lists, the newest
LISTED = 25


@desk()
def funds(request: HttpRequest) -> HttpResponse:
    return _draft(request) if request.method == "POST" else _list(request)


@require_safe
@desk()
def relief(request: HttpRequest) -> HttpResponse:
    """Whoever shortens an address to where all of relief lies finds the funds; each role may see these."""
    return _list(request)


def _list(request: HttpRequest, typed: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    appeal = _appeal(request)
    if appeal is not None and (withheld := unseen(request, appeal)):
        return withheld
    start = terms_from(appeal) if appeal else None
    context = {
        "here": "funds",
        "funds": Fund.objects.select_related("situation"),
        "situations": Situation.objects.order_by("title"),
        "appeal": appeal,
        "accounts": printed_accounts(appeal, request.GET.get("country", "")[:2].upper()) if appeal else [],
        "typed": typed
        or ({"title": start.title, "holder": start.holder, "purpose": start.purpose} if start else {}),
    }
    return desk_page(request, "tocsin/relief/desk/funds.html", context, status=status)


def _draft(request: HttpRequest) -> HttpResponse:
    by = insist(request, "decide funds")
    names = ("code", "title", "purpose", "holder", "purposes", "reason", "situation")
    asked = {name: request.POST.get(name, "").strip()[:5000] for name in names}
    try:
        fund = draft_fund(
            asked["code"],
            TermsGiven(
                title=asked["title"],
                purpose=asked["purpose"],
                holder=asked["holder"],
                purposes=tuple(asked["purposes"].split()),
            ),
            by=by,
            now=timezone.now(),
            reason=asked["reason"],
            situation=Situation.objects.filter(slug=asked["situation"]).first(),
            appeal=_appeal(request),
        )
    except NotFound:
        raise
    except TocsinError as error:
        messages.error(request, str(error))
        return _list(request, asked, status=400)
    return redirect("desk_fund", code=fund.code)


def _appeal(request: HttpRequest) -> Finding | None:
    """The appeal that the address or the form names."""
    number = whole(request.POST.get("appeal") or request.GET.get("appeal") or "")
    if number is None:
        return None
    return get_object_or_404(Finding.objects.select_related("report"), pk=number, kind=Finding.Kind.APPEAL)


@require_safe
@desk()
def fund(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Fund.objects.select_related("situation", "appeal"), code=code)
    as_of, as_of_trouble = moment_of(request.GET.get("as_of", ""))
    rows = trial_balance(row, as_of=as_of)
    transfers = Transfer.objects.filter(fund=row).order_by("-pk").prefetch_related("postings__account")
    if as_of is not None:
        transfers = transfers.filter(booked_at__lte=as_of)
    context: dict[str, Any] = {
        "here": "funds",
        "fund": row,
        "rows": rows,
        "off": [Money(minor, cur) for cur, minor in off_balance(rows).items()],
        "totals": totals_of(rows),
        "transfers": transfers[:LISTED],
        "periods": row.periods.order_by("-last")[:24],
        "bounds": bounds_shown(row, request.user),
        "terms": row.terms.select_related("by").order_by("-at", "-pk")[:20],
        "seen": getattr(last_terms(row), "pk", ""),
        "next": NEXT[row.state],
        "assets": [each.account for each in rows if each.kind == "asset"],
        "as_of": as_of,
        "as_of_trouble": as_of_trouble,
    }
    return desk_page(request, "tocsin/relief/desk/fund.html", context)


@require_POST
@desk()
def terms(request: HttpRequest, code: str) -> HttpResponse:
    """Opens or closes it, on the terms that the person saw."""
    by = insist(request, "decide funds")
    row = get_object_or_404(Fund, code=code)
    with told(request):
        after = set_terms(
            row,
            replace(terms_of(row), state=request.POST.get("state", "")),
            by=by,
            now=timezone.now(),
            reason=request.POST.get("reason", "")[:2000],
            seen=whole(request.POST.get("seen", "")),
        )
        messages.success(request, _("Done: the fund is %(state)s.") % {"state": after.get_state_display()})
    return redirect("desk_fund", code=code)


@require_POST
@desk()
def period(request: HttpRequest, code: str) -> HttpResponse:
    by = insist(request, "keep books").get_username()
    row = get_object_or_404(Fund, code=code)
    with told(request):
        closed = close_period(row, _day(request.POST.get("last", "")), by=by, now=timezone.now())
        messages.success(request, _("Closed: %(period)s.") % {"period": closed})
    return redirect("desk_fund", code=code)


@require_POST
@desk()
def exchange(request: HttpRequest, code: str) -> HttpResponse:
    """Records what a bank exchanged: two transfers and their rate."""
    by = insist(request, "keep books").get_username()
    row = get_object_or_404(Fund, code=code)
    asked = {name: value.strip()[:200] for name, value in request.POST.items() if isinstance(value, str)}
    with told(request):
        from_, to = of_code(asked.get("from", "")), of_code(asked.get("to", ""))
        at, trouble = moment_of(asked.get("rate_at", ""))
        if at is None:
            raise WrongUse(
                trouble or _("the rate has no time"), _("give the day and hour of the bank's paper")
            )
        deal = Deal(
            f"exchange:{asked.get('name', '')}",
            amount(asked.get("sold", ""), from_.currency),
            amount(asked.get("bought", ""), to.currency),
            rate=Rate(rate_value(asked.get("rate", "")), asked.get("source", ""), at),
            from_=from_,
            to=to,
            value_date=_day(asked.get("day", "")),
        )
        exchange_money(row, deal, by=by, now=timezone.now())
        messages.success(request, _("Booked: two transfers with their rate."))
    return redirect("desk_fund", code=code)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            _("%(text)s is no day") % {"text": repr(text[:20])}, _("write it as 2026-03-01")
        ) from None

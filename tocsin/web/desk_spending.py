"""What a fund's money is spent on: needs, programmes, allocations, on one page; and what people state and propose there."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.errors import WrongUse
from tocsin.relief import spending as step
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.models import Allocation, Fund, Need, Programme
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.free import Holdings, free
from tocsin.relief.spending.holdings import all_holdings, net_sent
from tocsin.relief.spending.needing import figures_of, last_of, need_named
from tocsin.relief.spending.programmes import programme_named
from tocsin.relief.spending.standards import standards
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole

#: rows of one table: more is looked for on the command line
SHOWN_MAX = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class AllocationRow:
    allocation: Allocation
    money: str
    sent: str
    left: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeRow:
    programme: Programme
    sent: str
    came_back: str
    payees: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeRow:
    currency: str
    #: for a programme of no purpose
    unbound: str
    #: purpose -> for its programmes
    purposes: tuple[tuple[str, str], ...]


@desk()
def spending(request: HttpRequest, code: str) -> HttpResponse:
    fund = fund_of(code)
    context = {
        "here": "funds",
        "fund": fund,
        "needs": step.needs_of(fund),
        "programmes": programme_rows(fund),
        "allocations": allocation_rows(fund),
        "free": [_free(fund, currency, held) for currency, held in all_holdings(fund).items()],
        "standards": standards(),
        "figures": _figures(fund),
        "kinds": Programme.Kind.choices,
    }
    return desk_page(request, "tocsin/relief/desk/spending.html", context)


def programme_rows(fund: Fund) -> list[ProgrammeRow]:
    counts = step.counts_of(fund)
    rows = []
    for programme in fund.programmes.all()[:SHOWN_MAX]:
        mine = {currency: each for (code, currency), each in counts.items() if code == programme.code}
        rows.append(
            ProgrammeRow(
                programme=programme,
                sent=", ".join(shown(Money(each.sent_minor, cur)) for cur, each in mine.items()),
                came_back=", ".join(
                    shown(Money(each.returned_minor, cur))
                    for cur, each in mine.items()
                    if each.returned_minor
                ),
                payees=sum(each.payees for each in mine.values()),
            )
        )
    return rows


def allocation_rows(fund: Fund) -> list[AllocationRow]:
    rows = list(fund.allocations.select_related("programme", "proposed_by")[:SHOWN_MAX])
    net = net_sent(rows)
    return [allocation_row(row, net[row.pk]) for row in rows]


def allocation_row(row: Allocation, net: int) -> AllocationRow:
    money, sent, left = (shown(Money(minor, row.currency)) for minor in (row.minor, net, row.minor - net))
    return AllocationRow(allocation=row, money=money, sent=sent, left=left)


def _free(fund: Fund, currency: str, holdings: Holdings) -> FreeRow:
    return FreeRow(
        currency=currency,
        unbound=shown(Money(free(holdings, ""), currency)),
        purposes=tuple((each, shown(Money(free(holdings, each), currency))) for each in fund.purposes),
    )


def _figures(fund: Fund) -> list[tuple[int, str]]:
    """Figures of people that everybody may read, the latest of each series first: what a need may rest on."""
    if fund.situation is None:
        return []
    found = []
    for one in figures_of(fund.situation).series:
        for row in reversed(one.rows) if one.unit == "person" else ():
            found.append((row.finding_id, f"{row.shown:,} {one.measure}, {row.as_of or row.until or ''}"))
    return found[:SHOWN_MAX]


@require_POST
@desk("state need")
def state_need(request: HttpRequest, code: str) -> HttpResponse:
    fund, asked = fund_of(code), request.POST
    with told(request):
        name, programme = asked.get("code", "").strip(), asked.get("programme", "")
        last = last_of(fund, name)
        need = step.state_need(
            fund,
            name,
            standard=asked.get("standard", ""),
            finding=_number(asked.get("finding", ""), _("figure")),
            days=_number(asked.get("days", ""), _("number of days")),
            programme=programme_named(fund, programme) if programme else None,
            reason=asked.get("reason", "")[:2000],
            by=insist(request, "state need"),
            now=timezone.now(),
            seen=last.pk if last else None,
        )
        messages.success(request, _("The need %(need)s is stated.") % {"need": need.code})
    return redirect("desk_spending", code=code)


@require_POST
@desk("state need")
def withdraw_need(request: HttpRequest, code: str) -> HttpResponse:
    fund, asked = fund_of(code), request.POST
    with told(request):
        need: Need = need_named(fund, asked.get("code", ""))
        step.withdraw_need(
            need,
            reason=asked.get("reason", "")[:2000],
            by=insist(request, "state need"),
            now=timezone.now(),
            seen=whole(asked.get("seen", "")),
        )
        messages.success(request, _("The need %(need)s is withdrawn.") % {"need": need.code})
    return redirect("desk_spending", code=code)


@require_POST
@desk("keep books")
def open_programme(request: HttpRequest, code: str) -> HttpResponse:
    fund, asked = fund_of(code), request.POST
    with told(request):
        made = step.open_programme(
            fund,
            asked.get("code", "").strip(),
            title=asked.get("title", ""),
            kind=asked.get("kind", ""),
            purpose=asked.get("purpose", ""),
            by=insist(request, "keep books").get_username(),
            now=timezone.now(),
        )
        messages.success(request, _("The programme %(code)s is open.") % {"code": made.code})
    return redirect("desk_spending", code=code)


@require_POST
@desk("keep books")
def propose(request: HttpRequest, code: str) -> HttpResponse:
    fund, asked = fund_of(code), request.POST
    with told(request):
        made = step.propose(
            programme_named(fund, asked.get("programme", "")),
            amount(asked.get("amount", "").strip(), asked.get("currency", "")),
            decision=asked.get("decision", ""),
            authority=asked.get("authority", ""),
            by=insist(request, "keep books"),
            now=timezone.now(),
        )
        messages.success(request, _("It is proposed. Another person approves it."))
        return redirect("desk_allocation", allocation_id=made.pk)
    return redirect("desk_spending", code=code)


def _number(typed: str, what: str) -> int:
    number = whole(typed)
    if number is None:
        raise WrongUse(f"{typed[:40]!r} is no {what}", "write digits alone")
    return number

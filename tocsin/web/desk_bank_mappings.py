"""Which column of a bank's table is what, said at the desk: tried on a file first, and saved as it was tried."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.errors import MoneyRefused, WrongUse
from tocsin.relief.bank.adds_up import adds_up
from tocsin.relief.bank.mapping import TableMapping, mapping_from, said
from tocsin.relief.bank.mappings import in_force, mapping_named, save
from tocsin.relief.bank.nouns import Reading, Statement
from tocsin.relief.bank.reading import read
from tocsin.relief.money.money import Money, shown
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.desk_bank import fund_here, uploaded
from tocsin.web.mapping_form import empty, form_of, mapping_typed, typed

#: lines of each account that are shown before a mapping is saved, and accounts
LINES, ACCOUNTS = 8, 5
#: what is saved was tried on a file by this page; the time is for whoever is called away in between
_SALT, TRIED_S_MAX = "tocsin.bank-mapping", 12 * 3600


@desk("see bank lines")
def mapping(request: HttpRequest, code: str) -> HttpResponse:
    """What is saved, and the form; posted with a file, what its first lines come to. Nothing is stored."""
    tried: dict[str, Any] = {}
    if request.method == "POST":
        insist(request, "keep books")
        values = typed(request.POST)
        with told(request):
            tried = _tried(request)
    else:
        named = request.GET.get("bank", "")
        values = mapping_named(named).said if named else empty()
    return _page(request, code, {"form": form_of(values), **tried})


@require_POST
@desk("keep books")
def save_mapping(request: HttpRequest, code: str) -> HttpResponse:
    by = insist(request, "keep books")
    fund_here(code)
    with told(request):
        mapping = _that_was_tried(request.POST.get("tried", ""))
        saved = save(mapping, by=by.get_username(), now=timezone.now())
        messages.success(request, _("The mapping of %(bank)s is saved.") % {"bank": saved.bank})
        return redirect("desk_bank", code=code)
    return redirect("desk_bank_mapping", code=code)


def _page(request: HttpRequest, code: str, more: dict[str, Any]) -> HttpResponse:
    context = {"here": "funds", "fund": fund_here(code), "saved": in_force(), **more}
    return desk_page(request, "tocsin/relief/desk/bank_mapping.html", context)


def _tried(request: HttpRequest) -> dict[str, Any]:
    mapping = mapping_typed(request.POST)
    content, name = uploaded(request)
    reading = read(content, name, mapping)
    if reading.form not in ("csv", "xlsx"):
        raise WrongUse(
            _("the file is %(form)s, which needs no mapping") % {"form": reading.form},
            _("take it in as it is"),
        )
    return {
        "tried": signing.dumps(said(mapping), salt=_SALT),
        "name": name,
        "statements": [_shown(each) for each in reading.statements[:ACCOUNTS]],
        "left": _left(reading),
    }


def _that_was_tried(sent: str) -> TableMapping:
    try:
        return mapping_from(signing.loads(sent, salt=_SALT, max_age=TRIED_S_MAX))
    except signing.BadSignature:
        raise WrongUse(
            _("this mapping was not tried on a file, or too long ago"), _("try it on a file of the bank")
        ) from None


def _shown(statement: Statement) -> dict[str, Any]:
    verdict = adds_up(statement)
    return {
        "account": statement.account,
        "currency": statement.currency,
        "count": len(statement.lines),
        "outcome": str(verdict.outcome),
        "why": "; ".join(verdict.reasons),
        "lines": [(line, _money(line.minor, statement.currency)) for line in statement.lines[:LINES]],
    }


def _money(minor: int, currency: str) -> str:
    try:
        return shown(Money(minor, currency))
    except MoneyRefused:  # a withdrawn currency: its file is not taken in, and says so then
        return f"{minor} {currency}"


def _left(reading: Reading) -> int:
    """Accounts that are not shown."""
    return max(0, len(reading.statements) - ACCOUNTS)

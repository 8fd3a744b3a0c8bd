"""A fund's bank statements at the desk: what is held, what is quarantined, the files; taking one in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tocsin.errors import NotFound, WrongUse
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.mappings import in_force, mapping_named
from tocsin.relief.bank.proposing import waiting_of
from tocsin.relief.bank.retention import erasure_of
from tocsin.relief.bank.sequence import Gap
from tocsin.relief.bank.standings import Standing, standings
from tocsin.relief.bank.taking_in import take_in as take_in_file
from tocsin.relief.models import BankFile, BankLine, BankStatement, Fund
from tocsin.relief.money.money import Money, shown
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole
from tocsin.web.relief_accounts import bank_row

#: larger files are taken in by command, which is not cut off
UPLOAD_BYTES_MAX = 32 * 2**20
#: rows of one page
LINES, FILES = 100, 50
#: missing statements of one account, the newest
GAPS = 12


@desk("see bank lines")
def bank(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for a person stands first."""
    fund = fund_here(code)
    held = held_lines(fund)
    after = whole(request.GET.get("after", ""))
    page = list(held.filter(pk__gt=after)[: LINES + 1] if after is not None else held[: LINES + 1])
    quarantined = BankStatement.objects.filter(file__fund=fund, state=BankStatement.State.QUARANTINED)
    context = {
        "here": "funds",
        "fund": fund,
        "standings": [_standing(each) for each in standings(fund)],
        "held": rows_of(page[:LINES]),
        "held_count": held.count(),
        "waiting": [
            {"one": each, "money": shown(Money(each.line.minor, each.line.account.currency))}
            for each in waiting_of(fund)[:LINES]
        ],
        "after": page[LINES - 1].pk if len(page) > LINES else None,
        "quarantined": _statements(quarantined.select_related("account", "file").order_by("-id")[:FILES]),
        "files": BankFile.objects.filter(fund=fund)[:FILES],
        "mappings": in_force(),
    }
    return desk_page(request, "tocsin/relief/desk/bank.html", context)


@require_POST
@desk("keep books")
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    by, fund = insist(request, "keep books"), fund_here(code)
    with told(request):
        content, name = uploaded(request)
        named = request.POST.get("bank", "")
        taken = take_in_file(
            fund,
            content,
            name,
            by=by.get_username(),
            now=timezone.now(),
            mapping=mapping_named(named) if named else None,
        )
        if taken.again:
            messages.info(request, _("This file was taken in before. Nothing was added."))
        else:
            count = BankLine.objects.filter(statement__file=taken.file).count()
            said = ngettext("%(n)d new line is taken in.", "%(n)d new lines are taken in.", count)
            messages.success(request, said % {"n": count})
        return redirect("desk_bank_file", file_id=taken.file.pk)
    return redirect("desk_bank", code=code)


@desk("see bank lines")
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    found = BankFile.objects.select_related("fund", "mapping").filter(pk=file_id).first()
    if found is None:
        raise NotFound(f"there is no bank file {file_id}", "look at the fund's bank statements")
    lines = BankLine.objects.filter(statement__file=found).select_related("account").order_by("pk")
    after = whole(request.GET.get("after", ""))
    page = list(lines.filter(pk__gt=after)[: LINES + 1] if after is not None else lines[: LINES + 1])
    context = {
        "here": "funds",
        "file": found,
        "gone": erasure_of(found.pk),
        "fund": found.fund,
        "statements": _statements(found.statements.select_related("account", "file")[:LINES]),
        "problems": found.problems.all()[:LINES],
        "lines": rows_of(page[:LINES]),
        "after": page[LINES - 1].pk if len(page) > LINES else None,
    }
    return desk_page(request, "tocsin/relief/desk/bank_file.html", context)


def uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """Bytes and name of the bank's file that came with the form. Raises WrongUse."""
    given = request.FILES.get("file")
    if given is None:
        raise WrongUse(_("no file was chosen"), _("choose the bank's file"))
    if (given.size or 0) > UPLOAD_BYTES_MAX:
        raise WrongUse(_("the file is too large for this page"), "tocsin relief bank take-in FILE")
    return given.read(), (given.name or "file")[:200]


def rows_of(lines: Sequence[BankLine]) -> list[dict[str, object]]:
    return [{"line": line, "money": shown(Money(line.minor, line.account.currency))} for line in lines]


def _statements(found: Iterable[BankStatement]) -> list[dict[str, object]]:
    """With balances as people read them."""
    rows = []
    for one in found:
        money = [
            shown(Money(minor, one.account.currency)) if minor is not None else ""
            for minor in (one.opening_minor, one.closing_minor, one.difference_minor)
        ]
        rows.append(
            {
                "one": one,
                "opening": money[0],
                "closing": money[1],
                "difference": money[2] if one.difference_minor else "",
            }
        )
    return rows


def _standing(one: Standing) -> dict[str, object]:
    """What the bank and the books say of an account, and the statements that are missing."""
    currency = one.account.currency
    row = bank_row(one.account.number, one.compared, currency) if one.compared else None
    return {
        "account": one.account,
        "row": row,
        "gaps": [_gap(each, currency) for each in reversed(one.gaps[-GAPS:])],
        "gaps_count": len(one.gaps),
    }


def _gap(one: Gap, currency: str) -> dict[str, object]:
    return {"one": one, "money": shown(Money(one.minor, currency)) if one.minor else ""}


def fund_here(code: str) -> Fund:
    """Raises NotFound."""
    found = Fund.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"there is no fund {code!r}", "look at the list of funds")
    return found

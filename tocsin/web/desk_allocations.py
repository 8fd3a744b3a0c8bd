"""One allocation at the desk: the decision with its authority, who signed it, and its payment lists."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.errors import WrongUse
from tocsin.relief import spending as step
from tocsin.relief.money.amount import Mark
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import current
from tocsin.relief.spending.allocating import step as take_step
from tocsin.relief.spending.beneficiary_key import beneficiary_key
from tocsin.relief.spending.csv_file import BYTES_MAX
from tocsin.relief.spending.deciding import allowed
from tocsin.relief.spending.free import free
from tocsin.relief.spending.holdings import holdings_of, net_sent
from tocsin.relief.spending.lifecycle import RULES, Action, State
from tocsin.web.desk_access import desk, desk_page, insist, person, told
from tocsin.web.desk_spending import allocation_row
from tocsin.web.numbers import whole
from tocsin.web.roles import roles_of

#: what a person asks for on the page; the others follow from payments
_ASKED = {str(action): action for action, rule in RULES.items() if rule.roles is not None}


@desk()
def allocation(request: HttpRequest, allocation_id: int) -> HttpResponse:
    row = current(allocation_id)
    by = person(request)
    can = allowed(
        State(row.state),
        roles=frozenset(roles_of(by)),
        login_id=by.pk,
        proposed_by=row.proposed_by_id,
    )
    context = {
        "here": "funds",
        "row": allocation_row(row, net_sent([row])[row.pk]),
        "free": shown(Money(free(holdings_of(row.fund, row.currency), row.programme.purpose), row.currency)),
        "actions": [(str(action), RULES[action].needs_reason) for action in can],
        "acts": row.acts.select_related("login"),
        "lists": row.lists.select_related("taken_in_by", "sent_by"),
        "takes_lists": row.state == State.APPROVED,
    }
    return desk_page(request, "tocsin/relief/desk/allocation.html", context)


@require_POST
@desk("decide funds")
def act(request: HttpRequest, allocation_id: int, action: str) -> HttpResponse:
    """Carried out on the version that the person saw."""
    if action not in _ASKED:
        raise Http404(_("There is no such act."))
    row, by = current(allocation_id), insist(request, "decide funds")
    seen = whole(request.POST.get("seen", ""))
    with told(request):
        after = take_step(
            row,
            Action(action),
            by=by,
            now=timezone.now(),
            seen=-1 if seen is None else seen,
            reason=request.POST.get("reason", "")[:2000],
        )
        messages.success(request, _("Done: the allocation is %(state)s.") % {"state": after.state})
    return redirect("desk_allocation", allocation_id=allocation_id)


@require_POST
@desk("keep books")
def take_in_list(request: HttpRequest, allocation_id: int) -> HttpResponse:
    row, by = current(allocation_id), insist(request, "keep books")
    asked = request.POST
    with told(request):
        content, mark = sent_file(request)
        made = step.take_in_list(
            row,
            content,
            first=day(asked.get("first", "")),
            last=day(asked.get("last", "")),
            by=by,
            now=timezone.now(),
            key=beneficiary_key(),
            decimal=mark,
        )
        messages.success(request, _("The list is taken in. Another person sends it."))
        return redirect("desk_payment_list", list_id=made.pk)
    return redirect("desk_allocation", allocation_id=allocation_id)


def sent_file(request: HttpRequest) -> tuple[bytes, Mark]:
    """The CSV file that came with the form, and its mark before the minor units. Raises WrongUse."""
    file = request.FILES.get("file")
    if file is None:
        raise WrongUse(_("no file was chosen"), _("choose the list as CSV"))
    return file.read(BYTES_MAX + 1), "," if request.POST.get("decimal") == "," else "."


def day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WrongUse(f"{typed[:40]!r} is no day", "write it as 2023-10-31") from None

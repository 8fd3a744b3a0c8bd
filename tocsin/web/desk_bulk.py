"""One act on many findings: chosen, seen in a preview, confirmed. What changed meanwhile is left out and named."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import record
from tocsin.errors import TocsinError, WrongUse
from tocsin.record.assigning import assign_many, in_force, mine
from tocsin.record.bulk import FINDINGS_MAX, sort_out
from tocsin.record.masking import searchable
from tocsin.record.models import Finding
from tocsin.record.queue import Known, waiting
from tocsin.web.coming_back import back_of
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.desk_assign import day_of, login_of, logins
from tocsin.web.desk_queue import wanted_of
from tocsin.web.numbers import whole

ACTS = ("accepted", "refused", "assigned")
#: findings shown in a preview and in a result; all are counted
SHOWN_MAX = 20
#: how long a preview may be confirmed, in seconds
HOLDS_S = 3600
_SALT = "tocsin.bulk"

#: finding -> the review that the person saw in force, None for none
Seen = dict[int, int | None]


@require_POST
@desk("review")
def preview(request: HttpRequest) -> HttpResponse:
    """What exactly would happen. Nothing is stored yet."""
    try:
        act, seen, more = _act_of(request), *_chosen(request)
    except TocsinError as error:
        messages.error(request, str(error))
        return redirect(back_of(request) or "desk_queue")
    return desk_page(request, "tocsin/desk/bulk.html", _context(request, act, seen) | {"more": more})


@require_POST
@desk("review")
def confirm(request: HttpRequest) -> HttpResponse:
    """Carries out what was previewed, by the person who saw the preview and nobody else."""
    try:
        held = signing.loads(request.POST.get("held", ""), salt=_SALT, max_age=HOLDS_S)
    except signing.BadSignature:
        held = {}
    if held.get("by") != person(request).pk:
        messages.error(
            request, _("This preview cannot be confirmed any more: choose again, and look at it anew.")
        )
        return redirect("desk_queue")
    act, seen = held["act"], {int(pk): review for pk, review in held["seen"].items()}
    try:
        result = _assign(request, held["assignments"]) if act == "assigned" else _decide(request, act, seen)
    except TocsinError as error:
        typed = {name: request.POST.get(name, "")[:2000] for name in ("reason", "to", "due", "note")}
        context = _context(request, act, seen) | {"error": str(error), "typed": typed}
        return desk_page(request, "tocsin/desk/bulk.html", context, status=400)
    return desk_page(
        request,
        "tocsin/desk/bulk_done.html",
        {"here": "queue", "act": act, "back": back_of(request), **result},
    )


def _decide(request: HttpRequest, act: str, seen: Seen) -> dict[str, Any]:
    reason = request.POST.get("reason", "").strip()[:2000]
    done = record.review_many(seen, decision=act, by=person(request), now=timezone.now(), reason=reason)
    return {
        "done": len(done.reviews),
        "changed": done.changed[:SHOWN_MAX],
        "left_out": len(done.changed) + len(done.missing),
    }


def _assign(request: HttpRequest, seen: dict[str, int | None]) -> dict[str, Any]:
    done, left = assign_many(
        seen,
        to=login_of(request.POST.get("to", "")),
        by=person(request),
        now=timezone.now(),
        due=day_of(request.POST.get("due", "")),
        note=request.POST.get("note", "").strip(),
    )
    numbers = [int(item.partition(":")[2]) for item in left]
    return {"done": len(done), "changed": _rows(numbers[:SHOWN_MAX]), "left_out": len(left)}


def _act_of(request: HttpRequest) -> str:
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise WrongUse(_("no act was chosen"), _("accept, refuse or assign"))
    return act


def _chosen(request: HttpRequest) -> tuple[Seen, bool]:
    """What was ticked, or all that match the filter up to the bound; and whether the bound cut any off."""
    if request.POST.get("all"):
        wanted, _situation = wanted_of(request.POST)
        rows = waiting(wanted, Known(mine=mine(person(request)))).order_by("-pk")
        found = dict(rows.values_list("pk", "review_id")[: FINDINGS_MAX + 1])
        return dict(list(found.items())[:FINDINGS_MAX]), len(found) > FINDINGS_MAX
    pairs = [text.partition(":") for text in request.POST.getlist("finding")]
    seen = {pk: whole(review) for number, _colon, review in pairs if (pk := whole(number)) is not None}
    if not seen:
        raise WrongUse(_("no finding was chosen"), _("tick some, or take all that match"))
    return dict(list(seen.items())[:FINDINGS_MAX]), len(seen) > FINDINGS_MAX


def _context(request: HttpRequest, act: str, seen: Seen) -> dict[str, Any]:
    rows = {row.pk: row for row in _rows(seen)}
    same, changed = sort_out(rows, seen)
    return {
        "here": "queue",
        "act": act,
        "same": same[:SHOWN_MAX],
        "n": len(same),
        "kinds": Counter(row.kind for row in same).most_common(),
        "judged": sum(1 for row in same if row.state != Finding.State.OPEN),
        "changed": changed[:SHOWN_MAX],
        "left_out": len(seen) - len(same),
        "logins": logins() if act == "assigned" else (),
        "back": back_of(request),
        "held": _held(request, act, {row.pk: row.review_id for row in same}),
    }


def _held(request: HttpRequest, act: str, seen: Seen) -> str:
    """The preview as it is confirmed, signed: what it names cannot be changed on the way, nor its person."""
    items = [f"finding:{pk}" for pk in seen] if act == "assigned" else []
    present = in_force(items)
    assignments = {item: present[item].pk if item in present else None for item in items}
    held = {"by": person(request).pk, "act": act, "seen": seen, "assignments": assignments}
    return signing.dumps(held, salt=_SALT, compress=True)


def _rows(numbers: Any) -> list[Finding]:
    rows = Finding.objects.filter(searchable(), pk__in=list(numbers))
    rows = rows.select_related("report", "review__reviewer")
    return list(rows.order_by("pk"))

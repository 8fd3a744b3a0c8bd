"""Assigning an item of the desk to somebody, and releasing it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin import record
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.record.assigning import in_force
from tocsin.record.models import Assignment
from tocsin.web.coming_back import back_of
from tocsin.web.desk_access import desk, desk_page, insist, person
from tocsin.web.numbers import whole
from tocsin.web.roles import ACTS

#: of an item's line
SHOWN_MAX = 20


@require_http_methods(["GET", "HEAD", "POST"])
@desk()
def assign(request: HttpRequest) -> HttpResponse:
    """The form for one item; where somebody else came first, nothing is stored and nothing typed is lost."""
    if request.method != "POST":
        return desk_page(request, "tocsin/desk/assign.html", _context(request, request.GET.get("item", "")))
    insist(request, "review")
    item = request.POST.get("item", "")[:80]
    try:
        stored = _assign(request, item)
    except TocsinError as error:
        typed = {name: request.POST.get(name, "")[:2000] for name in ("to", "due", "note")}
        context = {**_context(request, item), "error": str(error), "typed": typed}
        status = 409 if isinstance(error, Conflict) else 400
        return desk_page(request, "tocsin/desk/assign.html", context, status=status)
    who = stored.to.get_username() if stored.to else ""
    messages.success(request, _("It is assigned to %(who)s.") % {"who": who} if who else _("It is released."))
    return redirect(back_of(request) or "desk_queue")


def _assign(request: HttpRequest, item: str) -> Assignment:
    released = bool(request.POST.get("release"))
    return record.assign(
        item,
        to=None if released else login_of(request.POST.get("to", "")),
        by=person(request),
        now=timezone.now(),
        seen=whole(request.POST.get("seen", "")),
        due=None if released else day_of(request.POST.get("due", "")),
        note=request.POST.get("note", "").strip(),
    )


def login_of(name: str) -> User:
    """Somebody who may decide. Raises WrongUse for everybody else."""
    found = logins().filter(username=name[:150]).first()
    if found is None:
        raise WrongUse(
            _("nobody who reviews has the login “%(name)s”") % {"name": name[:150]},
            _("choose one of the list"),
        )
    return found


def logins() -> QuerySet[User]:
    """Logins whose roles allow to review, in the order of their names."""
    able = User.objects.filter(is_active=True, groups__name__in=ACTS["review"])
    return able.distinct().order_by("username")


def day_of(text: str) -> date | None:
    """Raises WrongUse for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse(_("“%(text)s” is no day") % {"text": text[:20]}, _("write it as 2026-11-22")) from None


def _context(request: HttpRequest, item: str) -> dict[str, Any]:
    line = Assignment.objects.filter(item=item[:80]).select_related("to", "by").order_by("-pk")
    noun, _colon, name = item.partition(":")
    return {
        "here": "queue",
        "item": item,
        "noun": noun,
        "name": name,
        "assignment": in_force([item]).get(item),
        "line": line[:SHOWN_MAX],
        "logins": logins(),
        "back": back_of(request),
    }

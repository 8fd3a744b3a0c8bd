"""One item's verification at the desk: how credible it is, what bears on it, who may see it, what may be done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import record
from tocsin.errors import Conflict, NotAllowed, NotFound, TocsinError, WrongUse
from tocsin.record.access import waiting
from tocsin.record.items import row_named
from tocsin.record.levels import LEVELS
from tocsin.record.verification_models import Access
from tocsin.web.desk_access import desk, desk_page, insist, person
from tocsin.web.desk_assign import day_of
from tocsin.web.numbers import whole
from tocsin.web.verification_shown import shown

#: characters of a reason
REASON_MAX = 2000
#: questions on one page, the oldest
WAITING_MAX = 200


@require_safe
@desk()
def verification(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET.get("item", ""))


@require_safe
@desk()
def access(request: HttpRequest) -> HttpResponse:
    """What nobody answered yet."""
    context = {"here": "inbox", "waiting": waiting()[:WAITING_MAX]}
    return desk_page(request, "tocsin/desk/access.html", context)


def _act(
    act: str,
) -> Callable[[Callable[[HttpRequest, str, str], str]], Callable[[HttpRequest], HttpResponse]]:
    """A view that carries out what was posted; where it is refused, nothing is stored and nothing typed is lost."""

    def made(carry_out: Callable[[HttpRequest, str, str], str]) -> Callable[[HttpRequest], HttpResponse]:
        @require_POST
        @desk(act)
        def view(request: HttpRequest) -> HttpResponse:
            item = request.POST.get("item", "")[:80]
            try:
                said = carry_out(request, item, request.POST.get("reason", "")[:REASON_MAX])
            except NotFound:
                raise
            except TocsinError as error:
                status = 409 if isinstance(error, Conflict) else 400
                return _page(request, item, error=str(error), status=status)
            messages.success(request, said)
            return redirect(f"{reverse('desk_verification')}?item={item}")

        return view

    return made


@_act("review")
def credit(request: HttpRequest, item: str, reason: str) -> str:
    grade = whole(request.POST.get("grade", ""))
    record.credit(_number(item, "finding"), grade or 0, reason=reason, **_by(request), seen=_seen(request))
    return _("Your judgement is stored.")


@_act("review")
def link(request: HttpRequest, item: str, reason: str) -> str:
    """From this finding to another one, or the other way round."""
    own, other = _number(item, "finding"), whole(request.POST.get("other", ""))
    if other is None:
        raise WrongUse(_("no other finding was named"), _("give its number"))
    first, second = (other, own) if request.POST.get("turned") else (own, other)
    verdict = request.POST.get("verdict", "linked")
    kind = request.POST.get("kind", "")
    record.link(first, second, kind, reason=reason, **_by(request), seen=_seen(request), verdict=verdict)
    return _("The link is stored.") if verdict == "linked" else _("The link is taken back.")


@_act("review")
def take_back(request: HttpRequest, item: str, reason: str) -> str:
    said_in = whole(request.POST.get("said_in", ""))
    verdict = request.POST.get("verdict", "")
    record.take_back(item, verdict, reason=reason, **_by(request), seen=_seen(request), said_in=said_in)
    return _("It is stored. What rests on it is listed below.")


@_act("review")
def set_level(request: HttpRequest, item: str, reason: str) -> str:
    """To let more people see something is to publish."""
    level = request.POST.get("level", "")
    if level == LEVELS[0]:
        insist(request, "publish")
    field = request.POST.get("field", "")[:40]
    try:
        record.set_level(item, level, field=field, reason=reason, **_by(request), seen=_seen(request))
    except NotAllowed as error:  # told on the page, with its next step
        raise WrongUse(error.what, error.remedy) from None
    return _("It is stored who may see it.")


@_act("review")
def tell_us(request: HttpRequest, item: str, reason: str) -> str:
    told_us = request.POST.get("told_us") == "1"
    record.tell_us(_number(item, "report"), told_us, reason=reason, **_by(request), seen=_seen(request))
    return _("It is stored.")


@_act("review")
def consent(request: HttpRequest, item: str, reason: str) -> str:
    record.consent(
        _number(item, "report"),
        request.POST.get("use", ""),
        request.POST.get("verdict", ""),
        how=reason,
        given_on=day_of(request.POST.get("given_on", "")) or _today(),
        until=day_of(request.POST.get("until", "")),
        **_by(request),
        seen=_seen(request),
    )
    return _("What they said is stored.")


@_act("ask for access")
def ask(request: HttpRequest, item: str, reason: str) -> str:
    """Whoever works at the desk may ask; the answer is another person's."""
    record.ask(item, request.POST.get("use", ""), reason=reason, **_by(request))
    return _("It is asked. Another person answers it.")


@_act("ask for access")
def answer(request: HttpRequest, item: str, reason: str) -> str:
    """To end what one was granted needs no other role than to ask for it."""
    state = request.POST.get("state", "")
    if state in (Access.State.GRANTED, Access.State.REFUSED):
        insist(request, "grant access")
    hours = whole(request.POST.get("hours", "")) if state == Access.State.GRANTED else None
    try:
        record.answer(_seen(request) or 0, state, reason=reason, **_by(request), hours=hours)
    except NotAllowed as error:
        raise WrongUse(error.what, error.remedy) from None
    return _("Your answer is stored.")


def _page(request: HttpRequest, item: str, *, error: str = "", status: int = 200) -> HttpResponse:
    try:
        row = row_named(item)
    except WrongUse as refused:
        raise NotFound(refused.what, refused.remedy) from None
    context = shown(row, item, now=timezone.now()) | {"error": error, "typed": request.POST}
    return desk_page(request, "tocsin/desk/verification.html", context, status=status)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "now": timezone.now()}


def _seen(request: HttpRequest) -> int | None:
    return whole(request.POST.get("seen", ""))


def _number(item: str, noun: str) -> int:
    """Raises WrongUse where the item is of another noun."""
    found, _colon, number = item.partition(":")
    if found != noun or whole(number) is None:
        raise WrongUse(f"{item!r} is no {noun}", "look at the page again")
    return int(number)


def _today() -> date:
    return timezone.now().date()

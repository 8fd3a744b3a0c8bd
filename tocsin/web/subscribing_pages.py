"""Public pages of subscribing: ask, confirm, look at what was asked, end. They work without JavaScript.

A page never says whether an address is known. Opening a link does nothing, because mail scanners open links: what a link
is for is done by its button. Ending is one POST (RFC 8058), which mail programs send without a page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tocsin import delivery
from tocsin.delivery.matching import Asked
from tocsin.delivery.models import Message, Subscription
from tocsin.delivery.tokens import Purpose, subscription_of
from tocsin.errors import NotFound, WrongUse
from tocsin.publishing.wanted import FIELDS, wanted
from tocsin.web import subscribing_choices as choices
from tocsin.web.rate import too_often
from tocsin.web.subscribing_form import SubscribeForm, chosen_before

View = Callable[..., HttpResponse]

#: questions that one visitor may have us send in an hour, and that all visitors may
ASKS_MAX, ASKS_OF_ALL_MAX = 10, 600
#: links that one visitor may try in an hour: a token has 256 bits, but guessing costs us
TRIES_MAX = 120


def unkept(view: View) -> View:
    """Kept in no cache, found by no search engine, told to nobody: its address may be somebody's own."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


@csrf_exempt  # it acts for nobody who is signed in, and so the page needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return subscribe_page(request, SubscribeForm(initial=_chosen_before(request)))
    form = SubscribeForm(request.POST)
    if asked_too_often(request):
        return render(request, "tocsin/public/asked_too_often.html", status=429)
    if not form.is_valid():
        return subscribe_page(request, form, status=400)
    try:
        delivery.subscribe(
            form.cleaned_data["channel"], form.cleaned_data["address"], form.asked, now=timezone.now()
        )
    except WrongUse as error:
        form.add_error("address", f"{error}")
        return subscribe_page(request, form, status=400)
    return redirect("subscription_asked")


def subscribe_page(
    request: HttpRequest, form: SubscribeForm, *, push_error: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "here": "alerts", "push_error": push_error}
    return render(request, "tocsin/public/subscribe.html", context, status=status)


def asked_too_often(request: HttpRequest) -> bool:
    return too_often(request, "subscribe", most=ASKS_MAX, within_s=3600) or _too_many_of_all()


def _chosen_before(request: HttpRequest) -> dict[str, object]:
    given = {name: request.GET[name] for name in FIELDS if name in request.GET}
    try:
        return chosen_before(wanted(given))
    except WrongUse:
        return {}  # who writes nonsense into an address chooses anew


def _too_many_of_all() -> bool:
    """Counted in the store, over all processes: nobody can have us write to thousands of strangers."""
    hour = timezone.now() - timedelta(hours=1)
    return Message.objects.filter(confirms__isnull=False, queued_at__gt=hour).count() >= ASKS_OF_ALL_MAX


@require_http_methods(["GET", "HEAD"])
@unkept
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever became of the question."""
    context = {"here": "alerts", "by_push": request.GET.get("by") == "push"}
    return render(request, "tocsin/public/subscription_asked.html", context)


@csrf_exempt  # the token, which only the address got, is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    row = _found(request, token, Purpose.CONFIRM)
    if request.method == "POST":
        try:
            row = delivery.confirm(token, now=timezone.now())
        except NotFound as error:
            raise Http404(str(error)) from error
    return _page(request, row, "tocsin/public/subscription_confirm.html")


@csrf_exempt  # mail programs send it, without a page and without a cookie (RFC 8058, section 3.1)
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def end(request: HttpRequest, token: str) -> HttpResponse:
    row = _found(request, token, Purpose.END)
    if request.method == "POST":
        row = delivery.unsubscribe(token, now=timezone.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("unsubscribed\n", content_type="text/plain")
    return _page(request, row, "tocsin/public/subscription_end.html")


def _found(request: HttpRequest, token: str, purpose: Purpose) -> Subscription:
    if request.method != "POST" and too_often(request, "token", most=TRIES_MAX, within_s=3600):
        raise Http404
    try:
        return subscription_of(token, purpose)
    except NotFound as error:
        raise Http404(str(error)) from error


def _page(request: HttpRequest, row: Subscription, template: str) -> HttpResponse:
    context = {
        "here": "alerts",
        "state": str(row.state),
        "channel": row.contact.channel,
        "chosen": chosen(Asked(**row.asked)),
        "drills": Asked(**row.asked).drills,
        "site": settings.TOCSIN_SITE,
    }
    return render(request, template, context)


def chosen(asked: Asked) -> dict[str, list[str]]:
    """The filter in words; a list is empty where it asks for any."""
    offered = {
        "levels": choices.levels(),
        "places": choices.countries(),
        "topics": choices.situations(),
        "languages": choices.languages(),
    }
    return {
        name: [dict(values).get(value, value) for value in getattr(asked, name)]
        for name, values in offered.items()
    }

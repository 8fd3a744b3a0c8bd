"""Notices in a browser: its worker at a fixed address, the key that it asks for, and what it tells when it wants no more.

The worker holds for the pages below /subscriptions/ alone: no other page of the site passes through it.
"""

from __future__ import annotations

from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tocsin import delivery
from tocsin.delivery.channels.push import public_key
from tocsin.errors import WrongUse
from tocsin.web.public_access import public
from tocsin.web.rate import too_often
from tocsin.web.subscribing_form import PushForm, SubscribeForm
from tocsin.web.subscribing_pages import TRIES_MAX, asked_too_often, subscribe_page, unkept

_WORKER = resources.files("tocsin.web") / "static" / "tocsin" / "js" / "push-worker.js"


@public
def worker(request: HttpRequest) -> HttpResponse:
    """Asked for again each time, so that a mended one reaches every browser."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@unkept
def key(request: HttpRequest) -> HttpResponse:
    """The site's own (RFC 8292): push services take notices for a browser from who holds its other half alone."""
    return HttpResponse(public_key(), content_type="text/plain; charset=utf-8")


@csrf_exempt  # it acts for nobody who is signed in, and so the page needs no cookie
@require_POST
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    """As the form for mail: the question goes to the browser, and the answer is the same for everybody."""
    if asked_too_often(request):
        return render(request, "tocsin/public/asked_too_often.html", status=429)
    form = PushForm(request.POST)
    try:
        if not form.is_valid():
            raise WrongUse("what was chosen cannot be", "choose anew")
        delivery.subscribe(
            "push", form.cleaned_data["endpoint"], form.asked, keys=form.keys, now=timezone.now()
        )
    except WrongUse as error:
        return subscribe_page(request, SubscribeForm(), push_error=str(error), status=400)
    return redirect(reverse("subscription_asked") + "?by=push")


@csrf_exempt  # the browser's own keys, which nobody else has, are what allows it
@require_POST
@unkept
def end(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not the browser is known."""
    if not too_often(request, "token", most=TRIES_MAX, within_s=3600):
        form = PushForm(request.POST)
        if form.is_valid():
            delivery.end_push(form.cleaned_data["endpoint"], form.keys, now=timezone.now())
    return HttpResponse("ended\n", content_type="text/plain; charset=utf-8")

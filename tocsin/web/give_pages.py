"""Public pages of giving by card: the wish, the way to the provider's own page, the receipt, the end of a monthly gift.

No card number is ever asked for here. The way to the provider is a plain redirect, and the one page that leads there names
the provider's address in its own policy; every other page keeps the site's.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tocsin import __version__
from tocsin.errors import MoneyRefused, NotFound, PrintTrouble, ProviderRefused, WrongUse
from tocsin.relief.cards.following import follow
from tocsin.relief.cards.giving import Ways, give, refuse_wish, takes_gifts
from tocsin.relief.cards.pledges import end_pledge, pledge_of
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.cards.providers import provider_named, providers_of
from tocsin.relief.cards.receipts import END_PATH, RECEIPT_PATH, receipt_of
from tocsin.relief.donors.keeping import donor_of
from tocsin.relief.models import CardPayment, Fund
from tocsin.relief.money.money import Money, shown
from tocsin.web.give_form import GiveForm
from tocsin.web.headers import CONTENT_SECURITY_POLICY
from tocsin.web.pdf import PAPERS, kept, make_pdf
from tocsin.web.rate import too_often
from tocsin.web.subscribing_pages import unkept

#: gifts that one visitor may begin in an hour: each makes the provider open a page
BEGUN_MAX = 30
#: links that one visitor may try in an hour
TRIES_MAX = 240


class SeeOther(HttpResponseRedirect):
    """After a POST: the browser asks for the other page with GET, whatever it sent here."""

    status_code = 303


@csrf_exempt  # it acts for nobody who is signed in, and so the page needs no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def give_to(request: HttpRequest, code: str) -> HttpResponse:
    fund = _open_fund(code)
    providers = _providers(fund)
    if not providers:
        return render(request, "tocsin/relief/give/not_now.html", {"fund": fund}, status=503)
    if request.method != "POST":
        return _page(request, fund, providers, GiveForm(fund=fund, providers=providers))
    form = GiveForm(request.POST, fund=fund, providers=providers)
    if too_often(request, "give", most=BEGUN_MAX, within_s=3600):
        return render(request, "tocsin/public/asked_too_often.html", status=429)
    if not form.is_valid():
        return _page(request, fund, providers, form, status=400)
    try:
        return _sent_on(form, fund, providers)
    except (MoneyRefused, WrongUse) as error:
        form.add_error(None, str(error))
        return _page(request, fund, providers, form, status=400)
    except ProviderRefused as error:
        form.add_error(None, str(error))
        return _page(request, fund, providers, form, status=502)


def _sent_on(form: GiveForm, fund: Fund, providers: Sequence[CardProvider]) -> HttpResponse:
    now = timezone.now()
    provider = next(each for each in providers if each.name == form.cleaned_data["provider"])
    wish = form.wish(get_language() or "en")
    refuse_wish(wish, fund, provider, now)  # before a name is kept: of what is refused nobody is remembered
    donor = donor_of(form.cleaned_data["name"], form.cleaned_data["email"], now)
    ways = Ways(
        done_url=settings.TOCSIN_SITE + RECEIPT_PATH, back_url=settings.TOCSIN_SITE + "/give/back/{}/"
    )
    going = give(fund, wish, provider=provider, donor=donor, ways=ways, now=now)
    return _leading_to(SeeOther(going.address), [provider])


def _page(
    request: HttpRequest, fund: Fund, providers: Sequence[CardProvider], form: GiveForm, status: int = 200
) -> HttpResponse:
    context = {
        "fund": fund,
        "form": form,
        "several": len(providers) > 1,
        "simulated": any(each.simulated for each in providers),
        "test": all(each.test for each in providers),
    }
    return _leading_to(render(request, "tocsin/relief/give/form.html", context, status=status), providers)


def _leading_to(response: HttpResponse, providers: Sequence[CardProvider]) -> HttpResponse:
    """Browsers hold a form's policy to where its redirects lead: this page's alone names the providers' pages."""
    origins = " ".join(sorted({each.page_origin for each in providers}))
    policy = CONTENT_SECURITY_POLICY.replace("form-action 'self'", f"form-action 'self' {origins}")
    response.headers["Content-Security-Policy"] = policy
    return response


def _open_fund(code: str) -> Fund:
    fund = Fund.objects.filter(code=code).first()
    if fund is None or not takes_gifts(fund, timezone.now()):
        raise Http404(_("No fund of this name takes gifts now."))
    return fund


def can_be_given_to(fund: Fund) -> bool:
    """Whether its page to give by card opens today."""
    return takes_gifts(fund, timezone.now()) and bool(_providers(fund))


def _providers(fund: Fund) -> Sequence[CardProvider]:
    """None where a setting cannot be meant: `tocsin check` says which."""
    try:
        return providers_of(fund)
    except WrongUse:
        return []


@require_safe
@unkept
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Where the provider sends the giver: what it says by now, and the receipt once it is paid."""
    payment = _read_again(_payment(request, token))
    context = {"payment": payment, "fund": payment.fund}
    if payment.gift is None:
        return render(request, "tocsin/relief/give/waiting.html", context)
    return render(request, "tocsin/relief/give/receipt.html", context | _said(payment))


@require_safe
@unkept
def receipt_pdf(request: HttpRequest, token: str) -> HttpResponse:
    payment = _payment(request, token)
    paper = request.GET.get("paper", "a4")
    if payment.gift is None or paper not in PAPERS:
        raise Http404(_("There is no such receipt."))
    html = render_to_string("tocsin/relief/give/receipt_print.html", {"payment": payment} | _said(payment))
    key = sha256(f"{__version__}\n{paper}\n{get_language()}\n{html}".encode()).hexdigest()
    made_at = payment.gift.at
    try:
        content = kept(key, lambda: make_pdf(html, paper=paper, identifier=key, made_at=made_at).content)
    except PrintTrouble as error:
        answer = render(request, "tocsin/brief/refused.html", {"error": error}, status=503)
        answer["Retry-After"] = "60"
        return answer
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="receipt-{payment.gift.code}.pdf"'
    return answer


@require_safe
@unkept
def back(request: HttpRequest, token: str) -> HttpResponse:
    """Where the provider sends somebody who changed their mind: nothing was taken."""
    payment = _payment(request, token)
    return render(request, "tocsin/relief/give/back.html", {"payment": payment, "fund": payment.fund})


@csrf_exempt  # the token, which only its giver got, is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link does nothing: mail scanners open links. Its button ends the monthly gift."""
    _refuse_guessing(request)
    try:
        pledge = pledge_of(token)
    except NotFound as error:
        raise Http404(str(error)) from None
    trouble = ""
    if request.method == "POST":
        try:
            pledge = end_pledge(pledge, provider_named(pledge.provider), now=timezone.now())
        except (ProviderRefused, NotFound) as error:
            trouble = str(error)
    context = {
        "pledge": pledge,
        "fund": pledge.fund,
        "money": shown(Money(pledge.minor, pledge.currency)),
        "trouble": trouble,
    }
    return render(request, "tocsin/relief/give/end.html", context, status=502 if trouble else 200)


def _payment(request: HttpRequest, token: str) -> CardPayment:
    _refuse_guessing(request)
    rows = CardPayment.objects.select_related("fund", "gift", "pledge")
    payment = rows.filter(token=token).first()
    if payment is None:
        raise Http404(_("This link leads to no gift."))
    return payment


def _refuse_guessing(request: HttpRequest) -> None:
    if too_often(request, "gift-link", most=TRIES_MAX, within_s=3600):
        raise Http404


def _read_again(payment: CardPayment) -> CardPayment:
    """A provider that does not answer keeps nobody from the page: the worker reads it later."""
    if payment.gift is not None or payment.ref is None:
        return payment
    try:
        return follow(payment, provider_named(payment.provider), now=timezone.now())
    except (ProviderRefused, NotFound, WrongUse):
        return payment


def _said(payment: CardPayment) -> dict[str, object]:
    receipt = receipt_of(payment)
    return {
        "receipt": receipt,
        "lines": list(receipt.lines()),
        "fund": payment.fund,
        "organisation": settings.TOCSIN_ORGANISATION,
        "site_address": settings.TOCSIN_SITE,
        "end_path": END_PATH.format(payment.pledge.token) if payment.pledge else "",
        "events": list(payment.gift.events.all()) if payment.gift else [],
    }

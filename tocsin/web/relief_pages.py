"""Public pages of funds: their list, each one's accounts with downloads, and from a receipt code to what it funded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tocsin.errors import NotFound, WrongUse
from tocsin.publishing.accounts_table import accounts_csv
from tocsin.publishing.iati.publisher import iati_publisher
from tocsin.publishing.iati.writing import iati_xml
from tocsin.relief.models import Fund, Gift, Transfer
from tocsin.relief.money.money import Money, shown
from tocsin.relief.public.document import gift_hash
from tocsin.relief.public.published import Published, public_funds, public_totals, published
from tocsin.relief.receipt_code import code_read
from tocsin.relief.receipt_code import shown as shown_code
from tocsin.web import relief_accounts
from tocsin.web.give_pages import can_be_given_to
from tocsin.web.public_access import public
from tocsin.web.rate import too_often
from tocsin.web.receipt_words import told

#: codes that one visitor may try in an hour: a code has 50 random bits, and each try reads a fund's accounts
TRIES_MAX = 60
#: large downloads that one visitor may ask for in an hour
DOWNLOADS_MAX = 60


@public
def funds(request: HttpRequest) -> HttpResponse:
    listed = [{"fund": fund, "table": _table(public_totals(fund))} for fund in public_funds()]
    return render(request, "tocsin/relief/public/funds.html", {"here": "relief", "funds": listed})


@public
def fund(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    made = published(found)
    book = made.book
    rates = relief_accounts.exchanges(book)
    decided = relief_accounts.decisions(book)
    context = {
        "here": "relief",
        "fund": found,
        "book": book,
        "as_of": made.as_of,
        "table": _table(made.totals),
        "simulated": _table(made.simulated_beside) if made.simulated_beside else None,
        "rates": rates[: relief_accounts.RATES_MAX],
        "rates_count": len(rates),
        "decisions": decided[: relief_accounts.DECISIONS_MAX],
        "decisions_count": len(decided),
        "programmes": relief_accounts.programme_rows(book),
        "bank_rows": relief_accounts.bank_rows(book),
        "numbers": [
            relief_accounts.account_number(each.detail) for each in book.accounts if each.role == "bank"
        ],
        "gives": can_be_given_to(found),
        "iati": bool(settings.TOCSIN_IATI_IDENTIFIER),
        "taken_back": relief_accounts.taken_back(book),
    }
    return render(request, "tocsin/relief/public/fund.html", context)


@public
def accounts_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The accounts for programs: JSON to be audited, CSV for spreadsheets, XML in IATI's words."""
    if form not in _TYPES:
        raise Http404(_("There is no such file."))
    if too_often(request, "accounts", most=DOWNLOADS_MAX, within_s=3600):
        return render(request, "tocsin/relief/public/too_often.html", {"here": "relief"}, status=429)
    made = published(_found(code))
    match form:
        case "json":
            content = made.export
        case "digest":
            content = f"{made.digest}\n".encode()
        case "csv":
            content = made.download(("csv",), lambda book: accounts_csv(book).encode())
        case _:
            content = _iati(made)
    answer = HttpResponse(content, content_type=_TYPES[form])
    if form != "digest":  # read on the spot
        answer["Content-Disposition"] = f'attachment; filename="{code}-accounts.{form}"'
    return answer


_TYPES = {
    "json": "application/json",
    "digest": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}


@csrf_exempt  # it changes nothing, and everybody gets the same page
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The code comes in the body of a form: an address would keep it in logs and histories."""
    context: dict[str, Any] = {"here": "relief"}
    status = 200
    if request.method == "POST":
        if too_often(request, "receipt", most=TRIES_MAX, within_s=3600):
            return _unkept(render(request, "tocsin/relief/public/too_often.html", context, status=429))
        try:
            context |= _answer(request.POST.get("code", ""))
        except (WrongUse, NotFound) as error:
            context |= {"trouble": error, "typed": request.POST.get("code", "")[:40]}
            status = 400 if isinstance(error, WrongUse) else 404
    return _unkept(render(request, "tocsin/relief/public/receipt.html", context, status=status))


def _answer(typed: str) -> dict[str, Any]:
    code = code_read(typed)
    gift = Gift.objects.select_related("fund__situation").filter(code=code).first()
    if gift is None or gift.fund.state == Fund.State.DRAFT:
        raise NotFound(_("no gift has this receipt code"), _("compare it with the receipt, letter by letter"))
    made = published(gift.fund)
    return {
        "gift": gift,
        "code": shown_code(code),
        "amount": shown(Money(gift.minor, gift.currency)),
        "simulated": gift.test or gift.fund.demonstration,
        "parts": told(made.parts.get(gift_hash(gift.fund.code, code), []), made.book),
        "taken_back": Transfer.objects.filter(corrects=gift.transfer_id).first(),
        "as_of": made.as_of,
    }


def _found(code: str) -> Fund:
    return get_object_or_404(public_funds(), code=code)


def _table(totals: Any) -> relief_accounts.AccountsTable:
    return relief_accounts.accounts_table(totals)


def _iati(made: Published) -> bytes:
    try:
        by = iati_publisher()
    except NotFound as error:
        raise Http404(error.what) from None
    language = settings.LANGUAGE_CODE
    key = ("iati", by.identifier, by.type, by.country, language)
    return made.download(key, lambda book: iati_xml(book, by, language=language))


def _unkept(response: HttpResponse) -> HttpResponse:
    """A receipt code is its holder's own."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response

"""Who gets alerts, in numbers; and the form by which an address is forgotten. No address stands on the page."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin import delivery
from tocsin.alerts.languages import name_of
from tocsin.delivery.erasing import ADDRESS_LENGTH_MAX, REASON_LENGTH_MAX
from tocsin.delivery.listing import subscriptions_by_language, subscriptions_by_state
from tocsin.delivery.models import Subscription
from tocsin.errors import TocsinError
from tocsin.web.desk_access import desk, desk_page, insist
from tocsin.whole_store.message_log import log_erasure

#: state -> (its word, what it means, the tag's class)
WORDS: Mapping[str, tuple[str | Promise, str | Promise, str]] = {
    Subscription.State.CONFIRMED: (gettext_lazy("confirmed"), gettext_lazy("gets alerts"), "sure"),
    Subscription.State.ASKED: (
        gettext_lazy("asked"),
        gettext_lazy("the link in the question was not opened yet"),
        "",
    ),
    Subscription.State.ENDED: (gettext_lazy("ended"), gettext_lazy("gets nothing more"), ""),
}


@require_safe
@desk()
def subscriptions(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@desk()
def erase(request: HttpRequest) -> HttpResponse:
    by, at = insist(request, "erase address").get_username(), timezone.now()
    reason = request.POST.get("reason", "").strip()
    try:
        erased = delivery.erase(
            request.POST.get("address", ""),
            reason=reason,
            now=at,
            log=lambda row: log_erasure(row, by=by, reason=reason, now=at),
        )
    except TocsinError as error:
        return _page(request, error=str(error), status=400)
    words = ngettext(
        "The address is erased; %(n)d subscription ended.",
        "The address is erased; %(n)d subscriptions ended.",
        erased.subscriptions,
    )
    messages.success(request, words % {"n": erased.subscriptions})
    return redirect("desk_subscriptions")


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    """What was typed does not come again: the address would stand on the page."""
    counts = subscriptions_by_state()
    channels = sorted({channel for channel, _state in counts})
    context = {
        "here": "alerts",
        "channels": channels,
        "states": [
            (*words, [(name, counts.get((name, state), 0)) for name in channels], _total(counts, state))
            for state, words in WORDS.items()
        ],
        "languages": [(code, name_of(code), n) for code, n in subscriptions_by_language()],
        "error": error,
        "address_max": ADDRESS_LENGTH_MAX,
        "reason_max": REASON_LENGTH_MAX,
    }
    return desk_page(request, "tocsin/desk/subscriptions.html", context, status=status)


def _total(counts: Mapping[tuple[str, str], int], state: str) -> int:
    return sum(n for (_channel, each), n in counts.items() if each == state)

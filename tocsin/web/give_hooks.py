"""Where card providers send their webhooks: signed, bounded, answered at once, believed as far as a signature goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tocsin.errors import NotFound, ProviderRefused, WrongUse
from tocsin.relief.cards.hearing import hear
from tocsin.relief.cards.providers import provider_named
from tocsin.relief.cards.stripe import BODY_BYTES_MAX


@csrf_exempt  # the signature over its bytes is what allows it
@require_POST
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """200 once it is kept; 400 for one that is not proved to be the provider's, with no word on why."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY_BYTES_MAX:
        return HttpResponse("too long\n", status=413, content_type="text/plain")
    try:
        by = provider_named(provider)
    except (NotFound, WrongUse):
        return HttpResponse("not set up\n", status=404, content_type="text/plain")
    try:
        hear(by, request.headers, request.body, now=timezone.now())
    except ProviderRefused:
        return HttpResponse("refused\n", status=400, content_type="text/plain")
    return HttpResponse("kept\n", content_type="text/plain")

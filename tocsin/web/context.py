"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from tocsin.situations.models import Situation


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "organisation": settings.TOCSIN_ORGANISATION,
        "site_address": settings.TOCSIN_SITE,
        # a store that holds the demonstration says so on every page
        "demonstration": Situation.objects.filter(demonstration=True).exists(),
    }

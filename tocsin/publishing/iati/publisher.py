"""Who publishes, from the settings."""

from django.conf import settings

from tocsin.errors import NotFound
from tocsin.publishing.iati.writing import Publisher


def iati_publisher() -> Publisher:
    """Raises NotFound where the settings name no identifier: an activity without one is nobody's."""
    if not settings.TOCSIN_IATI_IDENTIFIER:
        raise NotFound(
            "this organisation has no identifier of IATI",
            "set TOCSIN_IATI_IDENTIFIER: see docs/reference/settings.md",
        )
    return Publisher(
        identifier=settings.TOCSIN_IATI_IDENTIFIER,
        type=settings.TOCSIN_IATI_TYPE,
        country=settings.TOCSIN_IATI_COUNTRY,
    )

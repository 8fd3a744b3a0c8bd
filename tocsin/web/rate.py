"""How often one visitor may do something that costs others: counted in memory, by a keyed hash, and forgotten."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def too_often(request: HttpRequest, what: str, *, most: int, within_s: int) -> bool:
    """Whether this visitor did it more than `most` times within the last seconds; this time counts too.

    Each process of the server counts for itself. Behind proxies TOCSIN_PROXIES must say how many there are, or all
    visitors count as one.
    """
    visitor = get_adapter().get_client_ip(request) or ""
    key = f"rate:{what}:{salted_hmac('tocsin.web.rate', visitor, algorithm='sha256').hexdigest()}"
    cache.add(key, 0, within_s)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ran out between the two
        return False

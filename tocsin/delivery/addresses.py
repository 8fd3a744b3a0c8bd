"""Addresses by their keyed hash: they can be found again, and read from no other table nor guessed from a copy of one."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def address_key(channel: str, address: str) -> str:
    """64 hexadecimal digits. Mail addresses that differ only in case are one."""
    told_apart = address.casefold() if channel == "mail" else address
    return _keyed("tocsin.delivery.address", f"{channel}:{told_apart}")


def host_lane(channel: str, host: str) -> str:
    """The lane of a host, which may be somebody's own and is therefore not written out."""
    return f"{channel}:{_keyed('tocsin.delivery.lane', host.casefold())[:16]}"


def _keyed(purpose: str, text: str) -> str:
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()

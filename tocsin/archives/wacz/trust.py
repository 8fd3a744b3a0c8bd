"""Whom a reader trusts: authorities of domains and of time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: certificates of a chain that are looked at; real ones have four at most
CHAIN_MAX = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    #: that vouch for domains; None: those that browsers trust, as the package certifi lists them
    domain_roots: Sequence[Certificate] | None = None
    #: that vouch for time; without any, a stamped time is a claim
    timestamp_roots: Sequence[Certificate] = ()

    def of_domains(self) -> Sequence[Certificate]:
        return _of_browsers() if self.domain_roots is None else self.domain_roots


@cache
def _of_browsers() -> Sequence[Certificate]:
    import certifi
    from cryptography import x509

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an old root without a serial number
        return x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())


def path_to_root(
    chain: Sequence[Certificate], roots: Sequence[Certificate], at: datetime
) -> list[Certificate]:
    """From the first certificate, over others of the chain, to one of the roots; each valid at that time and vouched
    for by the next. Empty where there is no such way."""
    at_hand, path = [*chain[1:CHAIN_MAX], *roots], [chain[0]]
    while len(path) <= CHAIN_MAX and path[-1].not_valid_before_utc <= at <= path[-1].not_valid_after_utc:
        if path[-1] in roots:
            return path
        above = next((each for each in at_hand if each not in path and _issued(path[-1], each)), None)
        if above is None:
            break
        path.append(above)
    return []


def own_roots(chain: Sequence[Certificate]) -> list[Certificate]:
    """Those of the chain that vouch for themselves."""
    return [each for each in chain[:CHAIN_MAX] if each.issuer == each.subject and _issued(each, each)]


def _issued(below: Certificate, above: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    try:
        below.verify_directly_issued_by(above)
        return above.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (InvalidSignature, ValueError, TypeError, ExtensionNotFound):
        return False

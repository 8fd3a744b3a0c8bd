"""What is said of a certificate that a server showed, beside the certificate itself in the capture."""

from __future__ import annotations

import hashlib
from typing import TypedDict

from tocsin.outside.wire import Exchange

#: of a name: certificates can hold long ones
NAME_MAX = 300


class Seen(TypedDict):
    """Of one answer over TLS. Names and times are empty where the certificate can't be read."""

    url: str
    #: such as "TLSv1.3"
    protocol: str
    cipher: str
    #: of the server's own certificate as DER, in lower-case hexadecimal
    sha256: str
    subject: str
    issuer: str
    #: RFC 3339 in UTC
    not_before: str
    not_after: str
    #: how many certificates the server showed, its own among them; 1 too where Python tells no more
    shown: int


def seen(exchange: Exchange) -> Seen | None:
    """None over plain HTTP."""
    secured = exchange.secured
    if secured is None or not secured.certificates:
        return None
    leaf = secured.certificates[0]
    subject, issuer, not_before, not_after = _read(leaf)
    return Seen(
        url=exchange.url,
        protocol=secured.protocol,
        cipher=secured.cipher,
        sha256=hashlib.sha256(leaf).hexdigest(),
        subject=subject,
        issuer=issuer,
        not_before=not_before,
        not_after=not_after,
        shown=len(secured.certificates),
    )


def _read(der: bytes) -> tuple[str, str, str, str]:
    from cryptography import x509

    from tocsin.reports.extracted import one_line

    try:
        read = x509.load_der_x509_certificate(der)
        names = [one_line(name.rfc4514_string(), NAME_MAX) for name in (read.subject, read.issuer)]
        times = [
            at.isoformat().replace("+00:00", "Z")
            for at in (read.not_valid_before_utc, read.not_valid_after_utc)
        ]
    except ValueError:  # TLS libraries read what this one refuses
        return "", "", "", ""
    return names[0], names[1], times[0], times[1]

"""What the public is told of signatures: who signed an alert, how to check it without us, and every key that ever signed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tocsin.alerts.certificates import Certificate, from_pem
from tocsin.alerts.models import Alert, SigningKey
from tocsin.alerts.own_signatures import faults
from tocsin.alerts.signature import judge_signature
from tocsin.web.public_access import public

#: as `openssl` and browsers know it
PEM_TYPE = "application/x-pem-file"


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureBox:
    """The signature of one alert, as its page shows it."""

    #: None where the alert carries no signature that can be read
    certificate: Certificate | None
    #: in groups of eight letters, to be read aloud
    fingerprint: str
    demonstration: bool
    #: what is wrong, one sentence each; empty where it stands
    faults: tuple[str, ...]
    #: lines for a shell that check it
    commands: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyBox:
    key: SigningKey
    certificate: Certificate
    #: in groups of eight letters
    fingerprint: str


def signature_of(identifier: str) -> SignatureBox:
    """The box of an issued alert, judged anew from its frozen bytes."""
    alert = Alert.objects.only("cap_xml", "issued_at", "identifier").get(identifier=identifier)
    assert alert.cap_xml is not None and alert.issued_at is not None, identifier
    keys = list(SigningKey.objects.all())
    verdict = judge_signature(bytes(alert.cap_xml), at=alert.issued_at)
    certificate = verdict.certificate
    ours = next((key for key in keys if certificate and key.fingerprint == certificate.fingerprint), None)
    return SignatureBox(
        certificate=certificate,
        fingerprint=grouped(certificate.fingerprint) if certificate else "",
        demonstration=ours is not None and ours.demonstration,
        faults=tuple(faults(verdict, keys, sent=alert.issued_at)),
        commands=tuple(commands(identifier, certificate, alert.issued_at)) if certificate and ours else (),
    )


def commands(identifier: str, certificate: Certificate, sent: datetime) -> list[str]:
    """Lines that fetch the alert and the certificate and check one by the other, as of the time sent."""
    site: str = settings.TOCSIN_SITE
    pem, cap = f"{certificate.fingerprint}.pem", f"{identifier}.cap.xml"
    fetched = [
        shlex.join(["curl", "-O", f"{site}{reverse('signing_key', args=[certificate.fingerprint])}"]),
        shlex.join(["curl", "-O", f"{site}{reverse('alert_cap', args=[identifier])}"]),
    ]
    if certificate.subject == certificate.issuer:
        by = ["--trusted-pem", pem, "--verification-gmt-time", f"{sent.astimezone(UTC):%Y-%m-%d %H:%M:%S}"]
    else:  # the authority's own certificate may not be at hand: was it this very key?
        by = ["--enabled-key-data", "key-name", "--pubkey-cert-pem", pem]
    return [*fetched, shlex.join(["xmlsec1", "--verify", *by, cap])]


def grouped(fingerprint: str) -> str:
    """
    >>> grouped("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


@public
def keys(request: HttpRequest) -> HttpResponse:
    boxes = [_box(key) for key in SigningKey.objects.all()]
    return render(request, "tocsin/public/signing_keys.html", {"here": "alerts", "keys": boxes})


def _box(key: SigningKey) -> KeyBox:
    return KeyBox(
        key=key, certificate=from_pem(key.certificates.encode()), fingerprint=grouped(key.fingerprint)
    )


@public
def certificate(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The key's certificate, and those behind it: at the same address for good."""
    key = get_object_or_404(SigningKey, fingerprint=fingerprint)
    return HttpResponse(key.certificates, content_type=PEM_TYPE)

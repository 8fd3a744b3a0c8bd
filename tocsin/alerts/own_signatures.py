"""Whether the alerts that we issued are signed by the key that we used then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tocsin.alerts.models import Alert, SigningKey
from tocsin.alerts.signature import Outcome, SignatureVerdict, judge_signature


def faults_of(alert: Alert, keys: Sequence[SigningKey]) -> list[str]:
    """What is wrong with an issued alert's signature, one plain sentence each. `keys` is the whole history."""
    assert alert.cap_xml is not None and alert.issued_at is not None, alert.pk
    return faults(judge_signature(bytes(alert.cap_xml), at=alert.issued_at), keys, sent=alert.issued_at)


def faults(verdict: SignatureVerdict, keys: Sequence[SigningKey], *, sent: datetime) -> list[str]:
    """The rule: signed, by a key of ours, that was in use when the alert was sent and in nobody else's hands."""
    if verdict.outcome is Outcome.UNSIGNED:
        signing = [key for key in keys if _at_or_before(key.taken_at, sent)]
        return ["It is not signed, though there was a signing key when it was issued."] if signing else []
    if not verdict.holds:
        return [verdict.reason]
    assert verdict.certificate is not None
    key = next((one for one in keys if one.fingerprint == verdict.certificate.fingerprint), None)
    if key is None:
        return [f"It is signed by the key {verdict.certificate.fingerprint[:16]}, which is none of ours."]
    return _faults_of_key(key, sent)


def _faults_of_key(key: SigningKey, sent: datetime) -> list[str]:
    found = []
    if not _at_or_before(key.taken_at, sent) or (key.retired_at is not None and sent > key.retired_at):
        found.append(f"It is signed by the key {key.fingerprint[:16]}, which was not in use then.")
    if key.compromised_since is not None and sent >= key.compromised_since:
        since = f"{key.compromised_since:%Y-%m-%d %H:%M} UTC"
        found.append(
            f"It is signed by the key {key.fingerprint[:16]}, which others may have had since {since}."
        )
    return found


def _at_or_before(one: datetime, sent: datetime) -> bool:
    """An alert is sent at a whole second, in which the key may have been taken into use."""
    return one.replace(microsecond=0) <= sent

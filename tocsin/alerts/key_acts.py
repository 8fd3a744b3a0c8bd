"""Taking a signing key into use, replacing it, retiring it: each a custody entry in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.alerts.certificates import Certificate
from tocsin.alerts.key_pair import KeyPair
from tocsin.alerts.keys import in_use
from tocsin.alerts.models import SigningKey
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse


def take_into_use(
    pair: KeyPair, *, by: str, now: datetime, reason: str = "", demonstration: bool = False
) -> SigningKey:
    """The first key, or the next one after the last was retired. Raises Conflict where one is in use, WrongUse."""
    _check_usable(pair.certificate, now)
    key = SigningKey(
        fingerprint=pair.certificate.fingerprint,
        certificates=pair.certificates_pem,
        demonstration=demonstration,
        taken_at=now,
        taken_by=by,
        reason=reason,
        in_use=True,
    )
    if in_use():
        raise _in_use_already()
    if SigningKey.objects.filter(fingerprint=key.fingerprint).exists():
        raise Conflict(
            f"the key {key.fingerprint[:16]} was in use before",
            "a key is never taken up again: make a new one",
        )
    try:
        with transaction.atomic():
            key.save(force_insert=True)
            custody.log([_act(key, "taken into use", by, now, reason)])
    except IntegrityError:
        raise _in_use_already() from None
    return key


def rotate(pair: KeyPair, *, by: str, now: datetime, reason: str, demonstration: bool = False) -> SigningKey:
    """Another key from now on: the old one is retired and its certificate stays. One act: both or neither."""
    old = in_use()
    if old is None:
        raise NotFound("there is no signing key in use", "`tocsin key new` makes one")
    with transaction.atomic():
        retire(old, by=by, now=now, reason=reason)
        return take_into_use(pair, by=by, now=now, reason=reason, demonstration=demonstration)


def retire(key: SigningKey, *, by: str, now: datetime, reason: str) -> SigningKey:
    """Signs no more; what it signed before holds. Raises Conflict where it is retired already, and WrongUse."""
    if not reason.strip():
        raise WrongUse("retiring a key needs a reason", "say it in a few words")
    with transaction.atomic():
        before = committed(key)
        won = SigningKey.objects.filter(pk=key.pk, in_use=True).update(
            in_use=None, retired_at=now, retired_by=by, retired_reason=reason
        )
        if not won:
            raise Conflict(
                f"the key {key.fingerprint[:16]} is retired already", "`tocsin key list` shows since when"
            )
        key.refresh_from_db()
        custody.log([_act(key, "retired", by, now, reason, before)])
    return key


def say_compromised(key: SigningKey, *, since: datetime, by: str, now: datetime, reason: str) -> SigningKey:
    """From then on somebody else may have had the key: what it signed since is not to be trusted. It is retired too."""
    if since > now:
        raise WrongUse(f"{since:%Y-%m-%d %H:%M} has not come yet", "give a time that is past")
    with transaction.atomic():
        if key.in_use:
            retire(key, by=by, now=now, reason=reason)
        before = committed(key)
        standing = SigningKey.objects.filter(pk=key.pk, compromised_since=key.compromised_since)
        if not standing.update(compromised_since=since):
            raise Conflict("somebody else said something else of this key", "look again: `tocsin key list`")
        key.refresh_from_db()
        custody.log([_act(key, "said to be compromised", by, now, reason, before)])
    return key


def committed(key: SigningKey) -> dict[str, Json]:
    """What the custody log commits to of a key."""
    return {
        "fingerprint": key.fingerprint,
        "certificates": key.certificates,
        "demonstration": key.demonstration,
        "taken_at": _time(key.taken_at),
        "retired_at": _time(key.retired_at),
        "retired_reason": key.retired_reason,
        "compromised_since": _time(key.compromised_since),
    }


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _check_usable(certificate: Certificate, now: datetime) -> None:
    if not certificate.valid_from <= now <= certificate.valid_until:
        raise WrongUse(
            f"the certificate is valid from {certificate.valid_from:%Y-%m-%d} until {certificate.valid_until:%Y-%m-%d} only",
            "bring one that is valid now",
        )


def _act(
    key: SigningKey, action: str, by: str, now: datetime, reason: str, before: dict[str, Json] | None = None
) -> custody.Act:
    return custody.Act(
        item=f"signing-key:{key.pk}",
        action=action,
        actor=by,
        at=now,
        reason=reason,
        before=before or {},
        after=committed(key),
    )


def _in_use_already() -> Conflict:
    return Conflict("a signing key is in use already", "replace it with `tocsin key rotate`")

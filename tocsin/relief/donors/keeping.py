"""Who gave, kept apart from the money; found again by name and mail address together; forgotten when asked."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.relief.models.donors import Donor, DonorDetails, Hit

NAME_LENGTH_MAX, EMAIL_LENGTH_MAX, ADDRESS_LENGTH_MAX = 200, 254, 1000
#: Crockford's base 32: nothing that is read for something else
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS_COUNT = 10


def donor_of(name: str, email: str, now: datetime, *, address: str = "", language: str = "") -> Donor | None:
    """The donor of this name and mail address, new where nobody gave under both; None where neither is given.

    Raises WrongUse for what is too long or can be no mail address.
    """
    said, mail = _folded(name), email.strip()
    _check(said, mail, address)
    if not said and not mail:
        return None
    key = _key(said, mail)
    known = Donor.objects.filter(details__key=key).first()
    if known:
        return known
    try:
        with transaction.atomic():
            donor = Donor.objects.create(pseudonym=_pseudonym(), made_at=now)
            DonorDetails.objects.create(
                donor=donor, key=key, name=said, email=mail, address=address.strip(), language=language[:35]
            )
    except IntegrityError:  # at the same moment, by the same person
        return Donor.objects.get(details__key=key)
    return donor


def donor_named(pseudonym: str) -> Donor:
    """Raises NotFound."""
    found = Donor.objects.filter(pseudonym=pseudonym.upper()).first()
    if found is None:
        raise NotFound(f"there is no donor {pseudonym[:40]!r}", "take the pseudonym from a gift or receipt")
    return found


def name_until(last_gift: date | None, years: int) -> date | None:
    """The last day on which the law keeps a giver's name: so many years after the end of the year of the last gift.

    >>> name_until(date(2023, 10, 2), 5), name_until(date(2023, 10, 2), 0), name_until(None, 5)
    (datetime.date(2028, 12, 31), None, None)
    """
    return date(last_gift.year + years, 12, 31) if last_gift and years else None


def kept_until(last_gift: date | None, now: datetime) -> date | None:
    """As `name_until` with the setting TOCSIN_DONOR_NAME_YEARS; None also where that day is past."""
    until = name_until(last_gift, settings.TOCSIN_DONOR_NAME_YEARS)
    return until if until and until >= now.date() else None


def erase(donor: Donor, *, last_gift: date | None, reason: str, by: str, now: datetime) -> None:
    """Forgets who it is, all but the name where the law keeps that. Within the acting transaction.

    What the ledger knows of the gifts stays: it never knew whose they are. Raises Conflict where it was done already.
    """
    assert transaction.get_connection().in_atomic_block, "erase() outside transaction.atomic()"
    if donor.erased_at is not None:
        raise Conflict(f"donor:{donor.pseudonym} was erased already")
    donor.erased_at, donor.name_until = now, kept_until(last_gift, now)
    donor.save(update_fields=["erased_at", "name_until"])
    details = DonorDetails.objects.filter(donor=donor)
    if donor.name_until is None:
        details.delete()
    else:
        details.update(email="", address="", language="", key=f"erased:{secrets.token_hex(24)}")
    Hit.objects.filter(donor=donor).update(entry="", likeness="")
    custody.log([_act(donor, reason, by, now)])


def forget_due(now: datetime) -> int:
    """Names that the law kept and keeps no more go; returns how many."""
    gone, _ = DonorDetails.objects.filter(donor__name_until__lt=now.date()).delete()
    return gone


def committed(donor: Donor) -> dict[str, Json]:
    """What the custody log commits to of an erased donor: that only the name is left, and until when."""
    left = DonorDetails.objects.filter(donor=donor).exclude(email="", address="", language="").exists()
    return {
        "pseudonym": donor.pseudonym,
        "erased": not left,
        "name_until": donor.name_until.isoformat() if donor.name_until else None,
    }


def _act(donor: Donor, reason: str, by: str, now: datetime) -> custody.Act:
    return custody.Act(
        item=f"donor:{donor.pk}", action="erased", actor=by, at=now, reason=reason, after=committed(donor)
    )


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _check(name: str, email: str, address: str) -> None:
    for what, text, most in (
        ("name", name, NAME_LENGTH_MAX),
        ("mail address", email, EMAIL_LENGTH_MAX),
        ("address", address, ADDRESS_LENGTH_MAX),
    ):
        if len(text) > most or any(unicodedata.category(sign) == "Cc" and sign != "\n" for sign in text):
            raise WrongUse(
                f"the {what} is too long or has signs that no {what} has", f"write at most {most} letters"
            )
    if email and (email.count("@") != 1 or not all(email.split("@")) or set(email) & set(" \n\t,;<>\"'")):
        raise WrongUse("this is no mail address", "write it as name@host, or leave it empty")


def _key(name: str, email: str) -> str:
    told_apart = f"{email.casefold()}\n{name.casefold()}" if email else secrets.token_hex(24)
    return salted_hmac("tocsin.relief.donor", told_apart, algorithm="sha256").hexdigest()


def _pseudonym() -> str:
    return "D-" + "".join(secrets.choice(_SIGNS) for _ in range(_SIGNS_COUNT))

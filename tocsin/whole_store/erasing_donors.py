"""What erasing a donor takes away, and what stays: joined here, for gifts and pledges know only the pseudonym."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User

from tocsin.errors import Conflict
from tocsin.relief.donors import keeping
from tocsin.relief.models import Donor, DonorDetails, Gift, Hit, Pledge


def found(pseudonym: str, *, lock: bool = False) -> Donor:
    """Raises NotFound, and Conflict where it was erased already."""
    donor = keeping.donor_named(pseudonym)
    if lock:
        donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.erased_at is not None:
        raise Conflict(f"donor:{donor.pseudonym} was erased already")
    return donor


def goes_and_stays(donor: Donor, now: datetime) -> tuple[list[str], list[str]]:
    until = keeping.kept_until(_last_gift(donor), now)
    goes = ["mail address, postal address, language, and what finds the same person again"]
    stays = [f"{Gift.objects.filter(donor=donor).count()} gifts in the ledger, under the pseudonym alone"]
    if until is None:
        goes[0] = f"name, {goes[0]}"
    else:
        stays.append(
            f"the name, which the law keeps until {until} (TOCSIN_DONOR_NAME_YEARS); then the worker erases it"
        )
    if hits := Hit.objects.filter(donor=donor).count():
        goes.append(
            f"of {hits} hits in lists of names which entry they were; what people decided stays, without a name"
        )
    stays.append("statements as the bank wrote them, which may name who paid: erase bank-line:N of each")
    if running := Pledge.objects.filter(donor=donor, ended_at=None).count():
        stays.append(f"{running} monthly gifts, which the provider goes on taking: end them too")
    return goes, stays


def names(donor: Donor) -> set[str]:
    """What a reason must not say again."""
    details = DonorDetails.objects.filter(donor=donor).first()
    return {details.name, details.email, *details.name.split()} if details else set()


def erase(donor: Donor, *, reason: str, by: User, now: datetime) -> None:
    """Within the acting transaction."""
    keeping.erase(donor, last_gift=_last_gift(donor), reason=reason, by=by.get_username(), now=now)


def _last_gift(donor: Donor) -> date | None:
    """Play money is nothing that a law keeps."""
    last = Gift.objects.filter(donor=donor, test=False).order_by("-at").first()
    return last.at.date() if last else None

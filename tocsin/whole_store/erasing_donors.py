"""What erasing a donor takes away, and what stays: joined here, for gifts and pledges know only the pseudonym."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.errors import Conflict
from tocsin.relief.donors import keeping
from tocsin.relief.models import Donor, DonorDetails, Gift, Hit, Pledge
from tocsin.reports.models import ReportText
from tocsin.whole_store.erasing_reasons import Told, empty_reasons

#: a shorter name stands in too many words
_NAME_CHARS_MIN = 4


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
    goes = [
        _("mail address, postal address, language, and what finds the same person again")
        if until
        else _("name, mail address, postal address, language, and what finds the same person again")
    ]
    gifts = Gift.objects.filter(donor=donor).count()
    stays = [
        ngettext(
            "%(count)d gift in the ledger, under the pseudonym alone",
            "%(count)d gifts in the ledger, under the pseudonym alone",
            gifts,
        )
        % {"count": gifts}
    ]
    if until:
        kept = _(
            "the name, which the law keeps until %(day)s (TOCSIN_DONOR_NAME_YEARS); then the worker erases it"
        )
        stays.append(kept % {"day": until})
    if hits := Hit.objects.filter(donor=donor).count():
        goes.append(
            ngettext(
                "of %(count)d hit in a list of names which entry it was; what people decided stays, without a name",
                "of %(count)d hits in lists of names which entry they were; what people decided stays, without a name",
                hits,
            )
            % {"count": hits}
        )
    stays.append(_("statements as the bank wrote them, which may name who paid: erase bank-line:N of each"))
    if running := Pledge.objects.filter(donor=donor, ended_at=None).count():
        stays.append(
            ngettext(
                "%(count)d monthly gift, which the provider goes on taking: end it too",
                "%(count)d monthly gifts, which the provider goes on taking: end them too",
                running,
            )
            % {"count": running}
        )
    return goes, stays


def names(donor: Donor) -> set[str]:
    """What a reason must not say again."""
    details = DonorDetails.objects.filter(donor=donor).first()
    return {details.name, details.email, *details.name.split()} if details else set()


def told_of(donor: Donor) -> Told:
    """Reasons for giving back, or for what a hit is, may say who it is. A name that a report prints is no secret."""
    details = DonorDetails.objects.filter(donor=donor).first()
    said = {details.name, details.email} if details else set()
    long = {each for each in said if len(each) >= _NAME_CHARS_MIN}
    printed = {each for each in long if ReportText.objects.filter(text__contains=each).exists()}
    return Told(donors=[donor.pk], names=frozenset(long - printed))


def erase(donor: Donor, *, mark: str, reason: str, by: User, now: datetime) -> None:
    """Within the acting transaction."""
    told, who = told_of(donor), by.get_username()
    keeping.erase(donor, last_gift=_last_gift(donor), reason=reason, by=who, now=now)
    empty_reasons(told, mark=mark, by=who, now=now, why=reason)


def _last_gift(donor: Donor) -> date | None:
    """Play money is nothing that a law keeps."""
    last = Gift.objects.filter(donor=donor, test=False).order_by("-at").first()
    return last.at.date() if last else None

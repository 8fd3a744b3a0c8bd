"""Who gave: found again, compared with lists, forgotten; a person decides each hit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.made import login
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.relief.donors import keeping, screening
from tocsin.relief.models import Donor, DonorDetails, Hit, HitDecision

NOW = datetime(2024, 1, 15, 12, 0, tzinfo=UTC)


def donor(name: str = "Ani Example", email: str = "ani@example.invalid") -> Donor:
    made = keeping.donor_of(name, email, NOW, address="Main street 1")
    assert made
    return made


@pytest.mark.django_db
def test_the_same_person_is_one_donor_and_nobody_is_none() -> None:
    """By name and mail address together, in whatever case; whoever shares an address under another name is another."""
    first = donor()
    assert donor("ani  EXAMPLE", "Ani@Example.invalid") == first
    assert donor("Bob Example") != first
    assert keeping.donor_of(" ", "", NOW) is None
    assert first.pseudonym.startswith("D-") and keeping.donor_named(first.pseudonym.lower()) == first
    with pytest.raises(NotFound):
        keeping.donor_named("D-NOBODY")


@pytest.mark.parametrize("email", ["ani", "@", "a@b@c", "a b@c", "a@b\nBcc: c@d", "a@" + "b" * 300])
def test_what_is_no_mail_address_is_refused(email: str) -> None:
    """Before anything is stored."""
    with pytest.raises(WrongUse):
        keeping.donor_of("Ani", email, NOW)


def erase(one: Donor, last_gift: date | None) -> None:
    with transaction.atomic():
        keeping.erase(one, last_gift=last_gift, reason="asked for it", by="ana", now=NOW)


@pytest.mark.django_db
def test_an_erased_donor_is_a_pseudonym() -> None:
    """Nobody is found by name and address again; the log says that it was done, and not of whom."""
    one = donor()
    erase(one, date(2023, 10, 2))
    assert not DonorDetails.objects.exists() and one.name_until is None
    entry = Entry.objects.get(item=f"donor:{one.pk}")
    assert b"example" not in bytes(entry.canonical).lower() and "Ani" not in entry.reason
    assert donor() != one
    with pytest.raises(Conflict):
        erase(one, None)


@pytest.mark.django_db
def test_the_name_stays_as_long_as_the_law_keeps_it(settings: object) -> None:
    """Five years after the year of the last gift the name goes too; address and mail went at once."""
    settings.TOCSIN_DONOR_NAME_YEARS = 5  # type: ignore[attr-defined]
    one = donor()
    erase(one, date(2023, 10, 2))
    left = DonorDetails.objects.get()
    assert (left.name, left.email, left.address) == ("Ani Example", "", "")
    assert one.name_until == date(2028, 12, 31)
    said = keeping.committed(one)
    assert said["erased"] is True
    assert keeping.forget_due(datetime(2028, 12, 31, 23, 0, tzinfo=UTC)) == 0
    assert keeping.forget_due(datetime(2029, 1, 1, 0, 0, tzinfo=UTC)) == 1
    assert not DonorDetails.objects.exists() and keeping.committed(one) == said


@pytest.mark.django_db
def test_a_person_decides_each_hit_with_a_reason() -> None:
    """A list finds a donor by words alike, once; two people who decide at once do not overwrite each other."""
    one = donor("Ani Petrosyan")
    donor("Bob Sample", "bob@example.invalid")
    names = screening.take_in_list("A list", b"id,name\n7,Ani Petrosian\n8,Carl Other\n", by="ana", now=NOW)
    assert (
        screening.take_in_list("again", b"id,name\n7,Ani Petrosian\n8,Carl Other\n", by="ana", now=NOW)
        == names
    )
    assert (screening.screen(names, now=NOW), screening.screen(names, now=NOW)) == (1, 0)
    hit = screening.open_hits().get()
    assert (hit.donor, hit.entry) == (one, "7") and "petrosyan ~ petrosian" in hit.likeness
    treasurer = login("tigran", "treasurer")
    with pytest.raises(WrongUse, match="reason"):
        screening.decide(hit.pk, "another person", reason=" ", by=treasurer, now=NOW, seen=None)
    with pytest.raises(WrongUse, match="names the donor"):
        screening.decide(
            hit.pk, "another person", reason="not this Petrosyan", by=treasurer, now=NOW, seen=None
        )
    said = screening.decide(
        hit.pk, "another person", reason="born 1990, not 1950", by=treasurer, now=NOW, seen=None
    )
    assert not screening.open_hits().exists()
    with pytest.raises(Conflict):
        screening.decide(hit.pk, "same person", reason="looks alike", by=treasurer, now=NOW, seen=None)
    screening.decide(
        hit.pk, "withdrawn", reason="to be asked", by=treasurer, now=NOW + timedelta(1), seen=said.pk
    )
    assert screening.open_hits().count() == 1 and HitDecision.objects.count() == 2
    erase(one, None)
    assert not screening.open_hits().exists()
    assert Hit.objects.values_list("entry", "likeness").get() == ("", "")

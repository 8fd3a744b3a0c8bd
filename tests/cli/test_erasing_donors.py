"""A donor who asks to be forgotten is in no row, and the books add up as before."""

import pytest

from tests.cli.test_erase import item_faults, whole_dump
from tests.made import login
from tests.relief.public.test_gathering import receive, told
from tests.relief.relief_world import NOW
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.relief.donors import keeping, screening
from tocsin.relief.models import DonorDetails
from tocsin.relief.public.published import published
from tocsin.whole_store import erasing

NAME, MAIL = "Zvartnoqua Example", "zvartnoqua@example.invalid"


@pytest.mark.django_db
def test_an_erased_donor_is_in_no_row_and_the_books_hold(settings: object) -> None:
    """Name, address and what a list's hit told of it go; gifts, decisions, ledger and log stay as they were."""
    fund = told()
    donor = keeping.donor_of(NAME, MAIL, NOW)
    assert donor
    receive(fund, "named", 700, donor=donor)
    names = screening.take_in_list("A list", b"name\nZvartnoqua Exampel\n", by="ana", now=NOW)
    screening.screen(names, now=NOW)
    hit = screening.open_hits().get()
    treasurer = login("tigran", "treasurer")
    screening.decide(hit.pk, "cannot tell", reason="no date of birth", by=treasurer, now=NOW, seen=None)
    faults, before = item_faults(), published(fund).totals  # the world's own fund is in no log
    settings.TOCSIN_DONOR_NAME_YEARS = 0  # type: ignore[attr-defined]
    item = f"donor:{donor.pseudonym}"
    plan = erasing.plan(item, ())
    assert any("1 gift" in line for line in plan.stays) and any("name, mail" in line for line in plan.goes)
    by = login("eraser", "issuer")
    with pytest.raises(WrongUse, match="says again"):
        erasing.carry_out(item, (), reason=f"{NAME} asked", by=by, now=NOW)
    erasing.carry_out(item, (), reason="asked for it", by=by, now=NOW)
    dump = whole_dump()
    assert NAME not in dump and MAIL not in dump and dump.count("Zvartnoqua") == 1  # the list's own entry
    assert item_faults() == faults and published(fund).totals == before
    with pytest.raises(Conflict):
        erasing.plan(item, ())
    with pytest.raises(NotFound):
        erasing.plan("donor:D-NOBODY", ())
    DonorDetails.objects.create(donor=donor, key="k", email=MAIL)
    assert [fault for fault in item_faults() if f"donor:{donor.pk}" in fault]

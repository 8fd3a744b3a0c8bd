"""A bank's table mapped at the desk: tried on a file, shown as it is read, and saved as it was tried."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.relief.test_bank_reading import CSV, MAPPING, MT940
from tests.web.site import Site
from tocsin.relief.bank.mappings import mapping_named
from tocsin.relief.models import BankFile, BankMapping

pytestmark = pytest.mark.django_db


def tried(site: Site, content: str = CSV, **said: str) -> str:
    sent: dict[str, Any] = {**MAPPING, **said, "file": SimpleUploadedFile("a.csv", content.encode())}
    path = f"/desk/relief/{site.fund.code}/bank/mapping/"
    return site.client("treasurer").post(path, sent).content.decode()


def saved(site: Site, word: str) -> str:
    path = f"/desk/relief/{site.fund.code}/bank/mapping/save/"
    return site.client("treasurer").post(path, {"tried": word}, follow=True).content.decode()


def test_a_mapping_is_tried_and_then_saved_as_it_was_tried(site: Site) -> None:
    """The first lines are shown in our form, escaped; saving stores the mapping and nothing of the file."""
    page = tried(site)
    assert "1,234.56 EUR" in page and "-34.56 EUR" in page and "adds up" in page
    assert "=HYPERLINK(&quot;x&quot;)" in page and not BankMapping.objects.exists()
    word = re.search(r'name="tried" value="([^"]+)"', page)
    assert word and "is saved" in saved(site, word[1])
    assert mapping_named("a bank").said["grouping"] == "." and not BankFile.objects.exists()
    again = site.client("treasurer").get(f"/desk/relief/{site.fund.code}/bank/mapping/?bank=a+bank")
    assert 'value="Betrag"' in again.content.decode()


def test_what_does_not_add_up_is_seen_before_it_is_saved(site: Site) -> None:
    page = tried(site, CSV.replace("2.200,00", "2.200,01"))
    assert "does not add up" in page and 'name="tried"' in page


@pytest.mark.parametrize(
    ("said", "content", "told"),
    [
        ({"amount": "Amount"}, CSV, "the heading has no column Amount"),
        ({"amount": ""}, CSV, "needs one column of amounts"),
        ({"day_form": "MM.DD"}, CSV, "no such form of days"),
        ({"skipped": "many"}, CSV, "skipped"),
        ({}, MT940, "needs no mapping"),
        ({}, CSV.replace("02.01.2026", "30.02.2026"), "no such day"),
    ],
)
def test_what_cannot_be_read_is_told_and_what_was_typed_stays(
    said: dict[str, str], content: str, told: str, site: Site
) -> None:
    page = tried(site, content, **said)
    assert told in page and 'name="tried"' not in page and 'value="Datum"' in page


def test_nothing_is_saved_that_was_not_tried(site: Site) -> None:
    """Neither without a word of this site nor with one that was changed."""
    assert "was not tried" in saved(site, "") and "was not tried" in saved(site, "eyJiYW5rIjoieCJ9:1:x")
    assert not BankMapping.objects.exists()

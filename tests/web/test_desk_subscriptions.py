"""The desk sees who gets alerts in numbers, and erases an address that asks to be forgotten."""

import pytest

from tests.delivery.crowd import subscribers
from tests.web.site import Site
from tocsin.alerts.languages import name_of
from tocsin.custody.models import Entry
from tocsin.delivery.models import Contact, Subscription

pytestmark = pytest.mark.django_db
PAGE = "/desk/subscriptions/"


@pytest.fixture(autouse=True)
def readers() -> None:
    """One reader asks for Armenian, one for anything, one was never heard of again."""
    subscribers("mail", ["hy@example.org", "any@example.org", "new@example.org"])
    Subscription.objects.filter(contact__address="hy@example.org").update(asked={"languages": ["hy"]})
    Subscription.objects.filter(contact__address="new@example.org").update(state=Subscription.State.ASKED)


def test_the_page_counts_and_shows_no_address(site: Site) -> None:
    """By state, channel and language; who may not erase has no form."""
    page = site.client("auditor").get(PAGE).content.decode()
    assert (
        '<td class="n" data-label="mail">2</td>' in page and name_of("hy") in page and "all languages" in page
    )
    assert "example.org" not in page and "Erase" not in page


@pytest.mark.parametrize("role", ["issuer", "administrator"])
def test_an_address_is_erased_and_the_log_knows_by_whom(site: Site, role: str) -> None:
    """The answer counts what ended, and does not repeat the address."""
    typed = {"address": "hy@example.org", "reason": "asked for by letter"}
    after = site.client(role).post(f"{PAGE}erase/", typed, follow=True).content.decode()
    assert "The address is erased; 1 subscription ended." in after and "hy@example.org" not in after
    assert not Contact.objects.filter(address="hy@example.org").exists()
    assert Entry.objects.get(action="erased").actor == role


@pytest.mark.parametrize(
    ("address", "reason", "said"),
    [
        ("nobody@example.org", "a letter", "nobody subscribes with this address"),
        ("hy@example.org", "", "no reason is given"),
        ("hy@example.org", "hy@example.org wrote", "the reason names the address"),
    ],
)
def test_what_cannot_be_erased_is_said_beside_the_form(
    site: Site, address: str, reason: str, said: str
) -> None:
    """With the next step, and without what was typed."""
    answer = site.client("issuer").post(f"{PAGE}erase/", {"address": address, "reason": reason})
    assert answer.status_code == 400 and said in answer.content.decode()
    assert address not in answer.content.decode() and Contact.objects.exclude(address="").count() == 3

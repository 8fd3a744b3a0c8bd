"""Subscribing in public: asked twice, ended in one click, and no word about who is known."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.site import Site
from tocsin.delivery.models import Contact, Message, Subscription
from tocsin.delivery.tokens import Purpose, token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up(settings: Any) -> None:
    settings.TOCSIN_SMTP = "smtp://127.0.0.1:25"
    cache.clear()


def ask(client: Client | None = None, **form: Any) -> Any:
    return (client or Client()).post(
        "/subscriptions/", {"channel": "mail", "address": "reader@example.org", **form}
    )


def link(purpose: Purpose) -> str:
    row = Subscription.objects.latest("pk")
    return f"/subscriptions/{purpose}/{token(row.pk, row.nonce, purpose)}/"


def test_a_reader_chooses_by_level_country_situation_and_language(site: Site) -> None:
    """All that was chosen is kept as the filter, and one question goes out."""
    answer = ask(
        levels=["lemkin-institute/sos"],
        places=["ARM", "SDN"],
        topics=["displacement-2023"],
        languages=["en"],
        drills="on",
    )
    assert (answer.status_code, answer["Location"]) == (302, "/subscriptions/asked/")
    row = Subscription.objects.get()
    assert row.state == "asked"
    assert row.asked == {
        "levels": ["lemkin-institute/sos"],
        "places": ["ARM", "SDN"],
        "topics": ["displacement-2023"],
        "languages": ["en"],
        "drills": True,
    }
    assert Message.objects.filter(confirms=row).count() == 1


def test_a_situation_that_is_not_public_cannot_be_chosen(site: Site) -> None:
    """The form does not offer it, and refuses it like one that never was."""
    assert b"not-yet-public" not in Client().get("/subscriptions/").content
    answers = [ask(topics=[slug]) for slug in ("not-yet-public", "never-was")]
    assert [each.status_code for each in answers] == [400, 400] and not Subscription.objects.exists()


def test_opening_the_link_confirms_nothing(site: Site) -> None:
    """A mail scanner that opens it has no effect; the button has, twice as once."""
    ask()
    page = link(Purpose.CONFIRM)
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert b"Do you want these alerts?" in strict.get(page).content
        assert Client().head(page).status_code == 200
        assert Subscription.objects.get().state == "asked"
    for _ in range(2):
        assert b"Confirmed" in strict.post(page).content
        assert Subscription.objects.get().state == "confirmed"


def test_one_click_ends_it_without_a_page_or_a_cookie(site: Site) -> None:
    """As RFC 8058 has it; opening the link alone ends nothing. The address is erased."""
    ask()
    Client().post(link(Purpose.CONFIRM))
    page, strict = link(Purpose.END), Client(enforce_csrf_checks=True)
    assert b"Your subscription" in strict.get(page).content
    assert Subscription.objects.get().state == "confirmed"
    for _ in range(2):
        answer = strict.post(page, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (200, b"unsubscribed\n")
    assert Subscription.objects.get().state == "ended"
    assert Contact.objects.get().address == ""
    assert b"Ended" in strict.get(page).content
    assert strict.post(link(Purpose.CONFIRM)).status_code == 404


def test_the_answer_never_tells_who_is_known(site: Site) -> None:
    """A new address, one that is known, one asked too often: the same answer, byte for byte."""
    answers = [ask() for _ in range(5)]
    ask(address="another@example.org")
    answers.append(ask(address="another@example.org"))
    assert {(each.status_code, each["Location"], each.content) for each in answers} == {
        (302, "/subscriptions/asked/", b"")
    }
    to_first = Message.objects.filter(to__address="reader@example.org").count()
    assert to_first == 3


def test_a_visitor_asks_for_so_many_addresses_an_hour(site: Site, monkeypatch: Any) -> None:
    """Then for none; and all visitors together have a limit too, which counts in the store."""
    client = Client()
    answers = [ask(client, address=f"r{number}@example.org").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2
    cache.clear()
    monkeypatch.setattr("tocsin.web.subscribing_pages.ASKS_OF_ALL_MAX", 10)
    assert ask(address="fresh@example.org").status_code == 429


def test_visitors_behind_a_proxy_are_told_apart_only_where_it_is_declared(site: Site, settings: Any) -> None:
    """Without the setting a visitor could make up an address for each question."""
    for number in range(11):
        answer = Client().post(
            "/subscriptions/",
            {"channel": "mail", "address": f"r{number}@example.org"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert answer.status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = Client().post(
        "/subscriptions/",
        {"channel": "mail", "address": "x@example.org"},
        headers={"X-Forwarded-For": "10.0.0.1"},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("mail", "nobody"),
        ("mail", "a@b.org\r\nBcc: c@d.org"),
        ("mail", ""),
        ("webhook", "http://example.org/hook"),
        ("webhook", "https://user:word@example.org/hook"),
        ("pigeon", "reader@example.org"),
    ],
)
def test_what_is_no_address_is_said_at_the_form(site: Site, channel: str, address: str) -> None:
    """400, with the form as it was filled in; nothing is kept."""
    answer = ask(channel=channel, address=address)
    assert answer.status_code == 400 and b"errorlist" in answer.content
    assert not Contact.objects.exists()


def test_a_webhook_is_asked_too(site: Site) -> None:
    """Where no mail can be sent, mail is not offered."""
    assert ask(channel="webhook", address="https://example.org/hook").status_code == 302
    assert Subscription.objects.get().secret.startswith("whsec_")


def test_mail_is_offered_only_where_it_can_be_sent(site: Site, settings: Any) -> None:
    """A question that nobody would get is not asked."""
    settings.TOCSIN_SMTP = ""
    assert b'value="mail"' not in Client().get("/subscriptions/").content
    assert ask().status_code == 400


def test_a_made_up_link_leads_nowhere(site: Site) -> None:
    """To one page, whatever is wrong with it; a link for one purpose serves no other."""
    ask()
    good = link(Purpose.CONFIRM)
    for page in (
        good[:-3] + "00/",
        good.replace("confirm", "end"),
        "/subscriptions/confirm/1/",
        "/subscriptions/end/99-x/",
    ):
        assert Client().get(page).status_code == Client().post(page).status_code == 404, page


def test_pages_of_a_subscriber_are_kept_nowhere(site: Site) -> None:
    """No cache, no search engine, no other site learns their address; nor does a log."""
    ask()
    for page in ("/subscriptions/", "/subscriptions/asked/", link(Purpose.CONFIRM), link(Purpose.END)):
        answer = Client().get(page)
        assert answer["Cache-Control"] == "private, no-store"
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert b"reader@example.org" not in answer.content and not answer.cookies


def test_no_log_names_an_address(site: Site, caplog: Any) -> None:
    """Neither what was asked for nor what was refused."""
    ask()
    ask(channel="webhook", address="https://user:word@secret-host.example/hook")
    Client().post(link(Purpose.CONFIRM))
    Client().post(link(Purpose.END))
    for word in ("reader@", "secret-host"):
        assert word not in caplog.text


def test_a_town_is_chosen_by_any_of_its_names(site: Site) -> None:
    """It stands in the filter as alerts have it, beside the countries; a misspelt one is refused, for nothing would come."""
    assert ask(places=["SDN"], named_places="Stepanakert, goris, armenia").status_code == 302
    assert Subscription.objects.get().asked["places"] == ["SDN", "Khankendi", "Goris", "ARM"]
    refused = ask(named_places="Goris, Gorisch an der Wand")
    assert refused.status_code == 400 and b"No place is known as Gorisch an der Wand" in refused.content
    assert Subscription.objects.count() == 1


def test_who_comes_from_narrowed_alerts_finds_the_form_filled_in(site: Site) -> None:
    """The same words as in the feed's address; nonsense leaves it empty."""
    form = Client().get("/subscriptions/?place=Armenia&level=sos&language=en&situation=displacement-2023")
    chosen = form.content.decode()
    assert '<option value="ARM" selected>' in chosen
    assert chosen.count("checked") == 4  # the channel, one level, one situation, one language
    assert 'value="Goris"' in Client().get("/subscriptions/?place=Goris").content.decode()
    assert Client().get("/subscriptions/?level=%22%3E").status_code == 200

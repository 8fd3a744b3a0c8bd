"""What messages say beside their own words, in the recipient's language; and letters as HTML."""

import email
import string
from datetime import UTC, datetime
from email.policy import default
from typing import Any

import pytest
from lxml import html

from tests.delivery.test_subscribing import asked_for
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.channels.letter import letter
from tocsin.delivery.models import Dispatch, Message
from tocsin.delivery.packing import Held, pack
from tocsin.delivery.words import _table, language_for, words_of

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)


def test_every_language_says_everything() -> None:
    """No cell is empty, and each asks for the organisation's name alone."""
    table = _table()
    assert {"en", "fr", "es", "ru", "ar", "hy", "az"} <= set(table)
    for language, words in table.items():
        assert set(words) == set(table["en"]) and all(words.values()), language
        for name, text in words.items():
            fields = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
            assert fields == ({"name"} if name in ("subject", "question") else set()), (language, name)
        assert words["dir"] == ("rtl" if language in ("ar", "fa") else "ltr")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("languages", "spoken", "begins"),
    [
        ([], "en", "Somebody asked"),
        (["hy"], "hy", "Ինչ-որ մեկը"),
        (["sw", "fr"], "fr", "Quelqu’un"),
        (["pt-BR"], "pt", "Alguém"),
        (["ar"], "ar", "طلب"),
    ],
)
def test_the_question_comes_in_the_language_that_was_asked_for(
    languages: list[str], spoken: str, begins: str
) -> None:
    """The first of them that we have words in; English where there is none."""
    row = asked_for(languages=languages)
    message = Message.objects.get(confirms=row)
    assert list(message.texts) == [spoken] and message.texts[spoken]["text"].startswith(begins)
    (held,) = pack(list(Dispatch.objects.filter(message=message)), NOON)
    assert isinstance(held, Held) and held.parcel.language == spoken
    assert words_of(spoken)["confirm"] in _parts(held.parcel)[1]
    assert language_for(languages) == spoken


def _parts(parcel: Parcel) -> tuple[str, str]:
    content = letter(parcel, sender="bell@example.org", name="Example Desk")
    mail: Any = email.message_from_bytes(content, policy=default)
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]  # the last is preferred (RFC 2046, section 5.1.4)
    first, second = (part.get_content() for part in mail.iter_parts())
    return first, second


def parcel(**fields: Any) -> Parcel:
    return Parcel(
        **{
            "stable_id": "abc@example.org",
            "address": "reader@example.org",
            "at": NOON,
            "subject": 'SOS <img src="https://evil.example/x.png"> & more',
            "text": "People are on the road.",
            "html": '<div lang="ar" dir="rtl"><p>ناس على الطريق</p></div>',
            "language": "ar",
            "link": "https://tocsin.example/alerts/x/",
            "unsubscribe_url": "https://tocsin.example/subscriptions/end/1-x/",
            **fields,
        }
    )


def test_a_letter_as_html_loads_nothing_and_tells_nobody() -> None:
    """No picture, style sheet, script or form; no address but the links, which are those of the text, as they are there."""
    plain, page = _parts(parcel())
    tree = html.document_fromstring(page)
    assert {node.tag for node in tree.iter()} == {
        *("html", "head", "meta", "title", "style", "body", "div", "p", "a"),
    }
    links = [node.get("href") for node in tree.iter("a")]
    assert links == ["https://tocsin.example/alerts/x/", "https://tocsin.example/subscriptions/end/1-x/"]
    assert all(link in plain for link in links)
    assert "url(" not in page and "@import" not in page
    assert {name for node in tree.iter() for name in node.attrib} == {
        *("lang", "charset", "name", "content", "dir", "href", "class"),
    }
    assert tree.findtext(".//title") == parcel().subject


def test_a_letter_from_right_to_left_says_so() -> None:
    """The alert by its own words, the links by theirs: an alert in a language that we have no words in has English ones."""
    tree = html.document_fromstring(_parts(parcel())[1])
    assert [node.get("dir") for node in tree.iter("p")][1:] == ["rtl", "rtl"]
    tree = html.document_fromstring(_parts(parcel(language="ckb"))[1])
    links = list(tree.iter("p"))[1:]
    assert tree.get("lang") == "ckb" and {(node.get("lang"), node.get("dir")) for node in links} == {
        ("en", "ltr")
    }

"""Transcripts and translations that named persons made."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reports.documents import NOW, SENTENCES
from tocsin.custody import differs
from tocsin.custody.models import Entry
from tocsin.errors import NotFound, ReportRefused, WrongUse
from tocsin.reports import TakenIn, add_text, fields_of, text_of
from tocsin.reports.extracted import PARAGRAPHS_MAX
from tocsin.reports.fields import text_fields_of
from tocsin.reports.models import Report, ReportText

pytestmark = pytest.mark.django_db
RUSSIAN = "Вечером мост перешли три тысячи человек, сообщило управление порта."


@pytest.fixture
def picture(take: Callable[..., TakenIn]) -> int:
    result = take("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert result.report_id is not None and result.notes == ("it has no text: type a transcript",)
    return result.report_id


def test_a_picture_gets_the_text_that_a_person_types(picture: int) -> None:
    """With who typed it, when, and in which language."""
    text = add_text(
        picture, kind="transcript", text=SENTENCES[0] + "\r\n", written_by="Ani", by="ani", now=NOW
    )
    assert (text.kind, text.text, text.language, text.written_by) == (
        "transcript",
        SENTENCES[0] + "\n",
        "en",
        "Ani",
    )
    assert text_of(Report.objects.get()) is None
    entry = Entry.objects.latest("id")
    assert (entry.item, entry.action, entry.actor) == (f"text:{text.pk}", "transcribed", "ani")
    assert differs(f"text:{text.pk}", text_fields_of(text), text.text) == []
    assert differs(f"report:{picture}", fields_of(Report.objects.get())) == []


def test_a_translation_stands_beside_the_original(take: Callable[..., TakenIn]) -> None:
    """The original is not touched."""
    report_id = take("a.txt", RUSSIAN.encode()).report_id
    assert report_id is not None
    add_text(
        report_id,
        kind="translation",
        text=SENTENCES[0],
        written_by="Ani",
        by="ani",
        now=NOW,
        language="en-GB",
    )
    kinds = list(ReportText.objects.order_by("id").values_list("kind", "language", "text"))
    assert kinds == [("original", "ru", RUSSIAN), ("translation", "en", SENTENCES[0])]
    assert Entry.objects.latest("id").action == "translated"


def test_the_same_text_twice_is_one(picture: int) -> None:
    """A form that is sent twice adds one text and one entry."""
    said: dict[str, Any] = {"kind": "transcript", "text": SENTENCES[0], "written_by": "Ani", "by": "ani"}
    assert add_text(picture, **said, now=NOW).pk == add_text(picture, **said, now=NOW).pk
    assert Entry.objects.filter(action="transcribed").count() == 1


@pytest.mark.parametrize(
    ("said", "trouble", "message"),
    [
        ({"kind": "original"}, WrongUse, "'original' is no kind"),
        ({"written_by": " "}, WrongUse, "nobody is named"),
        ({"written_by": "A" * 151}, WrongUse, "nobody is named"),
        ({"language": "English"}, WrongUse, "'English' is no language tag"),
        ({"text": " \n"}, ReportRefused, "is empty"),
        ({"text": "a" * 5_000_001}, ReportRefused, "more than 5,000,000"),
        ({"text": "a\n" * (PARAGRAPHS_MAX + 1)}, ReportRefused, "paragraphs"),
        ({"report_id": 999_999}, NotFound, "no report 999999"),
    ],
)
def test_what_can_be_no_text_is_refused(
    picture: int, said: dict[str, Any], trouble: type[Exception], message: str
) -> None:
    """Each with its reason; nothing is stored."""
    whole = {"report_id": picture, "kind": "transcript", "text": SENTENCES[0], "written_by": "Ani"} | said
    with pytest.raises(trouble, match=message):
        add_text(whole.pop("report_id"), **whole, by="ani", now=NOW)
    assert not ReportText.objects.exists()

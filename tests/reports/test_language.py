"""The language of a text."""

import pytest

from tocsin.reports.language import recognise_language

TEXTS = [
    (
        "en",
        "By the evening of Thursday three thousand people had crossed the bridge, the harbour office said.",
    ),
    ("fr", "Jeudi soir, trois mille personnes avaient traversé le pont, a déclaré la capitainerie du port."),
    ("ru", "К вечеру четверга мост перешли три тысячи человек, сообщило управление порта."),
    ("hy", "Հինգշաբթի երեկոյան երեք հազար մարդ անցել էր կամուրջը, հայտնեց նավահանգստի գրասենյակը։"),
    ("az", "Cümə axşamı axşama qədər üç min insan körpünü keçmişdi, liman idarəsi bildirib."),
    ("am", "እስከ ሐሙስ ምሽት ድረስ ሦስት ሺህ ሰዎች ድልድዩን ተሻግረው ነበር ሲል የወደቡ ቢሮ ገልጿል።"),
    ("ar", "بحلول مساء الخميس عبر ثلاثة آلاف شخص الجسر، بحسب مكتب الميناء."),
    ("fa", "دفتر بندر گفت تا عصر پنجشنبه سه هزار نفر از پل گذشته بودند."),
]


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_the_language_is_recognised_whatever_is_declared(code: str, text: str) -> None:
    """Templates declare English of everything; a text that is surely another language is that language."""
    assert recognise_language(text, "xx") == code
    assert recognise_language(text.upper(), "xx") == code or code == "en"


@pytest.mark.parametrize("text", ["", "97,735", "*** --- ***"])
def test_where_no_word_stands_the_declared_language_is_taken(text: str) -> None:
    """Figures alone have no language."""
    assert recognise_language(text, "hy") == "hy" and recognise_language(text) == ""


def test_heads_and_bylines_do_not_decide() -> None:
    """The sample is taken from the middle of a long text."""
    assert (
        recognise_language("Title: A short English head\n" + TEXTS[2][1] * 5 + "\nAll rights reserved.")
        == "ru"
    )

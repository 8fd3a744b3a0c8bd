"""An alert in several languages: said sentence by sentence, marked by whom, approved with it and frozen with it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from lxml import etree

from tests.alerts.desk import (
    alert_faults,
    approved,
    at,
    drafted,
    finding,
    issued,
    keys,
    login,
    situation,
    submitted,
)
from tests.alerts.test_cap import _valid
from tocsin import alerts
from tocsin.alerts.acts import current
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.fixed_words import PHRASES as PHRASES_OF_ALL
from tocsin.alerts.fixed_words import words_of, written_in
from tocsin.alerts.languages import is_rtl
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.translated_words import Words
from tocsin.alerts.translations import in_force, remembered, same_words
from tocsin.errors import AlertRefused, Conflict, NotAllowed, NotFound, WrongUse

pytestmark = pytest.mark.django_db

#: invented words; right to left
ARABIC = Words(
    headline="خطر على الناس في الطريق",
    area="الناس في الطريق",
    event="خطر فظائع جماعية",
    sentences=("قالت الحكومة إن 97,735 شخصا عبروا.", "في خطر: الناس في الطريق."),
    phrases={
        "happened": "ما حدث",
        "at risk": "من في خطر",
        "judgement": "تقديرنا",
        "Exercise": "تمرين",
        "Alert": "",
    },
)
PHRASES = {name: text for name, text in ARABIC.phrases.items() if name != "Alert"}
ARABIC = replace(ARABIC, phrases=PHRASES)


def translated(alert: Alert, words: Words = ARABIC, **facts: Any) -> Alert:
    return alerts.translate(
        alert,
        facts.pop("language", "ar"),
        words,
        **{
            "made_by": "person",
            "translator": "Example Translators",
            "by": login("translator", "analyst"),
            "now": at(1),
            **facts,
        },
    )


def ours() -> Alert:
    crisis = situation()
    return drafted(crisis, finding(crisis))


def test_each_language_is_an_info_block_of_one_message(shared: Path) -> None:
    """With its own headline, event, sections and area; notes are the same, and it says by whom it was translated."""
    alert = issued(translated(ours()))
    assert _valid(shared, bytes(alert.cap_xml))
    english, arabic = etree.fromstring(bytes(alert.cap_xml)).findall("{*}info")
    assert [each.findtext("{*}language") for each in (english, arabic)] == ["en", "ar"]
    assert arabic.findtext("{*}headline") == f"تمرين: {ARABIC.headline}"
    assert arabic.findtext("{*}event") == ARABIC.event
    assert arabic.findtext("{*}area/{*}areaDesc") == ARABIC.area
    assert arabic.findtext("{*}description") == (
        f"ما حدث:\n{ARABIC.sentences[0]} [1]\n\nمن في خطر:\n{ARABIC.sentences[1]} (تقديرنا)"
    )
    said = {each.findtext("{*}valueName"): each.findtext("{*}value") for each in arabic.iter("{*}parameter")}
    assert (said["translated-from"], said["translated-by"]) == ("en", "person, Example Translators")
    assert arabic.findtext("{*}web").endswith("-1/ar/")
    assert "translated-by" not in etree.tostring(english, encoding="unicode")
    assert alert_faults() == []


@pytest.mark.parametrize(
    ("language", "title", "mark", "event", "fixed"),
    [
        ("en", "What has happened:", "(our own judgement)", "Risk of mass atrocity", None),
        ("fr-CA", "Ce qui s’est passé:", "(notre propre appréciation)", "Risque d’atrocités de masse", None),
        ("ar", "ما الذي حدث:", "(تقديرنا الخاص)", "خطر وقوع فظائع جماعية", None),
        ("am", "What has happened:", "(our own judgement)", "Risk of mass atrocity", "en"),
    ],
)
def test_fixed_words_are_those_of_the_language_it_is_written_in(
    language: str, title: str, mark: str, event: str, fixed: str | None
) -> None:
    """Where we ship none they are English, and the message and its page say so."""
    crisis = situation()
    alert = issued(drafted(crisis, finding(crisis), language=language))
    (info,) = etree.fromstring(bytes(alert.cap_xml)).findall("{*}info")
    description = info.findtext("{*}description")
    assert description.startswith(title) and description.endswith(mark)
    assert info.findtext("{*}event") == event
    said = {each.findtext("{*}valueName"): each.findtext("{*}value") for each in info.iter("{*}parameter")}
    assert said.get("fixed-words") == fixed
    page = Client().get(f"/alerts/{alert.identifier}/").content.decode()
    assert ("Fixed words in English" in page) is (fixed is not None)
    assert title.rstrip(":") in page and mark.strip("()").removeprefix("our ") in page


def test_every_shipped_language_has_every_fixed_word() -> None:
    """No gap, and no two names of one language that say the same in all places."""
    names = set(words_of("en"))
    assert set(PHRASES_OF_ALL) <= names
    for language in ("en", "fr", "es", "hy", "ru", "az", "ar"):
        assert written_in(language) == language
        assert set(words_of(language)) == names and all(words_of(language).values())


def test_a_page_reads_it_in_each_language() -> None:
    """From right to left where it is written so, with the notes where they were."""
    alert = issued(translated(ours()))
    view = alerts.alert_view(alert, "ar")
    assert (view.headline, view.rtl, view.shown_language.made_by) == (ARABIC.headline, True, "person")
    assert [said.numbers for section in view.sections for said in section.sentences] == [(1,), ()]
    assert [(each.code, each.original) for each in view.languages] == [("en", True), ("ar", False)]
    assert not alerts.alert_view(alert).rtl
    with pytest.raises(NotFound, match="choose one of en, ar"):
        alerts.alert_view(alert, "hy")


def test_translating_voids_an_approval() -> None:
    """What was approved is what goes out: with new words it is in review again, and its translator does not approve."""
    alert = approved(ours())
    alert = translated(alert, by=login("both", "analyst", "issuer"), now=at(3))
    assert (alert.state, alert.approved_by) == ("in review", None)
    with pytest.raises(NotAllowed, match="drafted or edited"):
        alerts.approve(alert, by=login("both", "issuer"), now=at(4))
    assert (
        alerts.approve(alert, by=login("signer", "issuer"), now=at(5), ticked=keys(alert)).state == "approved"
    )


def test_what_a_program_said_waits_for_a_person() -> None:
    """Unchecked it is not approved; who checks is named by role, and writes nothing, so may approve."""
    alert = submitted(translated(ours(), made_by="machine", translator="Example MT 3"))
    signer = login("signer", "issuer")
    with pytest.raises(AlertRefused, match="no person has checked"):
        alerts.approve(alert, by=signer, now=at(3))
    alert = alerts.check_translation(alert, "ar", by=signer, now=at(4))
    with pytest.raises(AlertRefused, match="needs no check"):
        alerts.check_translation(alert, "ar", by=signer, now=at(4))
    alert = alerts.approve(alert, by=signer, now=at(5), ticked=keys(alert))
    language = alerts.alert_view(alert, "ar").shown_language
    assert (language.made_by, language.translator, language.checked_role) == (
        "machine",
        "Example MT 3",
        "issuer",
    )
    assert b"machine, Example MT 3, checked by a person" in bytes(
        alerts.issue(alert, by=signer, now=at(6)).cap_xml
    )


def test_other_words_need_another_look() -> None:
    """An edit after the translation stops the approval, until it is stored again or taken out."""
    alert = translated(ours())
    said = [DraftSentence(section="asked", text="Open the road.")]
    alert = alerts.set_sentences(alert, said, by=login("writer", "analyst"), now=at(2))
    assert alerts.alert_view(alert, "ar").sections  # the desk still reads it
    alert = alerts.submit(alert, by=login("writer", "analyst"), now=at(3))
    with pytest.raises(AlertRefused, match="other words"):
        alerts.approve(alert, by=login("signer", "issuer"), now=at(4))
    alert = alerts.withdraw_translation(
        alert, "ar", by=login("writer", "analyst"), now=at(5), reason="No time."
    )
    alert = alerts.approve(alert, by=login("signer", "issuer"), now=at(6), ticked=keys(alert))
    assert [each.code for each in alerts.alert_view(alert).languages] == ["en"]
    assert Translation.objects.count() == 2


def test_an_update_begins_with_the_languages_and_a_cancel_is_not_held_up() -> None:
    """The update's translations stand; the cancel, which says something new, goes out at once without them."""
    first = issued(translated(ours()))
    writer = login("writer", "analyst")
    change = alerts.update(first, by=writer, now=at(5))
    assert [each.language for each in in_force(change)] == ["ar"]
    with pytest.raises(AlertRefused, match="lacks the words for Update"):
        issued(change, 8)
    end = issued(alerts.cancel(first, by=writer, now=at(9), reason="Over."), 12)
    assert [each.code for each in alerts.alert_view(end).languages] == ["en"]
    memory = remembered(end, "ar")
    assert memory["At risk: People on the road."] == ARABIC.sentences[1]
    assert memory["Danger for people on the road"] == ARABIC.headline


def test_nothing_is_translated_after_issue() -> None:
    """Not by the verbs and not past them."""
    alert = issued(translated(ours()))
    with pytest.raises(AlertRefused, match="frozen"):
        translated(alert, language="hy", now=at(9))
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Translation.objects.filter(alert=alert).update(headline="Other")
    row = Translation.objects.get()
    row.pk, row.language, row.supersedes = None, "hy", None
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        row.save(force_insert=True)


def test_of_two_translators_one_comes_first() -> None:
    """The second one is told, and nothing of the first is lost."""
    seen = ours()
    translated(seen)
    with pytest.raises(Conflict):
        translated(seen, replace(ARABIC, headline="غير"))
    assert current(seen).translations.get().headline == ARABIC.headline


@pytest.mark.parametrize(
    ("words", "facts", "why"),
    [
        ({}, {"language": "en"}, "written in en"),
        ({}, {"language": "arabic please"}, "no language code"),
        ({}, {"made_by": "magic"}, "translates nothing"),
        ({}, {"made_by": "machine", "translator": ""}, "translator"),
        ({"sentences": ("one",)}, {}, "1 sentences where the alert has 2"),
        ({"sentences": ("one", " ")}, {}, "a sentence has 0"),
        ({"headline": ""}, {}, "headline"),
        ({"event": "x" * 161}, {}, "event"),
        ({"phrases": {}}, {}, "are missing"),
        ({"phrases": {**PHRASES, "boo": "x"}}, {}, "no phrase"),
    ],
    ids=str,
)
def test_a_translation_that_cannot_be_is_refused(
    words: dict[str, Any], facts: dict[str, Any], why: str
) -> None:
    """Nothing is stored, and the alert stays as it was."""
    alert = ours()
    with pytest.raises(WrongUse, match=why):
        translated(alert, replace(ARABIC, **words), **facts)
    assert current(alert).version == 0 and not Translation.objects.exists()


def test_the_same_words_in_two_languages_are_told() -> None:
    """Somebody forgot to translate them."""
    alert = ours()
    texts = tuple(alert.sentences.values_list("text", flat=True))
    alert = translated(alert, replace(ARABIC, sentences=(texts[0], ARABIC.sentences[1])))
    assert same_words(alert, in_force(alert)) == ["ar says the same as en in sentence 1"]


def test_scripts_decide_the_direction() -> None:
    """Whatever the language's usual one is."""
    assert [is_rtl(code) for code in ("he", "ur-PK", "ku", "ku-Arab", "az-Latn", "hy", "en")] == [
        True,
        True,
        False,
        True,
        False,
        False,
        False,
    ]

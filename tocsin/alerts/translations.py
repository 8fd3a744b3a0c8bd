"""An alert's further languages as they stand: what they lack, what looks forgotten, what was said before. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from tocsin.alerts.fixed_words import FALLBACK, PHRASES, words_of, written_in
from tocsin.alerts.models import Alert, Translation
from tocsin.errors import AlertRefused


def in_force(alert: Alert) -> tuple[Translation, ...]:
    """The alert's further languages as they stand, by code."""
    rows = alert.translations.filter(superseded_by=None, withdrawn=False)
    return tuple(rows.select_related("checked_by").order_by("language"))


def words_sha256(alert: Alert) -> str:
    """Names the words that a translation says: headline, area and every sentence with its section."""
    said = list(alert.sentences.values_list("section", "text"))
    return sha256(json.dumps([alert.headline, alert.area, said], ensure_ascii=True).encode()).hexdigest()


def check_translations(alert: Alert) -> None:
    """Raises AlertRefused where a language says other words than the alert by now, or nobody checked a program's."""
    troubles = troubles_of(alert, in_force(alert))
    for language, trouble in troubles.items():
        raise AlertRefused(f"the translation into {language} {trouble}", "mend it, or take the language out")


def troubles_of(alert: Alert, translations: Iterable[Translation]) -> dict[str, str]:
    """By language, why the alert cannot go out in it yet."""
    now_said, needed = words_sha256(alert), phrases_needed(alert)
    troubles = {each.language: _trouble(each, now_said, needed) for each in translations}
    return {language: trouble for language, trouble in troubles.items() if trouble}


def _trouble(translation: Translation, now_said: str, needed: Iterable[str]) -> str:
    if translation.of_sha256 != now_said:
        return "was made of other words than those that stand there now"
    if missing := [name for name in needed if not translation.phrases.get(name)]:
        return f"lacks the words for {', '.join(missing)}"
    if translation.made_by == Translation.MadeBy.MACHINE and translation.checked_by_id is None:
        return "was made by a program, and no person has checked it"
    return ""


def phrases_needed(alert: Alert) -> tuple[str, ...]:
    """Names of the fixed words that this alert uses, in the order of `PHRASES`."""
    rows = list(alert.sentences.prefetch_related("footnotes"))
    used = {row.section for row in rows} | {alert.status, alert.message_type}
    if any(not row.footnotes.all() for row in rows):
        used.add("judgement")
    return tuple(name for name in PHRASES if name in used)


def same_words(alert: Alert, translations: Iterable[Translation]) -> list[str]:
    """Warnings, in words: where two languages say the very same, one of them was forgotten."""
    warnings = []
    for each in translations:
        same = [n for n, (of, text) in enumerate(each.sentences, start=1) if of == text]
        same_headline = ["the headline"] if each.headline == alert.headline else []
        where = [*same_headline, *(f"sentence {n}" for n in same)]
        if where:
            warnings.append(f"{each.language} says the same as {alert.language} in {', '.join(where)}")
    return warnings


#: translations of the situation that are looked through for words said before
_REMEMBERED_MAX = 40


def remembered(alert: Alert, language: str) -> dict[str, str]:
    """What was said in this language of the situation's alerts, by the words it said; the latest wins.

    Of the fixed words, which nobody may have said yet, ours.
    """
    rows = Translation.objects.filter(alert__situation=alert.situation_id, language=language)
    ours = words_of(language) if written_in(language) != FALLBACK else {}
    memory = {words_of(FALLBACK)[name]: text for name, text in ours.items()}
    for row in reversed(rows.select_related("alert").order_by("-at", "-pk")[:_REMEMBERED_MAX]):
        memory |= {str(PHRASES[name]): text for name, text in row.phrases.items() if name in PHRASES}
        memory |= dict(row.sentences)
        if row.alert.identifier:  # what was issued was translated from the words that stand there
            memory |= {row.alert.headline: row.headline, row.alert.area: row.area}
    return memory

"""An alert in further languages: each sentence beside the one that it says, marked by whom it was translated.

A translation is written before issue, approved together with the alert, and frozen with it. Whoever translates has
written in the alert. What a program translated goes out only once a person has checked it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy

from tocsin import custody
from tocsin.alerts.acts import current, take_step
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.languages import checked_code
from tocsin.alerts.lifecycle import Action, role_for
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.wording import one_line
from tocsin.custody.commitments import Json
from tocsin.errors import AlertRefused, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.login_roles import roles_of

#: an alert is read on a telephone, and its message must stay small
LANGUAGES_MAX = 12
_CHARS_MAX = {"headline": 160, "area": 300, "event": 160, "translator": 120}
_SENTENCE_CHARS_MAX, _PHRASE_CHARS_MAX = 3_000, 120

#: the fixed words of an alert, which its translator says too
PHRASES = {
    "happened": gettext_lazy("What has happened"),
    "unclear": gettext_lazy("What is not clear"),
    "at risk": gettext_lazy("Who is at risk"),
    "asked": gettext_lazy("What we ask"),
    "judgement": gettext_lazy("our own judgement"),
    "Exercise": gettext_lazy("Exercise"),
    "Test": gettext_lazy("Test"),
    "Update": gettext_lazy("Update"),
    "Cancel": gettext_lazy("Cancelled"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a translator typed."""

    headline: str
    area: str
    event: str
    #: one for each sentence of the alert, in its order
    sentences: Sequence[str]
    #: by the names of `PHRASES`; those that the alert does not need may be left out
    phrases: Mapping[str, str]


def translate(
    alert: Alert,
    language: str,
    words: Words,
    *,
    made_by: str,
    translator: str,
    by: User,
    now: datetime,
    seen: int | None = None,
    reason: str = "",
) -> Alert:
    """Stores the alert in a language, in place of what stood there; an approval given before is void.

    Raises WrongUse for words that cannot be, AlertRefused once it is issued, NotAllowed, Conflict.
    """
    row = current(alert)
    if made_by not in Translation.MadeBy.values:
        raise WrongUse(f"{made_by!r} translates nothing", f"choose {' or '.join(Translation.MadeBy.values)}")
    translation = Translation(
        alert=row,
        language=_other_language(row, language),
        made_by=made_by,
        translator=_line("translator", translator, least=1 if made_by == Translation.MadeBy.MACHINE else 0),
        headline=_line("headline", words.headline),
        area=_line("area", words.area),
        event=_line("event", words.event),
        sentences=_paired(row, words.sentences),
        phrases=_phrases(row, words.phrases),
        of_sha256=words_sha256(row),
    )
    expected = alert.version if seen is None else seen
    return _store(translation, "translated", by=by, now=now, seen=expected, reason=reason)


def withdraw_translation(
    alert: Alert, language: str, *, by: User, now: datetime, reason: str, seen: int | None = None
) -> Alert:
    """Takes a language out again; an approval given before is void."""
    last = _in_language(current(alert), language)
    translation = _copy(last, withdrawn=True)
    expected = alert.version if seen is None else seen
    return _store(translation, "withdrawn", by=by, now=now, seen=expected, reason=reason)


def _store(translation: Translation, done: str, *, by: User, now: datetime, seen: int, reason: str) -> Alert:
    def write(row: Alert) -> None:
        Alert.objects.filter(pk=row.pk).update(approved_by=None, approved_at=None)
        translation.role = role_for(Action.TRANSLATE, roles_of(by))
        _append(translation, done, by=by, now=now, reason=reason)
        if len(in_force(row)) > LANGUAGES_MAX:
            raise WrongUse(f"an alert has at most {LANGUAGES_MAX} further languages", "take one out before")

    told = f"{translation.language}: {done}" + (f", {reason}" if reason else "")
    with transaction.atomic():
        return take_step(
            translation.alert, Action.TRANSLATE, by=by, now=now, seen=seen, reason=told, also=write
        )


def check_translation(
    alert: Alert, language: str, *, by: User, now: datetime, seen: int | None = None
) -> Alert:
    """A person answers for what a program translated. Raises AlertRefused where there is nothing to check."""
    last = _in_language(current(alert), language)
    if last.made_by != Translation.MadeBy.MACHINE or last.checked_by_id is not None:
        raise AlertRefused(f"the translation into {language} needs no check", "approve the alert")
    checked = _copy(last)

    def write(_row: Alert) -> None:
        checked.role, checked.checked_by = last.role, by
        checked.checked_role = role_for(Action.CHECK, roles_of(by))
        _append(checked, "checked", by=by, now=now, reason="")

    with transaction.atomic():
        return take_step(alert, Action.CHECK, by=by, now=now, seen=seen, reason=language, also=write)


def _append(translation: Translation, done: str, *, by: User, now: datetime, reason: str) -> None:
    """The next row of its line. The alert's version was won already, so nobody comes between."""
    translation.by, translation.at, translation.reason = by, now, fit_for_xml(reason)
    last = _last(translation.alert, translation.language)
    supersede(
        translation,
        last=lambda: _last(translation.alert, translation.language),
        seen=last.pk if last else None,
        what=f"the translation into {translation.language}",
    )
    custody.log(
        [
            custody.Act(
                item=f"translation:{translation.pk}",
                action=done,
                actor=by.get_username(),
                at=now,
                reason=translation.reason,
                after=committed(translation),
            )
        ]
    )


def committed(translation: Translation) -> dict[str, Json]:
    """What the custody log commits to of a translation."""
    return {
        "alert": translation.alert_id,
        "language": translation.language,
        "made_by": translation.made_by,
        "translator": translation.translator,
        "checked": translation.checked_by_id is not None,
        "headline": translation.headline,
        "area": translation.area,
        "event": translation.event,
        "sentences": [list(pair) for pair in translation.sentences],
        "phrases": dict(translation.phrases),
        "of_sha256": translation.of_sha256,
        "withdrawn": translation.withdrawn,
    }


def copy_to(new: Alert, old: Alert, *, by: User, now: datetime) -> None:
    """The languages of an alert for the update that begins with the same words; they need no second check."""
    for last in in_force(old):
        copied = _copy(last, alert=new, of_sha256=words_sha256(new))
        copied.role, copied.checked_by, copied.checked_role = last.role, last.checked_by, last.checked_role
        _append(copied, "copied", by=by, now=now, reason=f"from {old.identifier}")


def _copy(last: Translation, **changes: object) -> Translation:
    same = ("alert", "language", "made_by", "translator", "headline", "area", "event", "sentences", "phrases")
    fields = {name: getattr(last, name) for name in (*same, "role", "of_sha256")}
    return Translation(**fields | changes)


def in_force(alert: Alert) -> tuple[Translation, ...]:
    """The alert's further languages as they stand, by code."""
    rows = alert.translations.filter(superseded_by=None, withdrawn=False)
    return tuple(rows.select_related("checked_by").order_by("language"))


def _last(alert: Alert, language: str) -> Translation | None:
    return alert.translations.filter(language=language, superseded_by=None).first()


def _in_language(alert: Alert, language: str) -> Translation:
    last = _last(alert, language)
    if last is None or last.withdrawn:
        raise NotFound(f"the alert is not translated into {language!r}", "translate it first")
    return last


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
    """What was said in this language of the situation's alerts, by the words it said; the latest wins."""
    rows = Translation.objects.filter(alert__situation=alert.situation_id, language=language)
    memory: dict[str, str] = {}
    for row in reversed(rows.select_related("alert").order_by("-at", "-pk")[:_REMEMBERED_MAX]):
        memory |= {str(PHRASES[name]): text for name, text in row.phrases.items() if name in PHRASES}
        memory |= dict(row.sentences)
        if row.alert.identifier:  # what was issued was translated from the words that stand there
            memory |= {row.alert.headline: row.headline, row.alert.area: row.area}
    return memory


def _other_language(alert: Alert, language: str) -> str:
    if checked_code(language) == alert.language:
        raise WrongUse(f"the alert is written in {language}", "choose another language")
    return language


def _paired(alert: Alert, sentences: Sequence[str]) -> list[list[str]]:
    said = list(alert.sentences.values_list("text", flat=True))
    if len(said) != len(sentences):
        raise WrongUse(
            f"there are {len(sentences)} sentences where the alert has {len(said)}", "translate each one"
        )
    return [
        [of, _within(text, _SENTENCE_CHARS_MAX, "a sentence")]
        for of, text in zip(said, sentences, strict=True)
    ]


def _phrases(alert: Alert, typed: Mapping[str, str]) -> dict[str, str]:
    unknown = set(typed) - set(PHRASES)
    if unknown:
        raise WrongUse(f"{min(unknown)!r} is no phrase of an alert", f"choose from {', '.join(PHRASES)}")
    given = {name: text for name, text in typed.items() if text.strip()}
    for name in phrases_needed(alert):
        if name not in given:
            raise WrongUse(f"the words for {str(PHRASES[name])!r} are missing", "translate them too")
    return {name: _within(text, _PHRASE_CHARS_MAX, "a phrase") for name, text in given.items()}


def _line(name: str, value: str, least: int = 1) -> str:
    return _within(value, _CHARS_MAX[name], f"the {name}", least=least)


def _within(text: str, most: int, what: str, least: int = 1) -> str:
    line = one_line(fit_for_xml(text))
    if not least <= len(line) <= most:
        raise WrongUse(
            f"{what} has {len(line)} characters in translation", f"write between {least} and {most}"
        )
    return line

"""An alert in further languages: each sentence beside the one that it says, marked by whom it was translated.

A translation is written before issue, approved together with the alert, and frozen with it. Whoever translates has
written in the alert. What a program translated goes out only once a person has checked it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.alerts.acts import current, take_step
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.deciding import role_for
from tocsin.alerts.languages import checked_code
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.translated_words import Words, checked_line, checked_phrases, paired
from tocsin.alerts.translations import in_force, words_sha256
from tocsin.custody.commitments import Json
from tocsin.errors import AlertRefused, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.login_roles import roles_of

#: an alert is read on a telephone, and its message must stay small
LANGUAGES_MAX = 12


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
        translator=checked_line(
            "translator", translator, least=1 if made_by == Translation.MadeBy.MACHINE else 0
        ),
        headline=checked_line("headline", words.headline),
        area=checked_line("area", words.area),
        event=checked_line("event", words.event),
        sentences=paired(row, words.sentences),
        phrases=checked_phrases(row, words.phrases),
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


def _last(alert: Alert, language: str) -> Translation | None:
    return alert.translations.filter(language=language, superseded_by=None).first()


def _in_language(alert: Alert, language: str) -> Translation:
    last = _last(alert, language)
    if last is None or last.withdrawn:
        raise NotFound(f"the alert is not translated into {language!r}", "translate it first")
    return last


def _other_language(alert: Alert, language: str) -> str:
    if checked_code(language) == alert.language:
        raise WrongUse(f"the alert is written in {language}", "choose another language")
    return language

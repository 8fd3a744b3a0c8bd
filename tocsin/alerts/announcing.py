"""An issued alert into the outbox, in the transaction of its issue: what is issued will be delivered, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tocsin import custody, delivery
from tocsin.alerts.fixed_words import words_of
from tocsin.alerts.kicker import kicker
from tocsin.alerts.letter_html import alert_html
from tocsin.alerts.message import titled
from tocsin.alerts.models import Alert
from tocsin.alerts.place_words import note_places
from tocsin.alerts.shown import AlertView, SectionView, SentenceView
from tocsin.alerts.wording import instant
from tocsin.delivery.models import Message


def announce(alert: Alert, views: Sequence[AlertView], *, now: datetime) -> Message:
    """Puts the issued alert into the outbox and logs that; must run inside the transaction of its issue.

    `views` are the alert in every language that it is written in, the original first.
    Nobody gets it before its embargo ends. Who did not get yet what it replaces gets this one alone.
    """
    assert alert.identifier is not None and alert.issued_at is not None, alert.pk
    if alert.replaces:
        delivery.withdraw(key_of(alert.replaces), now=now)
    site = settings.TOCSIN_SITE
    message = delivery.enqueue(
        key_of(alert),
        texts=_texts(views),
        marks=marks_of(alert, note_places(alert)),
        payload={
            "identifier": alert.identifier,
            "status": alert.status,
            "message_type": alert.message_type,
            "sent": alert.issued_at.isoformat(),
            "replaces": alert.replaces.identifier if alert.replaces else None,
            "cap": f"{site}/alerts/{alert.identifier}.cap.xml",
        },
        link=f"{site}/alerts/{alert.identifier}/",
        now=now,
        not_before=alert.not_before,
        expires=alert.expires_at,
    )
    after = delivery.committed(message)
    custody.log(
        [custody.Act(item=f"message:{message.pk}", action="queued", actor="alerts", at=now, after=after)]
    )
    return message


def key_of(alert: Alert) -> str:
    """The outbox's name for the alert."""
    return f"alert:{alert.identifier}"


def marks_of(alert: Alert, places: Sequence[str]) -> delivery.Marks:
    """What subscriptions are matched with: the words for its places, level, situation."""
    return delivery.Marks(
        places=places,
        levels=(alert.level, f"{alert.scheme}/{alert.level}"),
        topics=("alerts", alert.situation.slug),
        drill=alert.status != Alert.Status.ACTUAL,
    )


def _texts(views: Sequence[AlertView]) -> dict[str, dict[str, str]]:
    texts = {}
    for view in views:
        with translation.override(view.language):
            texts[view.language] = {"subject": _subject(view), "text": _text(view), "html": _html(view)}
    return texts


def _subject(view: AlertView) -> str:
    """What kind of message it is stands first: a telephone shows the first words alone."""
    said = {**words_of(view.language), **view.phrases}
    level = kicker(view.level.title, view.number, Alert.MessageType.ALERT)
    return titled(
        f"{level}: {view.headline}", status=view.status, message_type=view.message_type, phrases=said
    )


def _text(view: AlertView) -> str:
    """For people, in plain text; every sentence with the numbers of its notes, which stand on the page."""
    head = "\n".join((_subject(view), *_head(view)))
    return "\n\n".join(
        (head, *_alone(view), *(_section(each, view) for each in view.sections), *_after(view))
    )


def _html(view: AlertView) -> str:
    """The same, in the same order."""
    return alert_html(
        _subject(view),
        (*_head(view), *_alone(view)),
        [(each, [(said.text, _notes(said, view)) for said in each.sentences]) for each in view.sections],
        _after(view),
        language=view.language,
    )


def _head(view: AlertView) -> Iterator[str]:
    assert view.issued_at is not None, view.id
    yield gettext("Issued by %(name)s, %(when)s") % {
        "name": settings.TOCSIN_ORGANISATION,
        "when": instant(view.issued_at),
    }
    yield f"{gettext('People and areas at risk')}: {view.area}"


def _after(view: AlertView) -> Iterator[str]:
    if view.replaces:
        yield gettext("This takes the place of %(identifier)s.") % {"identifier": view.replaces}
    yield gettext("Every numbered sentence leads to its passage and its report on the page:")


def _alone(view: AlertView) -> Iterator[str]:
    """That one person issued it, where that is so; as its page says."""
    if view.second_due_at is not None:
        yield gettext(
            "Issued by one person in an emergency. A second person must confirm it or object to it until %(when)s."
        ) % {"when": instant(view.second_due_at)}


def _section(section: SectionView, view: AlertView) -> str:
    return "\n".join((f"{section.title}:", *(_sentence(said, view) for said in section.sentences)))


def _sentence(said: SentenceView, view: AlertView) -> str:
    return f"- {said.text} {_notes(said, view)}"


def _notes(said: SentenceView, view: AlertView) -> str:
    judgement = view.phrases.get("judgement") or words_of(view.language)["judgement"]
    return "".join(f"[{number}]" for number in said.numbers) or f"({judgement})"

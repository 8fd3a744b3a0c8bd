"""Rules of times: their form, and their order."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.alerts.cap.lexical import time_of
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

_TIMES = ("sent", "effective", "onset", "expires")


@rule(
    "time-form",
    "times are written 2002-05-24T16:49:00-07:00: whole seconds, and an offset in digits",
    "CAP 1.2, 3.3.2",
)
def time_form(message: Message) -> Iterator[Fault]:
    for node in message.all(*_TIMES):
        text = said(node)
        if not text:
            if node.tag.endswith("}sent"):
                yield Fault(node, "sent is empty")
            continue
        try:
            time_of(text)
        except ValueError as error:
            yield Fault(node, str(error))
            continue
        if message.version == "1.2" and (text.endswith("Z") or "." in text):
            yield Fault(
                node, f"{text[:40]!r} has {'Z for its zone' if text.endswith('Z') else 'parts of a second'}"
            )


@rule("utc-is-minus-zero", "UTC is written -00:00", "CAP 1.2, 3.3.2", Level.ADVICE)
def utc_is_minus_zero(message: Message) -> Iterator[Fault]:
    if message.version != "1.2":  # 1.1 allows both
        return
    for node in message.all(*_TIMES):
        if said(node).endswith("+00:00"):
            yield Fault(node, "the offset is +00:00, where the standard asks for -00:00")


@rule(
    "expires-after-sent",
    "a message does not expire before it is sent",
    "CAP 1.2, 3.2.2 expires: the expiry of the information in the message",
)
def expires_after_sent(message: Message) -> Iterator[Fault]:
    yield from _before(message, "expires", "sent")


@rule(
    "expires-after-effective",
    "a message does not expire before it takes effect",
    "CAP 1.2, 3.2.2 effective, expires",
)
def expires_after_effective(message: Message) -> Iterator[Fault]:
    yield from _before(message, "expires", "effective")


@rule(
    "expires-after-onset",
    "what a message warns of is expected to begin before the message expires",
    "CAP 1.2, 3.2.2 onset, expires",
    Level.ADVICE,
)
def expires_after_onset(message: Message) -> Iterator[Fault]:
    yield from _before(message, "expires", "onset")


def _before(message: Message, name: str, first: str) -> Iterator[Fault]:
    """Where `name` lies before `first`."""
    for info in message.under(message.root, "info"):
        one, other = message.time(info, name), message.time(message.root if first == "sent" else info, first)
        if one is not None and other is not None and one < other:
            node = message.under(info, name)[0]
            where = message.root if first == "sent" else info
            yield Fault(
                node, f"{name} {message.text(info, name)} lies before {first} {message.text(where, first)}"
            )


@rule(
    "expires-given",
    "a warning says until when it holds: without that every receiver decides for itself",
    "CAP 1.2, 3.2.2 expires",
    Level.ADVICE,
)
def expires_given(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") in ("Alert", "Update"):
        for info in message.under(message.root, "info"):
            if not message.text(info, "expires"):
                yield Fault(info, "the info block has no expires")


@rule("sent-by-now", "a message was not sent later than now", "CAP 1.2, 3.2.1 sent", Level.ADVICE)
def sent_by_now(message: Message) -> Iterator[Fault]:
    sent = message.time(message.root, "sent")
    if message.at is not None and sent is not None and sent > message.at:
        yield Fault(
            message.under(message.root, "sent")[0],
            f"sent {said(message.under(message.root, 'sent')[0])} lies ahead",
        )


RULES = (
    time_form,
    utc_is_minus_zero,
    expires_after_sent,
    expires_after_effective,
    expires_after_onset,
    expires_given,
    sent_by_now,
)

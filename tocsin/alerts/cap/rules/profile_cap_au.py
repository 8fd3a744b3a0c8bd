"""What Australia asks of CAP messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.alerts.cap.rules.blocks import categories, infos, pairs, wanted
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

DOCUMENT = "CAP 1.2 Australia Profile 1.0 (OASIS, 5 September 2013)"
_CODE = "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"
#: the two names under which its list of events is published
_EVENT_LIST = re.compile(
    r"urn:oasis:names:tc:emergency:cap:1\.2:profile:CAP-AU:1\.0:AUeventLIST:[0-9.]+"
    r"|https?://govshare\.gov\.au/xmlui/handle/10772/6495"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@rule("cap-au-code", f"a code says {_CODE}", f"{DOCUMENT}, code")
def cap_au_code(message: Message) -> Iterator[Fault]:
    if _CODE not in map(said, message.under(message.root, "code")):
        yield Fault(message.root, f"no code says {_CODE}")


@rule("cap-au-info", "every message but Ack and Error has an info block", f"{DOCUMENT}, info")
def cap_au_info(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") not in ("Ack", "Error") and not infos(message):
        yield Fault(message.root, "the message has no info block")


@rule(
    "cap-au-event-code",
    "a message names one event of the list AUeventLIST, and every info block names it",
    f"{DOCUMENT}, eventCode",
)
def cap_au_event_code(message: Message) -> Iterator[Fault]:
    first = ""
    for info in infos(message):
        codes = {value for name, value in pairs(message, info, "eventCode") if _EVENT_LIST.fullmatch(name)}
        first = first or min(codes, default="")
        if not codes:
            yield Fault(info, "the info block has no event code of AUeventLIST")
        elif codes != {first}:
            shown = ", ".join(sorted(codes | {first}))
            yield Fault(info, f"the message names more than one event of AUeventLIST: {shown[:120]}")


@rule(
    "cap-au-one-event",
    "all info blocks have the same categories and event codes, and those of one language the same event",
    f"{DOCUMENT}, category, event, eventCode",
)
def cap_au_one_event(message: Message) -> Iterator[Fault]:
    blocks = infos(message)
    events: dict[str, str] = {}
    for info in blocks:
        if categories(message, info) != categories(message, blocks[0]):
            yield Fault(info, "the info block has other categories than the first")
        if set(pairs(message, info, "eventCode")) != set(pairs(message, blocks[0], "eventCode")):
            yield Fault(info, "the info block has other event codes than the first")
        language, event = message.text(info, "language") or "en-US", message.text(info, "event")
        if events.setdefault(language, event) != event:
            yield Fault(info, f"the event is {event[:60]!r}, and {events[language][:60]!r} before")


@rule("cap-au-cancel", "a Cancel has no effective", f"{DOCUMENT}, effective")
def cap_au_cancel(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") == "Cancel":
        for info in infos(message):
            if message.text(info, "effective"):
                yield Fault(
                    message.under(info, "effective")[0], "the message is a Cancel and has an effective"
                )


@rule("cap-au-area", "every info block has an area", f"{DOCUMENT}, area")
def cap_au_area(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not message.under(info, "area"):
            yield Fault(info, "the info block has no area")


@rule("cap-au-sender", "the sender is an address of mail", f"{DOCUMENT}, sender", Level.ADVICE)
def cap_au_sender(message: Message) -> Iterator[Fault]:
    for node in message.under(message.root, "sender"):
        if not _MAIL.fullmatch(said(node)):
            yield Fault(node, f"{said(node)[:80]!r} is no address of mail")


@rule(
    "cap-au-texts",
    "every info block has expires, senderName, responseType and instruction",
    f"{DOCUMENT}, expires, senderName, responseType, instruction",
    Level.ADVICE,
)
def cap_au_texts(message: Message) -> Iterator[Fault]:
    yield from wanted(message, "expires", "senderName", "responseType", "instruction")


RULES = (
    *(cap_au_code, cap_au_info, cap_au_event_code, cap_au_one_event, cap_au_cancel, cap_au_area),
    *(cap_au_sender, cap_au_texts),
)

"""What Canada asks of CAP messages."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.alerts.cap.rules.blocks import infos, pairs, wanted
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

DOCUMENT = "CAP-CP Introduction and Rule Set (Canada)"


@rule("cap-cp-code", "a code names the profile: profile:CAP-CP:...", f"{DOCUMENT}, rule 3")
def cap_cp_code(message: Message) -> Iterator[Fault]:
    if not any(said(code).startswith("profile:CAP-CP:") for code in message.under(message.root, "code")):
        yield Fault(message.root, "no code begins with profile:CAP-CP:")


@rule("cap-cp-info", "every message but Ack and Error has an info block", f"{DOCUMENT}, rule 5")
def cap_cp_info(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") not in ("Ack", "Error") and not infos(message):
        yield Fault(message.root, "the message has no info block")


@rule("cap-cp-language", "every info block names its language", f"{DOCUMENT}, rule 6")
def cap_cp_language(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not message.text(info, "language"):
            yield Fault(info, "the info block names no language")


@rule(
    "cap-cp-one-event",
    "a message is about one event: all info blocks have the same event codes",
    f"{DOCUMENT}, rule 2",
)
def cap_cp_one_event(message: Message) -> Iterator[Fault]:
    first, *others = infos(message) or [message.root]
    for info in others:
        if set(pairs(message, info, "eventCode")) != set(pairs(message, first, "eventCode")):
            yield Fault(info, "the info block has other event codes than the first")


@rule("cap-cp-event-code", "every info block has an eventCode of profile:CAP-CP:Event", f"{DOCUMENT}, rule 8")
def cap_cp_event_code(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not any(name.startswith("profile:CAP-CP:Event:") for name, _ in pairs(message, info, "eventCode")):
            yield Fault(info, "the info block has no event code of profile:CAP-CP:Event")


@rule(
    "cap-cp-area",
    "every info block has an area, and every area a geocode of profile:CAP-CP:Location",
    f"{DOCUMENT}, rules 9 and 10",
)
def cap_cp_area(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        areas = message.under(info, "area")
        if not areas:
            yield Fault(info, "the info block has no area")
        for area in areas:
            names = [name for name, _ in pairs(message, area, "geocode")]
            if not any(name.startswith("profile:CAP-CP:Location:") for name in names):
                yield Fault(area, "the area has no geocode of profile:CAP-CP:Location")


@rule(
    "cap-cp-texts",
    "every info block has expires, senderName, responseType and instruction",
    f"{DOCUMENT}, rules 13 to 15",
    Level.ADVICE,
)
def cap_cp_texts(message: Message) -> Iterator[Fault]:
    yield from wanted(message, "expires", "senderName", "responseType", "instruction")


RULES = (
    *(cap_cp_code, cap_cp_info, cap_cp_language, cap_cp_one_event, cap_cp_event_code, cap_cp_area),
    cap_cp_texts,
)

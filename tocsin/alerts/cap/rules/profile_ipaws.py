"""What the United States ask of CAP messages for their public alerting, IPAWS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.alerts.cap.rules.blocks import categories, infos, pairs, wanted
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

DOCUMENT = "CAP 1.2 IPAWS Profile 1.0 (OASIS, 13 October 2009)"
_SAME_EVENT = re.compile(r"[A-Z0-9]{3}")
_SAME_PLACE = re.compile(r"[0-9]{6}")


@rule("ipaws-code", "a code says IPAWSv1.0", f"{DOCUMENT}, code")
def ipaws_code(message: Message) -> Iterator[Fault]:
    if "IPAWSv1.0" not in map(said, message.under(message.root, "code")):
        yield Fault(message.root, "no code says IPAWSv1.0")


@rule("ipaws-expires", "every info block has an expires", f"{DOCUMENT}, expires")
def ipaws_expires(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not message.text(info, "expires"):
            yield Fault(info, "the info block has no expires")


@rule(
    "ipaws-event-code",
    "every info block has one eventCode of SAME, with three signs",
    f"{DOCUMENT}, eventCode",
)
def ipaws_event_code(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        codes = [value for name, value in pairs(message, info, "eventCode") if name == "SAME"]
        if len(codes) != 1:
            yield Fault(info, f"the info block has {len(codes)} event codes of SAME, and one is asked for")
        elif not _SAME_EVENT.fullmatch(codes[0]):
            yield Fault(info, f"the event code of SAME is {codes[0][:40]!r}, and has not three signs")


@rule("ipaws-area", "every info block has an area", f"{DOCUMENT}, area")
def ipaws_area(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not message.under(info, "area"):
            yield Fault(info, "the info block has no area")


@rule(
    "ipaws-one-event",
    "all info blocks have the same categories and event codes",
    f"{DOCUMENT}, info",
)
def ipaws_one_event(message: Message) -> Iterator[Fault]:
    first, *others = infos(message) or [message.root]
    for info in others:
        if categories(message, info) != categories(message, first):
            yield Fault(info, "the info block has other categories than the first")
        if set(pairs(message, info, "eventCode")) != set(pairs(message, first, "eventCode")):
            yield Fault(info, "the info block has other event codes than the first")


@rule(
    "ipaws-geocode",
    "every area has a geocode of SAME, with six digits",
    f"{DOCUMENT}, geocode",
    Level.ADVICE,
)
def ipaws_geocode(message: Message) -> Iterator[Fault]:
    for area in message.all("area"):
        codes = [value for name, value in pairs(message, area, "geocode") if name == "SAME"]
        if not any(map(_SAME_PLACE.fullmatch, codes)):
            yield Fault(area, "the area has no geocode of SAME with six digits")


@rule(
    "ipaws-texts",
    "every info block has description and instruction",
    f"{DOCUMENT}, description",
    Level.ADVICE,
)
def ipaws_texts(message: Message) -> Iterator[Fault]:
    yield from wanted(message, "description", "instruction")


@rule(
    "ipaws-ignored",
    "effective and onset are left out: an alert takes effect when it is issued",
    f"{DOCUMENT}, effective, onset: ignored if present",
    Level.ADVICE,
)
def ipaws_ignored(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        for name in ("effective", "onset"):
            if message.text(info, name):
                yield Fault(message.under(info, name)[0], f"{name} is ignored")


@rule(
    "ipaws-eas",
    "a block that is meant for the Emergency Alert System says its originator in a parameter EAS-ORG",
    f"{DOCUMENT}, parameter",
    Level.ADVICE,
)
def ipaws_eas(message: Message) -> Iterator[Fault]:
    for info in infos(message):
        if not any(name == "EAS-ORG" and value for name, value in pairs(message, info, "parameter")):
            yield Fault(info, "no parameter EAS-ORG: the Emergency Alert System does not take it up")


RULES = (
    *(ipaws_code, ipaws_expires, ipaws_event_code, ipaws_area, ipaws_one_event, ipaws_geocode),
    *(ipaws_texts, ipaws_ignored, ipaws_eas),
)

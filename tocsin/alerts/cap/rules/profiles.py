"""Profiles: what a country asks of CAP messages beyond the standard. Only what its document says in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.alerts.cap.rules.rule import Fault, Level, Message, Rule, rule, said

if TYPE_CHECKING:
    from lxml import etree

_IPAWS = "CAP 1.2 IPAWS Profile 1.0 (OASIS, 13 October 2009)"
_CAP_CP = "CAP-CP Introduction and Rule Set (Canada)"
_SAME_EVENT = re.compile(r"[A-Z0-9]{3}")
_SAME_PLACE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    name: str
    title: str
    rules: tuple[Rule, ...] = ()


@rule("ipaws-code", "a code says IPAWSv1.0", f"{_IPAWS}, code")
def ipaws_code(message: Message) -> Iterator[Fault]:
    if "IPAWSv1.0" not in map(said, message.under(message.root, "code")):
        yield Fault(message.root, "no code says IPAWSv1.0")


@rule("ipaws-expires", "every info block has an expires", f"{_IPAWS}, expires")
def ipaws_expires(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        if not message.text(info, "expires"):
            yield Fault(info, "the info block has no expires")


@rule(
    "ipaws-event-code",
    "every info block has one eventCode of SAME, with three signs",
    f"{_IPAWS}, eventCode",
)
def ipaws_event_code(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        codes = [value for name, value in _pairs(message, info, "eventCode") if name == "SAME"]
        if len(codes) != 1:
            yield Fault(info, f"the info block has {len(codes)} event codes of SAME, and one is asked for")
        elif not _SAME_EVENT.fullmatch(codes[0]):
            yield Fault(info, f"the event code of SAME is {codes[0][:40]!r}, and has not three signs")


@rule("ipaws-area", "every info block has an area", f"{_IPAWS}, area")
def ipaws_area(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        if not message.under(info, "area"):
            yield Fault(info, "the info block has no area")


@rule(
    "ipaws-one-event",
    "all info blocks have the same categories and event codes",
    f"{_IPAWS}, info",
)
def ipaws_one_event(message: Message) -> Iterator[Fault]:
    infos = _infos(message)
    for info in infos[1:]:
        if _categories(message, info) != _categories(message, infos[0]):
            yield Fault(info, "the info block has other categories than the first")
        if set(_pairs(message, info, "eventCode")) != set(_pairs(message, infos[0], "eventCode")):
            yield Fault(info, "the info block has other event codes than the first")


@rule(
    "ipaws-geocode",
    "every area has a geocode of SAME, with six digits",
    f"{_IPAWS}, geocode",
    Level.ADVICE,
)
def ipaws_geocode(message: Message) -> Iterator[Fault]:
    for area in message.all("area"):
        codes = [value for name, value in _pairs(message, area, "geocode") if name == "SAME"]
        if not any(map(_SAME_PLACE.fullmatch, codes)):
            yield Fault(area, "the area has no geocode of SAME with six digits")


@rule(
    "ipaws-texts", "every info block has description and instruction", f"{_IPAWS}, description", Level.ADVICE
)
def ipaws_texts(message: Message) -> Iterator[Fault]:
    yield from _wanted(message, "description", "instruction")


@rule("cap-cp-code", "a code names the profile: profile:CAP-CP:...", f"{_CAP_CP}, rule 3")
def cap_cp_code(message: Message) -> Iterator[Fault]:
    if not any(said(code).startswith("profile:CAP-CP:") for code in message.under(message.root, "code")):
        yield Fault(message.root, "no code begins with profile:CAP-CP:")


@rule("cap-cp-info", "every message but Ack and Error has an info block", f"{_CAP_CP}, rule 5")
def cap_cp_info(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") not in ("Ack", "Error") and not _infos(message):
        yield Fault(message.root, "the message has no info block")


@rule("cap-cp-language", "every info block names its language", f"{_CAP_CP}, rule 6")
def cap_cp_language(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        if not message.text(info, "language"):
            yield Fault(info, "the info block names no language")


@rule(
    "cap-cp-one-event",
    "a message is about one event: all info blocks have the same event codes",
    f"{_CAP_CP}, rule 2",
)
def cap_cp_one_event(message: Message) -> Iterator[Fault]:
    infos = _infos(message)
    for info in infos[1:]:
        if set(_pairs(message, info, "eventCode")) != set(_pairs(message, infos[0], "eventCode")):
            yield Fault(info, "the info block has other event codes than the first")


@rule("cap-cp-event-code", "every info block has an eventCode of profile:CAP-CP:Event", f"{_CAP_CP}, rule 8")
def cap_cp_event_code(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        if not any(
            name.startswith("profile:CAP-CP:Event:") for name, _ in _pairs(message, info, "eventCode")
        ):
            yield Fault(info, "the info block has no event code of profile:CAP-CP:Event")


@rule(
    "cap-cp-area",
    "every info block has an area, and every area a geocode of profile:CAP-CP:Location",
    f"{_CAP_CP}, rules 9 and 10",
)
def cap_cp_area(message: Message) -> Iterator[Fault]:
    for info in _infos(message):
        areas = message.under(info, "area")
        if not areas:
            yield Fault(info, "the info block has no area")
        for area in areas:
            names = [name for name, _ in _pairs(message, area, "geocode")]
            if not any(name.startswith("profile:CAP-CP:Location:") for name in names):
                yield Fault(area, "the area has no geocode of profile:CAP-CP:Location")


@rule(
    "cap-cp-texts",
    "every info block has expires, senderName, responseType and instruction",
    f"{_CAP_CP}, rules 13 to 15",
    Level.ADVICE,
)
def cap_cp_texts(message: Message) -> Iterator[Fault]:
    yield from _wanted(message, "expires", "senderName", "responseType", "instruction")


def _infos(message: Message) -> list[etree._Element]:
    return message.under(message.root, "info")


def _categories(message: Message, info: etree._Element) -> set[str]:
    return set(map(said, message.under(info, "category")))


def _pairs(message: Message, node: etree._Element, name: str) -> list[tuple[str, str]]:
    return [
        (message.text(pair, "valueName"), message.text(pair, "value")) for pair in message.under(node, name)
    ]


def _wanted(message: Message, *names: str) -> Iterator[Fault]:
    for info in _infos(message):
        for name in names:
            if not message.text(info, name):
                yield Fault(info, f"the info block has no {name}")


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(name="cap", title="the standard itself"),
        Profile(
            name="ipaws",
            title=_IPAWS,
            rules=(
                *(ipaws_code, ipaws_expires, ipaws_event_code, ipaws_area, ipaws_one_event, ipaws_geocode),
                ipaws_texts,
            ),
        ),
        Profile(
            name="cap-cp",
            title=_CAP_CP,
            rules=(
                *(
                    cap_cp_code,
                    cap_cp_info,
                    cap_cp_language,
                    cap_cp_one_event,
                    cap_cp_event_code,
                    cap_cp_area,
                ),
                cap_cp_texts,
            ),
        ),
    )
}

"""The verdict on a message of anyone: which rules it breaks, where, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from tocsin.alerts.cap.opening import parsed, version_of
from tocsin.alerts.cap.rules.all import RULES
from tocsin.alerts.cap.rules.profiles import PROFILES
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, Rule, rule
from tocsin.alerts.cap.rules.schema_faults import follows_schema
from tocsin.alerts.cap.xpath import xpath_of
from tocsin.errors import CapRefused, WrongUse

#: listed of one rule; who has more mends these first
FAULTS_MAX = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """One fault of one rule."""

    rule: str
    level: Level
    #: of the element at fault; / where the bytes are no XML at all
    xpath: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    #: 1.0, 1.1 or 1.2; empty where the bytes are no CAP message
    version: str
    faults: tuple[Broken, ...]

    @property
    def valid(self) -> bool:
        return not self.broken

    @property
    def broken(self) -> tuple[Broken, ...]:
        return tuple(fault for fault in self.faults if fault.level == Level.ERROR)

    @property
    def advice(self) -> tuple[Broken, ...]:
        return tuple(fault for fault in self.faults if fault.level == Level.ADVICE)


@rule(
    "readable",
    "the bytes are well-formed XML within bounds, without document type",
    "XML 1.0; CAP 1.2, 4.2",
)
def readable(_: Message) -> Iterator[Fault]:
    """Looked at before there is a message."""
    return iter(())


def validate(data: bytes, *, profile: str = "cap", at: datetime | None = None) -> Verdict:
    """Never raises for anything that the bytes may hold; raises WrongUse for a profile that is none.

    `at` is the instant at which it is judged: without one, no rule asks what time it is.
    """
    if profile not in PROFILES:
        raise WrongUse(f"there is no profile {profile!r}", f"name one of {', '.join(PROFILES)}")
    try:
        root = parsed(data)
    except CapRefused as refused:
        return Verdict(version="", faults=(_broken(readable, "/", str(refused)),))
    try:
        version = version_of(root)
    except CapRefused as refused:
        return Verdict(version="", faults=(_broken(follows_schema, xpath_of(root), str(refused)),))
    message = Message(root, version, at)
    rules = (*RULES, *PROFILES[profile].rules)
    return Verdict(version=version, faults=tuple(fault for one in rules for fault in _faults(one, message)))


def _faults(one: Rule, message: Message) -> Iterator[Broken]:
    found = iter(one.look(message))
    for fault in islice(found, FAULTS_MAX):
        yield _broken(one, xpath_of(fault.node), fault.reason)
    if next(found, None) is not None:
        yield _broken(one, "/cap:alert", f"and more: the first {FAULTS_MAX} are listed")


def _broken(one: Rule, xpath: str, reason: str) -> Broken:
    return Broken(rule=one.name, level=one.level, xpath=xpath, reason=reason)


def all_rules() -> tuple[Rule, ...]:
    """Those of the standard, `readable` first; profiles have theirs."""
    return (readable, *RULES)

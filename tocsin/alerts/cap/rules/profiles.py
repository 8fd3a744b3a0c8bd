"""Profiles: what a country asks of CAP messages beyond the standard. Only what its document says in so many words."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.alerts.cap.rules import profile_cap_au, profile_cap_cp, profile_ipaws
from tocsin.alerts.cap.rules.rule import Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    name: str
    title: str
    rules: tuple[Rule, ...] = ()


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(name="cap", title="the standard itself"),
        Profile(name="ipaws", title=profile_ipaws.DOCUMENT, rules=profile_ipaws.RULES),
        Profile(name="cap-cp", title=profile_cap_cp.DOCUMENT, rules=profile_cap_cp.RULES),
        Profile(name="cap-au", title=profile_cap_au.DOCUMENT, rules=profile_cap_au.RULES),
    )
}

"""How it goes with the authorities, and what is due, for those who look after the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tocsin.custody.models import Timestamp, TimestampAuthority
from tocsin.custody.timestamps.authorities import Authority, configured
from tocsin.custody.timestamps.marking import is_marked
from tocsin.custody.timestamps.renewing import due
from tocsin.custody.timestamps.stamping import ageing
from tocsin.custody.timestamps.stored import aged
from tocsin.errors import StoreTrouble

#: authorities that vouch for us, so that the fault of one is not the loss of all
ENOUGH = 2
#: tries in a row that came to nothing before it is a matter for people
FAILURES_TOLD = 3


def authority_rows(authorities: Sequence[Authority]) -> list[dict[str, Any]]:
    states = {each.name: each for each in TimestampAuthority.objects.all()}
    return [_row(each, states.get(each.name)) for each in authorities]


def _row(authority: Authority, state: TimestampAuthority | None) -> dict[str, Any]:
    return {
        "authority": authority.name,
        "independent": not authority.is_local and not _known_as_ours(authority),
        "address": authority.url or "this installation",
        "answered_at": state and state.answered_at,
        "failures": state.failures if state else 0,
        "asked_again_at": state and state.next_at,
        "trouble": state.trouble if state else "",
    }


def _known_as_ours(authority: Authority) -> bool:
    """Whether its last timestamp says so, whatever the settings call it."""
    told = Timestamp.objects.filter(authority=authority.name).order_by("-pk")
    return told.values_list("independent", flat=True).first() is False


def due_rows(now: datetime) -> list[dict[str, Any]]:
    """Timestamps that must be renewed, those that end first before the others."""
    reasons = due(aged(ageing(now)), now)
    return [
        {"timestamp": f"{each.size}-{each.n}", "until": each.until, "why": str(each.why)} for each in reasons
    ]


def said_of_authorities(now: datetime) -> str:
    """One sentence. Raises StoreTrouble where one fails again and again, and what a wrong setting raises."""
    authorities = configured()
    independent = sum(_is_independent(each, now) for each in authorities)
    for row in authority_rows(authorities):
        if row["failures"] >= FAILURES_TOLD:
            raise StoreTrouble(
                f"{row['authority']} failed {row['failures']} times in a row: {row['trouble']}",
                "check its address and its trust root, or name another authority",
            )
    if independent >= ENOUGH:
        return ", ".join(each.name for each in authorities)
    without = "nobody else says when" if independent == 0 else "the fault of one is the loss of all"
    return f"independent authorities: {independent}; name at least {ENOUGH}, for {without}"


def _is_independent(authority: Authority, now: datetime) -> bool:
    """By its trust root, too: that of our own authority under another name is no other's."""
    if authority.is_local:  # its key is not made by a look at it
        return False
    return not any(map(is_marked, authority.roots(now).all))

"""The channels: mail, webhook, push, the hub of feeds, and those of plugins (entry points of "tocsin.channels")."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from tocsin.errors import WrongUse

if TYPE_CHECKING:
    from tocsin.delivery.channels.face import Channel

GROUP = "tocsin.channels"


@cache
def channels() -> dict[str, Channel]:
    """All channels by name. A plugin cannot take the place of one of ours."""
    from tocsin.delivery.channels.mail import Mail
    from tocsin.delivery.channels.push import Push
    from tocsin.delivery.channels.webhook import Webhook
    from tocsin.delivery.channels.websub import WebSub

    known: dict[str, Channel] = {each.name: each for each in (Mail(), Webhook(), Push(), WebSub())}
    for point in entry_points(group=GROUP):
        known.setdefault(point.name, point.load()())
    return known


def channel_of(name: str) -> Channel:
    """Raises WrongUse."""
    known = channels().get(name)
    if known is None:
        raise WrongUse(f"there is no channel {name!r}", f"use one of these: {', '.join(sorted(channels()))}")
    return known

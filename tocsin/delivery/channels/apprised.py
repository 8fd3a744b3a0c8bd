"""Chats, phones and other services by Apprise (BSD 2-Clause), where `tocsin[apprise]` is installed.

Only who runs the site names such an address (`tocsin delivery subscribe apprise URL`): Apprise calls hosts by itself, past
our guard. It tells no more than whether a service took a notice, so that one which answered too late comes twice.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from tocsin.delivery.addresses import host_lane
from tocsin.delivery.channels.face import Parcel
from tocsin.delivery.states import Outcome, Result
from tocsin.delivery.words import words_of
from tocsin.errors import WrongUse

URL_LENGTH_MAX = 2000


class Apprised:
    name = "apprise"
    at_once, at_once_in_lane = 4, 2
    #: most services know no id, by which a repeat could be told
    repeats_unknown = False
    signs = False

    def ready(self) -> bool:
        return find_spec("apprise") is not None

    def checked(self, address: str, keys: str) -> str:
        del keys
        if not self.ready():
            raise WrongUse("Apprise is not installed", "pip install 'tocsin[apprise]'")
        if len(address) > URL_LENGTH_MAX or not address.isprintable() or _service(address) is None:
            raise WrongUse("Apprise knows no service of this address", "see https://appriseit.com/services/")
        return address

    def lane(self, address: str) -> str:
        """A service, or a host of one: both fail as a whole."""
        parts = urlsplit(address)
        return host_lane(self.name, f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")

    def open(self) -> ApprisedSender:
        return ApprisedSender()


class ApprisedSender:
    def send(self, parcel: Parcel) -> Outcome:
        service = _service(parcel.address) if find_spec("apprise") else None
        if service is None:
            return Outcome(
                result=Result.TEMPORARY, reason="Apprise is not installed, or knows no such service"
            )
        if service.notify(title=parcel.subject, body=said(parcel), body_format="text"):
            return Outcome(result=Result.SENT, reason="taken")
        return Outcome(result=Result.TEMPORARY, reason="the service did not take it")

    def close(self) -> None:
        pass


def said(parcel: Parcel) -> str:
    """The text with its links, as a mail has them."""
    parts = [parcel.text.strip(), parcel.confirm_url, parcel.link]
    if parcel.unsubscribe_url:
        parts.append(f"{words_of(parcel.language)['end']}: {parcel.unsubscribe_url}")
    return "\n\n".join(part for part in parts if part)


def _service(address: str) -> Any:
    """None for an address that Apprise does not know."""
    return _apprise().Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)


@cache
def _asset() -> Any:
    """No code from the address's plugins, nothing kept on disk."""
    return _apprise().AppriseAsset(plugin_paths=[], storage_mode="memory", app_id="Tocsin", image_url_mask="")


@cache
def _apprise() -> Any:
    """Its own log is silenced: it names addresses."""
    import apprise

    logger = logging.getLogger("apprise")
    logger.propagate, logger.handlers = False, [logging.NullHandler()]
    return apprise

"""The authorities of the settings: who is asked for the time, where, and by which root we know their word.

TOCSIN_TIMESTAMP_AUTHORITIES lists them with commas between, each as `URL|NAME|FILE`, the file holding the authority's trust
root; or the single word `local` for the authority of our own, which is not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tocsin.custody.timestamps import local_file
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.errors import NotFound, StoreTrouble, WrongUse

LOCAL = "local"
NAME_LETTERS_MAX = 60
_ROOTS_BYTES_MAX = 4 * 2**20
_FORM = "write each as URL|NAME|FILE with commas between, or `local`"


@dataclass(frozen=True, slots=True)
class Authority:
    name: str
    #: empty of the local one
    url: str
    #: file of its trust root
    file: str

    @property
    def is_local(self) -> bool:
        return not self.url

    def roots(self, now: datetime) -> TrustRoots:
        """Raises StoreTrouble where the file cannot be read, WrongUse where it holds no root."""
        if self.is_local:
            return local_file.authority(now).roots
        try:
            with Path(self.file).open("rb") as file:
                return read_roots(file.read(_ROOTS_BYTES_MAX))
        except OSError as error:
            raise StoreTrouble(
                f"the trust root {self.file} of {self.name} cannot be read ({error.strerror})",
                "put the authority's root certificate there, or name another file",
            ) from None


_OURS = Authority(LOCAL, "", "")


def configured() -> Sequence[Authority]:
    """Raises WrongUse for a setting that cannot be meant."""
    return read_authorities(settings.TOCSIN_TIMESTAMP_AUTHORITIES)


def named(name: str) -> Authority:
    """One of the settings, or the local one, which needs none. Raises NotFound."""
    if name == LOCAL:
        return _OURS
    found = next((each for each in configured() if each.name == name), None)
    if found is None:
        raise NotFound(
            f"no authority is called {name!r}", "TOCSIN_TIMESTAMP_AUTHORITIES names those that there are"
        )
    return found


def read_authorities(text: str) -> Sequence[Authority]:
    """Raises WrongUse.

    >>> [each.name for each in read_authorities("local, https://stamp.example.org/tsr|Example|/etc/roots/example.pem")]
    ['local', 'Example']
    """
    found = [_read(part.strip()) for part in text.split(",") if part.strip()]
    if len({each.name for each in found}) < len(found):
        raise WrongUse("TOCSIN_TIMESTAMP_AUTHORITIES names one authority twice", _FORM)
    return found


def _read(text: str) -> Authority:
    if text == LOCAL:
        return _OURS
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 3 or not all(parts):
        raise WrongUse(f"TOCSIN_TIMESTAMP_AUTHORITIES holds {text[:100]!r}", _FORM)
    url, name, file = parts
    if not _is_address(url):
        raise WrongUse(f"{url[:200]!r} is no address of an authority", "use http or https, and no password")
    if len(name) > NAME_LETTERS_MAX or not name.isprintable() or name == LOCAL:
        raise WrongUse(
            f"{name[:100]!r} is no name of an authority", f"use at most {NAME_LETTERS_MAX} letters"
        )
    return Authority(name, url, file)


def _is_address(url: str) -> bool:
    """Plain http too: many authorities have nothing else, and their answers are signed."""
    try:
        parts = urlsplit(url)
        plain = parts.username is None and parts.port != 0
        return parts.scheme in ("http", "https") and bool(parts.hostname) and plain
    except ValueError:
        return False

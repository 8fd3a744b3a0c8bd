"""Names of files inside archives: where they lead, and which are one name on some systems."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_UNIX_ROOT = re.compile(r"[/~]")
_WINDOWS_ROOT = re.compile(r"[A-Za-z]:|\\|%\w+%")
#: names that file systems and their browsers make by themselves
_SYSTEMS_OWN = {".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", "ehthumbs.db"}
#: no name on Windows: the file cannot be stored there under its name
_NOT_ON_WINDOWS = re.compile(
    r'[<>:"|?*\\\x00-\x1f]|[. ](?:/|$)|(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/|$)',
    re.IGNORECASE,
)


class System(StrEnum):
    """Where a path leads out of the folder that it is meant in."""

    ANY = "any system"
    UNIX = "Linux and other Unixes"
    WINDOWS = "Windows"


def leads_out_on(path: str) -> System | None:
    """On which system a path leaves the folder that it is meant in; None where it stays.

    >>> leads_out_on("data/../../a"), leads_out_on("~root/a"), leads_out_on("C:\\\\a"), leads_out_on("data/~a")
    (<System.ANY: 'any system'>, <System.UNIX: 'Linux and other Unixes'>, <System.WINDOWS: 'Windows'>, None)
    """
    if ".." in path.split("/") or "\0" in path:
        return System.ANY
    if _UNIX_ROOT.match(path):
        return System.UNIX
    if _WINDOWS_ROOT.match(path) or ".." in re.split(r"[/\\]", path):
        return System.WINDOWS
    return None


def direct(path: str) -> str:
    """Without steps that lead nowhere: `./data//a` is `data/a`."""
    return "/".join(step for step in path.split("/") if step not in ("", "."))


def folded(path: str) -> str:
    """Alike for names that some file systems hold to be the same (RFC 8493, 5.2 and 6.1.1)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def is_systems_own(path: str) -> bool:
    return path.rpartition("/")[2].lower() in _SYSTEMS_OWN


def is_for_every_system(path: str) -> bool:
    return not _NOT_ON_WINDOWS.search(path)

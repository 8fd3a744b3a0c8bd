"""What the last check of the whole log found: a small file beside the store, for who looks after it. It proves nothing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tocsin.errors import StoreTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    at: datetime
    #: entries found right
    entries: int
    #: whether forms and columns of the entries, and every item of the store, were looked at too
    whole: bool
    #: what does not hold, a sentence; empty where all does
    trouble: str


def keep(check: LastCheck) -> None:
    """Raises StoreTrouble."""
    path = _path()
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(asdict(check) | {"at": check.at.isoformat()}), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StoreTrouble(f"{path} cannot be written ({error.strerror})", "make room") from error


def last_check() -> LastCheck | None:
    """None where the log was never checked, or the file does not say."""
    try:
        held = json.loads(_path().read_text(encoding="utf-8"))
        at = datetime.fromisoformat(held["at"])
        entries, whole, trouble = int(held["entries"]), bool(held["whole"]), str(held["trouble"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return None if at.tzinfo is None else LastCheck(at=at, entries=entries, whole=whole, trouble=trouble)


def _path() -> Path:
    return Path(settings.TOCSIN_HOME) / "custody-checked.json"

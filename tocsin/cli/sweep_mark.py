"""How far a check of the whole log came before it was stopped: a small file, renamed into place."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from django.conf import settings

from tocsin.custody.sweep import Mark
from tocsin.errors import StoreTrouble, WrongUse

#: seconds between two writings
_EVERY_S = 5.0


def read() -> Mark | None:
    """None where no check was left unfinished. Raises WrongUse for a file that is none of ours."""
    try:
        held = json.loads(_path().read_text(encoding="utf-8"))
        return Mark(
            int(held["position"]),
            bytes.fromhex(held["chain_hash"]),
            bytes.fromhex(held["head"]),
            None if held["erased"] is None else int(held["erased"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise WrongUse(f"{_path()} does not say how far a check came", "check without --resume") from error


@contextmanager
def kept() -> Iterator[Callable[[Mark], None]]:
    """Hands out what keeps a mark; the last one is written also where the check is stopped by hand."""
    last: Mark | None = None
    written = monotonic()

    def keep(mark: Mark) -> None:
        nonlocal last, written
        last = mark
        if monotonic() - written > _EVERY_S:
            _write(mark)
            written = monotonic()

    try:
        yield keep
    except KeyboardInterrupt:
        if last is not None:
            _write(last)
        raise


def forget() -> None:
    _path().unlink(missing_ok=True)


def _write(mark: Mark) -> None:
    held = {
        "position": mark.position,
        "chain_hash": mark.chain_hash.hex(),
        "head": mark.head.hex(),
        "erased": mark.erased,
    }
    path = _path()
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(held), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StoreTrouble(
            f"{path} cannot be written ({error.strerror})", "make room, or check without it"
        ) from error


def _path() -> Path:
    return Path(settings.TOCSIN_HOME) / "custody-verify.json"

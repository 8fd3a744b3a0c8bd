"""A disk or a database that refuses, told as StoreTrouble with the next step."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.errors import StoreTrouble

#: of OSError: no space, quota used up, file larger than allowed
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_AGAIN = "then run the same command again: what is in already stays in, once"


@contextmanager
def store_trouble() -> Iterator[None]:
    """Raises StoreTrouble for what the disk or the database refuses inside the block."""
    from django.db import OperationalError

    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreTrouble("the disk is full", f"free space on it, {_AGAIN}") from error
        raise StoreTrouble(
            f"the disk refuses ({error})", f"see that TOCSIN_HOME can be written, {_AGAIN}"
        ) from error
    except OperationalError as error:
        raise _of_database(error) from error


def _of_database(error: Exception) -> StoreTrouble:
    text = str(error).strip().partition("\n")[0]
    if "full" in text or "No space left" in text:
        return StoreTrouble(f"the disk is full ({text})", f"free space on it, {_AGAIN}")
    if "disk I/O error" in text:  # SQLite's word for a quota too
        return StoreTrouble(
            f"the disk is full or fails ({text})", f"free space on it or see its health, {_AGAIN}"
        )
    if "locked" in text:
        return StoreTrouble(f"another process is writing ({text})", f"wait until it is done, {_AGAIN}")
    return StoreTrouble(f"the database refuses ({text})", f"see `tocsin check`, {_AGAIN}")

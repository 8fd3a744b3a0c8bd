"""From DATABASE_URL to Django's description of a database."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tocsin.errors import WrongUse

# WAL with synchronous=FULL lost no commit in simulated power cuts; WAL with NORMAL lost some in every one.
# 32 MiB of pages a connection at most, taken as needed: with SQLite's own 2, a transaction of 50,000 bank lines, whose
# keys fall anywhere in their indexes, writes the same pages again and again. What is larger asks for more (page_cache.py).
SQLITE_FIRST_COMMANDS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768;"
)
#: seconds to wait for another writer before giving up
SQLITE_WAIT_S = 30


def from_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for `sqlite:///PATH` or `postgresql://...`. Raises WrongUse for other schemes."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    # The value may hold a password: name its scheme only.
    raise WrongUse(
        f"DATABASE_URL begins with {parts.scheme!r}", "it must begin with sqlite:/// or postgresql://"
    )


def _sqlite(path: str) -> dict[str, Any]:
    """`sqlite:////absolute` and `sqlite:///relative`, as SQLAlchemy and dj-database-url write them."""
    name = path[1:] if path.startswith("/") else path
    if not name:
        raise WrongUse("DATABASE_URL names no file", "write sqlite:///PATH")
    return {
        "ENGINE": "tocsin.sqlite",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # take the write lock at once: no deadlock on upgrading a read
            "timeout": SQLITE_WAIT_S,
            "init_command": SQLITE_FIRST_COMMANDS,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise WrongUse("DATABASE_URL has no valid port", "write a number from 1 to 65535") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),  # sslmode and the like, as libpq names them
        "CONN_MAX_AGE": 60,
    }

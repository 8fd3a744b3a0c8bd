"""tocsin check: configuration and health; each failure comes with its remedy."""

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from tocsin import environment
from tocsin.cli.output import print_json
from tocsin.errors import StoreTrouble, TocsinError

#: below this, taking in reports will soon fail
FREE_BYTES_MIN = 200 * 2**20
#: the worker signs every hour in which something came
CHECKPOINT_AGE_MAX = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Finding:
    what: str
    good: bool
    said: str
    remedy: str = ""


def run(args: argparse.Namespace) -> int:
    found = [_tried(what, check) for what, check in CHECKS.items()]
    if args.json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            print(f"{'ok  ' if one.good else 'FAIL'}  {one.what}: {one.said}")
            if one.remedy:
                print(f"      -> {one.remedy}")
    return 0 if all(one.good for one in found) else 1


def _tried(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, good=True, said=check())
    except TocsinError as error:
        return Finding(what=what, good=False, said=error.what, remedy=error.remedy)
    except Exception as error:  # a check must report whatever goes wrong, and go on with the next
        return Finding(
            what=what,
            good=False,
            said=f"{type(error).__name__}: {error}",
            remedy="this is a fault of the program: please report it",
        )


def _python() -> str:
    return sys.version.split()[0]


def _home() -> str:
    home = environment.home()
    probe = home / ".check"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StoreTrouble(
            f"{home} cannot be written ({error.strerror})", "set TOCSIN_HOME to a folder of yours"
        ) from None
    return str(home)


def _space() -> str:
    free = shutil.disk_usage(environment.home()).free
    if free < FREE_BYTES_MIN:
        raise StoreTrouble(
            f"{free // 2**20} MiB are free", "free some space: reports are refused when the disk is full"
        )
    return f"{free // 2**20} MiB are free"


def _key() -> str:
    if len(environment.secret_key()) < 32:
        raise StoreTrouble("SECRET_KEY is shorter than 32 letters", "unset it: a good one is made and kept")
    return "set"


def _database() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if (journal, synchronous) != ("wal", 2):
            raise StoreTrouble(
                f"SQLite runs with journal {journal}, synchronous {synchronous}",
                "use a file system that allows WAL (no network share)",
            )
    return connection.vendor


def _log() -> str:
    from tocsin import custody

    custody.number()
    verdict = custody.verify()
    if not verdict.holds:
        raise StoreTrouble(
            f"entry {verdict.position} of the custody log: {verdict.trouble}",
            "keep the store as it is and compare it with a backup",
        )
    return f"{verdict.checked} entries, all in order"


def _timestamps() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from tocsin.custody.timestamps.listing import said_of_authorities

    return said_of_authorities(datetime.now(UTC))


def _log_key() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from tocsin.custody import checkpoints, key_file, log_keys, tree

    key = log_keys.in_use()
    if key is None:
        return "none yet: nobody can hold you to the log before `tocsin custody key new`"
    key_file.private_of(bytes(key.public))
    last, moment = checkpoints.latest(), datetime.now(UTC)
    if last is None:
        raise StoreTrouble(
            f"{key.name} has signed no checkpoint yet", "`tocsin custody checkpoint` signs one"
        )
    if last.size < tree.size() and moment - last.made_at > CHECKPOINT_AGE_MAX:
        raise StoreTrouble(
            f"the newest checkpoint is of {last.made_at:%Y-%m-%d %H:%M} UTC, and entries came since",
            "let `tocsin worker` run, which signs one an hour, or sign with `tocsin custody checkpoint`",
        )
    return f"{key.name}, newest checkpoint over {last.size} entries"


def _site() -> str:
    address = environment.value("TOCSIN_SITE")
    local = address.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if not address.startswith("https://") and not local:
        raise StoreTrouble(
            f"the public address {address} is not https",
            "put TOCSIN_SITE behind TLS: a visit must betray nobody",
        )
    return address


def _signing_key() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from tocsin.alerts.keys import expiry_soon, in_use, signer

    key = in_use()
    if key is None:
        return "none yet: nothing can be issued before `tocsin key new`"
    moment = datetime.now(UTC)
    pair = signer(sent=moment, actual=not key.demonstration)
    if expiry_soon(pair.certificate, moment):
        raise StoreTrouble(
            f"the signing key's certificate expires on {pair.certificate.valid_until:%Y-%m-%d}",
            "take a new key: `tocsin key rotate`",
        )
    return f"{key.fingerprint[:16]}, valid until {pair.certificate.valid_until:%Y-%m-%d}"


def _sender() -> str:
    sender = environment.value("TOCSIN_SENDER")
    if any(letter in sender for letter in " ,<&"):
        raise StoreTrouble(
            f"TOCSIN_SENDER {sender!r} cannot stand in CAP", "leave out spaces, commas, < and &"
        )
    return sender


def _mail() -> str:
    """Never the whole setting: it may hold a password."""
    url = environment.value("TOCSIN_SMTP")
    if not url:
        return "TOCSIN_SMTP is not set: no mail is sent, and what is to be sent waits"
    from tocsin.delivery.channels.mail import server

    to = server(url)
    return f"TOCSIN_SMTP is set: {to.host}:{to.port}, {to.security}"


def _push() -> str:
    """Says only whether the key is there: it is not made by a look at it."""
    path = environment.home() / "push-key.pem"
    if not path.exists():
        return "no key yet: it is made with the first notice"
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise StoreTrouble(
            f"{path} is no private key that can be read ({type(error).__name__})",
            "bring it back from a backup: browsers that subscribed know no other",
        ) from None
    return "the key is set"


def _pictures() -> str:
    """Renders a page of ours: whether a browser can be fenced in here is not known before."""
    if not (program := environment.value("TOCSIN_CHROMIUM")):
        return "off: no TOCSIN_CHROMIUM"
    from pathlib import Path

    from tocsin.apart.picture import Answer, picture

    page = Answer(status=200, headers=(("Content-Type", "text/html"),), body=b"<p>It works</p>")
    found = picture(Path(program), "http://page.invalid/", lambda *_: page)
    return f"{found.browser} rendered a page"


def _levels() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from tocsin.alerts.schemes import schemes

    return ", ".join(scheme.id for scheme in schemes())


def _levels_used() -> str:
    from tocsin.cli.store import open_store

    open_store()
    from tocsin.alerts.models import Alert
    from tocsin.alerts.schemes import schemes

    known = {(scheme.id, level.id) for scheme in schemes() for level in scheme.levels}
    used = set(Alert.objects.order_by().values_list("scheme", "level").distinct())
    if gone := sorted(used - known):
        named = ", ".join("/".join(each) for each in gone)
        raise StoreTrouble(
            f"alerts are at levels that no scheme has: {named}",
            "name the file that has them in TOCSIN_LEVEL_SCHEMES; pages show the bare name until then",
        )
    return f"{len(used)} in use"


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "folder": _home,
    "space": _space,
    "secret key": _key,
    "level schemes": _levels,
    "store": _database,
    "levels of alerts": _levels_used,
    "custody log": _log,
    "log key": _log_key,
    "timestamps": _timestamps,
    "pictures of pages": _pictures,
    "public address": _site,
    "CAP sender": _sender,
    "signing key": _signing_key,
    "mail": _mail,
    "web push": _push,
}

"""tocsin key new|list|rotate|retire|export-certificate"""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tocsin.alerts import key_files, key_pair
from tocsin.alerts.key_acts import retire, rotate, say_compromised, take_into_use
from tocsin.alerts.key_pair import KeyPair, read_chain
from tocsin.alerts.keys import in_use, key_named
from tocsin.alerts.models import SigningKey
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_rows
from tocsin.cli.times import zoned
from tocsin.errors import Conflict, NotFound, WrongUse


def run(args: argparse.Namespace) -> int:
    acts = {
        "new": _new,
        "list": _list,
        "rotate": _rotate,
        "retire": _retire,
        "export-certificate": _export,
    }
    acts[args.act](args)
    return 0


def _new(args: argparse.Namespace) -> None:
    by = actor(args, "manage keys")
    if in_use():
        raise Conflict("a signing key is in use already", "replace it with `tocsin key rotate`")
    with transaction.atomic():
        key = take_into_use(_pair(args), by=by, now=now(), reason=args.reason)
    _told(key)


def _rotate(args: argparse.Namespace) -> None:
    by = actor(args, "manage keys")
    if not in_use():
        raise NotFound("there is no signing key in use", "`tocsin key new` makes one")
    with transaction.atomic():
        key = rotate(_pair(args), by=by, now=now(), reason=args.reason)
    _told(key)


def _retire(args: argparse.Namespace) -> None:
    by = actor(args, "manage keys")
    key = key_named(args.fingerprint)
    if args.compromised_since:
        since = zoned(args.compromised_since)
        key = say_compromised(key, since=since, by=by, now=now(), reason=args.reason)
    else:
        key = retire(key, by=by, now=now(), reason=args.reason)
    print(f"The key {key.fingerprint[:16]} signs no more. Its certificate stays public, for what it signed.")
    if not in_use():
        print("No key is in use now, and nothing can be issued: `tocsin key new` makes one.")


def _list(args: argparse.Namespace) -> None:
    rows = [_row(key) for key in SigningKey.objects.all()]
    print_rows(rows, as_json=args.json, empty="No signing key yet: `tocsin key new`.")


def _row(key: SigningKey) -> dict[str, object]:
    certificate = read_chain(key.certificates.encode())[0]
    return {
        "fingerprint": key.fingerprint,
        "key": certificate.key,
        "subject": certificate.subject,
        "valid_until": f"{certificate.valid_until:%Y-%m-%d}",
        "in_use_since": key.taken_at.isoformat(timespec="seconds"),
        "retired": key.retired_at and key.retired_at.isoformat(timespec="seconds"),
        "compromised_since": key.compromised_since and key.compromised_since.isoformat(timespec="seconds"),
        "reason": key.retired_reason or key.reason,
    }


def _export(args: argparse.Namespace) -> None:
    key = key_named(args.fingerprint) if args.fingerprint else in_use()
    if key is None:
        raise NotFound("there is no signing key in use", "name one of `tocsin key list`")
    if args.output:
        Path(args.output).write_text(key.certificates, encoding="ascii")
    else:
        sys.stdout.write(key.certificates)


def _pair(args: argparse.Namespace) -> KeyPair:
    """The key that the command line asks for: one that an authority certified, or a new one, kept in a file."""
    if bool(args.certificate) != bool(args.private_key):
        raise WrongUse(
            "a certificate comes with its private key", "give both --certificate and --private-key"
        )
    passphrase: str = settings.TOCSIN_SIGNING_PASSPHRASE
    if args.certificate:
        pair = key_pair.brought(
            _read(args.private_key), _read(args.certificate), passphrase=passphrase, where=args.private_key
        )
    else:
        pair = key_pair.made(
            organisation=settings.TOCSIN_ORGANISATION,
            site=settings.TOCSIN_SITE,
            days=args.days,
            demonstration=False,
            now=now(),
        )
    if settings.TOCSIN_SIGNING_KEY:
        _check_brought(args)
    else:
        _check_sealed(passphrase, plain=args.plain)
        key_files.keep(pair)
    key_files.private_of(pair.certificate)  # before it is taken into use: the site will find it like this
    return pair


def _check_brought(args: argparse.Namespace) -> None:
    """Where TOCSIN_SIGNING_KEY says where the key lies, Tocsin writes no file."""
    if not args.certificate:
        raise WrongUse(
            "TOCSIN_SIGNING_KEY says that the key lies elsewhere, and a new one would be written to TOCSIN_HOME",
            "unset it, or bring that key: --certificate FILE --private-key FILE",
        )


def _check_sealed(passphrase: str, *, plain: bool) -> None:
    if not passphrase and not plain:
        raise WrongUse(
            "the private key would lie unencrypted in its file",
            "set TOCSIN_SIGNING_PASSPHRASE here and for the site, or say --plain",
        )


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read ({error.strerror})", "name a file that is there") from None


def _told(key: SigningKey) -> None:
    certificate = read_chain(key.certificates.encode())[0]
    print(f"Alerts are signed by the key {key.fingerprint} from now on.")
    print(f"Its certificate is valid until {certificate.valid_until:%Y-%m-%d}; then: `tocsin key rotate`.")
    print(f"Everybody finds it at {settings.TOCSIN_SITE}/alerts/keys/{key.fingerprint}.pem")

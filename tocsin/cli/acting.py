"""Who acts on the command line. Signing needs a login that proves itself; nobody is named by somebody else's word."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from django.contrib.auth.models import User

from tocsin import environment
from tocsin.errors import NotAllowed, WrongUse
from tocsin.web.roles import require

COMMAND_LINE = "command line"


def now() -> datetime:
    return datetime.now(UTC)


def actor(args: argparse.Namespace, act: str) -> str:
    """The login that `--login` names, proven and allowed to do this; without one, whoever has the shell."""
    if not (args.login or environment.value("TOCSIN_LOGIN")):
        return COMMAND_LINE
    return person(args, act).get_username()


def person(args: argparse.Namespace, act: str) -> User:
    """The login that acts, proven by its password (and second factor), and allowed to do this."""
    name = args.login or environment.value("TOCSIN_LOGIN")
    if not name:
        raise WrongUse("a person must do this", "name the login with --login NAME or TOCSIN_LOGIN")
    login = User.objects.filter(username=name).first()
    password = environment.value("TOCSIN_PASSWORD") or _ask(f"Password of {name}: ", hidden=True)
    # one message for all that may be wrong: it must not tell which logins exist
    if login is None or not login.is_active or not login.check_password(password):
        raise NotAllowed(
            f"the login {name!r} and this password do not fit", "try again, or ask an administrator"
        )
    _second_factor(login)
    require(login, act)
    return login


def _second_factor(login: User) -> None:
    from allauth.mfa.models import Authenticator

    authenticator = Authenticator.objects.filter(user=login, type=Authenticator.Type.TOTP).first()
    if authenticator and not authenticator.wrap().validate_code(_ask(f"Code of {login.get_username()}: ")):
        raise NotAllowed("this code does not fit", "read the newest code from the app and try again")


def _ask(prompt: str, *, hidden: bool = False) -> str:
    if not sys.stdin.isatty():
        raise WrongUse(
            "nobody is there to be asked for a password or code",
            "run this on a terminal, or set TOCSIN_PASSWORD (a login with a second factor needs a terminal)",
        )
    return getpass.getpass(prompt) if hidden else input(prompt).strip()

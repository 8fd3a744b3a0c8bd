"""tocsin login add|role|password|disable|list"""

import argparse
import secrets
from collections.abc import Sequence

from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tocsin import custody
from tocsin.cli.acting import COMMAND_LINE, now
from tocsin.cli.output import print_json, print_rows
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.web.roles import Role


def run(args: argparse.Namespace) -> int:
    {"add": _add, "role": _role, "password": _password, "disable": _disable, "list": _list}[args.act](args)
    return 0


def _add(args: argparse.Namespace) -> None:
    password = add_login(args.name, args.role)
    if args.json:
        print_json({"login": args.name, "roles": sorted(args.role), "password": password})
    else:
        print(
            f"Login {args.name} ({', '.join(sorted(args.role))}). Its password, shown this once: {password}"
        )


def add_login(name: str, roles: Sequence[str]) -> str:
    """Makes a login with a random password, and returns the password."""
    groups = _groups(roles)
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        raise WrongUse(f"{name!r} cannot be a login", "use letters, digits and @ . + - _ only") from None
    password = secrets.token_urlsafe(15)
    try:
        with transaction.atomic():
            login = User.objects.create_user(name, password=password)
            login.groups.set(groups)
            _log(login, "login added", roles)
    except IntegrityError:
        raise Conflict(f"there is a login {name!r} already", "choose another name") from None
    return password


def _role(args: argparse.Namespace) -> None:
    with transaction.atomic():
        login = _login(args.name)
        login.groups.set(_groups(args.role))
        _log(login, "roles set", args.role)
    print(f"{args.name} is now {', '.join(sorted(args.role))}.")


def _password(args: argparse.Namespace) -> None:
    password = secrets.token_urlsafe(15)
    with transaction.atomic():
        login = _login(args.name)
        login.set_password(password)
        login.save(update_fields=["password"])
        _log(login, "password renewed", [])
    print(f"The new password of {args.name}, shown this once: {password}")


def _disable(args: argparse.Namespace) -> None:
    with transaction.atomic():
        login = _login(args.name)
        login.is_active = False
        login.save(update_fields=["is_active"])
        _log(login, "login disabled", [])
    print(f"{args.name} is shut out. What they decided stays.")


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "login": login.username,
            "roles": ", ".join(sorted(group.name for group in login.groups.all())),
            "active": "yes" if login.is_active else "no",
            "last_signed_in": login.last_login.isoformat(timespec="seconds") if login.last_login else None,
        }
        for login in User.objects.prefetch_related("groups").order_by("username")
    ]
    print_rows(
        rows, as_json=args.json, empty="There is no login yet: `tocsin login add NAME --role analyst`."
    )


def _login(name: str) -> User:
    login = User.objects.filter(username=name).first()
    if login is None:
        raise NotFound(f"there is no login {name!r}", "`tocsin login list` shows them")
    return login


def _groups(roles: Sequence[str]) -> list[Group]:
    for role in roles:
        if role not in set(Role):
            raise WrongUse(f"{role!r} is no role", f"the roles are {', '.join(Role)}")
    return [Group.objects.get_or_create(name=role)[0] for role in roles]


def _log(login: User, action: str, roles: Sequence[str]) -> None:
    act = custody.Act(
        item=f"login:{login.pk}",
        action=action,
        actor=COMMAND_LINE,
        at=now(),
        after={"roles": sorted(roles)},
    )
    custody.log([act])

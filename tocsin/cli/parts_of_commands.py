"""What commands are made of: a command, a group of acts, and the options that many share."""

import argparse
from typing import Any


def add_command(
    verbs: Any, name: str, module: str, what: str, *, store: bool = True
) -> argparse.ArgumentParser:
    """`store` says whether the command needs the store; without it Django is never imported."""
    command: argparse.ArgumentParser = verbs.add_parser(name, help=what, description=what)
    command.set_defaults(module=module, store=store)
    return command


def add_group(verbs: Any, name: str, module: str, what: str) -> Any:
    return add_command(verbs, name, module, what).add_subparsers(dest="act", metavar="ACT", required=True)


def add_act(group: Any, name: str, what: str, *, signed: bool = False) -> argparse.ArgumentParser:
    act: argparse.ArgumentParser = group.add_parser(name, help=what, description=what)
    if signed:
        login_option(act)
    return act


def login_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--login",
        metavar="NAME",
        help="the login that acts (default: $TOCSIN_LOGIN); its password is asked for, or taken from $TOCSIN_PASSWORD",
    )


def json_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON in place of a table")

"""Commands that keep the house: logins, the site, the worker, what is wrong, the demonstration."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option, login_option


def login(verbs: Any) -> None:
    group = add_group(verbs, "login", "login", "Logins of the people who work at the desk.")
    add = add_act(group, "add", "Add a login and print its random password once.")
    add.add_argument("name")
    add.add_argument("--role", action="append", default=[], required=True, metavar="ROLE")
    json_option(add)
    role = add_act(group, "role", "Set the roles of a login.")
    role.add_argument("name")
    role.add_argument("role", nargs="+", metavar="ROLE")
    password = add_act(group, "password", "Give a login a new random password, printed once.")
    password.add_argument("name")
    disable = add_act(group, "disable", "Shut a login out. Its decisions stay.")
    disable.add_argument("name")
    json_option(add_act(group, "list", "List logins and their roles."))


def serve(verbs: Any) -> None:
    command = add_command(verbs, "serve", "serve", "Serve the site.", store=False)
    command.add_argument("--port", type=int, help="default: $TOCSIN_PORT or 8000")


def worker(verbs: Any) -> None:
    command = add_command(verbs, "worker", "worker", "Poll the feeds and read what comes in, until stopped.")
    command.add_argument("--once", action="store_true", help="do what is due now, and end")


def check(verbs: Any) -> None:
    json_option(
        add_command(
            verbs,
            "check",
            "check",
            "Check configuration and health; each failure comes with its remedy.",
            store=False,
        )
    )


def demo(verbs: Any) -> None:
    command = add_command(
        verbs,
        "demo",
        "demo",
        "Prepare the demonstration: take in the examples and replay two people's recorded decisions.",
    )
    command.add_argument("--examples", default="examples", metavar="FOLDER")
    command.add_argument("--serve", action="store_true", help="then serve the site")


def erase(verbs: Any) -> None:
    command = add_command(
        verbs, "erase", "erase", "Erase an item, or fields of it, for good; the log still verifies."
    )
    command.add_argument("item", help="report:N, finding:N, contact:N, bank-line:N or donor:PSEUDONYM")
    command.add_argument(
        "--field", action="append", default=[], metavar="NAME", help="only this field; may be repeated"
    )
    command.add_argument(
        "--paragraph",
        action="append",
        type=int,
        default=[],
        metavar="N",
        help="of a report, only this paragraph of its clean text, counted from 0; may be repeated",
    )
    command.add_argument(
        "--reason",
        required=True,
        help="stands in pages and in the log for good: no name, no personal datum",
    )
    command.add_argument(
        "--yes", action="store_true", help="do it; without it you see what would go and what stays"
    )
    login_option(command)
    json_option(command)


def backup(verbs: Any) -> None:
    command = add_command(
        verbs,
        "backup",
        "backup",
        "Back the store and its files up while people work; or check a backup: `tocsin backup verify BACKUP`.",
        store=False,
    )
    command.add_argument(
        "words",
        nargs="+",
        metavar="TO",
        help="a folder or a .tar file that is not there yet; or: verify BACKUP",
    )
    command.add_argument(
        "--with-keys",
        action="store_true",
        help="private keys too, encrypted with $TOCSIN_BACKUP_PASSPHRASE or what you type",
    )
    command.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="verify: one that was kept elsewhere must be continued",
    )
    login_option(command)
    json_option(command)


def restore(verbs: Any) -> None:
    command = add_command(
        verbs,
        "restore",
        "restore",
        "Restore a backup into an empty TOCSIN_HOME, where its log holds.",
        store=False,
    )
    command.add_argument("backup", type=Path, help="its folder or its .tar file")
    command.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="that was kept elsewhere: the log must continue it"
    )
    command.add_argument("--with-keys", action="store_true", help="restore the private keys in it too")
    command.add_argument("--reason", default="", help="stands in the custody log")

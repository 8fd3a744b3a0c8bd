"""Writes the reference pages that are made from the code: settings, commands, roles, alerts. A test holds them to it.

python tools/reference.py
"""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings")

from tocsin import environment
from tocsin.cli.commands import parser

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
MADE = "<!-- Made from the code by tools/reference.py; change it there. -->\n"


def settings_page() -> str:
    rows = "".join(f"| `{one.name}` | {_code(one.default)} | {one.what} |\n" for one in environment.VARIABLES)
    return (
        f"{MADE}# Settings\n\nAll settings come from the environment. `tocsin check` says what is wrong with them.\n\n"
        f"| variable | default | what it is |\n|---|---|---|\n{rows}"
    )


def commands_page() -> str:
    parts = [f"{MADE}# Commands\n\n`tocsin COMMAND --help` prints the same.\n"]
    for name, command in _choices(parser()).items():
        parts.append(_command(f"tocsin {name}", command, "##"))
        parts += [_command(f"tocsin {name} {act}", one, "###") for act, one in _choices(command).items()]
    return "\n".join(parts)


def roles_page() -> str:
    from tocsin.web.roles import ACTS, Role

    head = "".join(f" {role} |" for role in Role)
    line = "---|" * (len(Role) + 1)
    rows = "".join(
        f"| {act} |" + "".join(" yes |" if role in allowed else "  |" for role in Role) + "\n"
        for act, allowed in ACTS.items()
    )
    intro = "Who may do what. Acts on an alert have further rules: see alerts.md."
    return f"{MADE}# Roles\n\n{intro}\n\n| |{head}\n|{line}\n{rows}"


def alerts_page() -> str:
    from tocsin.alerts.lifecycle import RULES, Action, Second

    rows = "".join(
        f"| {action} | {', '.join(f'{old} → {new}' for old, new in rule.steps.items())} "
        f"| {', '.join(sorted(rule.roles)) if rule.roles else 'the clock'} "
        f"| {'yes' if rule.four_eyes else ''} | {'yes' if rule.needs_reason else ''} "
        f"| {_seconds(rule.second)}{' (only where switched on)' if rule.needs_switch else ''} |\n"
        for action, rule in RULES.items()
    )
    who = "".join(
        f"| {role} | {', '.join(action for action in Action if role in (RULES[action].roles or ()))} |\n"
        for role in sorted(set().union(*(rule.roles or () for rule in RULES.values())))
    )
    head = "| step | from → to | who | four eyes | needs a reason | second signature |\n|---|---|---|---|---|---|\n"
    seconds = " or ".join((", ".join(list(Second)[:-1]), list(Second)[-1]))
    intro = (
        "Every step in an alert's life; what they mean stands in [alert-life.md](alert-life.md). Four eyes: whoever\n"
        "drafted, edited or translated an alert, or issued it alone, may not take this step. An update or a\n"
        "cancellation is a draft of its own; the alert that it replaces changes its state when that draft is issued."
    )
    roles = f"What each role may do:\n\n| role | steps |\n|---|---|\n{who}"
    return f"{MADE}# Alerts\n\n{intro}\n\n{head}{rows}\nA second signature is {seconds}.\n\n{roles}"


def _seconds(second: Mapping[Any, Any] | None) -> str:
    return ", ".join(f"{old or 'none'} → {new}" for old, new in (second or {}).items())


def _choices(command: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _command(name: str, command: argparse.ArgumentParser, head: str) -> str:
    lines = [f"{head} {name}\n", f"{command.description}\n"]
    for action in command._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        shown = ", ".join(action.option_strings) or (action.metavar or action.dest)
        if action.option_strings and action.metavar:
            shown += f" {action.metavar}"
        lines.append(f"- `{shown}`" + (f": {action.help}" if action.help else ""))
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def pages() -> dict[str, str]:
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "roles.md": roles_page(),
        "alerts.md": alerts_page(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

"""Writes the reference pages that are made from the code, such as settings and commands. A test holds them to it.

python tools/reference.py
"""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings")

from typing import TYPE_CHECKING

from tocsin import environment
from tocsin.cli.commands import parser
from tocsin.cli.examples_of_commands import EXAMPLES

if TYPE_CHECKING:
    from tocsin.alerts.cap.rules.rule import Rule

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
MADE = "<!-- Made from the code by tools/reference.py; change it there. -->\n"

CAP_INTRO = """# CAP messages

CAP, the Common Alerting Protocol of OASIS, is the form in which alerts are sent to other systems. Tocsin writes version
1.2 and reads 1.2, 1.1 and 1.0. `tocsin alert validate FILE|FOLDER|URL` holds messages of anyone to the standard:

    $ tocsin alert validate flood.xml
    flood.xml: /cap:alert/cap:info/cap:expires: expires-after-sent: expires 2005-07-19T16:00:00-06:50 lies before sent ...
    flood.xml: signature: unsigned: The message carries no signature.
    flood.xml: invalid (CAP 1.2)

- **Exit code**: 0 where every message is valid, 1 where one is not, 2 where the command cannot be meant: a file that is
  not there, an address that gives no answer, a profile that is none.
- **Every line** that speaks of a rule has the XPath of the element at fault, the rule's name, and the reason with the
  value. In the XPath `cap` stands for the namespace of the message's own version and `ds` for that of XML signatures.
  Of one rule at most 50 faults are listed.
- **Errors** make a message invalid. **Advice** never does: the line begins with `advice`.
- **The signature** is judged on a line of its own, as of the time that the message was sent, or as of `--at`. It decides
  only with `--signature`. Where it holds only after white space between elements is taken out, the line says so: the
  bytes that were served are then not the bytes that were signed.
- **A feed** is judged entry by entry; named by its address, the messages that it links to are fetched, 50 at most. Of an
  entry that links to a page and to a message (`application/cap+xml`), the message is judged. So is whatever other XML
  carries messages: EDXL-DE, SOAP, the lists of IPAWS.
  Addresses within a network of one's own are not fetched, but for the very machine that the command runs on.
- **Bounds**: 20 MB, 100,000 tags and attributes, 10,000 children of one element, 50 levels, 250,000 points of polygons
  that are searched for crossings. A document type is refused, and with it entities.
- `--json` prints all of it for programs.

A message that is read and written again means the same when every field is equal, repeated ones in their order: times by
instant and offset, numbers by value, texts but for white space around them. An element without text says nothing, an
absent language is en-US, and the signature is not part of what a message says: who writes it again signs it again.

`older-form` stands for the schemas of 1.0 and 1.1, each with what it asks and knows. What 1.0 writes as `name=value` is
read as name and value,
and its certainty `Very Likely` as `Likely`.
"""


CAP_UNHELD = """
## What no rule holds

One message does not show whether these parts of the standard and of the profiles are kept:

| what is asked | where | why no rule holds it |
|---|---|---|
| no other message has this identifier, and no other sender this name | 3.2.1 | other messages would have to be known |
| an update or cancel references all that has not expired | 3.2.1, profiles | the same; that it references some is held |
| a later block of one language contradicts nothing in an earlier one | 3.2.2 | what contradicts is for people to say |
| codes come from the lists that they name | 3.2.2, 3.2.4, profiles | the lists change, and are not shipped |
| `derefUri` goes only to receivers that can read it, and is taken out by who forwards it | 3.2.3 | it is asked of networks |
| `size` stands beside a `uri` where it is known | 3.2.3 | whether it was known is not shown |
| a message may be encrypted as a whole | 3.3.4.2 | it is not opened: its root is no alert, and the line says so |
"""


def settings_page() -> str:
    rows = "".join(f"| `{one.name}` | {_code(one.default)} | {one.what} |\n" for one in environment.VARIABLES)
    return (
        f"{MADE}# Settings\n\nAll settings come from the environment. `tocsin check` says what is wrong with them.\n\n"
        f"| variable | default | what it is |\n|---|---|---|\n{rows}"
    )


def commands_page() -> str:
    parts = [f"{MADE}# Commands\n\n`tocsin COMMAND --help` prints the same.\n"]
    for name, command in _choices(parser()).items():
        parts += _with_acts(f"tocsin {name}", command, "##")
    return "\n".join(parts)


def _with_acts(name: str, command: argparse.ArgumentParser, mark: str) -> list[str]:
    """A command, then its acts, and theirs."""
    acts = [
        part
        for act, one in _choices(command).items()
        for part in _with_acts(f"{name} {act}", one, f"{mark}#")
    ]
    return [_command(name, command, mark), *acts]


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


def cap_page() -> str:
    from tocsin.alerts.cap.rules.profiles import PROFILES
    from tocsin.alerts.cap.validating import all_rules

    parts = [f"{MADE}{CAP_INTRO}\n## Rules of the standard\n\n{_rules(all_rules())}"]
    parts += [
        f"\n## Profile `{one.name}`\n\n{one.title}. Its rules come on top of those above.\n\n{_rules(one.rules)}"
        for one in PROFILES.values()
        if one.rules
    ]
    return "".join((*parts, CAP_UNHELD))


def _rules(rules: "tuple[Rule, ...]") -> str:
    rows = "".join(f"| `{one.name}` | {one.level} | {one.holds} | {one.source} |\n" for one in rules)
    return f"| rule | level | what holds | where it is said |\n|---|---|---|---|\n{rows}"


def proposals_page() -> str:
    from tocsin.assessment.cues import shipped
    from tocsin.assessment.framework_file import framework_from
    from tocsin.assessment.framework_versions import shipped_texts

    parts = [f"{MADE}# What proposes evidence\n\n{PROPOSALS_INTRO}"]
    for framework in map(framework_from, shipped_texts()):
        parts.append(f"\n## {framework.title}\n\n")
        parts.append("| | indicator or element | rules for it | rules against it |\n|---|---|---|---|\n")
        for each in framework.criteria():
            sides = [
                ", ".join(cue.id for cue in shipped() if each.id in ids(cue).get(framework.id, ()))
                for ids in (lambda cue: cue.favours, lambda cue: cue.opposes)
            ]
            rules = " | ".join(sides) if any(sides) else "**none**: people alone | "
            parts.append(f"| {each.id} | {each.text} | {rules} |\n")
    return "".join(parts)


PROPOSALS_INTRO = """\
Findings that a person accepted propose evidence for indicators and elements of the two frameworks that ship. A rule
(a *cue*) looks for words close together in what a finding tells, or for a finding of a kind, such as a figure of
civilians killed or a crime that somebody named. Each proposal says which rule, which words, and who said them. A person
accepts or refuses it.

- A negation ("no convoy was turned back") and a denial propose on the other side. A statement that somebody denies
  proposes on both: for it with its own passage, against it with the denial's.
- What is asked for, planned, feared, or put as a condition or a question proposes nothing, unless such words are what
  the rule is about (threats).
- Elements of the mind, intent above all, are proposed only from what somebody said, never from what was done.
- No rule names a country, a people or a party, and each does the same whoever is named.
- Nothing is proposed for an indicator below that has no rule: people look for it themselves. That nothing is proposed
  says nothing of the world.
- A framework of one's own gets no proposals; an edited copy that keeps the framework's id keeps those of its criteria.

The rules are data: `tocsin/assessment/data/cues.yml`, each with a passage in which it is met and one in which it is not.
"""


def _choices(command: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _command(name: str, command: argparse.ArgumentParser, head: str) -> str:
    lines = [f"{head} {name}\n", f"{command.description}\n"]
    for action in command._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            lines.append(_argument(action))
    if examples := EXAMPLES.get(name):
        lines.append("\n" + "\n".join(f"    $ {line}" for line in examples))
    return "\n".join(lines) + "\n"


def _argument(action: argparse.Action) -> str:
    """Its name, what may stand for it, whether it must be given, and what it is."""
    shown = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    if action.option_strings and action.metavar:
        shown += f" {action.metavar}"
    choices = f", one of {', '.join(f'`{one}`' for one in action.choices)}" if action.choices else ""
    needed = " (needed)" if action.option_strings and action.required else ""
    return f"- `{shown}`{choices}{needed}: {action.help}"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def pages() -> dict[str, str]:
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "roles.md": roles_page(),
        "alerts.md": alerts_page(),
        "cap.md": cap_page(),
        "proposals.md": proposals_page(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

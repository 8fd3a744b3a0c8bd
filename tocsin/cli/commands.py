"""All commands, in the order in which help lists them; each file beside this one holds the arguments of one step.

A command is carried out by the module that its `module` names. Only the standard library is imported here and there:
`tocsin --help` answers at once.
"""

import argparse

from tocsin import __version__
from tocsin.cli import (
    alerts_commands,
    assessment_commands,
    custody_commands,
    delivery_commands,
    dossier_commands,
    house_commands,
    reading_commands,
    relief_commands,
    reports_commands,
    search_commands,
    situations_commands,
    verification_commands,
)
from tocsin.cli.names_of_things import say_all

COMMANDS = (
    reports_commands.take_in,
    reports_commands.feed,
    reports_commands.report,
    reading_commands.read,
    search_commands.search,
    verification_commands.verification,
    verification_commands.access,
    situations_commands.situation,
    assessment_commands.framework,
    assessment_commands.assessment,
    house_commands.login,
    alerts_commands.alert,
    alerts_commands.area,
    alerts_commands.key,
    relief_commands.relief,
    delivery_commands.delivery,
    custody_commands.custody,
    house_commands.erase,
    house_commands.backup,
    house_commands.restore,
    dossier_commands.dossier,
    dossier_commands.export,
    house_commands.serve,
    house_commands.worker,
    delivery_commands.deliver,
    house_commands.check,
    house_commands.demo,
)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="tocsin",
        description="Warn of mass atrocity and forced displacement, and bear witness to it.",
        epilog="Settings come from the environment; `tocsin check` prints them and what is wrong.",
    )
    top.add_argument("--version", action="version", version=f"tocsin {__version__}")
    verbs = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in COMMANDS:
        add(verbs)
    say_all(top)
    return top

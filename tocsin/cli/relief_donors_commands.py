"""Commands of donors: lists of names, and what a person decides about who resembles a listed one."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def screening(verbs: Any) -> None:
    group = add_group(
        verbs,
        "screening",
        "relief_screening",
        "Donors' names beside lists of names; a person decides each hit.",
    )
    take_in = add_act(group, "take-in", "Take in a list of names, and compare donors with it.", signed=True)
    take_in.add_argument(
        "file", type=Path, help="CSV with a column `name`, or FollowTheMoney entities, one a line"
    )
    take_in.add_argument("--title", required=True, help="what the list is called, and by whom it is kept")
    json_option(take_in)
    run = add_act(group, "run", "Compare donors with the newest lists again; says how many hits are new.")
    json_option(run)
    json_option(add_act(group, "hits", "List hits that nobody has decided about."))
    decide = add_act(group, "decide", "Decide about a hit, with a reason.", signed=True)
    decide.add_argument("hit", type=int)
    decide.add_argument("verdict", choices=("same person", "another person", "cannot tell", "withdrawn"))
    decide.add_argument("--reason", required=True, help="stays for good: it names nobody")

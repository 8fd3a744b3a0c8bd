"""Commands of public accounts: write them out, and add a download up again."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, json_option


def audit(group: Any) -> None:
    act = add_act(
        group,
        "audit",
        "Add a fund's downloaded accounts up again, with no store and no network.",
    )
    act.set_defaults(module="relief_audit", store=False)
    act.add_argument("export", type=Path, help="the JSON that the fund's page offers")
    act.add_argument("--receipt", metavar="CODE", help="also say what the gift of this receipt code funded")
    json_option(act)


def export(group: Any) -> None:
    act = add_act(group, "export", "Write a fund's public accounts out.", signed=True)
    act.set_defaults(module="relief_export")
    act.add_argument("fund", help="the fund's code")
    act.add_argument("--form", choices=("json", "csv", "iati"), default="json")
    act.add_argument("-o", "--output", type=Path, required=True, help="a file that is not there")
    json_option(act)

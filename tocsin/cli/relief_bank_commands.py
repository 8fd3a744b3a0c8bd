"""Commands of bank statements."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def bank(verbs: Any) -> None:
    group = add_group(verbs, "bank", "relief_bank", "Bank statements: check a file, take one in.")
    check = add_act(group, "check", "Read a bank's file and add it up again; nothing is stored or booked.")
    check.add_argument("file", type=Path, help="MT940, MT942, camt.052, .053, .054, OFX, CSV or XLSX")
    check.add_argument(
        "--mapping", type=Path, metavar="FILE", help="for a table: which column is what, as JSON"
    )
    json_option(check)
    check.set_defaults(store=False)

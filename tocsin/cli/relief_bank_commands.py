"""Commands of bank statements."""

from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def bank(verbs: Any) -> None:
    group = add_group(
        verbs, "bank", "relief_bank", "Bank statements: check a file, take one in, see what is held."
    )
    check = add_act(group, "check", "Read a bank's file and add it up again; nothing is stored or booked.")
    check.add_argument("file", type=Path, help="MT940, MT942, camt.052, .053, .054, OFX, CSV or XLSX")
    check.add_argument(
        "--mapping", type=Path, metavar="FILE", help="for a table: which column is what, as JSON"
    )
    json_option(check)
    check.set_defaults(store=False)
    take_in = add_act(group, "take-in", "Take in a bank's file, whole or not at all.", signed=True)
    take_in.add_argument(
        "file", type=Path, help="as for check; MT942, camt.052 and .054 are kept, and book nothing"
    )
    take_in.add_argument("--fund", required=True, metavar="CODE", help="the fund whose account it is of")
    take_in.add_argument("--bank", metavar="NAME", help="for a table: the bank whose mapping was saved")
    json_option(take_in)
    map_ = add_act(group, "map", "Save which column of a bank's table is what.", signed=True)
    map_.add_argument(
        "mapping", type=Path, help="JSON: bank, day, amount or credit and debit, account, currency ..."
    )
    held = add_act(group, "held", "List the lines that wait for a person, and why.")
    held.add_argument("--fund", required=True, metavar="CODE")
    json_option(held)
    says = add_act(
        group,
        "says",
        "Print what the bank says of each account beside what the books say, and what is missing.",
    )
    says.add_argument("--fund", required=True, metavar="CODE")
    json_option(says)
    says.set_defaults(module="relief_bank_says")
    _lines(group)


def _lines(group: Any) -> None:
    one = add_act(group, "line", "Print a bank line: what the bank says, the rules, and people.")
    one.add_argument("line", type=int, help="its number, as `bank held` prints it")
    json_option(one)
    receipt = add_act(
        group, "receipt", "Print the receipt of a gift that came by bank, for whoever paid and nobody else."
    )
    receipt.add_argument("line", type=int, help="of a gift, as the page of its bank file shows it")
    json_option(receipt)
    decide = add_act(
        group,
        "decide",
        "Say what a held line is; the last decision is in force. Some need another person's yes.",
        signed=True,
    )
    decide.add_argument("line", type=int)
    decide.add_argument("kind", choices=("gift", "payout", "fee", "refund", "own", "booked", "other"))
    decide.add_argument("--reason", required=True, help="what you know, and from where")
    decide.add_argument(
        "--detail",
        default="",
        help="purpose of a gift, provider of a payout or fee, receipt code of a gift that went back, "
        "what a booked line is about, as `bank line` prints it",
    )
    decide.add_argument("--other", type=int, metavar="LINE", help="of own: the line of the other account")
    approve = add_act(group, "approve", "Approve what somebody else proposed of a bank line.", signed=True)
    refuse = add_act(
        group, "refuse", "Refuse what was proposed of a bank line, or take it back.", signed=True
    )
    for second in (approve, refuse):
        second.add_argument("line", type=int)
    approve.add_argument("--reason", default="", help="what you looked at")
    refuse.add_argument("--reason", required=True)
    for act in (one, receipt, decide, approve, refuse):
        act.set_defaults(module="relief_bank_lines")

"""The command that reads texts into findings."""

from typing import Any

from tocsin.cli.parts_of_commands import add_command


def read(verbs: Any) -> None:
    command = add_command(
        verbs, "read", "read", "Read texts into findings, each with its passage.", store=False
    )
    command.add_argument(
        "path", nargs="*", metavar="PATH|-", help="a report, JSON lines (.jsonl), or - for standard input"
    )
    command.add_argument(
        "--published", metavar="DATE", help="the day of publication, on which times are anchored"
    )
    command.add_argument(
        "--jsonl", action="store_true", help="print JSON lines: the contract in docs/reference/reading.md"
    )
    command.add_argument(
        "--only", metavar="KINDS", help="kinds of findings, parted by commas, such as figures,times"
    )
    command.add_argument(
        "--fast", action="store_true", help="for archives: leave out what costs most for least"
    )

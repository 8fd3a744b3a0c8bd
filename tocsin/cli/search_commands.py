"""The command that finds everything by its words."""

from typing import Any

from tocsin.cli.parts_of_commands import add_command, json_option


def search(verbs: Any) -> None:
    command = add_command(verbs, "search", "search", "Find everything by its words, the newest first.")
    command.add_argument(
        "words",
        nargs="*",
        help="all must stand there; displac* finds displaced, 'a phrase' its words in a row; after --, -rain leaves out",
    )
    command.add_argument(
        "--of",
        metavar="NOUN",
        help="only findings, reports, situations, alerts, decisions, outcomes or reviews",
    )
    for name, metavar, what in (
        ("kind", None, "of findings: figure, statement, event, call ..."),
        ("state", None, "of findings: open, accepted, corrected, refused, disputed"),
        ("speaker", "WORDS", "who said it"),
        ("place", "WORDS", "where, by any name that the place has"),
        ("situation", "SLUG", "in reports gathered for it"),
        ("publisher", "NAME", "or part of the name"),
        ("language", "CODE", "ISO 639-1, of the report"),
        ("sensitivity", None, "open or restricted"),
        ("published-since", "DAY", "such as 2023-09-29, in UTC"),
        ("published-until", "DAY", "that day included"),
        ("taken-in-since", "DAY", "when we took it in"),
        ("taken-in-until", "DAY", "that day included"),
    ):
        command.add_argument(f"--{name}", metavar=metavar, default="", help=what)
    command.add_argument("--most", type=int, default=20, metavar="N", help="of each noun (default: 20)")
    command.add_argument("--before", type=int, metavar="ID", help="with --of: only older ones than this")
    json_option(command)

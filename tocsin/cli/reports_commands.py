"""Commands that take in reports and keep them."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option, login_option

KINDS = (
    "figure",
    "statement",
    "time",
    "place",
    "event",
    "call",
    "response",
    "qualification",
    "appeal",
    "problem",
)


def take_in(verbs: Any) -> None:
    command = add_command(
        verbs, "take-in", "take_in", "Take in reports: files, addresses, feeds. Sealed as they came."
    )
    command.add_argument(
        "source", nargs="+", metavar="PATH|URL|FEED", help="a file, a folder of files, or an http(s) address"
    )
    command.add_argument(
        "--publisher", default="", help="who printed it; what you say here wins over what the report says"
    )
    command.add_argument(
        "--published",
        metavar="DATE",
        help="when: 2023-09-29 or 2023-09-29T18:00+04:00; wins over what the report says",
    )
    command.add_argument("--language", metavar="CODE", help="ISO 639-1, where recognition would be wrong")
    command.add_argument(
        "--encoding", metavar="NAME", help="of plain text that is not UTF-8, such as windows-1251"
    )
    command.add_argument(
        "--no-read", action="store_true", help="seal and keep only; `tocsin report read` reads later"
    )
    login_option(command)
    json_option(command)


def feed(verbs: Any) -> None:
    group = add_group(verbs, "feed", "feed", "Feeds that the worker polls.")
    add = add_act(group, "add", "Add a feed.", signed=True)
    add.add_argument("url")
    add.add_argument("--publisher", default="")
    add.add_argument(
        "--every", type=int, default=900, metavar="SECONDS", help="between two polls (default 900)"
    )
    json_option(add_act(group, "list", "List the feeds, with what went wrong at the last poll."))


def report(verbs: Any) -> None:
    group = add_group(verbs, "report", "report", "Reports that were taken in.")
    json_option(add_act(group, "list", "List reports, newest first."))
    show = add_act(group, "show", "Print a report with what was read in it, each finding by its number.")
    show.add_argument("report", type=int)
    show.add_argument("--kind", choices=KINDS, help="only findings of this kind")
    json_option(show)
    json_option(
        add_act(
            group,
            "copies",
            "Compare what was not compared, and list the reports that are copies of one story.",
        )
    )
    add_act(group, "read", "Read all reports that this version of the reader has not read.")
    for name, what in (
        ("restrict", "Keep a report to the desk: no public page quotes or lists it."),
        ("open", "Open a restricted report again (needs a login that may publish)."),
    ):
        set_ = add_act(group, name, what, signed=True)
        set_.add_argument("report", type=int)
        set_.add_argument("--reason", required=True, help="stands in the custody log")
    for name, what in (
        ("transcript", "Add the transcript that a person typed of a picture or a recording."),
        ("translation", "Add a named person's translation beside the original."),
    ):
        add = add_act(group, name, what, signed=True)
        add.add_argument("report", type=int)
        add.add_argument("file", help="a text file in UTF-8, or - for standard input")
        add.add_argument("--by", required=True, metavar="NAME", help="who transcribed or translated")
        add.add_argument("--language", required=True, metavar="CODE", help="ISO 639-1")
    _captures(group)


def _captures(group: Any) -> None:
    listed = add_act(group, "captures", "List how reports were fetched, and what each capture holds.")
    listed.add_argument("report", type=int, nargs="?", help="of this report only")
    json_option(listed)
    judge = add_act(
        group,
        "content",
        "Say what the capture of a report holds, where the program is wrong (needs a login).",
        signed=True,
    )
    judge.add_argument("report", type=int)
    judge.add_argument(
        "verdict",
        help="article, document, cookie wall, login or paywall, error page, bot check, or empty shell",
    )
    judge.add_argument("--reason", required=True, help="stands beside the verdict and in the custody log")
    again = add_act(
        group,
        "recapture",
        "Fetch the page of a report again, to see whether it was changed or deleted.",
        signed=True,
    )
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("report", type=int, nargs="?")
    which.add_argument("--all", action="store_true", help="of every report that was fetched from an address")
    json_option(again)

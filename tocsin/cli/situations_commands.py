"""Commands of situations: what is gathered, their sheets of figures, their briefs."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def situation(verbs: Any) -> None:
    group = add_group(verbs, "situation", "situation", "Situations: one crisis that we follow.")
    new = add_act(group, "new", "Open a situation. It is not public.", signed=True)
    new.add_argument("slug")
    new.add_argument("--title", required=True)
    new.add_argument("--summary", default="")
    new.add_argument(
        "--time-zone", default="UTC", metavar="NAME", help="IANA name, for clock times on its pages"
    )
    add = add_act(group, "add", "Gather reports for a situation.", signed=True)
    add.add_argument("slug")
    add.add_argument("report", type=int, nargs="*", help="numbers of reports")
    add.add_argument("--all", action="store_true", help="every report in the store")
    add.add_argument("--reason", default="")
    _proposals(group)
    _sheets(group)
    publish = add_act(group, "publish", "Make a situation public (needs a login that may).", signed=True)
    publish.add_argument("slug")
    brief = add_act(
        group, "brief", "Write a situation's brief of two pages, with a note for every figure and sentence."
    )
    brief.add_argument("slug")
    brief.add_argument(
        "--format", choices=("html", "pdf"), help="default: what the file's name ends in, else pdf"
    )
    brief.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of the PDF (default: a4)")
    brief.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a file that is there is replaced"
    )
    brief.add_argument(
        "--restricted",
        action="store_true",
        help="the desk's draft: also before publication, and with what rests on restricted reports",
    )
    show = add_act(group, "show", "Print what stands in a situation.")
    show.add_argument("slug")
    json_option(show)
    json_option(add_act(group, "list", "List situations."))


def _proposals(group: Any) -> None:
    propose = add_act(group, "propose", "List reports to gather for a situation, each with its reasons.")
    propose.add_argument("slug")
    json_option(propose)
    tie = add_act(
        group,
        "tie-feed",
        "Say what becomes of a feed's new reports in a situation (needs a login).",
        signed=True,
    )
    tie.add_argument("slug")
    tie.add_argument("url", help="of a feed that `tocsin feed list` names")
    tie.add_argument(
        "--rule",
        required=True,
        choices=("propose", "gather", "nothing"),
        help="propose them first, gather them as they arrive, or nothing any more",
    )
    tie.add_argument("--reason", required=True, help="stands in the custody log")


def _sheets(group: Any) -> None:
    load = add_act(
        group, "load-figures", "Load a sheet of figures (CSV, XLSX): docs/reference/sheets.md.", signed=True
    )
    load.add_argument("slug")
    load.add_argument("file", help="the sheet; it is sealed as a report, and each row is its passage")
    load.add_argument("--preview", action="store_true", help="print what would be loaded; keep nothing")
    load.add_argument("--publisher", default="", help="who keeps the sheet")
    load.add_argument("--encoding", help="of the sheet, where it is not UTF-8")
    load.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="HEADING=FIELD",
        help="what a column holds: a field, value:MEASURE:KIND:UNIT:PEOPLE, or - to leave it out; again for each column",
    )
    load.add_argument("--as-proposed", action="store_true", help="read columns as their headings propose")
    load.add_argument("--mapping", metavar="NAME", help="read columns as was saved under this name")
    load.add_argument(
        "--save-mapping", metavar="NAME", help="keep what columns hold under this name (needs a login)"
    )
    load.add_argument("--measure", help="what all values count, where no column says it")
    load.add_argument("--kind", choices=("stock", "flow"), help="of all values, where no column says it")
    load.add_argument("--unit", help="of all values, where no column says it: person, household ...")
    load.add_argument("--as-of", metavar="TIME", help="of all values, where no column says it")
    load.add_argument("--zone", metavar="NAME", help="of clock times that name none, such as Asia/Kathmandu")
    load.add_argument("--thousands", choices=(",", "."), help="the sign that parts thousands")
    load.add_argument("--dates", choices=("day-first", "month-first"), help="how 02/05/2024 is read")
    load.add_argument("--sheet", metavar="NAME", help="the worksheet (default: the first that is shown)")
    json_option(load)
    export = add_act(group, "export", "Print a situation's accepted figures as a table for other programs.")
    export.add_argument("slug")
    export.add_argument("--form", choices=("csv", "hxl", "idmc", "json"), default="csv")
    export.add_argument(
        "--restricted", action="store_true", help="with what rests on restricted reports: for the desk only"
    )
    json_option(add_act(group, "mappings", "List how sheets of others are read: what --mapping takes."))
    check = add_act(group, "check", "List what does not fit among a situation's figures.")
    check.add_argument("slug")
    check.add_argument(
        "--accepted", action="store_true", help="look only at figures that somebody has accepted"
    )
    json_option(check)

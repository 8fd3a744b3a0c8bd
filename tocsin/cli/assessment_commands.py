"""Commands of frameworks, and of assessments made with them."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def framework(verbs: Any) -> None:
    group = add_group(
        verbs, "framework", "framework", "Frameworks that evidence is held against, as kept data."
    )
    json_option(add_act(group, "list", "List all versions of all frameworks."))
    show = add_act(group, "show", "Print what the newest version of a framework asks.")
    show.add_argument("framework", help="its id, such as un-foa-2014")
    show.add_argument("--file", action="store_true", help="print the YAML file, to edit a copy")
    json_option(show)
    add = add_act(
        group, "add", "Add a framework or an edited copy as a version that never changes.", signed=True
    )
    add.add_argument("file", help="a YAML file, or - for standard input: docs/reference/assessment.md")


def assessment(verbs: Any) -> None:
    group = add_group(
        verbs,
        "assessment",
        "assessment",
        "Assessments: information relevant to indicators and elements, for and against, as people judge it.",
    )
    new = add_act(group, "new", "Begin an assessment of a situation (needs a login).", signed=True)
    new.add_argument("slug", help="of the situation")
    new.add_argument("--framework", default="un-foa-2014", metavar="ID", help="default: un-foa-2014")
    json_option(add_act(group, "list", "List assessments, the newest first."))
    show = add_act(group, "show", "Print what is said of each indicator or element.")
    show.add_argument("assessment", type=int)
    json_option(show)
    propose = add_act(
        group, "propose", "List what rules find relevant in the accepted findings, with reasons.", signed=True
    )
    propose.add_argument("assessment", type=int)
    propose.add_argument(
        "--keep", action="store_true", help="keep what is new for people to decide about (needs a login)"
    )
    json_option(propose)
    worksheet = add_act(group, "worksheet", "Write an assessment's worksheet, with a note for every cell.")
    worksheet.add_argument("slug", help="of the situation")
    worksheet.add_argument("--framework", default="un-foa-2014", metavar="ID", help="default: un-foa-2014")
    worksheet.add_argument(
        "--number",
        type=int,
        metavar="N",
        help="of the assessment (default: the newest; without --restricted, that is public)",
    )
    worksheet.add_argument(
        "--format", choices=("html", "pdf", "json"), help="default: what the file's name ends in, else pdf"
    )
    worksheet.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of the PDF (default: a4)")
    worksheet.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a file that is there is replaced"
    )
    worksheet.add_argument(
        "--restricted",
        action="store_true",
        help="the desk's: also before publication, with names and with what rests on restricted reports",
    )

"""All commands and their arguments, in one place; each is carried out by the module that its `module` names.

Only the standard library is imported here: `tocsin --help` answers at once.
"""

import argparse
from typing import Any

from tocsin import __version__


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="tocsin",
        description="Warn of mass atrocity and forced displacement, and bear witness to it.",
        epilog="Settings come from the environment; `tocsin check` prints them and what is wrong.",
    )
    top.add_argument("--version", action="version", version=f"tocsin {__version__}")
    verbs = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (
        _take_in, _feed, _report, _read, _search, _situation, _framework, _assessment, _login, _alert, _key,
        _delivery, _custody, _serve, _worker, _deliver, _check, _demo,
    ):  # fmt: skip
        add(verbs)
    return top


def _command(verbs: Any, name: str, module: str, what: str, *, store: bool = True) -> argparse.ArgumentParser:
    """`store` says whether the command needs the store; without it Django is never imported."""
    command: argparse.ArgumentParser = verbs.add_parser(name, help=what, description=what)
    command.set_defaults(module=module, store=store)
    return command


def _group(verbs: Any, name: str, module: str, what: str) -> Any:
    return _command(verbs, name, module, what).add_subparsers(dest="act", metavar="ACT", required=True)


def _act(group: Any, name: str, what: str, *, signed: bool = False) -> argparse.ArgumentParser:
    act: argparse.ArgumentParser = group.add_parser(name, help=what, description=what)
    if signed:
        _login_option(act)
    return act


def _login_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--login",
        metavar="NAME",
        help="the login that acts (default: $TOCSIN_LOGIN); its password is asked for, or taken from $TOCSIN_PASSWORD",
    )


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON in place of a table")


def _take_in(verbs: Any) -> None:
    command = _command(
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
    _login_option(command)
    _json(command)


def _feed(verbs: Any) -> None:
    group = _group(verbs, "feed", "feed", "Feeds that the worker polls.")
    add = _act(group, "add", "Add a feed.", signed=True)
    add.add_argument("url")
    add.add_argument("--publisher", default="")
    add.add_argument(
        "--every", type=int, default=900, metavar="SECONDS", help="between two polls (default 900)"
    )
    _json(_act(group, "list", "List the feeds, with what went wrong at the last poll."))


def _report(verbs: Any) -> None:
    group = _group(verbs, "report", "report", "Reports that were taken in.")
    _json(_act(group, "list", "List reports, newest first."))
    _json(
        _act(
            group,
            "copies",
            "Compare what was not compared, and list the reports that are copies of one story.",
        )
    )
    _act(group, "read", "Read all reports that this version of the reader has not read.")
    for name, what in (
        ("restrict", "Keep a report to the desk: no public page quotes or lists it."),
        ("open", "Open a restricted report again (needs a login that may publish)."),
    ):
        set_ = _act(group, name, what, signed=True)
        set_.add_argument("report", type=int)
        set_.add_argument("--reason", required=True, help="stands in the custody log")
    for name, what in (
        ("transcript", "Add the transcript that a person typed of a picture or a recording."),
        ("translation", "Add a named person's translation beside the original."),
    ):
        add = _act(group, name, what, signed=True)
        add.add_argument("report", type=int)
        add.add_argument("file", help="a text file in UTF-8, or - for standard input")
        add.add_argument("--by", required=True, metavar="NAME", help="who transcribed or translated")
        add.add_argument("--language", required=True, metavar="CODE", help="ISO 639-1")


def _read(verbs: Any) -> None:
    command = _command(verbs, "read", "read", "Read texts into findings, each with its passage.", store=False)
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


def _search(verbs: Any) -> None:
    command = _command(verbs, "search", "search", "Find everything by its words, the newest first.")
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
    _json(command)


def _sheets(group: Any) -> None:
    load = _act(
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
    _json(load)
    export = _act(group, "export", "Print a situation's accepted figures as a table for other programs.")
    export.add_argument("slug")
    export.add_argument("--form", choices=("csv", "hxl", "idmc", "json"), default="csv")
    export.add_argument(
        "--restricted", action="store_true", help="with what rests on restricted reports: for the desk only"
    )
    _json(_act(group, "mappings", "List how sheets of others are read: what --mapping takes."))
    check = _act(group, "check", "List what does not fit among a situation's figures.")
    check.add_argument("slug")
    check.add_argument(
        "--accepted", action="store_true", help="look only at figures that somebody has accepted"
    )
    _json(check)


def _proposals(group: Any) -> None:
    propose = _act(group, "propose", "List reports to gather for a situation, each with its reasons.")
    propose.add_argument("slug")
    _json(propose)
    tie = _act(
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


def _situation(verbs: Any) -> None:
    group = _group(verbs, "situation", "situation", "Situations: one crisis that we follow.")
    new = _act(group, "new", "Open a situation. It is not public.", signed=True)
    new.add_argument("slug")
    new.add_argument("--title", required=True)
    new.add_argument("--summary", default="")
    new.add_argument(
        "--time-zone", default="UTC", metavar="NAME", help="IANA name, for clock times on its pages"
    )
    add = _act(group, "add", "Gather reports for a situation.", signed=True)
    add.add_argument("slug")
    add.add_argument("report", type=int, nargs="*", help="numbers of reports")
    add.add_argument("--all", action="store_true", help="every report in the store")
    add.add_argument("--reason", default="")
    _proposals(group)
    _sheets(group)
    publish = _act(group, "publish", "Make a situation public (needs a login that may).", signed=True)
    publish.add_argument("slug")
    brief = _act(
        group, "brief", "Write a situation's brief of two pages, with a note for every figure and sentence."
    )
    brief.add_argument("slug")
    brief.add_argument("--format", choices=("html", "pdf"), default="pdf")
    brief.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of the PDF (default: a4)")
    brief.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a file that is there is replaced"
    )
    brief.add_argument(
        "--restricted",
        action="store_true",
        help="the desk's draft: also before publication, and with what rests on restricted reports",
    )
    show = _act(group, "show", "Print what stands in a situation.")
    show.add_argument("slug")
    _json(show)
    _json(_act(group, "list", "List situations."))


def _framework(verbs: Any) -> None:
    group = _group(verbs, "framework", "framework", "Frameworks that evidence is held against, as kept data.")
    _json(_act(group, "list", "List all versions of all frameworks."))
    show = _act(group, "show", "Print what the newest version of a framework asks.")
    show.add_argument("framework", help="its id, such as un-foa-2014")
    show.add_argument("--file", action="store_true", help="print the YAML file, to edit a copy")
    _json(show)
    add = _act(
        group, "add", "Add a framework or an edited copy as a version that never changes.", signed=True
    )
    add.add_argument("file", help="a YAML file, or - for standard input: docs/reference/assessment.md")


def _assessment(verbs: Any) -> None:
    group = _group(
        verbs,
        "assessment",
        "assessment",
        "Assessments: information relevant to indicators and elements, for and against, as people judge it.",
    )
    new = _act(group, "new", "Begin an assessment of a situation (needs a login).", signed=True)
    new.add_argument("slug", help="of the situation")
    new.add_argument("--framework", default="un-foa-2014", metavar="ID", help="default: un-foa-2014")
    _json(_act(group, "list", "List assessments, the newest first."))
    show = _act(group, "show", "Print what is said of each indicator or element.")
    show.add_argument("assessment", type=int)
    _json(show)
    propose = _act(
        group, "propose", "List what rules find relevant in the accepted findings, with reasons.", signed=True
    )
    propose.add_argument("assessment", type=int)
    propose.add_argument(
        "--keep", action="store_true", help="keep what is new for people to decide about (needs a login)"
    )
    _json(propose)
    worksheet = _act(group, "worksheet", "Write an assessment's worksheet, with a note for every cell.")
    worksheet.add_argument("slug", help="of the situation")
    worksheet.add_argument("--framework", default="un-foa-2014", metavar="ID", help="default: un-foa-2014")
    worksheet.add_argument("--number", type=int, metavar="N", help="of the assessment (default: the newest)")
    worksheet.add_argument("--format", choices=("html", "pdf", "json"), default="pdf")
    worksheet.add_argument("--paper", choices=("a4", "letter"), default="a4", help="of the PDF (default: a4)")
    worksheet.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a file that is there is replaced"
    )
    worksheet.add_argument(
        "--restricted",
        action="store_true",
        help="the desk's: also before publication, with names and with what rests on restricted reports",
    )


def _login(verbs: Any) -> None:
    group = _group(verbs, "login", "login", "Logins of the people who work at the desk.")
    add = _act(group, "add", "Add a login and print its random password once.")
    add.add_argument("name")
    add.add_argument("--role", action="append", default=[], required=True, metavar="ROLE")
    _json(add)
    role = _act(group, "role", "Set the roles of a login.")
    role.add_argument("name")
    role.add_argument("role", nargs="+", metavar="ROLE")
    password = _act(group, "password", "Give a login a new random password, printed once.")
    password.add_argument("name")
    disable = _act(group, "disable", "Shut a login out. Its decisions stay.")
    disable.add_argument("name")
    _json(_act(group, "list", "List logins and their roles."))


def _alert(verbs: Any) -> None:
    group = _group(
        verbs,
        "alert",
        "alert",
        "Alerts: drafted from findings, approved by a second person, frozen at issue.",
    )
    draft = _act(group, "draft", "Draft an alert from a situation's accepted findings.", signed=True)
    draft.add_argument("slug", help="of the situation")
    draft.add_argument("--scheme", required=True, help="level scheme, for example lemkin-institute")
    draft.add_argument("--level", required=True, help="level in that scheme, for example sos")
    draft.add_argument("--headline", required=True)
    draft.add_argument("--area", required=True, help="areas and people at risk, in words")
    draft.add_argument("--status", default="Actual", choices=("Actual", "Exercise", "Test"))
    draft.add_argument(
        "--finding",
        type=int,
        action="append",
        metavar="ID",
        help="rest on these findings (default: all that stand)",
    )
    for name, what in (
        ("submit", "Hand a draft in for review."),
        ("return", "Return an alert to its author, with a reason."),
        ("approve", "Approve an alert that somebody else wrote."),
        ("issue", "Issue an approved alert: its identifier and bytes are frozen."),
        ("emergency", "Issue an alert alone, where that is switched on: a second signature is then owed."),
        ("confirm", "Give the second signature of an alert that one person issued alone."),
        (
            "object",
            "Object to an alert that one person issued alone, with a reason: it must be updated or cancelled.",
        ),
        ("update", "Draft an update of an issued alert."),
        ("cancel", "Draft the cancellation of an issued alert."),
    ):
        act = _act(group, name, what, signed=True)
        act.add_argument("alert", type=int)
        act.add_argument("--reason", default="")
        if name in ("approve", "emergency"):
            act.add_argument(
                "--ticked",
                nargs="+",
                default=[],
                metavar="KEY",
                help="the warnings that you have read, by the keys that `tocsin alert warnings` prints",
            )
    warned = _act(group, "warnings", "Print what an approver should know of what an alert rests on.")
    warned.add_argument("alert", type=int)
    _json(warned)
    show = _act(group, "show", "Print an alert with its notes and acts.")
    show.add_argument("alert", type=int)
    _json(show)
    show.add_argument("--cap", action="store_true", help="print the CAP 1.2 XML as issued")
    _json(_act(group, "list", "List alerts."))
    verify = _act(group, "verify", "Check the signatures of issued alerts: exit 1 where one does not stand.")
    verify.add_argument(
        "alert", type=int, nargs="*", help="numbers of alerts (default: all that were issued)"
    )
    _json(verify)
    _validate(group)


def _validate(group: Any) -> None:
    command = _act(group, "validate", "Hold CAP messages of anyone to the standard: docs/reference/cap.md.")
    command.set_defaults(module="alert_validate", store=False)
    command.add_argument(
        "source",
        nargs="+",
        metavar="FILE|FOLDER|URL",
        help="a message, a folder of them, or a feed; - for standard input",
    )
    command.add_argument(
        "--profile", default="cap", help="cap (the standard itself, default), ipaws or cap-cp"
    )
    command.add_argument(
        "--signature", action="store_true", help="a message without a signature that holds is invalid"
    )
    command.add_argument(
        "--at",
        metavar="TIME",
        help="judge as of this time, such as 2023-09-29T18:00+04:00 (default for certificates: when it was sent)",
    )
    _json(command)


def _delivery(verbs: Any) -> None:
    group = _group(
        verbs, "delivery", "delivery", "What became of messages: counts and reasons, never an address."
    )
    _json(
        _act(group, "list", "List messages, the newest first, with the number of recipients in each state.")
    )
    status = _act(
        group, "status", "Print what became of a message: per channel and state, and what is wrong."
    )
    status.add_argument("message", help='its key, for example "alert:artsakh-2023-sos-2"')
    _json(status)
    again = _act(
        group,
        "retry",
        "One more round of tries for who did not get a message, but ended no subscription.",
        signed=True,
    )
    again.add_argument("message", help="its key")
    erase = _act(
        group,
        "erase",
        "Forget an address: its subscriptions end, what waits for it is not sent, the counts stay.",
        signed=True,
    )
    erase.add_argument(
        "address",
        help="a mail address, a webhook or a push endpoint; - reads it from standard input: no shell keeps it",
    )
    erase.add_argument("--reason", required=True, help="stands in the custody log: leave the address out")


def _key(verbs: Any) -> None:
    group = _group(verbs, "key", "key", "Keys that sign alerts, with their history.")
    new = _act(
        group, "new", "Take the first signing key into use, or one after the last was retired.", signed=True
    )
    new.add_argument("--reason", default="")
    _key_material(new)
    rotate = _act(group, "rotate", "Sign with another key from now on; the old one is retired.", signed=True)
    rotate.add_argument("--reason", required=True, help="stands in the custody log and on the public page")
    _key_material(rotate)
    retire = _act(group, "retire", "Sign no more with a key; what it signed holds.", signed=True)
    retire.add_argument("fingerprint", help="its first letters are enough")
    retire.add_argument("--reason", required=True, help="stands in the custody log and on the public page")
    retire.add_argument(
        "--compromised-since",
        metavar="TIME",
        help="others may have had it since then (2026-03-01T12:00+00:00): what it signed since is not to be trusted",
    )
    export = _act(group, "export-certificate", "Print a key's certificate as PEM.")
    export.add_argument("fingerprint", nargs="?", help="default: the key in use")
    export.add_argument("-o", "--output", metavar="FILE", help="a file that is there is replaced")
    _json(_act(group, "list", "List signing keys, the newest first."))


def _key_material(act: argparse.ArgumentParser) -> None:
    act.add_argument(
        "--days", type=int, default=730, help="how long a new certificate is valid (default: 730)"
    )
    act.add_argument(
        "--certificate", metavar="FILE", help="bring a certificate (PEM, with its chain) of an authority"
    )
    act.add_argument("--private-key", metavar="FILE", help="and its private key (PEM)")
    act.add_argument(
        "--plain", action="store_true", help="keep the private key unencrypted, where no passphrase is set"
    )


def _custody(verbs: Any) -> None:
    group = _group(verbs, "custody", "custody", "The append-only log under all of it.")
    show = _act(group, "show", "Print the log's entries.")
    show.add_argument("item", nargs="?", help='only of this item, for example "report:12"')
    show.add_argument(
        "--limit", type=int, default=50, help="at most so many of the newest (default 50; 0 for all)"
    )
    _json(show)
    _json(
        _act(
            group, "verify", "Check the whole log, every sealed report and every committed field against it."
        )
    )


def _serve(verbs: Any) -> None:
    command = _command(verbs, "serve", "serve", "Serve the site.")
    command.add_argument("--port", type=int, help="default: $TOCSIN_PORT or 8000")


def _worker(verbs: Any) -> None:
    command = _command(verbs, "worker", "worker", "Poll the feeds and read what comes in, until stopped.")
    command.add_argument("--once", action="store_true", help="do what is due now, and end")


def _deliver(verbs: Any) -> None:
    command = _command(verbs, "deliver", "deliver", "Hand over what is in the outbox, until stopped.")
    command.add_argument("--once", action="store_true", help="hand over what is due now, and end")


def _check(verbs: Any) -> None:
    _json(
        _command(
            verbs,
            "check",
            "check",
            "Check configuration and health; each failure comes with its remedy.",
            store=False,
        )
    )


def _demo(verbs: Any) -> None:
    command = _command(
        verbs,
        "demo",
        "demo",
        "Prepare the demonstration: take in the examples and replay two people's recorded decisions.",
    )
    command.add_argument("--examples", default="examples", metavar="FOLDER")
    command.add_argument("--serve", action="store_true", help="then serve the site")

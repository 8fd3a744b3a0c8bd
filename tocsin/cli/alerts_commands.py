"""Commands of alerts, and of the keys that sign them."""

import argparse
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def alert(verbs: Any) -> None:
    group = add_group(
        verbs,
        "alert",
        "alert",
        "Alerts: drafted from findings, approved by a second person, frozen at issue.",
    )
    _draft(group)
    _life(group)
    _shown(group)
    _validate(group)


def _draft(group: Any) -> None:
    draft = add_act(group, "draft", "Draft an alert from a situation's accepted findings.", signed=True)
    draft.add_argument("slug", help="of the situation")
    draft.add_argument("--scheme", required=True, help="level scheme, for example lemkin-institute")
    draft.add_argument("--level", required=True, help="level in that scheme, for example sos")
    draft.add_argument("--headline", required=True)
    draft.add_argument("--area", required=True, help="areas and people at risk, in words")
    draft.add_argument("--status", default="Actual", choices=("Actual", "Exercise", "Test"))
    chosen = draft.add_mutually_exclusive_group()
    chosen.add_argument(
        "--finding",
        type=int,
        action="append",
        metavar="ID",
        help="rest on these findings (default: a short choice of what stands)",
    )
    chosen.add_argument(
        "--all", action="store_true", help="rest on all that stands; long to read and to sign"
    )
    draft.add_argument("--language", default="en", metavar="CODE", help="it is written in (default: en)")
    draft.add_argument("--expires", metavar="TIME", help="it holds until then (2026-03-01T12:00+00:00)")
    draft.add_argument("--not-before", metavar="TIME", help="nobody outside the desk sees it before")
    expiry = add_act(group, "set-expiry", "Set until when a draft will hold once it is issued.", signed=True)
    expiry.add_argument("alert", type=int)
    expiry.add_argument("until", metavar="TIME", help="such as 2026-03-01T12:00+00:00, or none")


def _life(group: Any) -> None:
    """What is done to an alert that is there, each by its number."""
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
        act = add_act(group, name, what, signed=True)
        act.add_argument("alert", type=int)
        act.add_argument("--reason", default="")
        if name in ("approve", "emergency"):
            act.add_argument(
                "--ticked",
                nargs="+",
                action="extend",
                default=[],
                metavar="KEY",
                help="the warnings that you have read, by the keys that `tocsin alert warnings` prints",
            )


def _shown(group: Any) -> None:
    warned = add_act(group, "warnings", "Print what an approver should know of what an alert rests on.")
    warned.add_argument("alert", type=int)
    json_option(warned)
    after = add_act(group, "afterwards", "Print how long an alert took, and what came of what it asked.")
    after.add_argument(
        "alert", type=int, nargs="?", help="its number, or --situation for all that were issued"
    )
    after.add_argument("--situation", metavar="SLUG")
    json_option(after)
    show = add_act(group, "show", "Print an alert with its notes and acts.")
    show.add_argument("alert", type=int)
    json_option(show)
    show.add_argument("--cap", action="store_true", help="print the CAP 1.2 XML as issued")
    json_option(add_act(group, "list", "List alerts."))
    verify = add_act(
        group, "verify", "Check the signatures of issued alerts: exit 1 where one does not stand."
    )
    verify.add_argument(
        "alert", type=int, nargs="*", help="numbers of alerts (default: all that were issued)"
    )
    json_option(verify)


def _validate(group: Any) -> None:
    command = add_act(
        group, "validate", "Hold CAP messages of anyone to the standard: docs/reference/cap.md."
    )
    command.set_defaults(module="alert_validate", store=False)
    command.add_argument(
        "source",
        nargs="+",
        metavar="FILE|FOLDER|URL",
        help="a message, a folder of them, or a feed; - for standard input",
    )
    command.add_argument(
        "--profile", default="cap", help="cap (the standard itself, default), ipaws, cap-cp or cap-au"
    )
    command.add_argument(
        "--signature", action="store_true", help="a message without a signature that holds is invalid"
    )
    command.add_argument(
        "--at",
        metavar="TIME",
        help="judge as of this time, such as 2023-09-29T18:00+04:00 (default for certificates: when it was sent)",
    )
    json_option(command)


def key(verbs: Any) -> None:
    group = add_group(verbs, "key", "key", "Keys that sign alerts, with their history.")
    new = add_act(
        group, "new", "Take the first signing key into use, or one after the last was retired.", signed=True
    )
    new.add_argument("--reason", default="")
    _key_material(new)
    rotate = add_act(
        group, "rotate", "Sign with another key from now on; the old one is retired.", signed=True
    )
    rotate.add_argument("--reason", required=True, help="stands in the custody log and on the public page")
    _key_material(rotate)
    retire = add_act(group, "retire", "Sign no more with a key; what it signed holds.", signed=True)
    retire.add_argument("fingerprint", help="its first letters are enough")
    retire.add_argument("--reason", required=True, help="stands in the custody log and on the public page")
    retire.add_argument(
        "--compromised-since",
        metavar="TIME",
        help="others may have had it since then (2026-03-01T12:00+00:00): what it signed since is not to be trusted",
    )
    export = add_act(group, "export-certificate", "Print a key's certificate as PEM.")
    export.add_argument("fingerprint", nargs="?", help="default: the key in use")
    export.add_argument("-o", "--output", metavar="FILE", help="a file that is there is replaced")
    json_option(add_act(group, "list", "List signing keys, the newest first."))


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


def area(verbs: Any) -> None:
    group = add_group(
        verbs,
        "area",
        "area",
        "Boundaries of administrative units, to choose areas of alerts from.",
    )
    take_in = add_act(
        group, "take-in", "Take in a file of boundaries, whole; its versions are kept.", signed=True
    )
    take_in.add_argument("file", help="GeoJSON in WGS 84, as COD-AB and geoBoundaries publish it")
    take_in.add_argument("--source", required=True, help="who made it, and where it is from")
    take_in.add_argument("--licence", required=True, help='for example "CC BY 4.0"')
    take_in.add_argument(
        "--level", required=True, type=int, help="0 for countries, 1 for what they are parted into, up to 5"
    )
    take_in.add_argument(
        "--title", help="a later file of the same title is its next version (default: the file's name)"
    )
    take_in.add_argument(
        "--name-field", metavar="PROPERTY", help="which property holds the name (default: the known ones)"
    )
    take_in.add_argument(
        "--code-field", metavar="PROPERTY", help="which property holds the code (default: the known ones)"
    )
    json_option(take_in)
    json_option(add_act(group, "list", "List what was taken in, with its versions."))
    find = add_act(group, "find", "Find units by one of their names or their code.")
    find.add_argument("name")
    json_option(find)

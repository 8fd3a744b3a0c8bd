"""Commands of dossiers: part of the record, for people who check it without us."""

import argparse
from pathlib import Path
from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_group, json_option


def dossier(verbs: Any) -> None:
    group = add_group(
        verbs, "dossier", "dossier", "Evidence that a court or partner can check without trusting us."
    )
    _make(group)
    _redact(group)
    _verify(group)


def export(verbs: Any) -> None:
    group = add_group(verbs, "export", "export", "Part of the record in a form that other programs read.")
    ftm = add_act(
        group,
        "ftm",
        "Write a situation or an issued alert as FollowTheMoney, one entity a line.",
        signed=True,
    )
    ftm.add_argument(
        "what", metavar="SITUATION|ALERT", help="the situation's slug, or the alert's identifier"
    )
    _scope(ftm, "partners")
    ftm.add_argument("-o", "--output", type=Path, required=True, help="a file that is not there")
    ftm.add_argument("--reason", default="", help="for whom or what it is made; the log keeps it")
    json_option(ftm)


def _make(group: Any) -> None:
    make = add_act(group, "make", "Make a dossier of a situation, an alert or chosen items.", signed=True)
    make.add_argument("situation", nargs="?", help="the situation's slug")
    make.add_argument("--alert", metavar="ID", help="an issued alert, by its identifier or number")
    make.add_argument(
        "--item",
        action="append",
        metavar="ITEM",
        help="this item, as the log calls it (report:12, finding:3, assessment:2, alert:1); again for each",
    )
    _scope(make, "court")
    make.add_argument("--names", action="store_true", help="with the names of people at the desk")
    _where(make)


def _scope(act: argparse.ArgumentParser, use: str) -> None:
    act.add_argument("--restricted", action="store_true", help="also reports that are restricted to the desk")
    act.add_argument(
        "--for",
        dest="use",
        choices=("court", "partners"),
        default=use,
        help=f"whom it is for: what people told us goes only where they consented to that (default {use})",
    )


def _redact(group: Any) -> None:
    redact = add_act(
        group, "redact", "Make a dossier with less in it from one that was made here.", signed=True
    )
    redact.add_argument("dossier", type=Path, help="its folder or zip")
    for option, metavar, what in (
        ("--mask-person", "NAME", "black out this name of a person or place wherever it stands"),
        ("--mask-field", "ITEM/FIELD", "black out one field, for example finding:12/quote"),
        (
            "--mask-paragraph",
            "REPORT/N",
            "black out a paragraph of a report's text, counted from 0: report:12/3",
        ),
        ("--withhold", "REPORT", "tell only hashes, sizes and times of a report"),
        (
            "--blur",
            "REPORT:X,Y,W,H",
            "black out a region of a report's picture, in pixels from its upper left",
        ),
    ):
        redact.add_argument(
            option, action="append", default=[], metavar=metavar, help=f"{what}; again for each"
        )
    redact.add_argument(
        "--keep-private-persons",
        action="store_true",
        help="leave names of persons without an office as they are",
    )
    _where(redact)


def _verify(group: Any) -> None:
    verify = add_act(group, "verify", "Check a dossier, whoever made it, with no store and no network.")
    verify.set_defaults(module="dossier_verify", store=False)
    verify.add_argument("dossier", type=Path, help="its folder or zip")
    verify.add_argument(
        "--key", action="append", default=[], help="the log's key, as it reached you by another way"
    )
    verify.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="a witness, who must have signed"
    )
    verify.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint that you keep, or another reader's: the dossier's log must continue it",
    )
    verify.add_argument(
        "--trust",
        action="append",
        default=[],
        type=Path,
        metavar="CERT.pem",
        help="root of a timestamping authority",
    )
    verify.add_argument(
        "--headers",
        type=Path,
        metavar="FILE",
        help="headers of Bitcoin's blocks, for OpenTimestamps proofs: a line HEIGHT HEX each",
    )
    json_option(verify)


def _where(act: argparse.ArgumentParser) -> None:
    act.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help="a folder, or a file that ends in .zip, that is not there",
    )
    act.add_argument("--no-pdf", action="store_true", help="without index.pdf")
    act.add_argument("--reason", default="", help="for whom or what it is made; the log keeps it")
    json_option(act)

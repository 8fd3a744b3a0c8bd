"""tocsin framework list|show|add"""

import argparse
import sys
from pathlib import Path

from tocsin import assessment as step
from tocsin.assessment.framework_file import CHARACTERS_MAX
from tocsin.assessment.framework_versions import framework_of
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_json, print_rows
from tocsin.errors import NotFound, WrongUse


def run(args: argparse.Namespace) -> int:
    {"list": _list, "show": _show, "add": _add}[args.act](args)
    return 0


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "framework": each.name,
            "title": each.title,
            "edition": each.edition,
            "sha256": each.sha256[:12],
            "added_by": each.added_by,
            "added_at": each.added_at,
        }
        for each in step.versions(now=now())
    ]
    print_rows(rows, as_json=args.json, empty="No framework.")


def _show(args: argparse.Namespace) -> None:
    version = step.latest(args.framework, now=now())
    if args.file:
        print(version.text, end="")
        return
    framework = framework_of(version)
    rows = [
        {
            "part": part.id,
            "id": each.id,
            "kind": each.kind,
            "text": each.text,
            "compared_with_original": each.checked,
        }
        for part in framework.sections()
        for each in part.criteria
    ]
    if args.json:
        print_json(
            {"id": framework.id, "edition": framework.edition, "sha256": version.sha256, "criteria": rows}
        )
        return
    print(f"{framework.title}, {framework.edition}\n{framework.issuer}: {framework.source}")
    print_rows(rows, as_json=False, empty="It asks nothing.")
    for part in framework.parts:
        if not part.complete:
            print(f"{part.id}: not all of the document is here.")


def _add(args: argparse.Namespace) -> None:
    added = step.add_framework(_text(args.file), by=actor(args, "add framework"), now=now())
    print(f"Added {added.name}, {added.edition} (sha256 {added.sha256[:12]}). It never changes.")


def _text(path: str) -> str:
    try:
        if path == "-":
            return sys.stdin.read(CHARACTERS_MAX + 1)
        with Path(path).open(encoding="utf-8-sig") as file:
            return file.read(CHARACTERS_MAX + 1)
    except FileNotFoundError:
        raise NotFound(f"{path} is not there", "name a YAML file, or - for standard input") from None
    except (UnicodeDecodeError, IsADirectoryError) as error:
        raise WrongUse(f"{path} cannot be read ({error})", "give a YAML file in UTF-8") from None

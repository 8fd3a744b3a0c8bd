"""The shared bags of the Library of Congress: each one's verdict is its folder's name, and its reason the right one."""

import sys
from pathlib import Path

import pytest

from tocsin.archives.bag import BagVerdict, System, check

#: what some verdicts must name, by the bag's folder: part of a fault or warning
_REASONS = {
    "v0.97/invalid/baginfo-missing-encoding": "bagit.txt: it has 1 lines",
    "v0.97/invalid/bom-in-bagit.txt": "byte order mark",
    "v0.97/invalid/corrupt-data-file": "data/bare-filename: its md5",
    "v0.97/invalid/corrupt-tag-file": "bag-info.txt: its md5",
    "v0.97/invalid/extra-file-in-bag": "data/bar: it is not listed",
    "v0.97/invalid/invalid-version-number": "names no version",
    "v0.97/invalid/missing-baginfo": "bag-info.txt: listed in tagmanifest-md5.txt, it is not there",
    "v0.97/invalid/missing-bagit.txt": "bagit.txt: it is not there",
    "v0.97/invalid/out-of-scope-file-paths-using-dot-notation": "leads out of the bag on any system",
    "v0.97/invalid/same-filename-listed-twice-with-different-hashes": "twice, with two hashes",
    "v0.97/warning/duplicate-file-with-different-case": "the same name on some systems",
    "v0.97/warning/made-with-md5sum-tools": "with a star",
    "v0.97/warning/relative-path": "'./data/hello.txt'",
    "v0.97/warning/same-filename-listed-twice-with-different-normalization": "the same name on some systems",
    "v0.97/warning/same-filename-listed-twice-with-the-same-hash": "lists it twice",
    "v0.97/warning/special-system-files": "systems make by themselves",
    "v1.0/invalid/bagit-with-invalid-whitespace": "white space where version 1.0 allows none",
    "v1.0/invalid/notAllManifestsListAllFiles": "it is not listed in manifest-sha512.txt",
    "v1.0/invalid/same-filename-listed-twice-with-the-same-hash": "lists it twice",
}


def outcome(verdict: BagVerdict) -> str:
    """As the suite names its folders: -only is the system on which a path leads out of the bag."""
    out = {fault.leads_out_on for fault in verdict.faults if fault.leads_out_on}
    if out in ({System.UNIX}, {System.WINDOWS}):
        return "linux-only" if System.UNIX in out else "windows-only"
    if verdict.faults:
        return "invalid"
    return "warning" if verdict.warnings else "valid"


def test_every_bag_has_the_verdict_of_its_folder(shared: Path) -> None:
    """The table that `make conformance` prints. A valid bag may be warned of: two list `./data`, which others call odd."""
    folder = shared / "conformance" / "bagit"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/conformance/bagit is not here")
    bags = sorted(each.parent for each in folder.glob("*/*/*/data"))
    rows, right = [], 0
    for bag in bags:
        verdict, name = check(bag), bag.relative_to(folder).as_posix()
        said = [str(each) for each in (*verdict.faults, *verdict.warnings)]
        holds = outcome(verdict) == bag.parent.name or (bag.parent.name == "valid" and verdict.valid)
        holds = holds and any(_REASONS.get(name, "") in each for each in said or [""])
        right += holds
        rows.append(
            f"{name:84} {outcome(verdict):12} {'' if holds else 'WRONG '}{said[0][:90] if said else ''}\n"
        )
    sys.stdout.writelines(["\n", *rows, f"bag {right}/{len(bags)}\n"])
    assert (right, len(bags)) == (60, 60)

"""The acceptance case of bearing witness: from two sealed reports to a dossier that a stranger checks without us.

The reports lie outside the project and no sentence of theirs stands in it. The checker runs as a program of its own,
with no path to ours, as a court's expert would run it.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests import made
from tests.publishing.dossier_world import ids_from_one
from tocsin import record, reports, situations
from tocsin.custody import log_keys
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.masks import read_masks
from tocsin.record.models import Finding
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 9, 30, 9, 0, tzinfo=UTC)
SOURCES = (
    ("sos-alert-2023-09-23", "Example Wire", "2023-09-23"),
    ("displacement-2023-09-29", "Example Weekly", "2023-09-29"),
)
#: named in the reports, one of them in both
MASKED = ("Ilham Aliyev", "Priya Pillai")
REFUSED = "the passage does not say so"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def key(settings, tmp_path: Path) -> str:
    """The log's verifier key, which reaches the court by another way than the dossier."""
    ids_from_one()
    settings.TOCSIN_HOME = tmp_path / "home"
    log_keys.new_key(by="command line", now=NOW, name="desk.example/log")
    return str(log_keys.verifiers()[0])


@pytest.fixture
def handed(shared: Path, key: str, tmp_path: Path) -> Path:
    """Both reports taken in, read, gathered; what was read accepted, but for one finding that was refuted."""
    reviewer = made.login("reviewer", "reviewer")
    for name, publisher, day in SOURCES:
        path = str(shared / "reports" / f"{name}.txt")
        (taken,) = reports.take_in([path], by="analyst", now=NOW, publisher=publisher, published=day)
        assert not taken.trouble
    ids = list(Report.objects.values_list("pk", flat=True))
    record.read_reports(ids, by="analyst", now=NOW)
    crisis = situations.open_situation("exodus-2023", title="Exodus", by="analyst", now=NOW)
    situations.gather(crisis, ids, by="analyst", now=NOW)
    first, *others = Finding.objects.order_by("pk").values_list("pk", flat=True)
    record.review_many(dict.fromkeys(others), decision="accepted", by=reviewer, now=at(1))
    record.review(first, decision="refused", by=reviewer, now=at(2), seen=None, reason=REFUSED)
    return dossier.make(
        dossier.situation("exodus-2023"), tmp_path / "handed", by="analyst", now=at(60)
    ).folder


def checked(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and words of the checker, run without us: no environment, no packages, not our folder."""
    alone = folder.parent / "verify.py"
    shutil.copyfile(verify.__file__, alone)
    command = [sys.executable, "-I", "-S", str(alone), str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=300)
    assert done.stderr == ""
    return done.returncode, done.stdout


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_from_sealed_bytes_to_a_verdict(handed: Path, key: str, shared: Path) -> None:
    """The reports' own bytes are in it, and what was refused beside what was accepted. With the key it holds;
    without it, it says what could not be known; with one byte changed anywhere, it names the file."""
    sealed = {sha256((shared / "reports" / f"{name}.txt").read_bytes()).hexdigest() for name, _, _ in SOURCES}
    assert sealed == {
        sha256(path.read_bytes()).hexdigest() for path in handed.glob("data/reports/*/original.*")
    }
    reviews = json.loads((handed / "data/record/reviews.json").read_text(encoding="utf-8"))
    assert [row["reason"] for row in reviews if row["after"]["state"] == "refused"] == [REFUSED]
    # the copy of the checker that came along is the same program
    assert (handed / "verify.py").read_bytes() == Path(verify.__file__).read_bytes()
    code, told = checked(handed, "--key", key)
    assert code == 0, told
    code, told = checked(handed)
    assert code == 3
    assert "NOT CHECKED        whose log this is" in told
    for path in one_of_each_kind(handed):
        with changed(path):
            code, told = checked(handed, "--key", key)
        assert code == 1
        fault = next(line for line in told.splitlines() if line.startswith("FAULT"))
        assert path.relative_to(handed).as_posix() in fault
    assert checked(handed, "--key", key)[0] == 0


def one_of_each_kind(folder: Path) -> list[Path]:
    names = ("data/reports/1/text.txt", "data/record/reviews.json", "log/entries.jsonl", "seal.txt")
    return [next(folder.glob("data/reports/*/original.*")), *(folder / name for name in names)]


@contextmanager
def changed(path: Path) -> Iterator[None]:
    """One bit in the middle of the file."""
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    yield
    path.write_bytes(content)


def test_a_redacted_one_holds_and_names_nobody_masked(handed: Path, key: str, tmp_path: Path) -> None:
    """Against the same log, with the same entries; of the masked names no byte is left, nor in any other case."""
    assert all(any(name.encode() in path.read_bytes() for path in files(handed)) for name in MASKED)
    masked = dossier.redact(handed, read_masks(persons=MASKED), tmp_path / "masked", by="analyst", now=at(70))
    code, told = checked(masked.folder, "--key", key)
    assert code == 0, told
    for path in files(masked.folder):
        content = path.read_bytes().lower()
        for name in MASKED:
            for needle in (name.lower().encode(), name.lower().encode("utf-16-le")):
                assert needle not in content, f"{name} in {path.relative_to(masked.folder)}"
    old, new = (
        [json.loads(line)["entry"] for line in (each / "log/entries.jsonl").read_text().splitlines()]
        for each in (handed, masked.folder)
    )
    assert new[: len(old)] == old

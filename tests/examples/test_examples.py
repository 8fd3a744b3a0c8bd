"""The example reports: what they show, where their facts come from, and that they are our own words."""

import csv
import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REPORTS = sorted((EXAMPLES / "reports").iterdir())
HEADER = ("Title", "Publisher", "Published", "Language", "Note")

#: what the examples have to show, with words of which each file that claims to show it holds one
SHOWN = {
    "contradiction": ("26,600", "17,153", "20,236"),
    "correction": ("corrects its report",),
    "unconfirmed claim": ("unconfirmed reports",),
    "denial": ("denied", "denies"),
    "threat": ("threatened",),
    "appeal for donations": ("000000000000",),
    "meeting without result": ("without a result",),
    "unnamed expert": ("asked not to be named",),
    "calls": ("called on", "urged", "asked"),
}

#: 1,510 or 450: numbers that a reader takes for a count, not years, clock times or item numbers
COUNT = re.compile(r"(?<![\d,])(?:\d{1,3}(?:,\d{3})+|\d{3})(?![\d,]*\d)")

each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)


def shown_by_file() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `([^`]+)` \|[^|]+\|([^|]+)\|$", (EXAMPLES / "README.md").read_text("utf-8"), re.M)
    return {name: {kind.strip() for kind in kinds.split(",")} for name, kinds in rows}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs_of_six(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + 6]) for start in range(len(found) - 5)}


def header(report: Path) -> dict[str, str]:
    """Title, publisher, time, language and note, from wherever this kind of file keeps them."""
    text = report.read_text("utf-8")
    if report.suffix == ".html":
        meta = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]+)">', text))
        language = re.findall(r'<html lang="([^"]+)">', text)
        keys = ("og:title", "og:site_name", "article:published_time", "note")
        title, publisher, published, note = (meta.get(key, "") for key in keys)
        return dict(zip(HEADER, (title, publisher, published, "".join(language), note), strict=True))
    if report.suffix == ".eml":
        mail = BytesParser(policy=policy.default).parsebytes(report.read_bytes())
        keys = ("Subject", "From", "Date", "Content-Language", "Comments")
        return dict(zip(HEADER, (str(mail[key] or "") for key in keys), strict=True))
    return dict(line.split(": ", 1) for line in text.split("\n\n", 1)[0].splitlines())


def origins_of(facts: Path) -> dict[int, set[str]]:
    """Every number of the table of facts, with those who printed it."""
    origins: dict[int, set[str]] = {}
    with facts.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            printed = [row["value"], *re.findall(r"=(\d+)", row["parts"] + ";" + row["also_says"])]
            for value in printed:
                origins.setdefault(int(value), set()).add(row["publisher"])
    return origins


def test_a_handful_of_reports_in_three_formats() -> None:
    """There are 8 to 12 examples, and a page and a mail are among the text files."""
    assert 8 <= len(REPORTS) <= 12
    assert {report.suffix for report in REPORTS} == {".txt", ".html", ".eml"}


@each_report
def test_header_says_who_when_and_from_whom(report: Path) -> None:
    """Every report has a title, an invented publisher, a time with its zone, a language and a note."""
    found = header(report)
    assert set(found) == set(HEADER) and all(found.values())
    assert re.search(r"\+04:?00$", found["Published"])
    assert found["Note"].startswith("Written for the demonstration by an invented publisher")
    assert "first published by" in found["Note"]


def test_readme_lists_every_report_and_every_kind() -> None:
    """The table in the README names each file once and misses nothing that has to be shown."""
    shown = shown_by_file()
    assert sorted(shown) == [report.name for report in REPORTS]
    assert set(SHOWN) <= set().union(*shown.values())


@each_report
def test_a_report_shows_what_the_readme_says(report: Path) -> None:
    """A report that is listed as a denial holds a denial, and so on."""
    text = " ".join(report.read_text("utf-8").split())
    for kind in shown_by_file()[report.name] & set(SHOWN):
        assert any(word in text for word in SHOWN[kind]), kind


@each_report
def test_every_count_was_printed_by_whom_the_note_names(report: Path, shared: Path) -> None:
    """Each count stands in the table of facts, and the note names one of those who printed it first."""
    origins = origins_of(shared / "facts" / "displacement-2023.csv")
    note = header(report)["Note"]
    for count in COUNT.findall(report.read_text("utf-8")):
        printed_by = origins.get(int(count.replace(",", "")), set())
        assert any(publisher in note for publisher in printed_by), (count, printed_by)


@each_report
def test_the_words_are_our_own(report: Path, shared: Path) -> None:
    """No six words in a row are those of the acceptance reports."""
    ours = runs_of_six(report.read_text("utf-8"))
    for theirs in sorted((shared / "reports").glob("*.txt")):
        assert not ours & runs_of_six(theirs.read_text("utf-8")), theirs.name

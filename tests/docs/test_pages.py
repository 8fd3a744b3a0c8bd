"""The pages that a newcomer types from, held against the program."""

import re
import shlex
from pathlib import Path
from typing import get_args

import pytest

from tocsin.cli.commands import parser
from tocsin.reading.findings import Finding

ROOT = Path(__file__).parents[2]
TYPED_FROM = ("README.md", "docs/tutorial.md")
WRITTEN = (
    *("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "examples/README.md", "docs/glossary.md"),
    *sorted(str(note.relative_to(ROOT)) for note in (ROOT / "docs" / "design").glob("*.md")),
    *TYPED_FROM,
)


def commands(page: str) -> list[str]:
    """The lines of its code blocks that call the program."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("tocsin ")]


@pytest.mark.parametrize(
    ("page", "command"), [(page, line) for page in TYPED_FROM for line in commands(page)]
)
def test_a_printed_command_is_one(page: str, command: str) -> None:
    """Every command that these pages print is understood, with all of its arguments."""
    arguments = parser().parse_args(shlex.split(command)[1:])
    assert (ROOT / "tocsin" / "cli" / f"{arguments.module}.py").is_file()


def test_the_tutorial_walks_the_whole_way() -> None:
    """The tutorial uses a command of every step that has one."""
    used = {line.split()[1] for line in commands("docs/tutorial.md")}
    assert used >= {"take-in", "read", "situation", "login", "alert", "custody", "serve", "check"}
    assert used >= {"assessment", "key", "deliver", "delivery"}


@pytest.mark.parametrize("page", WRITTEN)
def test_links_lead_somewhere(page: str) -> None:
    """Every link from these pages to a file of the project leads to a file."""
    for target in re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8")):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("kind", [noun.__name__.lower() for noun in get_args(Finding)])
def test_the_glossary_has_every_kind_of_finding(kind: str) -> None:
    """Whatever reading may return is explained as a word of its own."""
    assert f"**{kind}**" in (ROOT / "docs" / "glossary.md").read_text("utf-8")


def test_the_list_of_design_notes_is_whole() -> None:
    """Every dated note is listed on the notes' first page."""
    notes = ROOT / "docs" / "design"
    listed = (notes / "README.md").read_text("utf-8")
    assert all(f"({note.name})" in listed for note in notes.glob("2*.md"))

"""Nothing that the program itself says claims that a crime was committed; what is relevant to one is called that."""

import ast
import re
from importlib import resources
from pathlib import Path

import pytest

import tocsin

ROOT = Path(tocsin.__file__).parent
CRIME = r"(?:crimes?|genocide|war crimes?|crimes? against humanity|ethnic cleansing|persecution|torture|extermination)"
#: what somebody would have to write to claim one
CLAIMS = re.compile(
    rf"\b{CRIME}\b[^.;:?]{{0,40}}\b(?:was|were|is|are|has been|have been)\s+(?:being\s+)?"
    r"(?:established|proven|proved|confirmed|committed|found|taking place|under way|demonstrated)\b"
    rf"|\b(?:establish\w*|prov(?:e[ds]?|en|ing)|confirm\w*|commit(?:s|ted)|constitut\w*|amounts? to|guilty of|proof of)\s+"
    rf"(?:a |an |the |of )*{CRIME}\b"
    rf"|\b{CRIME} (?:established|proven|confirmed|committed)\b",
    re.IGNORECASE,
)
#: clauses that say the contrary, word for word: each is read by this test, and none may be longer than it must
DISCLAIMERS = (
    "this site never says that a crime was committed",
    "Whether a crime was committed is for a court to say",
    "This is no finding that a crime was committed",
    # under the heading of what the site never says
    "That a crime was committed. Where a crime is named, this site says who named it.",
)


def claims(text: str) -> list[str]:
    for clause in DISCLAIMERS:
        text = text.replace(clause, "")
    return [found[0] for found in CLAIMS.finditer(re.sub(r"\s+", " ", text))]


def strings_of(path: Path) -> list[str]:
    """All literals of a module but its docstrings, which only those who read the code see."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, told) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
#: whatever may put words of ours before a reader; reading's own vocabulary is what others say
MODULES = sorted(
    path
    for folder in ("assessment", "alerts", "publishing", "web", "cli", "situations")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_claims_a_crime(path: Path) -> None:
    assert claims(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_words_of_the_program_claim_a_crime(path: Path) -> None:
    assert [claim for text in strings_of(path) for claim in claims(text)] == []


@pytest.mark.parametrize("name", ["un-framework-of-analysis.yml", "crimes.yml"])
def test_no_framework_claims_a_crime(name: str) -> None:
    """They ask; what they ask about is never said to have happened."""
    text = (resources.files("tocsin.assessment") / "data" / name).read_text(encoding="utf-8")
    assert claims(text) == []


@pytest.mark.parametrize(
    "claim",
    [
        "Crime established",
        "The crime was established by two reports",
        "Genocide was committed here",
        "this constitutes genocide",
        "war crimes have been confirmed",
        "what happened amounts to a crime against humanity",
        "proof of genocide",
        "persecution is taking place",
    ],
)
def test_a_claim_is_seen_as_one(claim: str) -> None:
    """What the rule must find, so that it cannot pass by finding nothing."""
    assert claims(claim)


@pytest.mark.parametrize(
    "text",
    [
        "Crimes named, and by whom",
        "information relevant to the crime of deportation",
        "She said that it was a war crime",
        "of crimes against humanity",
    ],
)
def test_what_says_who_said_so_is_none(text: str) -> None:
    assert not claims(text)


def test_pages_of_assessments_speak_of_relevant_information() -> None:
    """The wording that stands in place of a verdict on guilt."""
    folder = ROOT / "web" / "templates" / "tocsin"
    for name in ("desk/assessments.html", "desk/assessment.html", "public/assessment.html"):
        assert re.search(r"information (?:is )?relevant to", (folder / name).read_text(), re.IGNORECASE), name

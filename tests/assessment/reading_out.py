"""A text read into the findings that rules propose from, and what they propose of it; no database."""

from functools import cache
from importlib import resources
from typing import NamedTuple

from tocsin.assessment.framework_file import framework_from
from tocsin.assessment.frameworks import Framework
from tocsin.assessment.proposing import Text, Told, proposals
from tocsin.reading import read

KINDS = ("statement", "event", "figure", "qualification", "response")


class Proposed(NamedTuple):
    criterion: str
    side: str
    rule: str
    reason: str
    #: the finding's passage, and its kind
    quote: str
    kind: str


@cache
def frameworks() -> tuple[Framework, ...]:
    folder = resources.files("tocsin.assessment") / "data"
    names = ("un-framework-of-analysis.yml", "crimes.yml")
    return tuple(framework_from((folder / name).read_text(encoding="utf-8")) for name in names)


def told(text: str) -> Text:
    found = read(text, None).as_dict()
    rows = [(kind, place, row) for kind in KINDS for place, row in enumerate(found[f"{kind}s"])]
    findings = tuple(
        Told(
            finding_id=number,
            kind=kind,
            start=row["start"],
            end=row["end"],
            fields=row,
            run=1,
            ordinal=place,
        )
        for number, (kind, place, row) in enumerate(rows, 1)
    )
    return Text(text=text, told=findings)


def proposed(text: str) -> list[Proposed]:
    """Of both frameworks that ship."""
    given = told(text)
    return [
        Proposed(each.criterion, each.side, each.rule, each.reason, *_passage(given, each.finding_id))
        for framework in frameworks()
        for each in proposals([given], framework)
    ]


def _passage(text: Text, finding_id: int) -> tuple[str, str]:
    row = text.told[finding_id - 1]
    return text.text[row.start : row.end], row.kind

"""data/prov.json: what was derived from what, by which act, as W3C PROV-JSON (Member Submission, 24 April 2013).

Reports, findings, reviews and alerts are entities; each act is an activity; who acted is an agent, a person by the
number that the dossier gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.publishing.dossier.row_file import as_line
from tocsin.publishing.dossier.told import Row, Told

_PREFIXES = {"tocsin": "urn:tocsin:", "prov": "http://www.w3.org/ns/prov#"}
#: the sections of PROV-JSON that are written, and the attributes that its relations ask for
RELATIONS = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
}
Record = tuple[str, str, Row]


def write_prov(told: Told, path: Path) -> None:
    """Section by section, each from a walk of its own over the record, so that nothing is held but agents' names."""
    with path.open("x", encoding="utf-8") as file:
        file.write('{"prefix":' + as_line(_PREFIXES))
        for section in ("entity", "activity", "agent", *RELATIONS):
            file.write(f',\n"{section}":{{')
            agents, gap = set[str](), "\n"
            for name, value in _of(section, told):
                if name in agents:
                    continue
                file.write(f"{gap}{as_line(name)}:{as_line(value)}")
                gap = ",\n"
                if section == "agent":
                    agents.add(name)
            file.write("\n}")
        file.write("}\n")


def _of(section: str, told: Told) -> Iterator[tuple[str, Row]]:
    return ((name, value) for kind, name, value in _records(told) if kind == section)


def _records(told: Told) -> Iterator[Record]:
    for report in told.reports():
        yield "entity", _id(report.item), {"prov:type": "report", "prov:label": report.title}
        for act in report.acts:
            yield from _act(act, [report.item] if act["action"] == "taken in" else [], [report.item])
        for finding in told.findings(report.item):
            yield "entity", _id(finding.item), {"prov:type": "finding", "prov:label": finding.kind}
            yield _relation("wasDerivedFrom", finding.item, report.item)
            yield from _reviews(finding.item, finding.reviews)
    for row in told.acts("alerts"):
        if row["item"].startswith("alert:") and row["action"] in ("drafted", "issued"):
            yield from _alert(row, told)


def _reviews(item: str, rows: Iterable[Row]) -> Iterator[Record]:
    """Each review is an entity of its own: it stands beside what was read, and changes nothing of it."""
    last = item
    for row in rows:
        review = _review(row)
        yield "entity", _id(review), {"prov:type": "review", "tocsin:decision": row["action"]}
        yield from _act(row, [review], [item])
        yield _relation("wasDerivedFrom", review, last)
        last = review


def _alert(row: Row, told: Told) -> Iterator[Record]:
    """Derived from the review that was in force when it was issued; from the finding itself where there was none."""
    if row["action"] == "issued":
        yield (
            "entity",
            _id(row["item"]),
            {"prov:type": "alert", "prov:label": str(row["after"].get("identifier"))},
        )
        for note in sorted({one for notes in row["after"].get("footnotes") or () for one in notes}):
            finding = told.finding(f"finding:{note}")
            before = (
                [each for each in finding.reviews if each["position"] < row["position"]] if finding else []
            )
            yield _relation(
                "wasDerivedFrom", row["item"], _review(before[-1]) if before else f"finding:{note}"
            )
        yield from _act(row, [row["item"]], [])


def _act(row: Row, made: Iterable[str], used: Iterable[str]) -> Iterator[Record]:
    act = f"entry:{row['position']}"
    at = {"prov:startTime": row["at"], "prov:endTime": row["at"], "prov:type": row["action"]}
    yield "activity", _id(act), at
    yield "agent", _id(row["by"]), {"prov:type": _agent_type(row["by"]), "prov:label": row["by"]}
    yield _relation("wasAssociatedWith", act, row["by"])
    for item in made:
        yield _relation("wasGeneratedBy", item, act)
    for item in used if not set(made) & set(used) else ():
        yield _relation("used", act, item)


def _review(row: Row) -> str:
    return f"review:{row['after'].get('review', row['position'])}"


def _agent_type(by: str) -> Row:
    kind = "prov:Person" if by.startswith("person ") or by == "erased" else "prov:SoftwareAgent"
    return {"$": kind, "type": "prov:QUALIFIED_NAME"}


def _relation(section: str, first: str, second: str) -> Record:
    left, right = RELATIONS[section]
    return section, f"_:{section}/{first}/{second}", {left: _id(first), right: _id(second)}


def _id(item: str) -> str:
    """
    >>> _id("finding:12"), _id("person 3")
    ('tocsin:finding-12', 'tocsin:person-3')
    """
    return "tocsin:" + "".join(sign if sign.isalnum() else "-" for sign in item)

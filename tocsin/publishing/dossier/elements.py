"""data/elements.json: per legal element or indicator, what people hold to be information for it and against it.

Nothing here says that a crime was committed: only a court can.
"""

from __future__ import annotations

from typing import Any

from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.models import FrameworkVersion
from tocsin.assessment.worksheet_json import NOTICE
from tocsin.publishing.dossier.told import Row, Told

SIDES = ("for", "against")


def elements(told: Told) -> dict[str, Any]:
    """Every criterion of every assessment's framework, also those on which there is no information."""
    state = _State()
    for row in told.acts("assessments"):
        state.take(row)
    return {"notice": NOTICE, "assessments": [_assessment(item, state, told) for item in state.assessments]}


class _State:
    """What the acts came to: the last word of each line."""

    def __init__(self) -> None:
        self.assessments: dict[str, Row] = {}
        #: by assessment, criterion, finding and side
        self.evidence: dict[tuple[str, str, str, str], Row] = {}
        #: by assessment and criterion
        self.judgements: dict[tuple[str, str], Row] = {}

    def take(self, row: Row) -> None:
        noun, after = row["item"].partition(":")[0], row["after"]
        if noun == "assessment":
            proposed = {name: each for name, each in after.items() if name.startswith("evidence:")}
            for each in proposed.values():
                self._weigh(each, row)
            if "framework" in after:
                self.assessments[row["item"]] = after
        elif noun == "evidence":
            self._weigh(after, row)
        elif noun == "judgement" and "criterion" in after:
            self.judgements[f"assessment:{after.get('assessment')}", after["criterion"]] = {
                **after,
                "at": row["at"],
            }

    def _weigh(self, said: Any, row: Row) -> None:
        if isinstance(said, dict) and {"assessment", "criterion", "finding", "side"} <= said.keys():
            key = (
                f"assessment:{said['assessment']}",
                said["criterion"],
                f"finding:{said['finding']}",
                said["side"],
            )
            self.evidence[key] = {**said, "at": row["at"], "by": row["by"]}


def _assessment(item: str, state: _State, told: Told) -> dict[str, Any]:
    said = state.assessments[item]
    version = FrameworkVersion.objects.filter(sha256=said["framework"]).first()
    framework = framework_of(version) if version else None
    return {
        "assessment": item,
        "state": said.get("state"),
        "framework": {
            "title": framework.title if framework else None,
            "edition": framework.edition if framework else None,
            "sha256": said["framework"],
        },
        "criteria": [
            _criterion(item, part.title, each, state, told)
            for part in (framework.sections() if framework else ())
            for each in part.criteria
        ],
    }


def _criterion(item: str, part: str, criterion: Any, state: _State, told: Told) -> dict[str, Any]:
    judgement = state.judgements.get((item, criterion.id))
    found: dict[str, list[Row]] = {side: [] for side in SIDES}
    for (assessment, criterion_id, finding, side), said in state.evidence.items():
        if assessment == item and criterion_id == criterion.id and side in found:
            found[side].append(_evidence(finding, said, told))
    return {
        "part": part,
        "id": criterion.id,
        "kind": criterion.kind,
        "text": criterion.text,
        "judgement": judgement
        and {name: judgement.get(name) for name in ("verdict", "confidence", "why", "at")},
        **found,
    }


def _evidence(item: str, said: Row, told: Told) -> Row:
    """The passage too, where its report is in the dossier: the element must be readable by itself."""
    finding = told.finding(item)
    return {
        "finding": item,
        "anchor": item.replace(":", "-"),
        "standing": said.get("standing"),
        "why": said.get("why"),
        "rule": said.get("rule") or None,
        "report": finding.report if finding else None,
        "quote": finding.quote if finding else None,
        "said_by": (finding.speaker or None) if finding else None,
    }

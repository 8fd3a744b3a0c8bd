"""An assessment as it stands: each criterion with its evidence for and against, its judgement, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.frameworks import Criterion, Framework, Part
from tocsin.assessment.models import Assessment, CriterionJudgement, Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRow:
    #: of the row in force: what a person must have seen to decide about it
    evidence_id: int
    finding_id: int
    report_id: int
    publisher: str
    #: for, against
    side: str
    #: proposed, accepted, refused
    standing: str
    #: the rule that proposed it; empty where a person added it
    rule: str
    reason: str
    #: login; None where a rule proposed it and nobody has decided
    by: str | None
    at: datetime
    quote: str
    #: of the report: nothing of a restricted one is published
    restricted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgementRow:
    judgement_id: int
    #: supported, partly, contradicted, absent, no information
    verdict: str
    confidence: str
    reason: str
    by: str
    at: datetime
    #: taken over, unchanged, from the assessment before, where it was read by two
    carried: bool
    #: whether a second person agrees; None where nobody has read it
    agreed: bool | None
    second_reader: str | None
    second_reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CriterionRow:
    criterion: Criterion
    evidence: tuple[EvidenceRow, ...]
    #: None: nobody has judged it, which is a gap and says nothing of the world
    judgement: JudgementRow | None

    def accepted(self, side: str) -> tuple[EvidenceRow, ...]:
        return tuple(each for each in self.evidence if each.side == side and each.standing == "accepted")

    @property
    def proposed(self) -> tuple[EvidenceRow, ...]:
        return tuple(each for each in self.evidence if each.standing == "proposed")

    @property
    def stale(self) -> bool:
        """Whether people decided about evidence after it was judged."""
        return self.judgement is not None and any(
            each.by is not None and each.at > self.judgement.at for each in self.evidence
        )

    @property
    def read_by_two(self) -> bool:
        return self.judgement is not None and (self.judgement.carried or self.judgement.agreed is True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    framework: Framework
    #: by `Criterion.id`, in the framework's order
    rows: Mapping[str, CriterionRow]

    def parts(self) -> Iterator[tuple[Part, list[CriterionRow]]]:
        for part in self.framework.parts:
            yield part, [self.rows[each.id] for each in part.criteria]

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(name for name, row in self.rows.items() if row.judgement is None)


def obstacles(sheet: Sheet) -> tuple[str, ...]:
    """What stands between the assessment and its end, one sentence each. Gaps do not: they are shown as gaps."""
    found = []
    for name, row in sheet.rows.items():
        if row.judgement is None:
            continue
        if row.stale:
            found.append(f"{name}: evidence was decided about after it was judged; judge it again")
        if not row.read_by_two:
            said = (
                "the second reader disagrees"
                if row.judgement.agreed is False
                else "nobody has read it a second time"
            )
            found.append(f"{name}: {said}")
    if all(row.judgement is None for row in sheet.rows.values()):
        found.append("nothing is judged yet")
    return tuple(found)


def sheet_of(assessment: Assessment) -> Sheet:
    """Three queries, however many findings and criteria there are."""
    framework = framework_of(assessment.framework)
    evidence = _evidence(assessment)
    judgements = _judgements(assessment)
    rows = {
        each.id: CriterionRow(
            criterion=each,
            evidence=tuple(evidence.get(each.id, ())),
            judgement=judgements.get(each.id),
        )
        for each in framework.criteria()
    }
    return Sheet(framework=framework, rows=rows)


def _evidence(assessment: Assessment) -> dict[str, list[EvidenceRow]]:
    """Evidence in force, by criterion, the first said first."""
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    rows = (
        assessment.evidence.filter(superseded_by=None)
        .select_related("finding__report", "by")
        .defer("finding__fields")
    )
    for row in rows:
        found[row.criterion].append(_evidence_row(row))
    return found


def _evidence_row(row: Evidence) -> EvidenceRow:
    report = row.finding.report
    return EvidenceRow(
        evidence_id=row.pk,
        finding_id=row.finding_id,
        report_id=report.pk,
        publisher=report.publisher,
        side=row.side,
        standing=row.standing,
        rule=row.rule,
        reason=row.reason,
        by=row.by.get_username() if row.by else None,
        at=row.at,
        quote=row.finding.quote,
        restricted=report.sensitivity != report.Sensitivity.OPEN,
    )


def _judgements(assessment: Assessment) -> dict[str, JudgementRow]:
    rows = assessment.judgements.filter(superseded_by=None).select_related(
        "by", "second_reading__by", "carried_from__second_reading__by"
    )
    return {row.criterion: _judgement_row(row) for row in rows}


def _judgement_row(row: CriterionJudgement) -> JudgementRow:
    reading = getattr(row, "second_reading", None)
    return JudgementRow(
        judgement_id=row.pk,
        verdict=row.verdict,
        confidence=row.confidence,
        reason=row.reason,
        by=row.by.get_username(),
        at=row.at,
        carried=row.carried_from_id is not None,
        agreed=reading.agrees if reading else None,
        second_reader=reading.by.get_username() if reading else None,
        second_reason=reading.reason if reading else "",
    )

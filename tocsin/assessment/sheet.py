"""An assessment as it stands: each criterion with its evidence for and against, its judgement, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.frameworks import Criterion, Framework, Part
from tocsin.assessment.models import Assessment, CriterionJudgement, Evidence
from tocsin.record.levels import Viewer
from tocsin.record.masking import kept_to_desk, veil
from tocsin.record.models import Finding
from tocsin.record.titles import has_masked, titles_beside
from tocsin.reports.independence import independent, kin_among, stories
from tocsin.reports.models import GroupMember, Report
from tocsin.reports.publishers import group_of

#: of a speaker's name on a page
SPEAKER_SIGNS_MAX = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRow:
    """A finding as information relevant to a criterion, with all that a note needs to lead back to the sealed bytes."""

    #: of the row in force: what a person must have seen to decide about it
    evidence_id: int
    finding_id: int
    #: figure, statement, event ...
    kind: str
    #: what people decided about the finding by now: open, accepted, corrected, refused, disputed
    finding_state: str
    #: half open, in code points of the text
    start: int
    end: int
    quote: str
    #: who said it or named it, as the report has it; empty where the publisher tells it itself, or nobody knows
    said_by: str
    #: ISO 639-1 of the text that the passage stands in; empty where unknown
    language: str
    report_id: int
    #: of the report's bytes as they came
    sha256: str
    title: str
    #: empty where unknown
    publisher: str
    #: None where unknown
    published_at: datetime | None
    published_precision: str
    #: minutes from UTC as the report printed them; None where it printed no zone
    published_offset_min: int | None
    #: group of copies that the report is one of; None where it is none
    group_id: int | None
    #: group of publishers, not independent of each other, that its publisher is of; empty for none
    kin: str
    #: of the report: nothing of a restricted one is published
    restricted: bool
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

    @property
    def fallen(self) -> bool:
        """Whether the finding does not stand, or not yet, so that nothing rests on it. A disputed one is shown as such."""
        return self.finding_state in ("open", "refused")


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A copy of a report that evidence stands in, whether or not anything of the copy is evidence."""

    report_id: int
    publisher: str
    published_at: datetime | None
    group_id: int | None
    kin: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgementRow:
    judgement_id: int
    #: supported, partly, contradicted, absent, no information
    verdict: str
    confidence: str
    reason: str
    by: str
    at: datetime
    #: the newest evidence that its author had before them; 0 for none
    saw: int
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
    #: group -> all reports that are copies of one story
    copies: Mapping[int, tuple[Copy, ...]] = field(default_factory=dict)
    #: whether accepted evidence is left out here, because its report is for the desk only
    withheld: bool = False

    def accepted(self, side: str) -> tuple[EvidenceRow, ...]:
        return tuple(each for each in self.evidence if each.side == side and each.standing == "accepted")

    def independent(self, side: str) -> int:
        """Publishers with a text of their own behind the accepted evidence: copies of a story count once.

        Who was first is asked of all copies, also of those that nobody cites: two papers that carry one agency's two
        stories are one account.
        """
        rows = self.accepted(side)
        told: list[Sequence[EvidenceRow | Copy]] = [
            self.copies.get(story[0].group_id or 0, story) for story in stories(rows)
        ]
        return len(independent(told, kin_among(each for story in told for each in story)))

    @property
    def proposed(self) -> tuple[EvidenceRow, ...]:
        return tuple(each for each in self.evidence if each.standing == "proposed")

    @property
    def bare(self) -> bool:
        """Whether nothing at all is said of it yet."""
        return self.judgement is None and not self.evidence

    @property
    def stale(self) -> bool:
        """Whether people decided about evidence that its author did not have before them."""
        return self.judgement is not None and any(
            each.by is not None and each.evidence_id > self.judgement.saw for each in self.evidence
        )

    @property
    def newest(self) -> int:
        """The newest evidence: what a person must have seen to judge. 0 for none."""
        return max((each.evidence_id for each in self.evidence), default=0)

    @property
    def read_by_two(self) -> bool:
        return self.judgement is not None and (self.judgement.carried or self.judgement.agreed is True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    framework: Framework
    #: by `Criterion.id`, in the framework's order
    rows: Mapping[str, CriterionRow]

    def parts(self) -> Iterator[tuple[Part, list[CriterionRow]]]:
        """Each part with its rows; the ways of taking part come last."""
        for part in self.framework.sections():
            yield part, [self.rows[each.id] for each in part.criteria]

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(name for name, row in self.rows.items() if row.judgement is None)


def sheet_of(assessment: Assessment, *, public: bool = False) -> Sheet:
    """Two queries, and one for copies, however many findings and criteria there are.

    `public` leaves out what only a rule says, and all that rests on a report which is restricted by now, whatever it was
    when the assessment was finished; a row that loses accepted evidence by that says so.
    """
    framework = framework_of(assessment.framework)
    return Sheet(framework=framework, rows=rows_of(assessment, framework.criteria(), public=public))


def rows_of(
    assessment: Assessment, criteria: Iterable[Criterion], *, public: bool = False
) -> dict[str, CriterionRow]:
    """These criteria alone, in their order; nothing is read of others."""
    wanted = tuple(criteria)
    ids = [each.id for each in wanted]
    evidence, judgements = _evidence(assessment, ids), _judgements(assessment, ids)
    copies = _copies((row for rows in evidence.values() for row in rows), public=public)
    return {
        each.id: _criterion_row(
            each, evidence.get(each.id, []), judgements.get(each.id), copies, public=public
        )
        for each in wanted
    }


def _criterion_row(
    criterion: Criterion,
    evidence: list[EvidenceRow],
    judgement: JudgementRow | None,
    copies: Mapping[int, tuple[Copy, ...]],
    *,
    public: bool,
) -> CriterionRow:
    accepted = [each for each in evidence if each.standing == "accepted"]
    told = [each for each in accepted if not each.restricted] if public else evidence
    return CriterionRow(
        criterion=criterion,
        evidence=tuple(told),
        judgement=judgement,
        copies=copies,
        withheld=public and len(told) < len(accepted),
    )


def _evidence(assessment: Assessment, criteria: list[str]) -> dict[str, list[EvidenceRow]]:
    """Evidence in force, by criterion, the first said first."""
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    rows = (
        assessment.evidence.filter(superseded_by=None, criterion__in=criteria)
        .select_related(
            "finding__report__membership", "finding__text", "finding__review", "finding__mask", "by"
        )
        .defer("finding__text__text")
        .annotate(kin=group_of("finding__report__publisher"), masked=has_masked("finding__report"))
    )
    titles = titles_beside([row.finding for row in rows if row.masked])
    for row in rows:
        found[row.criterion].append(_evidence_row(row, titles.get(row.finding_id, row.finding.report.title)))
    return found


def _evidence_row(row: Evidence, title: str) -> EvidenceRow:
    """What is masked in a finding is withheld on every worksheet, and all of it where it is highly sensitive."""
    finding, report = _veiled(row.finding), row.finding.report
    membership = getattr(report, "membership", None)
    return EvidenceRow(
        evidence_id=row.pk,
        finding_id=finding.pk,
        kind=finding.kind,
        finding_state=finding.state,
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        said_by=_said_by(finding),
        language=finding.text.language,
        report_id=report.pk,
        sha256=report.sha256,
        title=title,
        publisher=report.publisher,
        published_at=report.published_at,
        published_precision=report.published_precision,
        published_offset_min=report.published_offset_min,
        group_id=membership.group_id if membership else None,
        kin=row.kin or "",  # type: ignore[attr-defined]  # annotated
        restricted=kept_to_desk(finding),
        side=row.side,
        standing=row.standing,
        rule=row.rule,
        reason=row.reason,
        by=row.by.get_username() if row.by else None,
        at=row.at,
    )


def _veiled(finding: Finding) -> Finding:
    return veil(finding, Viewer.DESK if kept_to_desk(finding) else Viewer.PUBLIC)


#: the field in which a finding of the kind has who said it
_SPEAKER = {"statement": "speaker_name", "call": "speaker_name", "qualification": "by", "figure": "speaker"}


def _said_by(finding: Finding) -> str:
    named = finding.current.get(_SPEAKER.get(finding.kind, ""))
    return str(named)[:SPEAKER_SIGNS_MAX] if named else ""


def _copies(evidence: Iterable[EvidenceRow], *, public: bool) -> dict[int, tuple[Copy, ...]]:
    """All members of the groups that evidence stands in; `public` asks only those that may be told of."""
    groups = {each.group_id for each in evidence if each.group_id is not None}
    if not groups:
        return {}
    members = GroupMember.objects.filter(group__in=groups)
    if public:
        members = members.filter(report__sensitivity=Report.Sensitivity.OPEN)
    found: dict[int, list[Copy]] = defaultdict(list)
    columns = members.values_list(
        "group", "report", "report__publisher", "report__published_at", group_of("report__publisher")
    )
    for group_id, report_id, publisher, published_at, kin in columns:
        found[group_id].append(
            Copy(
                report_id=report_id,
                publisher=publisher,
                published_at=published_at,
                group_id=group_id,
                kin=kin or "",
            )
        )
    return {group_id: tuple(rows) for group_id, rows in found.items()}


def _judgements(assessment: Assessment, criteria: list[str]) -> dict[str, JudgementRow]:
    rows = assessment.judgements.filter(superseded_by=None, criterion__in=criteria).select_related(
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
        saw=row.saw or 0,
        carried=row.carried_from_id is not None,
        agreed=reading.agrees if reading else None,
        second_reader=reading.by.get_username() if reading else None,
        second_reason=reading.reason if reading else "",
    )

"""How an assessment changed from one version to the next, and which reports changed it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.assessment.sheet import CriterionRow, EvidenceRow, JudgementRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One criterion that two assessments see differently."""

    criterion: str
    #: None where nobody had judged it
    before: JudgementRow | None
    after: JudgementRow | None
    #: accepted since, or accepted before and not any more; for and against alike
    added: tuple[EvidenceRow, ...]
    dropped: tuple[EvidenceRow, ...]

    @property
    def verdict_changed(self) -> bool:
        return _said(self.before) != _said(self.after)

    @property
    def report_ids(self) -> tuple[int, ...]:
        """The reports whose findings came or went, in order of their numbers."""
        return tuple(sorted({each.report_id for each in (*self.added, *self.dropped)}))


def compared(before: Mapping[str, CriterionRow], after: Mapping[str, CriterionRow]) -> tuple[Difference, ...]:
    """Criteria whose verdict, confidence or accepted evidence is not the same, in the later framework's order."""
    names = [*after, *(name for name in before if name not in after)]
    found = (_difference(name, before.get(name), after.get(name)) for name in names)
    return tuple(each for each in found if each.verdict_changed or each.added or each.dropped)


def _difference(name: str, before: CriterionRow | None, after: CriterionRow | None) -> Difference:
    old, new = _accepted(before), _accepted(after)
    return Difference(
        criterion=name,
        before=before.judgement if before else None,
        after=after.judgement if after else None,
        added=tuple(row for key, row in new.items() if key not in old),
        dropped=tuple(row for key, row in old.items() if key not in new),
    )


def _accepted(row: CriterionRow | None) -> dict[tuple[int, str], EvidenceRow]:
    rows = (*row.accepted("for"), *row.accepted("against")) if row else ()
    return {(each.finding_id, each.side): each for each in rows}


def _said(judgement: JudgementRow | None) -> tuple[str, str] | None:
    return (judgement.verdict, judgement.confidence) if judgement else None

"""The demonstration's assessment: what rules propose and one person accepts and judges, another reads and finishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max

from tocsin import assessment as step
from tocsin.assessment.models import Assessment, Evidence
from tocsin.cli.demo_alerts import Find
from tocsin.situations.models import Situation


@dataclass(frozen=True, kw_only=True)
class Assessing:
    situation: Situation
    analyst: User
    reader: User
    find: Find
    at: datetime
    #: why decisions that have no reason of their own were made
    reason: str

    def play(self, asked: Mapping[str, Any]) -> Assessment:
        framework = step.latest(asked["framework"], now=self.at)
        row = step.begin(self.situation, framework, by=self.analyst, now=self.at)
        step.propose(row, step.proposals_for(row), by=self.analyst, now=self.at)
        for weighed in asked["weigh"]:
            self._weigh(row, weighed)
        for judged in asked["judge"]:
            self._judge(row, judged)
        row = step.submit(row, by=self.analyst, now=self.at)
        for judgement in row.judgements.filter(superseded_by=None).order_by("pk"):
            step.second_read(judgement, agrees=True, reason=self.reason, by=self.reader, now=self.at)
        row = step.finish(row, by=self.reader, now=self.at)
        return step.publish(row, by=self.reader, now=self.at)

    def _weigh(self, row: Assessment, asked: Mapping[str, Any]) -> None:
        """A proposal that is accepted, or refused where it says so; or a finding that nobody proposed."""
        finding = self.find(asked["report"], asked["kind"], asked["quote"])
        line = row.evidence.filter(criterion=asked["criterion"], finding=finding, side=asked["side"])
        proposed = line.filter(superseded_by=None).first()
        step.weigh(
            row,
            asked["criterion"],
            finding.pk,
            side=asked["side"],
            standing=asked.get("standing", Evidence.Standing.ACCEPTED),
            reason=asked["reason"],
            by=self.analyst,
            now=self.at,
            seen=proposed.pk if proposed else None,
        )

    def _judge(self, row: Assessment, asked: Mapping[str, Any]) -> None:
        evidence = row.evidence.filter(criterion=asked["criterion"])
        step.judge(
            row,
            asked["criterion"],
            verdict=asked["verdict"],
            confidence=asked["confidence"],
            reason=asked["reason"],
            by=self.analyst,
            now=self.at,
            seen=None,
            saw=evidence.aggregate(newest=Max("pk"))["newest"] or 0,
        )

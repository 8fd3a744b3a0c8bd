"""What rests on a report or finding, across the steps: situations, assessments, drafts of alerts and issued ones."""

from dataclasses import dataclass

from tocsin.alerts.models import Alert
from tocsin.assessment.models import Assessment, Evidence
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Situation

#: of each; more is told by its number
SHOWN_MAX = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Resting:
    situations: tuple[Situation, ...]
    assessments: tuple[Assessment, ...]
    #: drafts and issued ones, the newest first
    alerts: tuple[Alert, ...]

    def __bool__(self) -> bool:
        return bool(self.situations or self.assessments or self.alerts)


def resting_on(row: Report | Finding) -> Resting:
    """Three queries. A situation rests on a finding that stands, and on a report that is gathered for it."""
    of_report = isinstance(row, Report)
    report_id = row.pk if isinstance(row, Report) else row.report_id
    gathered = Situation.objects.filter(gatherings__report=report_id).order_by("title")
    named = {"finding__report": row.pk} if of_report else {"finding": row.pk}
    cited = Evidence.objects.filter(superseded_by=None, standing="accepted", **named)
    assessments = Assessment.objects.filter(pk__in=cited.values("assessment")).select_related(
        "situation", "framework"
    )
    noted = {"sentences__findings__report": row.pk} if of_report else {"sentences__findings": row.pk}
    alerts = Alert.objects.filter(**noted).distinct().order_by("-pk").defer("cap_xml")
    stands = of_report or (isinstance(row, Finding) and row.stands)
    return Resting(
        situations=tuple(gathered[:SHOWN_MAX]) if stands else (),
        assessments=tuple(assessments.defer("framework__text").order_by("-pk")[:SHOWN_MAX]),
        alerts=tuple(alerts[:SHOWN_MAX]),
    )

"""What the rules find among a situation's figures, also before anybody has decided about them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figure_rows import COLUMNS, figure_rows
from tocsin.situations.figures import Series, series_of
from tocsin.situations.models import Situation
from tocsin.situations.naming import same_of
from tocsin.situations.peoples import as_taken


@dataclass(frozen=True, kw_only=True, slots=True)
class _Printed:
    report_id: int
    publisher: str
    published_at: datetime | None


def check(situation: Situation, *, accepted: bool = False) -> tuple[Contradiction, ...]:
    """Contradictions among all figures that nobody has refused; `accepted` looks at those alone that stand."""
    return contradictions(figure_series(situation, accepted=accepted), ZoneInfo(situation.time_zone))


def figure_series(situation: Situation, *, accepted: bool) -> tuple[Series, ...]:
    """All series of the situation, not yet parted by people; of the figures that stand, or of all that nobody refused."""
    states = [Finding.State.ACCEPTED, Finding.State.CORRECTED]
    if not accepted:
        states += [Finding.State.OPEN, Finding.State.DISPUTED]
    zone = ZoneInfo(situation.time_zone)
    gathered = Report.objects.filter(gatherings__situation=situation)
    reports = {
        row["report_id"]: _Printed(**row)
        for row in gathered.values("publisher", "published_at", report_id=F("pk"))
    }
    figures = Finding.objects.filter(
        report__gatherings__situation=situation, state__in=states, kind=Finding.Kind.FIGURE
    )
    listed = [row for row in figures.order_by("pk").values_list(*COLUMNS) if row[0] in reports]
    return series_of(as_taken(figure_rows(listed, reports, zone), same_of(situation)))

"""Which findings stand in a situation: those that a person accepted, of the reports gathered for it."""

from django.db.models import QuerySet

from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Situation

STANDING = (Finding.State.ACCEPTED, Finding.State.CORRECTED)


def standing(situation: Situation, *, public: bool) -> QuerySet[Finding]:
    """In no order. `public` leaves out all that rests on a restricted report."""
    findings = Finding.objects.filter(report__gatherings__situation=situation, state__in=STANDING).order_by()
    return findings.filter(report__sensitivity=Report.Sensitivity.OPEN) if public else findings

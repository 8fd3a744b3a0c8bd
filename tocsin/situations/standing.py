"""Which findings stand in a situation: those that a person accepted, of the reports gathered for it."""

from django.db.models import QuerySet

from tocsin.record import masking
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

STANDING = (Finding.State.ACCEPTED, Finding.State.CORRECTED)


def standing(situation: Situation, *, public: bool) -> QuerySet[Finding]:
    """In no order. `public` leaves out all that is restricted; what is highly sensitive stands in no list."""
    findings = Finding.objects.filter(report__gatherings__situation=situation, state__in=STANDING).order_by()
    return findings.filter(masking.public() if public else masking.at_desk())

"""A desk for tests: logins by role, and a situation whose reports and findings are made up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User

from tests import made
from tocsin import alerts
from tocsin.alerts.models import Alert
from tocsin.record.fields import complete
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Gathering, Situation
from tocsin.whole_store.verifying import faults

NOON = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
CROSSED = {
    "value": 97735,
    "quantifier": "exact",
    "unit": "person",
    "term": "crossed",
    "kind": "stock",
    "as_of": "2023-09-29T18:00+04:00",
    "speaker": "the government",
    "places": [{"name": "Armenia", "country": "ARM", "role": "destination"}],
}


def at(minutes: int) -> datetime:
    """Noon and so many minutes: acts follow one another."""
    return NOON + timedelta(minutes=minutes)


def login(name: str, *roles: str) -> User:
    """A login with these roles, made where it is missing."""
    user, _ = User.objects.get_or_create(username=name)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def situation(slug: str = "artsakh-2023", **fields: Any) -> Situation:
    return Situation.objects.create(slug=slug, title="Exodus", opened_by="test", opened_at=NOON, **fields)


def finding(
    of: Situation | None,
    quote: str = "97,735 people",
    fields: Mapping[str, Any] = CROSSED,
    *,
    kind: str = "figure",
    state: str = "accepted",
    publisher: str = "Example Gazette",
    sensitivity: str = "open",
) -> Finding:
    """A finding in a report of its own, gathered for the situation (for none where it is None)."""
    text = made.report(
        f"{quote} (report {Report.objects.count()})",
        publisher=publisher,
        published=NOON,
        sensitivity=sensitivity,
    )
    if of:
        Gathering.objects.create(situation=of, report=text.report, added_by="test", added_at=NOON)
    return Finding.objects.create(
        text=text,
        report=text.report,
        kind=kind,
        start=0,
        end=len(quote),
        quote=quote,
        fields=complete(kind, fields, start=0, end=len(quote)),
        made_at=NOON,
        state=state,
    )


def drafted(of: Situation, *findings: Finding, by: User | None = None, **fields: Any) -> Alert:
    """A draft by the login "writer", an analyst."""
    return alerts.draft(
        of,
        **{
            "scheme": "lemkin-institute",
            "level": "sos",
            "status": "Exercise",
            "headline": "Danger for people on the road",
            "area": "People on the road",
            "findings": [finding.pk for finding in findings],
            "by": by or login("writer", "analyst"),
            "now": at(0),
            **fields,
        },
    )


def submitted(alert: Alert) -> Alert:
    """The draft, submitted by "writer"."""
    return alerts.submit(alert, by=login("writer", "analyst"), now=at(1))


def approved(alert: Alert) -> Alert:
    """The draft, submitted by "writer" and approved by "signer", an issuer, who ticks every warning."""
    alert = submitted(alert)
    return alerts.approve(alert, by=login("signer", "issuer"), now=at(2), ticked=keys(alert))


def keys(alert: Alert) -> list[str]:
    """What an approver ticks who has read every warning."""
    return [each.key for each in alerts.warnings_of(alert)]


def issued(alert: Alert, minutes: int = 3) -> Alert:
    """The draft, brought through review and issued."""
    return alerts.issue(approved(alert), by=login("signer", "issuer"), now=at(minutes))


def alert_faults() -> list[str]:
    """What the whole-store verification finds of alerts, their translations and what was issued elsewhere.

    Reports and findings are made here without their acts, so what it says of those is left out.
    """
    mine = ("alert:", "translation:", "earlier-alert:")
    return [fault for fault in faults(lambda: None) if fault.startswith(mine)]

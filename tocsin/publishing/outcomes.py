"""What became of alerts, joined with when each first reached somebody; one shape of JSON for pages and commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin import delivery
from tocsin.alerts.afterwards import Afterwards, afterwards_of
from tocsin.alerts.announcing import key_of
from tocsin.alerts.models import Alert

#: alerts of a situation, the newest
ALERTS_MAX = 100


def outcomes_of(alerts: Sequence[Alert], *, public: bool) -> list[tuple[Alert, Afterwards]]:
    """Of alerts of one situation, each with what became of it. Recipients are neither named nor counted."""
    reached = delivery.first_reached(key_of(alert) for alert in alerts if alert.identifier)
    delivered = {alert.pk: reached.get(key_of(alert)) for alert in alerts}
    found = afterwards_of(alerts, delivered=delivered, public=public)
    return [(alert, found[alert.pk]) for alert in alerts]


def as_json(row: Alert, found: Afterwards) -> dict[str, Any]:
    return {
        "alert": row.identifier,
        "headline": row.headline,
        "steps": [
            {
                "step": step.name,
                "at": step.at and step.at.isoformat(),
                "after_s": None if step.after is None else round(step.after.total_seconds()),
            }
            for step in found.steps
        ],
        "asked": [
            {"text": each.text, "of": each.addressees, "came_of_it": each.answers} for each in found.asked
        ],
        "since": [
            {
                "finding": figure.finding_id,
                "measure": figure.measure,
                "value": figure.shown,
                "as_of": figure.as_of,
                "publisher": figure.publisher,
                "published": figure.published_at and figure.published_at.isoformat(),
            }
            for figure in found.since
        ],
    }

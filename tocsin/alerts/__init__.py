"""Alerts: drafted from findings, approved by a second person, issued and frozen, updated or cancelled."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

if TYPE_CHECKING:
    from tocsin.alerts.replacing import cancel as cancel
    from tocsin.alerts.replacing import update as update
    from tocsin.alerts.signing import approve as approve
    from tocsin.alerts.signing import expire as expire
    from tocsin.alerts.signing import issue as issue
    from tocsin.alerts.signing import return_ as return_
    from tocsin.alerts.view import alert_view as alert_view
    from tocsin.alerts.writing import draft as draft
    from tocsin.alerts.writing import set_sentences as set_sentences
    from tocsin.alerts.writing import submit as submit

_WHERE = {
    "alert_view": "view",
    "approve": "signing",
    "cancel": "replacing",
    "draft": "writing",
    "expire": "signing",
    "issue": "signing",
    "return_": "signing",
    "set_sentences": "writing",
    "submit": "writing",
    "update": "replacing",
}
__all__ = [
    "alert_view",
    "approve",
    "cancel",
    "draft",
    "expire",
    "issue",
    "return_",
    "set_sentences",
    "submit",
    "update",
]

__getattr__ = verbs(__name__, _WHERE)

"""Alerts: drafted from findings, approved by a second person, issued and frozen, updated or cancelled."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

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

if TYPE_CHECKING:
    from tocsin.alerts.replacing import cancel, update
    from tocsin.alerts.signing import approve, expire, issue, return_
    from tocsin.alerts.view import alert_view
    from tocsin.alerts.writing import draft, set_sentences, submit
else:
    __getattr__ = verbs(
        __name__,
        {
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
        },
    )

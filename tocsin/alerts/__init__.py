"""Alerts: drafted from findings, approved by a second person, issued and frozen, updated or cancelled."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "add_area",
    "alert_view",
    "approve",
    "cancel",
    "check_translation",
    "confirm",
    "debts",
    "draft",
    "drop_area",
    "expire",
    "issue",
    "issue_alone",
    "judge_signature",
    "mark_overdue",
    "object_",
    "record_earlier",
    "return_",
    "set_embargo",
    "set_expiry",
    "set_sentences",
    "standings",
    "submit",
    "translate",
    "update",
    "warnings_of",
    "withdraw_earlier",
    "withdraw_translation",
]

if TYPE_CHECKING:
    from tocsin.alerts.areas import add_area, drop_area
    from tocsin.alerts.chains import standings
    from tocsin.alerts.earlier import record_earlier, withdraw_earlier
    from tocsin.alerts.emergency import confirm, debts, issue_alone, mark_overdue, object_
    from tocsin.alerts.expiring import set_expiry
    from tocsin.alerts.replacing import cancel, update
    from tocsin.alerts.signature import judge_signature
    from tocsin.alerts.signing import approve, expire, issue, return_
    from tocsin.alerts.translating import check_translation, translate, withdraw_translation
    from tocsin.alerts.view import alert_view
    from tocsin.alerts.warned import warnings_of
    from tocsin.alerts.writing import draft, set_embargo, set_sentences, submit
else:
    __getattr__ = verbs(
        __name__,
        {
            "add_area": "areas",
            "alert_view": "view",
            "approve": "signing",
            "cancel": "replacing",
            "check_translation": "translating",
            "confirm": "emergency",
            "debts": "emergency",
            "draft": "writing",
            "drop_area": "areas",
            "expire": "signing",
            "issue": "signing",
            "issue_alone": "emergency",
            "judge_signature": "signature",
            "mark_overdue": "emergency",
            "object_": "emergency",
            "record_earlier": "earlier",
            "return_": "signing",
            "set_embargo": "writing",
            "set_expiry": "expiring",
            "set_sentences": "writing",
            "standings": "chains",
            "submit": "writing",
            "translate": "translating",
            "update": "replacing",
            "warnings_of": "warned",
            "withdraw_earlier": "earlier",
            "withdraw_translation": "translating",
        },
    )

"""Alerts of a series that were issued elsewhere, before Tocsin: recorded, so that ours take the numbers after them."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.alerts.acts import refuse_real_demonstration
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.deciding import role_for
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Alert, EarlierAlert
from tocsin.alerts.numbering import own_of_series
from tocsin.alerts.schemes import level_of
from tocsin.alerts.wording import one_line
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotAllowed, NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.login_roles import roles_of
from tocsin.reports.models import Report
from tocsin.situations.models import Situation

#: a series that is longer was mistyped
NUMBER_MAX = 1_000
_CHARS_MAX = {"headline": 160, "reference": 200, "link": 500}


def record_earlier(
    situation: Situation,
    *,
    scheme: str,
    level: str,
    status: str,
    number: int,
    headline: str,
    issued_on: date,
    link: str = "",
    reference: str = "",
    report_id: int | None = None,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> EarlierAlert:
    """Records an alert under its number in the series, or what is said of it anew.

    `seen` is the record under that number that the person had before their eyes (None for none). Raises NotAllowed;
    NotFound for a level or report that is not there; WrongUse for a number or text that cannot be; Conflict where the
    number is taken by now, by one of ours or by what somebody else recorded.
    """
    level_of(scheme, level)
    if status not in Alert.Status.values:
        raise WrongUse(f"{status!r} is no status", f"choose one of {', '.join(Alert.Status.values)}")
    refuse_real_demonstration(situation.demonstration, status)
    if issued_on > now.date():
        raise WrongUse(f"{issued_on} has not come yet", "give the day on which the alert was issued")
    if report_id is not None and not Report.objects.filter(pk=report_id).exists():
        raise NotFound(f"there is no report {report_id}", "take it in first")
    row = EarlierAlert(
        situation=situation,
        scheme=scheme,
        level=level,
        status=status,
        number=_number(number),
        headline=_line("headline", headline, least=1),
        issued_on=issued_on,
        link=_link(link),
        reference=_line("reference", reference),
        report_id=report_id,
    )
    return _store(row, "recorded", by=by, now=now, seen=seen, reason=reason)


def withdraw_earlier(row: EarlierAlert, *, reason: str, by: User, now: datetime) -> EarlierAlert:
    """Says that the record was a mistake: its number does not count any more. Raises Conflict where it was changed."""
    copied = {
        name: getattr(row, name)
        for name in (
            "situation scheme level status number headline issued_on link reference report".split()  # noqa: SIM905
        )
    }
    return _store(
        EarlierAlert(**copied, withdrawn=True), "withdrawn", by=by, now=now, seen=row.pk, reason=reason
    )


def _store(
    row: EarlierAlert, done: str, *, by: User, now: datetime, seen: int | None, reason: str
) -> EarlierAlert:
    row.by, row.at, row.reason = by, now, fit_for_xml(reason).strip()
    if not role_for(Action.EDIT, roles_of(by)):
        raise NotAllowed("this login may not record alerts", "ask somebody who drafts alerts")
    if not row.reason:
        raise WrongUse("what was issued elsewhere needs a reason", "say how you know of it")
    with transaction.atomic():
        # as at issue: the number is taken by one alert only
        Situation.objects.select_for_update().get(pk=row.situation_id)
        _check_free(row)
        supersede(row, last=lambda: _last(row), seen=seen, what=f"no. {row.number} of this series")
        custody.log([_act(row, done)])
    return row


def _check_free(row: EarlierAlert) -> None:
    own = own_of_series(row.situation, row.scheme, row.level, row.status)
    taken = own.filter(number=row.number, replaces=None).first()
    if taken is not None and not row.withdrawn:
        raise Conflict(
            f"no. {row.number} of this series is {taken.identifier}, which was issued here",
            "look at the series, and record the alert under its own number",
        )


def _last(row: EarlierAlert) -> EarlierAlert | None:
    line = EarlierAlert.objects.filter(
        situation=row.situation, scheme=row.scheme, level=row.level, status=row.status, number=row.number
    )
    return line.filter(superseded_by=None).first()


def committed(row: EarlierAlert) -> dict[str, Json]:
    """What the custody log commits to of an alert that was issued elsewhere."""
    return {
        "situation": row.situation_id,
        "scheme": row.scheme,
        "level": row.level,
        "status": row.status,
        "number": row.number,
        "headline": row.headline,
        "issued_on": row.issued_on.isoformat(),
        "link": row.link,
        "reference": row.reference,
        "report": row.report_id,
        "why": row.reason,
        "withdrawn": row.withdrawn,
    }


def _act(row: EarlierAlert, done: str) -> custody.Act:
    return custody.judged("earlier-alert", row, done, committed(row))


def _number(number: int) -> int:
    if not 1 <= number <= NUMBER_MAX:
        raise WrongUse(f"{number} is no place in a series", f"write a number from 1 to {NUMBER_MAX}")
    return number


def _link(typed: str) -> str:
    link = _line("link", typed)
    parts = urlsplit(link)
    if link and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise WrongUse(f"{link!r} is no address", "write one that begins with https://")
    return link


def _line(name: str, value: str, least: int = 0) -> str:
    line = one_line(fit_for_xml(value))
    if not least <= len(line) <= _CHARS_MAX[name]:
        raise WrongUse(
            f"the {name} has {len(line)} characters", f"write between {least} and {_CHARS_MAX[name]}"
        )
    return line

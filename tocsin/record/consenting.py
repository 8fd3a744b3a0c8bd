"""What people told us, and what they allow us to do with it: per use, with who recorded it, how and when; withdrawable."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody, reports
from tocsin.custody.commitments import Json
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.record.access import running
from tocsin.record.items import report_named, row_named
from tocsin.record.levels import Given, Item, higher
from tocsin.record.masking import level_of, remask, unlike_that_day
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access, Consent, Testimony
from tocsin.reports.models import Report
from tocsin.reports.publishers import said

NO_CONSENT = "people told us this, and there is no consent to publish it"
#: uses whose end takes something back that stands open until then; of all others each use asks anew
_RESTRICTING = (Consent.Use.PUBLISH, Consent.Use.NAME)


def tell_us(
    report_id: int, told_us: bool, *, reason: str, by: User, now: datetime, seen: int | None
) -> Testimony:
    """Says that people told us what the report holds, or takes that back.

    From then on it is used only as they consent to: it is kept to the desk, and who told it is withheld.
    """
    reason = said(reason, "nothing is called testimony, or not any more, without a reason")
    report = report_named(f"report:{report_id}")
    with transaction.atomic():
        row = Testimony(report=report, told_us=told_us, reason=reason, by=by, at=now)
        line = Testimony.objects.filter(report=report, superseded_by=None)
        supersede(row, last=line.first, seen=seen, what=f"whether people told us report {report_id}")
        action = "told to us" if told_us else "not told to us"
        custody.log([custody.judged("testimony", row, action, committed_testimony(row))])
        if told_us:
            _restrict(report, by.get_username(), now)
        remask(_findings(report), now.date())
    return row


def consent(
    report_id: int,
    use: str,
    verdict: str,
    *,
    how: str,
    given_on: date,
    by: User,
    now: datetime,
    seen: int | None,
    until: date | None = None,
) -> Consent:
    """Records what the person who told us said of one use: given, refused, or withdrawn. `how` says how they said so.

    Without consent to publish the report is kept to the desk; without consent to be named, who told it is withheld.
    """
    _check(use, verdict, given_on, until, now)
    how = said(how, "no consent is recorded without saying how it was given")
    report = report_named(f"report:{report_id}")
    if not Testimony.objects.filter(report=report, superseded_by=None, told_us=True).exists():
        raise WrongUse(
            f"nobody said that people told us report {report_id}", "say first that it is what people told us"
        )
    with transaction.atomic():
        row = Consent(
            report=report, use=use, verdict=verdict, given_on=given_on, until=until, reason=how, by=by, at=now
        )
        line = Consent.objects.filter(report=report, use=use, superseded_by=None)
        supersede(row, last=line.first, seen=seen, what=f"the consent to use report {report_id} ({use})")
        custody.log([custody.judged("consent", row, f"consent {verdict}", committed_consent(row))])
        if use == Consent.Use.PUBLISH and verdict != Consent.Verdict.GIVEN:
            _restrict(report, by.get_username(), now)
        if use == Consent.Use.NAME:
            remask(_findings(report), now.date())
    return row


def end_consents(now: datetime) -> int:
    """What the worker does: a report whose consent to be published ended goes back to the desk, and names whose consent
    ended are withheld again. Returns how many reports changed.
    """
    ended = Consent.objects.filter(
        superseded_by=None, verdict=Consent.Verdict.GIVEN, until__lt=now.date(), use__in=_RESTRICTING
    )
    told = Testimony.objects.filter(superseded_by=None, told_us=True).values("report")
    return sum(_end(each, now) for each in ended.filter(report__in=told).select_related("report"))


def _end(row: Consent, now: datetime) -> bool:
    with transaction.atomic():
        if row.use == Consent.Use.PUBLISH:
            return _restrict(row.report, "worker", now, f"consent to publish it ended with {row.until}")
        wrong = Finding.objects.filter(pk__in=unlike_that_day(_findings(row.report), now.date()))
        remask(wrong, now.date())
        return bool(wrong)


def item_of(
    row: Report | Finding,
    *,
    level: str | None = None,
    person: User | None = None,
    now: datetime | None = None,
) -> Item:
    """All that decides about the use of a report or finding; `level` in place of the one that stands.

    With `person` and `now` it is asked whether two people let them export it.
    """
    report = row if isinstance(row, Report) else row.report
    name = f"{'report' if isinstance(row, Report) else 'finding'}:{row.pk}"
    own = row.sensitivity if isinstance(row, Report) else level_of(row)
    told = Testimony.objects.filter(report=report, superseded_by=None, told_us=True).exists()
    return Item(
        name=name,
        level=level or higher(report.sensitivity, own),
        told_us=told,
        consents=consents_of(report.pk) if told else {},
        export_until=_export_until({name, f"report:{report.pk}"}, person, now) if person and now else None,
    )


def item_named(item: str, *, person: User | None = None, now: datetime | None = None) -> Item:
    """The same by the item's name in the log."""
    return item_of(row_named(item), person=person, now=now)


def consents_of(report_id: int) -> dict[str, Given]:
    """Use -> what was last said of it."""
    rows = Consent.objects.filter(report=report_id, superseded_by=None)
    listed = rows.values_list("use", "verdict", "until")
    return {use: Given(verdict=verdict, until=until) for use, verdict, until in listed}


def committed_testimony(row: Testimony) -> dict[str, Json]:
    """What the custody log commits to of such a word."""
    return {"report": row.report_id, "told_us": row.told_us, "why": row.reason}


def committed_consent(row: Consent) -> dict[str, Json]:
    """What the custody log commits to of a consent."""
    return {
        "report": row.report_id,
        "use": row.use,
        "verdict": row.verdict,
        "given_on": row.given_on.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "how": row.reason,
    }


def _export_until(items: Iterable[str], person: User, now: datetime) -> datetime | None:
    """Until when the person may export the item, by a grant on it or on its report."""
    grants = [running(item, person, Access.Use.EXPORT, now) for item in items]
    return max((each.until for each in grants if each and each.until), default=None)


def _check(use: str, verdict: str, given_on: date, until: date | None, now: datetime) -> None:
    if use not in Consent.Use.values:
        raise WrongUse(f"{use[:20]!r} is no use", f"choose one of {', '.join(Consent.Use.values)}")
    if verdict not in Consent.Verdict.values:
        raise WrongUse(f"{verdict[:20]!r} says nothing", f"choose one of {', '.join(Consent.Verdict.values)}")
    if given_on > now.date():
        raise WrongUse(f"{given_on} lies ahead", "give the day on which the person said so")
    if until is not None and (until < given_on or verdict != Consent.Verdict.GIVEN):
        raise WrongUse(f"it cannot end with {until}", "give a later day, with a consent that is given")


def _restrict(report: Report, by: str, now: datetime, why: str = NO_CONSENT) -> bool:
    """Whether it was open."""
    report.refresh_from_db(fields=["sensitivity"])
    was_open = report.sensitivity == Report.Sensitivity.OPEN
    if was_open:
        reports.set_sensitivity(
            report.pk,
            Report.Sensitivity.RESTRICTED,
            by=by,
            now=now,
            reason=why,
        )
    return was_open


def _findings(report: Report) -> list[Finding]:
    return list(Finding.objects.filter(report=report).only("pk", "kind", "report_id"))

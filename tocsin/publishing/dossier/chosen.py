"""What a dossier is about: which reports, situations, assessments and alerts stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.alerts.models import Alert
from tocsin.assessment.models import Assessment
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.models import Situation

#: items that one dossier may be asked for by name; a situation has as many as it has
ITEMS_MAX = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """Numbers of rows, in ascending order. Findings stand in with their reports, all of them: for and against."""

    title: str
    #: {"situation": slug}, {"alert": identifier} or {"items": [...]}
    about: dict[str, Json]
    reports: Sequence[int]
    situations: Sequence[int] = ()
    assessments: Sequence[int] = ()
    alerts: Sequence[int] = ()
    #: whether also what is restricted to the desk was asked for
    restricted: bool = False
    #: reports that belong in it and stay out
    left_out: Sequence[int] = field(default=(), repr=False)


def situation(slug: str, *, restricted: bool = False) -> Chosen:
    """A situation with its gathered reports, what people said of them, its assessments and its issued alerts."""
    row = Situation.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound(f"there is no situation {slug!r}", "`tocsin situation list` shows them")
    reports = set(row.gatherings.values_list("report_id", flat=True))
    return _chosen(
        title=row.title,
        about={"situation": slug},
        reports=reports,
        situations=[row.pk],
        assessments=_ids(row.assessments.all()),
        alerts=_ids(row.alerts.exclude(identifier=None)),
        restricted=restricted,
    )


def alert(name: str, *, restricted: bool = False) -> Chosen:
    """An issued alert, those that it replaces, and the reports that their sentences rest on."""
    row = _alert(name)
    chain = [row]
    while chain[-1].replaces is not None:
        chain.append(chain[-1].replaces)
    reports = Report.objects.filter(findings__footnotes__sentence__alert__in=chain)
    return _chosen(
        title=row.headline,
        about={"alert": row.identifier},
        reports=set(reports.values_list("pk", flat=True)),
        alerts=[each.pk for each in chain],
        restricted=restricted,
    )


def items(names: Sequence[str], *, restricted: bool = False) -> Chosen:
    """Items by their names in the log: report:12, finding:3, assessment:2, alert:1. Raises WrongUse, NotFound."""
    if not 0 < len(names) <= ITEMS_MAX:
        raise WrongUse(f"{len(names)} items are chosen", f"choose one to {ITEMS_MAX:,}")
    wanted: dict[str, set[int]] = {noun: set() for noun in ("report", "finding", "assessment", "alert")}
    for name in names:
        noun, _, number = name.partition(":")
        if noun not in wanted or not number.isdecimal():
            raise WrongUse(
                f"{name[:80]!r} is no item of a dossier", f"name a {', '.join(wanted)} as noun:number"
            )
        wanted[noun].add(int(number))
    for noun, model in (
        ("report", Report),
        ("finding", Finding),
        ("assessment", Assessment),
        ("alert", Alert),
    ):
        known = set(model._default_manager.filter(pk__in=wanted[noun]).values_list("pk", flat=True))
        if lost := wanted[noun] - known:
            raise NotFound(f"there is no {noun}:{min(lost)}", "look it up with `tocsin search`")
    drafts = Alert.objects.filter(pk__in=wanted["alert"], identifier=None)
    if drafts.exists():
        raise WrongUse(f"alert:{drafts[0].pk} was not issued", "issue it first: a draft is nobody's word yet")
    reports = Report.objects.filter(findings__in=wanted["finding"]).values_list("pk", flat=True)
    weighed = Report.objects.filter(findings__evidence__assessment__in=wanted["assessment"])
    rested = Report.objects.filter(findings__footnotes__sentence__alert__in=wanted["alert"])
    all_reports = wanted["report"] | set(reports)
    all_reports |= set(weighed.values_list("pk", flat=True)) | set(rested.values_list("pk", flat=True))
    return _chosen(
        title=", ".join(names[:5]) + (" ..." if len(names) > 5 else ""),
        about={"items": list(names)},
        reports=all_reports,
        assessments=sorted(wanted["assessment"]),
        alerts=sorted(wanted["alert"]),
        restricted=restricted,
    )


def _alert(name: str) -> Alert:
    found = Alert.objects.exclude(identifier=None)
    row = found.filter(identifier=name).first()
    if row is None and name.isdecimal():
        row = found.filter(pk=int(name)).first()
    if row is None:
        raise NotFound(f"no alert {name!r} was issued", "`tocsin alert list` shows them")
    return row


def _chosen(
    *,
    title: str,
    about: dict[str, Json],
    reports: set[int],
    restricted: bool,
    situations: Sequence[int] = (),
    assessments: Sequence[int] = (),
    alerts: Sequence[int] = (),
) -> Chosen:
    open_ones = Report.objects.filter(sensitivity=Report.Sensitivity.OPEN).values_list("pk", flat=True)
    kept = reports if restricted else reports & set(open_ones)
    return Chosen(
        title=title,
        about=about,
        reports=sorted(kept),
        situations=situations,
        assessments=assessments,
        alerts=alerts,
        restricted=restricted,
        left_out=sorted(reports - kept),
    )


def _ids(rows: object) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]

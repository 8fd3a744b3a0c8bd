"""Reports that were proposed for a situation and are not of it: a person's word, with its reason."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reports.models import Report
from tocsin.situations.models import Aside, Situation
from tocsin.situations.proposals import is_copy_of_gathered


def set_aside(
    situation: Situation,
    report_id: int,
    *,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    verdict: str = Aside.Verdict.ASIDE,
) -> Aside:
    """The report is proposed no more, or with the verdict "again" it is; gathering it by hand stays possible.

    It comes back by itself in one case: it turns out to be a copy of a gathered report, and was not known to be one.
    `seen` is the last word on it that the person saw (None for none); where another stands by now, Conflict says so.
    """
    if verdict not in Aside.Verdict.values:
        raise WrongUse(f"{verdict!r} says nothing", f"choose one of {', '.join(Aside.Verdict.values)}")
    if not reason.strip():
        raise WrongUse("setting a report aside needs a reason", "say in a few words why it is not of it")
    with transaction.atomic():
        if not Report.objects.filter(pk=report_id).exists():
            raise NotFound(f"there is no report {report_id}", "list them with `tocsin report list`")
        if situation.gatherings.filter(report=report_id).exists():
            raise WrongUse(f"report {report_id} is gathered already", "look at the situation's reports")
        aside = Aside(
            situation=situation,
            report_id=report_id,
            verdict=verdict,
            as_copy=is_copy_of_gathered(situation, report_id),
            reason=reason,
            by=by,
            at=now,
        )
        line = Aside.objects.filter(situation=situation, report=report_id, superseded_by=None)
        supersede(aside, last=line.first, seen=seen, what=f"report {report_id}")
        custody.log([_act(aside)])
    return aside


def committed(aside: Aside) -> dict[str, Json]:
    """What the custody log commits to of such a word."""
    return {
        "situation": aside.situation_id,
        "report": aside.report_id,
        "verdict": aside.verdict,
        "as_copy": aside.as_copy,
        "why": aside.reason,
    }


def _act(aside: Aside) -> custody.Act:
    return custody.judged(
        "aside",
        aside,
        "set aside" if aside.verdict == Aside.Verdict.ASIDE else "proposed again",
        committed(aside),
    )

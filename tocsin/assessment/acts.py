"""Carrying out one act on an assessment: decide, write the state if nobody came first, and log who did it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User

from tocsin import custody
from tocsin.assessment.framework_versions import framework_of
from tocsin.assessment.frameworks import Criterion
from tocsin.assessment.lifecycle import RULES, Action, State, decide, role_for
from tocsin.assessment.models import Assessment, Step
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.login_roles import roles_of
from tocsin.record.models import Finding

#: of a reason or an answer: a page, not a book
WORDS_MAX = 5_000


def current(assessment: Assessment) -> Assessment:
    """The assessment as it stands, locked until the acting transaction ends: no judgement slips past its finish."""
    row = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if row is None:
        raise NotFound(f"there is no assessment {assessment.pk}", "`tocsin assessment list` shows them")
    return row


def permitted(
    assessment: Assessment, action: Action, *, by: User, written_by: frozenset[int] = frozenset()
) -> Assessment:
    """The locked row, where this person may do this now. Call it within the acting transaction."""
    row = current(assessment)
    decide(State(row.state), action, roles=roles_of(by), login_id=by.pk, written_by=written_by)
    return row


def take_step(
    assessment: Assessment, action: Action, *, by: User, now: datetime, seen: int | None, reason: str = ""
) -> Assessment:
    """Moves the assessment on; returns the row as it is now. Call it within the acting transaction.

    `seen` is the version that the person saw (None for that of `assessment`); Conflict where another stands by now.
    """
    row = current(assessment)
    if row.version != (assessment.version if seen is None else seen):
        raise Conflict(
            f"somebody else acted on this assessment in the meantime: it is {row.state} now",
            "look at it again, then decide; nothing of yours was stored",
        )
    roles, reason = roles_of(by), worded(reason, "the reason")
    before = committed(row)
    row.state = decide(State(row.state), action, roles=roles, login_id=by.pk, reason=reason)
    row.version += 1
    if action == Action.FINISH:
        row.finished_at = now
    if action == Action.PUBLISH and row.published_at is None:
        row.published_at = now
    row.save(update_fields=["state", "version", "finished_at", "published_at"])
    Step.objects.create(
        assessment=row, action=action, login=by, role=role_for(action, roles), at=now, reason=reason
    )
    log(
        f"assessment:{row.pk}",
        RULES[action].past,
        by=by,
        now=now,
        reason=reason,
        before=before,
        after=committed(row),
    )
    return row


def log(
    item: str,
    action: str,
    *,
    by: User | None,
    now: datetime,
    after: Mapping[str, Json],
    before: Mapping[str, Json] | None = None,
    reason: str = "",
) -> None:
    """The custody entry of an act; `by` is None where a rule of the program acted."""
    actor = by.get_username() if by else "tocsin"
    custody.log(
        [
            custody.Act(
                item=item, action=action, actor=actor, at=now, reason=reason, before=before or {}, after=after
            )
        ]
    )


def criterion_of(assessment: Assessment, criterion_id: str) -> Criterion:
    """The criterion in the assessment's own version of the framework. Raises NotFound."""
    found = framework_of(assessment.framework).criterion(criterion_id)
    if found is None:
        raise NotFound(
            f"{assessment.framework.name} has no criterion {criterion_id!r}",
            f"`tocsin framework show {assessment.framework.name}` lists them",
        )
    return found


def gathered_finding(assessment: Assessment, finding_id: int) -> Finding:
    """The finding, where it stands in a report that is gathered for the situation. Raises NotFound."""
    gathered = Finding.objects.filter(report__gatherings__situation=assessment.situation_id)
    found = gathered.filter(pk=finding_id).first()
    if found is None:
        raise NotFound(
            f"finding {finding_id} stands in no report of this situation", "gather its report first"
        )
    return found


def worded(text: str, what: str, *, most: int = WORDS_MAX) -> str:
    """What somebody wrote, as it is kept. Raises WrongUse where it is too long."""
    if len(text) > most:
        raise WrongUse(f"{what} has {len(text):,} characters", f"say it in at most {most:,}")
    return text.strip()


def committed(assessment: Assessment) -> dict[str, Json]:
    """What the custody log commits to of an assessment itself."""
    return {
        "situation": assessment.situation_id,
        "framework": assessment.framework.sha256,
        "number": assessment.number,
        "state": str(assessment.state),
        "version": assessment.version,
        "carries_on": assessment.carries_on_id,
        "public": assessment.published_at is not None,
    }

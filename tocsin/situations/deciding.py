"""What people decide about contradictions. Each decision is a row; the last one is in force; no figure is changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.situations.checking import check
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.models import Decision, Situation


def decide(
    situation: Situation,
    key: str,
    *,
    verdict: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
    preferred: int | None = None,
) -> Decision:
    """Says why two figures do not fit, and perhaps by which the desk goes.

    `seen` is the decision that the person had before their eyes (None for none): where another stands by now, nothing
    is stored and Conflict says so. Raises NotFound where no such contradiction is found any more.
    """
    if verdict not in Decision.Verdict.values:
        raise WrongUse(f"{verdict!r} explains nothing", f"choose one of {', '.join(Decision.Verdict.values)}")
    if not reason.strip():
        raise WrongUse("a decision needs a reason", "say in a few words what you know, and from where")
    found = _found(situation, key)
    if found is None:
        raise NotFound(
            "this contradiction is not found any more", "look at the situation again: a figure of it changed"
        )
    if verdict == Decision.Verdict.WITHDRAWN and (preferred is not None or key not in in_force(situation)):
        raise WrongUse("there is no decision to take back", "look at the contradiction again, then decide")
    if preferred is not None and preferred not in found.finding_ids:
        raise WrongUse(f"finding {preferred} takes no part in this", "prefer one of its figures, or none")
    return _store(situation, found, Decision(verdict=verdict, reason=reason, by=by, at=now), preferred, seen)


def _found(situation: Situation, key: str) -> Contradiction | None:
    """Among the figures that stand, else among all that nobody has refused: a figure to be reviewed may join a group."""
    for accepted in (True, False):
        for one in check(situation, accepted=accepted):
            if one.key == key:
                return one
    return None


def _store(
    situation: Situation, found: Contradiction, decision: Decision, preferred: int | None, seen: int | None
) -> Decision:
    with transaction.atomic():
        decision.situation, decision.preferred_id = situation, preferred
        decision.rule, decision.key, decision.what = found.rule, found.key, found.what
        decision.finding_ids = list(found.finding_ids)
        supersede(
            decision, last=lambda: last_said(situation).get(found.key), seen=seen, what="this contradiction"
        )
        custody.log([custody.judged("decision", decision, "decided", committed(decision))])
    return decision


def in_force(situation: Situation) -> dict[str, Decision]:
    """The last decision about each contradiction, by its key; none where that was taken back."""
    said = last_said(situation)
    return {key: one for key, one in said.items() if one.verdict != Decision.Verdict.WITHDRAWN}


def last_said(situation: Situation) -> dict[str, Decision]:
    """The last row of each line, also where it takes the one before back: what a person must have seen to decide."""
    rows = situation.decisions.filter(superseded_by=None).select_related("by", "preferred")
    return {decision.key: decision for decision in rows}


def decided_before(found: Contradiction, decisions: Mapping[str, Decision]) -> Sequence[Decision]:
    """Decisions about some of its figures: a figure came since, and the contradiction is open again."""
    members = set(found.finding_ids)
    return [
        decision
        for key, decision in decisions.items()
        if key != found.key and decision.rule == found.rule and members > set(decision.finding_ids)
    ]


def committed(decision: Decision) -> dict[str, Json]:
    """What the custody log commits to of a decision."""
    return {
        "situation": decision.situation_id,
        "rule": decision.rule,
        "findings": list(decision.finding_ids),
        "what": decision.what,
        "verdict": decision.verdict,
        "preferred": decision.preferred_id,
        "why": decision.reason,
    }

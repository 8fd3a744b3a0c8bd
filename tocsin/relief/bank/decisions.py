"""The decisions that stand on a bank line: which is in force, and what the custody log commits to of one."""

from __future__ import annotations

from tocsin.custody.commitments import Json
from tocsin.relief.models import BankDecision, BankLine


def last_said(line: BankLine) -> BankDecision | None:
    return BankDecision.objects.filter(line=line, superseded_by=None).select_related("by").first()


def committed(decision: BankDecision) -> dict[str, Json]:
    """What the custody log commits to of a decision."""
    return {
        "line": decision.line_id,
        "kind": decision.kind,
        "detail": decision.detail,
        "other": decision.other_id,
        "transfer": decision.transfer_id,
        "why": decision.reason,
    }

"""What stands between an assessment and its end. Pure."""

from collections.abc import Iterator

from tocsin.assessment.sheet import CriterionRow, JudgementRow, Sheet


def obstacles(sheet: Sheet) -> tuple[str, ...]:
    """One sentence each. Gaps are none: they are shown as gaps."""
    found = tuple(f"{name}: {said}" for name, row in sheet.rows.items() for said in _of(row))
    if all(row.judgement is None for row in sheet.rows.values()):
        return (*found, "nothing is judged yet")
    return found


def _of(row: CriterionRow) -> Iterator[str]:
    accepted = (*row.accepted("for"), *row.accepted("against"))
    for each in accepted:
        if each.fallen:
            said = "was refused in review" if each.finding_state == "refused" else "is not reviewed"
            yield f"finding {each.finding_id} {said}; review it, or refuse it as evidence"
    if row.judgement is None:
        if accepted:
            yield "evidence is accepted and nobody has judged what it comes to"
        return
    if missing := unfounded(row.judgement.verdict, row):
        yield missing
    if row.stale:
        yield "evidence was decided about after it was judged; judge it again"
    if not row.read_by_two:
        yield _unread(row.judgement)


def _unread(judgement: JudgementRow) -> str:
    if judgement.agreed is False:
        return "the second reader disagrees"
    return "nobody has read it a second time"


def unfounded(verdict: str, row: CriterionRow) -> str:
    """Why the verdict cannot stand on this evidence; empty where it can. What each means: docs/reference/assessment.md.

    Whether evidence suffices is never decided here: only that there is some, and that none is passed over in silence.
    """
    has_for, has_against = bool(row.accepted("for")), bool(row.accepted("against"))
    if verdict in ("supported", "partly") and not has_for:
        return f"judged {verdict}, and no evidence for it is accepted"
    if verdict == "contradicted" and not has_against:
        return "judged contradicted, and no evidence against it is accepted"
    if verdict == "absent" and has_for:
        return "judged absent, and evidence for it is accepted"
    if verdict == "no information" and (has_for or has_against):
        return "judged no information, and evidence is accepted"
    return ""

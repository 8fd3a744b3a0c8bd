"""tocsin assessment new|list|show|propose|worksheet"""

import argparse
from typing import Any

from tocsin import assessment as step
from tocsin.assessment.models import Assessment
from tocsin.assessment.sheet import CriterionRow, EvidenceRow, Sheet
from tocsin.assessment.weighing import Proposal
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.situation import situation_named
from tocsin.errors import NotFound

SIDES = ("for", "against")


def run(args: argparse.Namespace) -> int:
    {"new": _new, "list": _list, "show": _show, "propose": _propose, "worksheet": _worksheet}[args.act](args)
    return 0


def _worksheet(args: argparse.Namespace) -> None:
    from tocsin.cli.assessment_worksheet import run as write  # pages and their templates: for this act alone

    write(args)


def assessment_numbered(pk: int) -> Assessment:
    found = Assessment.objects.select_related("situation", "framework").filter(pk=pk).first()
    if found is None:
        raise NotFound(f"there is no assessment {pk}", "`tocsin assessment list` shows them")
    return found


def _new(args: argparse.Namespace) -> None:
    version = step.latest(args.framework, now=now())
    row = step.begin(situation_named(args.slug), version, by=person(args, "assess"), now=now())
    print(
        f"Begun assessment {row.pk} of {args.slug} against {version.title}, {version.edition}. "
        f"`tocsin assessment propose {row.pk}` lists what may be relevant."
    )


def _list(args: argparse.Namespace) -> None:
    rows = Assessment.objects.select_related("situation", "framework").defer("framework__text")
    shown = [
        {
            "assessment": row.pk,
            "situation": row.situation.slug,
            "framework": row.framework.name,
            "version": row.framework.sha256[:12],
            "number": row.number,
            "state": row.state,
            "public_since": row.published_at,
        }
        for row in rows.order_by("-pk")
    ]
    print_rows(shown, as_json=args.json, empty="No assessment yet: `tocsin assessment new SLUG`.")


def _show(args: argparse.Namespace) -> None:
    row = assessment_numbered(args.assessment)
    sheet = step.sheet_of(row)
    if args.json:
        print_json(as_json(row, sheet))
    else:
        _print(row, sheet)


def _print(row: Assessment, sheet: Sheet) -> None:
    framework = sheet.framework
    print(f"{row.situation.title}\nInformation relevant to: {framework.title}, {framework.edition}")
    print(f"Assessment {row.pk}, number {row.number} of this situation, {row.state}")
    told = [each for each in sheet.rows.values() if not each.bare]
    print_rows([_table_row(each) for each in told], as_json=False, empty="Nothing is said yet.")
    print(f"{len(sheet.gaps)} of {len(sheet.rows)} are not judged: gaps, which say nothing of the world.")
    if unchecked := sum(part.unchecked for part in framework.sections()):
        print(f"{unchecked} are in our own words, not compared with the original.")


def _table_row(row: CriterionRow) -> dict[str, Any]:
    return {
        "id": row.criterion.id,
        "what": row.criterion.text,
        "judged": row.judgement.verdict if row.judgement else "not judged",
        "confidence": row.judgement.confidence if row.judgement else "",
        "for": len(row.accepted("for")),
        "against": len(row.accepted("against")),
        "proposed": len(row.proposed),
    }


def as_json(row: Assessment, sheet: Sheet) -> dict[str, Any]:
    """The assessment as it stands: docs/reference/assessment.md gives the fields."""
    return {
        "assessment": row.pk,
        "situation": row.situation.slug,
        "number": row.number,
        "state": row.state,
        "framework": {
            "id": sheet.framework.id,
            "edition": sheet.framework.edition,
            "sha256": row.framework.sha256,
        },
        "criteria": [_criterion(each) for each in sheet.rows.values()],
        "jurisdiction": [
            {"question": question, "answer": given.answer if given else None}
            for _, question, given in step.questions_of(row)
        ],
    }


def _criterion(row: CriterionRow) -> dict[str, Any]:
    judgement = row.judgement
    return {
        "id": row.criterion.id,
        "kind": row.criterion.kind,
        "text": row.criterion.text,
        "compared_with_original": row.criterion.checked,
        "verdict": judgement.verdict if judgement else None,
        "confidence": judgement.confidence if judgement else None,
        "why": judgement.reason if judgement else None,
        "by": judgement.by if judgement else None,
        "second_reader_agrees": judgement.agreed if judgement else None,
        "independent_publishers": {side: row.independent(side) for side in SIDES},
        "evidence": [_evidence(each) for each in row.evidence],
    }


def _evidence(row: EvidenceRow) -> dict[str, Any]:
    return {
        "finding": row.finding_id,
        "side": row.side,
        "standing": row.standing,
        "quote": row.quote,
        "publisher": row.publisher,
        "published_at": row.published_at,
        "sha256": row.sha256,
        "rule": row.rule or None,
        "why": row.reason,
        "by": row.by,
    }


def _propose(args: argparse.Namespace) -> None:
    row = assessment_numbered(args.assessment)
    found = step.proposals_for(row)
    if args.keep:
        kept = step.propose(row, found, by=person(args, "assess"), now=now())
        print(f"Kept {kept} new proposals of {len(found)}; a person accepts or refuses each at the desk.")
        return
    print_rows(
        [_proposal(each) for each in found],
        as_json=args.json,
        empty="No rule finds anything relevant in what the desk has accepted.",
    )


def _proposal(each: Proposal) -> dict[str, Any]:
    return {
        "id": each.criterion,
        "side": each.side,
        "finding": each.finding_id,
        "rule": each.rule,
        "why": each.reason,
    }

"""tocsin situation propose|tie-feed"""

import argparse
from typing import Any

from tocsin import situations
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.cli.situation import situation_named
from tocsin.errors import NotFound
from tocsin.reports.models import Feed
from tocsin.situations import feed_rules
from tocsin.situations.proposals import Proposals, Proposed
from tocsin.situations.proposing import Reason
from tocsin.web.proposal_words import reason_words


def run(args: argparse.Namespace) -> None:
    {"propose": _propose, "tie-feed": _tie_feed}[args.act](args)


def _propose(args: argparse.Namespace) -> None:
    situation = situation_named(args.slug)
    found = situations.proposals_of(situation)
    row = _json_row if args.json else _table_row
    print_rows(
        [row(each, found) for each in found.rows],
        as_json=args.json,
        empty=f"No reason to gather one of the {found.looked} newest reports that are not gathered.",
    )


def _table_row(each: Proposed, found: Proposals) -> dict[str, Any]:
    return {
        "report": each.report.pk,
        "publisher": each.report.publisher or "not printed",
        "title": each.report.title or each.opening,
        "points": f"{each.proposal.score:.1f}",
        "why": "; ".join(reason_words(reason, found) for reason in each.proposal.reasons),
    }


def _json_row(each: Proposed, found: Proposals) -> dict[str, Any]:
    return {
        "report": each.report.pk,
        "publisher": each.report.publisher,
        "title": each.report.title,
        "published_at": each.report.published_at,
        "score": round(each.proposal.score, 3),
        "set_aside_before": each.before.reason if each.before else None,
        "reasons": [_json_reason(reason, found) for reason in each.proposal.reasons],
    }


def _json_reason(reason: Reason, found: Proposals) -> dict[str, Any]:
    names = [
        {"name": found.shown.get(one.name, one.name), "gathered": one.gathered, "others": one.others}
        for one in reason.shared
    ]
    return {
        "kind": reason.kind,
        "score": round(reason.score, 3),
        "names": names,
        "what": reason_words(reason, found),
    }


def _tie_feed(args: argparse.Namespace) -> None:
    situation = situation_named(args.slug)
    feed = Feed.objects.filter(url=args.url).first()
    if feed is None:
        raise NotFound(f"there is no feed {args.url!r}", "`tocsin feed list` shows them")
    last = feed_rules.in_force(situation).get(feed.pk)
    situations.tie_feed(
        situation,
        feed.pk,
        rule=args.rule,
        reason=args.reason,
        by=person(args, "open situation"),
        now=now(),
        seen=last.pk if last else None,
    )
    told = {
        "propose": "are proposed before all others",
        "gather": "are gathered as they arrive, while `tocsin worker` runs",
        "nothing": "are treated like all others again",
    }
    print(f"New reports of {feed.url} {told[args.rule]}.")

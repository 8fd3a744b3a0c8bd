"""tocsin delivery list|status|subscribe|retry|erase: what became of messages, and an address that is to be forgotten."""

import argparse
import sys
from typing import Any

from tocsin import delivery
from tocsin.alerts.place_words import is_known, word_asked
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.delivery.erasing import ADDRESS_LENGTH_MAX
from tocsin.delivery.listing import message_of
from tocsin.delivery.models import Message
from tocsin.delivery.subscribing import refuse_unready
from tocsin.errors import NotFound
from tocsin.whole_store.message_log import log_act, log_erasure

#: messages of a list, the newest
LISTED_MAX = 100


def run(args: argparse.Namespace) -> int:
    {"list": _list, "status": _status, "subscribe": _subscribe, "retry": _retry, "erase": _erase}[args.act](
        args
    )
    return 0


def _list(args: argparse.Namespace) -> None:
    rows = []
    for message in Message.objects.filter(to=None).order_by("-pk")[:LISTED_MAX]:
        counts = delivery.counts(message)
        rows.append(
            {
                "message": message.key,
                "queued_at": message.queued_at,
                "not_before": message.not_before,
                "ended_at": message.settled_at,
                "recipients": sum(sum(each.values()) for each in counts.values()),
                **_over_channels(counts),
            }
        )
    print_rows(rows, as_json=args.json, empty="Nothing was put into the outbox yet.")


def _over_channels(counts: delivery.Counts) -> dict[str, int]:
    """state -> how many, over all channels; every state, so that rows have the same columns."""
    return {
        str(state): sum(each.get(state, 0) for each in counts.values()) for state in delivery.State.values
    }


def _status(args: argparse.Namespace) -> None:
    message = message_of(args.message)
    tallies: list[dict[str, Any]] = [
        {
            "channel": each.channel,
            "state": each.state,
            "recipients": each.recipients,
            "tries": each.tries,
            "unknown_outcomes": each.unknowns,
            "last_change": each.last_change,
        }
        for each in delivery.tally(message)
    ]
    troubles = [
        {
            "channel": each.channel,
            "state": each.state,
            "reason": each.reason,
            "recipients": each.recipients,
            "next_try": each.next_at,
        }
        for each in delivery.troubles(message)
    ]
    if args.json:
        print_json({"message": message.key, "states": tallies, "troubles": troubles})
        return
    print_rows(tallies, as_json=False, empty="It goes to nobody, or was not fanned out yet.")
    if troubles:
        print("\nWhat did not arrive, or not yet:")
        print_rows(troubles, as_json=False, empty="")


def _subscribe(args: argparse.Namespace) -> None:
    refuse_unready(args.channel)
    if unknown := [place for place in args.place if not is_known(place)]:
        raise NotFound(f"no place is known as {unknown[0]!r}", "take another of its names, or a country")
    asked = {
        "places": [word_asked(place) for place in args.place],
        "levels": args.level,
        "topics": args.topic,
        "languages": args.language,
        "drills": args.drills,
    }
    delivery.subscribe(args.channel, _address(args), asked, now=now())
    print("If the address can be reached, it is asked; alerts come once it has confirmed, within seven days.")


def _address(args: argparse.Namespace) -> str:
    given: str = args.address
    return sys.stdin.readline(ADDRESS_LENGTH_MAX + 2).strip() if given == "-" else given


def _retry(args: argparse.Namespace) -> None:
    message, at = message_of(args.message), now()
    by = person(args, "retry delivery").get_username()
    again = delivery.retry(message, now=at, log=lambda row: log_act(row, "tried again", by=by, now=at))
    print(f"{again} recipients get one more round of tries.")


def _erase(args: argparse.Namespace) -> None:
    at, by = now(), person(args, "erase address").get_username()
    erased = delivery.erase(
        _address(args),
        reason=args.reason,
        now=at,
        log=lambda row: log_erasure(row, by=by, reason=args.reason.strip(), now=at),
    )
    print(
        f"The address is erased: {erased.subscriptions} subscriptions ended, "
        f"{erased.withdrawn} messages will not be sent to it."
    )

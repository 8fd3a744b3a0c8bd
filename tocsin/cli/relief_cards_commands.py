"""Commands of gifts by card."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option


def cards(verbs: Any) -> None:
    group = add_group(
        verbs, "cards", "relief_cards", "Gifts by card: what providers say, read again and added up."
    )
    json_option(
        add_act(group, "list", "List payments by card, the newest first: how each stands, and what is wrong.")
    )
    add_act(
        group,
        "poll",
        "Read again now all that is due: payments, notices left over, refunds that got no answer.",
    )
    settle = add_act(
        group, "settle", "Read the providers' payouts now and hold each against the payments it is made of."
    )
    json_option(settle)


def refunds(verbs: Any) -> None:
    group = add_group(
        verbs, "refunds", "relief_refunds", "Up to which amount one person gives back of a gift: set by two."
    )
    show = add_act(group, "show", "Print the bounds of a fund, and who set them.")
    show.add_argument("fund")
    json_option(show)
    bound = add_act(group, "bound", "Propose up to which amount one person gives back.", signed=True)
    bound.add_argument("fund")
    bound.add_argument("amount", help="for example 50.00:EUR; 0.00:EUR: every refund needs two people")
    bound.add_argument("--reason", required=True, help="stands in the custody log")
    approve = add_act(group, "approve", "Approve the bound that somebody else proposed.", signed=True)
    refuse = add_act(group, "refuse", "Refuse the bound that was proposed, or take it back.", signed=True)
    for second in (approve, refuse):
        second.add_argument("fund")
        second.add_argument("currency", metavar="CUR", help="ISO 4217, for example EUR")
    approve.add_argument("--reason", default="", help="what you looked at")
    refuse.add_argument("--reason", required=True)


def simulate(verbs: Any) -> None:
    command = add_command(
        verbs,
        "simulate",
        "relief_simulate",
        "Run a card provider that does not exist, on this machine, until stopped. It takes no money.",
    )
    command.add_argument(
        "--port", type=int, default=8020, help="where it listens on 127.0.0.1 (default: 8020; 0: a free one)"
    )
    command.add_argument(
        "--seed", type=int, help="what decides names and faults (default: another each time)"
    )
    command.add_argument(
        "--faults",
        default="none",
        choices=("none", "all"),
        help="all: webhooks doubled, late, out of order, lost; refunds that fail (default: none)",
    )

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

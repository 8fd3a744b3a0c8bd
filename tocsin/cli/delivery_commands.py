"""Commands of messages on their way to recipients."""

from typing import Any

from tocsin.cli.parts_of_commands import add_act, add_command, add_group, json_option


def delivery(verbs: Any) -> None:
    group = add_group(
        verbs, "delivery", "delivery", "What became of messages: counts and reasons, never an address."
    )
    json_option(
        add_act(
            group, "list", "List messages, the newest first, with the number of recipients in each state."
        )
    )
    status = add_act(
        group, "status", "Print what became of a message: per channel and state, and what is wrong."
    )
    status.add_argument("message", help='its key, for example "alert:artsakh-2023-sos-2"')
    json_option(status)
    subscribe = add_act(
        group,
        "subscribe",
        "Ask an address whether it wants alerts, as the public page does; it must confirm.",
    )
    subscribe.add_argument("channel", help="mail, webhook, or that of a plugin, such as apprise")
    subscribe.add_argument(
        "address", help="where alerts are to go; - reads it from standard input: no shell keeps it"
    )
    for name, words in (
        ("place", "a country or place, by any of its names"),
        ("level", "such as lemkin-institute/sos"),
        ("topic", "a situation, by its short name"),
        ("language", "such as hy"),
    ):
        subscribe.add_argument(f"--{name}", action="append", default=[], help=f"{words}; may be repeated")
    subscribe.add_argument("--drills", action="store_true", help="exercises and tests too")
    again = add_act(
        group,
        "retry",
        "One more round of tries for who did not get a message, but ended no subscription.",
        signed=True,
    )
    again.add_argument("message", help="its key")
    erase = add_act(
        group,
        "erase",
        "Forget an address: its subscriptions end, what waits for it is not sent, the counts stay.",
        signed=True,
    )
    erase.add_argument(
        "address",
        help="a mail address, a webhook or a push endpoint; - reads it from standard input: no shell keeps it",
    )
    erase.add_argument("--reason", required=True, help="stands in the custody log: leave the address out")


def deliver(verbs: Any) -> None:
    command = add_command(verbs, "deliver", "deliver", "Hand over what is in the outbox, until stopped.")
    command.add_argument("--once", action="store_true", help="hand over what is due now, and end")

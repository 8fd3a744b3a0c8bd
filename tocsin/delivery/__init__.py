"""Delivery: one outbox under all steps. It knows messages and keys, never an alert, and proves what became of each.

- `enqueue`: put a message into the outbox, in the transaction of whoever has something to say
- `withdraw`: stop what still waits of a message, for something newer takes its place
- `subscribe`, `confirm`, `unsubscribe`: who gets what, asked for twice and ended in one click
- `end_push`: what a browser says that wants no more notices
- `erase`: forget an address, because somebody asked for it
- `drain`: deliver what is due
- `counts`, `tally`, `troubles`: what became of a message, per channel and state; what is given up, and why
- `first_reached`: when a message first reached somebody
- `retry`: one more round of tries, when a person asks for it
- `settle`: note which messages have come to an end for everybody
- `write_to`: a letter to one person, who need not subscribe
- `committed`: what the custody log commits to of a message
"""

from typing import TYPE_CHECKING

from tocsin.delivery.matching import Asked, Marks
from tocsin.face import verbs

__all__ = [
    "Asked",
    "Counts",
    "Marks",
    "State",
    "committed",
    "confirm",
    "counts",
    "drain",
    "end_push",
    "enqueue",
    "erase",
    "first_reached",
    "retry",
    "settle",
    "subscribe",
    "tally",
    "troubles",
    "unsubscribe",
    "withdraw",
    "write_to",
]

if TYPE_CHECKING:
    from tocsin.delivery.draining import drain
    from tocsin.delivery.erasing import erase
    from tocsin.delivery.letters import write_to
    from tocsin.delivery.listing import committed, tally, troubles
    from tocsin.delivery.outbox import enqueue, withdraw
    from tocsin.delivery.reaching import first_reached
    from tocsin.delivery.settling import Counts, counts, retry, settle
    from tocsin.delivery.states import State
    from tocsin.delivery.subscribing import confirm, end_push, subscribe, unsubscribe
else:
    __getattr__ = verbs(
        __name__,
        {
            "Counts": "settling",
            "State": "states",
            "committed": "listing",
            "counts": "settling",
            "confirm": "subscribing",
            "drain": "draining",
            "end_push": "subscribing",
            "enqueue": "outbox",
            "erase": "erasing",
            "first_reached": "reaching",
            "retry": "settling",
            "settle": "settling",
            "subscribe": "subscribing",
            "tally": "listing",
            "troubles": "listing",
            "unsubscribe": "subscribing",
            "withdraw": "outbox",
            "write_to": "letters",
        },
    )

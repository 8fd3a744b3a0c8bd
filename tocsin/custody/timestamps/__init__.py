"""Timestamps of others (RFC 3161) over checkpoints of the log: that our record was there at a time, on another's word.

- `stamp`: have a checkpoint stamped now, by every authority of the settings or by one
- `stamp_due`: what the worker does: ask who is due, renew what ages
- `judge`: whether an authority's answer holds over a text, as of its own time
- `due`: which timestamps must be renewed, and why
- `tokens_for`, `renewals_for`, `all_tokens`: what is kept of a checkpoint, with all that is needed to check it without us
- `checkpoints_around`: which checkpoints' timestamps say when some entries came into the log
- `faults`: every kept timestamp, judged anew
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = [
    "Outcome",
    "StoredToken",
    "Verdict",
    "all_tokens",
    "checkpoints_around",
    "due",
    "faults",
    "judge",
    "read_roots",
    "renewals_for",
    "stamp",
    "stamp_due",
    "tokens_for",
]

if TYPE_CHECKING:
    from tocsin.custody.timestamps.around import checkpoints_around
    from tocsin.custody.timestamps.checking import faults
    from tocsin.custody.timestamps.judging import Outcome, Verdict, judge
    from tocsin.custody.timestamps.renewing import due
    from tocsin.custody.timestamps.roots import read_roots
    from tocsin.custody.timestamps.stamping import stamp, stamp_due
    from tocsin.custody.timestamps.stored import StoredToken, all_tokens, renewals_for, tokens_for
else:
    __getattr__ = verbs(
        __name__,
        {
            "Outcome": "judging",
            "StoredToken": "stored",
            "Verdict": "judging",
            "all_tokens": "stored",
            "checkpoints_around": "around",
            "due": "renewing",
            "faults": "checking",
            "judge": "judging",
            "read_roots": "roots",
            "renewals_for": "stored",
            "stamp": "stamping",
            "stamp_due": "stamping",
            "tokens_for": "stored",
        },
    )

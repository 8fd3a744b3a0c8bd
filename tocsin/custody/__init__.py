"""Custody: one append-only log under all steps, of who did what to which item, that anyone can check.

- `log`: write acts into the log, in the transaction that carries them out
- `number`: number and chain what is committed
- `entries`: show the log, or the part of it about one item
- `sign_checkpoint`: sign how long the log is and which head its tree has
- `sign_when_due`: do so where the last time is an hour ago
- `verify`: check the whole log, and name the first entry that fails
- `opened`: check values handed over against one entry
- `differs`: check an item as it stands against the latest entries that committed to it
"""

from typing import TYPE_CHECKING

from tocsin.custody.acts import Act, judged
from tocsin.face import verbs

__all__ = [
    "Act",
    "Line",
    "Verdict",
    "differs",
    "entries",
    "judged",
    "log",
    "number",
    "opened",
    "sign_checkpoint",
    "sign_when_due",
    "verify",
]

if TYPE_CHECKING:
    from tocsin.custody.checkpoints import sign_checkpoint, sign_when_due
    from tocsin.custody.listing import Line, entries
    from tocsin.custody.opening import differs, opened
    from tocsin.custody.sequencer import number
    from tocsin.custody.verification import Verdict, verify
    from tocsin.custody.writer import log
else:
    __getattr__ = verbs(
        __name__,
        {
            "Line": "listing",
            "Verdict": "verification",
            "differs": "opening",
            "entries": "listing",
            "log": "writer",
            "number": "sequencer",
            "opened": "opening",
            "sign_checkpoint": "checkpoints",
            "sign_when_due": "checkpoints",
            "verify": "verification",
        },
    )

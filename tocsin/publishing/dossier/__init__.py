"""Dossiers: part of the record in a folder or zip that anyone can check without us.

- `situation`, `alert`, `items`: choose what it is about
- `make`: gather, bag, log, prove and seal it
- `redact`: a dossier with less in it, from one that was made here
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = ["Chosen", "Made", "alert", "items", "make", "redact", "situation"]

if TYPE_CHECKING:
    from tocsin.publishing.dossier.chosen import Chosen, alert, items, situation
    from tocsin.publishing.dossier.making import Made, make
    from tocsin.publishing.dossier.redacting import redact
else:
    __getattr__ = verbs(
        __name__,
        {
            "Chosen": "chosen",
            "Made": "making",
            "alert": "chosen",
            "items": "chosen",
            "make": "making",
            "redact": "redacting",
            "situation": "chosen",
        },
    )

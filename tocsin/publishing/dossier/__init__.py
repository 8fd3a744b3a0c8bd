"""Dossiers: part of the record in a folder or zip that anyone can check without us.

- `situation`, `alert`, `items`: choose what it is about
- `make`: gather, bag, log, prove and seal it
"""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = ["Chosen", "Made", "alert", "items", "make", "situation"]

if TYPE_CHECKING:
    from tocsin.publishing.dossier.chosen import Chosen, alert, items, situation
    from tocsin.publishing.dossier.making import Made, make
else:
    __getattr__ = verbs(
        __name__,
        {
            "Chosen": "chosen",
            "Made": "making",
            "alert": "chosen",
            "items": "chosen",
            "make": "making",
            "situation": "chosen",
        },
    )

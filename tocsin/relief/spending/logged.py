"""Nouns of money out of which the log commits to all that a row says: what the log calls it, its rows, its fields."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from tocsin.custody.commitments import Json
from tocsin.relief.models.spending import (
    Allocation,
    Delivery,
    DuplicateRuling,
    Need,
    PaymentList,
    Programme,
)
from tocsin.relief.spending import allocating, delivering, listing, needing, programmes, ruling

LOGGED: dict[str, tuple[type[Model], Callable[[Any], dict[str, Json]]]] = {
    "programme": (Programme, programmes.committed),
    "need": (Need, needing.committed),
    "allocation": (Allocation, allocating.committed),
    "payment-list": (PaymentList, listing.committed),
    "duplicate-ruling": (DuplicateRuling, ruling.committed),
    "delivery": (Delivery, delivering.committed),
}

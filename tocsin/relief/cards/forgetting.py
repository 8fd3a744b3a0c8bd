"""People who wrote their name and then gave nothing: they are forgotten once their payment page is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.relief.cards.schedule import UNPAID_WITHIN
from tocsin.relief.donors.keeping import erase
from tocsin.relief.models import CardPayment, Donor, Gift, Pledge

#: in one round
FORGOTTEN_MAX = 100
WHY = "nothing was given"


def forget_unpaid(*, now: datetime, by: str = "worker") -> int:
    """Erases donors of whom there is no gift, no pledge and no payment that may still come; returns how many."""
    mine = CardPayment.objects.filter(donor=OuterRef("pk"))
    may_come = Exists(mine.filter(read_again_at__isnull=False)) | Exists(
        mine.filter(asked_at__gt=now - UNPAID_WITHIN)
    )
    given = Exists(Gift.objects.filter(donor=OuterRef("pk"))) | Exists(
        Pledge.objects.filter(donor=OuterRef("pk"))
    )
    # also whom no payment was made for: a process can end between writing a name and asking the provider
    rows = Donor.objects.filter(~may_come, ~given, erased_at=None, made_at__lte=now - UNPAID_WITHIN)
    found = list(rows.order_by("pk")[:FORGOTTEN_MAX])
    for donor in found:
        with transaction.atomic():
            erase(donor, last_gift=None, reason=WHY, by=by, now=now)
    return len(found)

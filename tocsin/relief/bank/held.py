"""Lines that wait for a person, in plain sight: placed by no rule, and by nobody since; and any line by its number."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from tocsin.errors import NotFound
from tocsin.relief.models import BankDecision, BankLine, Fund


def held_lines(fund: Fund) -> QuerySet[BankLine]:
    """The oldest first. One that somebody left held, with a reason, is among them."""
    decided = BankDecision.objects.filter(line=OuterRef("pk"), superseded_by=None).exclude(
        kind=BankDecision.Kind.OTHER
    )
    held = BankLine.objects.filter(placed=BankLine.Placed.HELD, account__fund=fund)
    return held.filter(~Exists(decided)).select_related("account", "statement__file").order_by("pk")


def line_numbered(number: int) -> BankLine:
    """Raises NotFound."""
    rows = BankLine.objects.select_related("account__fund", "statement__file", "transfer")
    found = rows.filter(pk=number).first()
    if found is None:
        raise NotFound(f"there is no bank line {number}", "look at the fund's bank statements")
    return found

"""Closing a stretch of the books. What comes later and belongs there stands in the first open day, and says so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, WrongUse
from tocsin.relief.models import Fund, Period, Transfer


def close_period(fund: Fund, last: date, *, by: str, now: datetime) -> Period:
    """Closes all days up to and with `last`, from where the last closing ended.

    Raises WrongUse for a day that is not over anywhere, Conflict for one that is closed already.
    """
    if last >= (now - timedelta(hours=12)).date():
        raise WrongUse(
            f"{last} is not over yet everywhere on earth", "close a period once its last day is over"
        )
    with transaction.atomic():
        fund = Fund.objects.select_for_update().get(pk=fund.pk)  # nobody books until this is done
        before = Period.objects.filter(fund=fund).order_by("-last").first()
        if before is not None and before.last >= last:
            raise Conflict(
                f"the books are closed to {before.last}, by {before.by}", "close a later day, or none"
            )
        first = before.last + timedelta(days=1) if before else _first_day(fund, last)
        period = Period.objects.create(fund=fund, first=first, last=last, closed_at=now, by=by)
        custody.log(
            [
                custody.Act(
                    item=f"period:{period.pk}", action="closed", actor=by, at=now, after=committed(period)
                )
            ]
        )
    return period


def committed(period: Period) -> dict[str, Json]:
    return {"fund": period.fund_id, "first": period.first.isoformat(), "last": period.last.isoformat()}


def _first_day(fund: Fund, last: date) -> date:
    booked = Transfer.objects.filter(fund=fund).aggregate(first=Min("entry_date"))["first"]
    return min(day for day in (booked, fund.opens_on, last) if day is not None)

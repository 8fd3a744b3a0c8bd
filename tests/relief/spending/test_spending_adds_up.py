"""Whatever people do, in whatever order: no more is set aside than there is, no more sent than that, and all adds up."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.relief.spending.spending_world import (
    SENT_ON,
    approved,
    at,
    csv_of,
    first,
    programme,
    second,
)
from tests.relief.spending.spending_world import given as money_given
from tocsin.errors import TocsinError
from tocsin.relief.models import Allocation, Delivery, Fund, Payment, PaymentList, Posting
from tocsin.relief.spending import allocating, counts_of, delivering, listing, ruling, sending
from tocsin.relief.spending.holdings import in_banks, net_sent

IN_BANK, FOR_SHELTER = 1_000, 400
_MINOR = st.integers(1, 700)
#: what is tried, and with which numbers
_ACTS = st.one_of(
    st.tuples(st.just("allocate"), st.booleans(), _MINOR),
    st.tuples(st.just("list"), st.integers(0, 3), st.lists(_MINOR, min_size=1, max_size=3)),
    st.tuples(st.just("send"), st.integers(0, 3), st.integers(0, 20)),
    st.tuples(st.just("return"), st.integers(0, 5), _MINOR),
    st.tuples(st.just("end"), st.integers(0, 3), st.none()),
)


class World:
    """A fund with money for anything and money for shelter; refusals are answers like any other."""

    def __init__(self) -> None:
        self.fund: Fund = money_given(IN_BANK - FOR_SHELTER)
        money_given(FOR_SHELTER, purpose="shelter")
        self.programmes = [programme(self.fund), programme(self.fund, "homes", purpose="shelter")]
        self.files = 0

    def do(self, what: str, which: Any, how: Any) -> bool:
        """Whether it was done, and not refused."""
        with suppress(TocsinError):
            getattr(self, f"_{what}")(which, how)
            return True
        return False

    def _allocate(self, for_shelter: bool, minor: int) -> None:
        approved(self.programmes[for_shelter], minor)

    def _list(self, which: int, amounts: list[int]) -> None:
        self.files += 1
        rows = [(f"HH-{self.files}-{n}", minor) for n, minor in enumerate(amounts)]
        row = list(Allocation.objects.order_by("pk"))[which : which + 1]
        for each in row:
            listing.take_in_list(each, csv_of(*rows), first=SENT_ON, last=SENT_ON, by=first(), now=at(3))

    def _send(self, which: int, fee: int) -> None:
        for each in list(PaymentList.objects.order_by("pk"))[which : which + 1]:
            sending.send_list(
                each, value_date=SENT_ON, by=second(), now=at(4), seen=each.version, fee_minor=fee
            )

    def _return(self, which: int, minor: int) -> None:
        for each in Payment.objects.order_by("pk")[which : which + 1]:
            one = delivering.payment_numbered(each.pk)
            delivering.say(one, "returned", by=first(), now=at(5), seen=None, reason="Moved.", minor=minor)

    def _end(self, which: int, _: None) -> None:
        for each in list(Allocation.objects.order_by("pk"))[which : which + 1]:
            allocating.end(each, reason="Met.", by=second(), now=at(6))


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_ACTS, min_size=5, max_size=10))
def test_nothing_exceeds_and_returns_add_up(acts: list[tuple[str, Any, Any]]) -> None:
    """After every act: allocations stay within what was given, payments within allocations, and the ledger at zero."""
    mark = transaction.savepoint()
    world = World()
    for act in acts:
        world.do(*act)
        assert _faults(world.fund) == []
    transaction.savepoint_rollback(mark)


@pytest.mark.django_db
def test_a_whole_way_is_walked_by_these_acts() -> None:
    """None of them is refused, and so the property above tells of money that moved."""
    world = World()
    way = (
        ("allocate", False, 300),
        ("list", 0, [100, 50]),
        ("send", 0, 5),
        ("return", 0, 40),
        ("end", 0, None),
    )
    for act in way:
        assert world.do(*act), act
        assert _faults(world.fund) == []
    sums = dict(Posting.objects.values_list("account__code").annotate(Sum("minor")).order_by())
    assert (sums["spent:cash:AMD"], sums["returned:cash:AMD"], sums["fees:bank:AMD"]) == (150, -40, 5)
    assert not world.do("send", 0, 5) and not world.do("allocate", False, IN_BANK)


def _faults(fund: Fund) -> list[str]:
    """Of what has to hold after every act, what does not."""
    rows = list(Allocation.objects.filter(fund=fund))
    net = net_sent(rows)
    sums = dict(Posting.objects.values_list("account__code").annotate(Sum("minor")).order_by())
    holds = {
        "the ledger is at zero": sum(sums.values()) == 0,
        **_within(rows, net, sum(in_banks(fund, "AMD").values())),
        **_adds_up(fund, rows, net, sums),
        "no more comes back than was paid": all(
            row.minor <= row.payment.minor for row in Delivery.objects.filter(state="returned")
        ),
        "what is spent down is spent": not [
            row for row in rows if row.state == "spent down" and net[row.pk] != row.minor
        ],
        "what is sent was ruled on": not [
            one for one in PaymentList.objects.filter(state="sent") if ruling.left_out_of(one)
        ],
    }
    return [what for what, so in holds.items() if not so]


def _within(rows: list[Allocation], net: Mapping[int, int], in_hand: int) -> dict[str, bool]:
    """`net`: minor units sent and not come back, by allocation; `in_hand`: in the banks."""
    left = sum(row.minor - net[row.pk] for row in rows if row.state == "approved")
    for_cash = sum(
        row.minor if row.state == "approved" else net[row.pk] for row in rows if row.programme.code == "cash"
    )
    return {
        "the banks hold no less than nothing": in_hand >= 0,
        "payments are within allocations": all(0 <= net[row.pk] <= row.minor for row in rows),
        "allocations are within what is in hand": left <= in_hand,
        "money for shelter stays for shelter": for_cash <= IN_BANK - FOR_SHELTER,
    }


def _adds_up(
    fund: Fund, rows: list[Allocation], net: Mapping[int, int], sums: Mapping[str, int]
) -> dict[str, bool]:
    """The ledger, the allocations and what the public is told agree for each programme."""
    agrees = {}
    for code in ("cash", "homes"):
        spent = sums.get(f"spent:{code}:AMD", 0) + sums.get(f"returned:{code}:AMD", 0)
        counted = counts_of(fund).get((code, "AMD"))
        sent = sum(net[row.pk] for row in rows if row.programme.code == code)
        agrees[f"{code}: the ledger agrees with the allocations"] = spent == sent
        told = counted.sent_minor - counted.returned_minor if counted else 0
        agrees[f"{code}: the ledger agrees with the counts"] = spent == told
    return agrees

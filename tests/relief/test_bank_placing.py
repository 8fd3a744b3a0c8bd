"""Where a bank line goes, by each rule alone: no store, no clock."""

from dataclasses import replace
from datetime import date

import pytest

from tocsin.relief.bank.nouns import Line, Part
from tocsin.relief.bank.placing import Context, Gift, Payout, place, purpose_in

DAY = date(2026, 1, 10)
LINE = Line(at_line=1, booked_on=DAY, value_on=DAY, minor=5000, text="for the displaced")
PAYOUT = Payout(provider="stripe", ref="po_1", minor=5000, currency="EUR", arrives=date(2026, 1, 8))
GIFT = Gift(line_key="k", minor=5000, on=DAY)
CONTEXT = Context(
    currency="EUR", purposes=("winter-shelter", "food"), providers=("stripe",), own_numbers=frozenset({"DE1"})
)


@pytest.mark.parametrize(
    ("line", "context", "placed", "why"),
    [
        ({"minor": 0}, {}, "told", "of nothing"),
        ({}, {}, "gift", "a gift"),
        ({"text": "Winter shelter!"}, {}, "gift", "a gift for winter-shelter"),
        ({"text": "food and winter shelter"}, {}, "gift", "a gift"),
        ({"text": "STRIPE"}, {"payouts": [PAYOUT]}, "payout", "payout of stripe"),
        ({"text": "STRIPE"}, {"payouts": [PAYOUT, PAYOUT]}, "held", "2 payouts of this amount are awaited"),
        ({"text": "STRIPE", "minor": 5001}, {"payouts": [PAYOUT]}, "held", "names stripe, and no payout"),
        ({"party": "Stripe Payments"}, {}, "held", "names stripe, and no payout"),
        (
            {"text": "x po 1 y"},
            {"payouts": [replace(PAYOUT, reference="PO-1", arrives=date(2025, 1, 1))]},
            "payout",
            "",
        ),
        ({}, {"payouts": [PAYOUT]}, "gift", "a gift"),
        ({"party_number": "de 1"}, {}, "held", "between two"),
        ({}, {"went_elsewhere": {5000: [date(2026, 1, 7)]}}, "held", "as much left another"),
        ({}, {"went_elsewhere": {5000: [date(2025, 1, 7)]}}, "gift", "a gift"),
        (
            {"minor": -5000, "reversal": True},
            {"gifts_behind": lambda _: [GIFT]},
            "returned",
            "takes back a gift",
        ),
        (
            {"minor": -5000, "returned": "AC04"},
            {"gifts_behind": lambda _: [GIFT, GIFT]},
            "held",
            "2 gifts fit",
        ),
        ({"minor": -5000, "reversal": True}, {}, "held", "0 gifts fit"),
        ({"returned": "AC04"}, {}, "held", "a payment of ours that came back"),
        ({"parts": (Part(minor=8000), Part(minor=-3000))}, {}, "held", "less payments that went"),
        ({"code": "NINT"}, {}, "held", "own business"),
        ({"code": "PMNT-RCDT-CHRG"}, {}, "held", "own business"),
        ({"code": "PMNT-RCDT-ESCT"}, {}, "gift", "a gift"),
        ({"minor": -100}, {}, "held", "money that went"),
    ],
)
def test_each_rule(line: dict[str, object], context: dict[str, object], placed: str, why: str) -> None:
    found = place(replace(LINE, **line), replace(CONTEXT, **context))  # type: ignore[arg-type]
    assert found.placed == placed and why in found.why


def test_a_purpose_is_named_by_whole_words() -> None:
    assert purpose_in("seafood", ["food"]) == "" and purpose_in("(food)", ["food"]) == "food"

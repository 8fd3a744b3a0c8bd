"""What does not fit: pure rules over figure series. A contradiction is shown, never resolved here.

Each rule has a name and says in plain words what it found:

- of one time (`one_time`): one instant with two values, one flow with two values, one number at clock times a zone
  apart, "more than" beside an exact value;
- of flows (`flows`): one flow on two dates, a flow that is not the difference of the stocks around it;
- of stocks (`stocks`): a stock that falls, a flow read as a stock, registered above crossed;
- of parts (`parts`): parts against their total.

Numbers of different places or peoples are not held against each other (`scopes`).
"""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import Series
from tocsin.situations.flows import against_stocks, same_flow_two_dates
from tocsin.situations.leaving import Leaving
from tocsin.situations.one_time import more_than_beside_exact, two_values, zone_slips
from tocsin.situations.parts import parts_against_total
from tocsin.situations.stocks import falling, registered_above_crossed

#: every name that a rule gives
RULES = (
    "same instant two values",
    "zone slip",
    "more than beside an exact value",
    "same flow two values",
    "same flow two dates",
    "rounded difference",
    "flow against stocks",
    "a stock that falls",
    "a flow read as a stock",
    "parts against total",
    "registered above crossed",
)


def contradictions(series: Sequence[Series], zone: tzinfo = UTC) -> tuple[Contradiction, ...]:
    """All that the rules find, in as-of order. `zone` is the one in which the situation tells its clock times."""
    found: list[Contradiction] = []
    flows = {(one.measure, one.unit): one for one in series if one.kind == "flow"}
    leaving = {
        unit: Leaving(one for one in series if one.unit == unit) for unit in {one.unit for one in series}
    }
    for one in series:
        found += two_values(one)
        if one.kind == "stock":
            flow = flows.get((one.measure, one.unit))
            found += zone_slips(one, zone)
            found += more_than_beside_exact(one)
            found += falling(one, flow, leaving[one.unit])
            found += against_stocks(one, flow) if flow else ()
        if one.kind == "flow":
            found += same_flow_two_dates(one)
    found += parts_against_total(series)
    found += registered_above_crossed(series)
    return tuple(sorted(found, key=lambda each: (each.as_of or "", each.rule, each.finding_ids)))

"""Which decisions on a bank line one person can take, and which need two. Pure.

One person is enough where the bank's own words, or a giver with a receipt, hold the decision to what is true. Whatever
else would take money that came out of donors' sight needs another person's yes, however small it is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    came: bool
    #: as BankDecision.Kind
    kind: str
    #: that what the bank says fits it: the payout was announced, or the books expect this very amount of it
    matched: bool = False
    #: that it takes back what was booked as a gift
    undoes_a_gift: bool = False
    #: as docs/reference/bank.md prints it
    words: str
    #: why it needs two people; empty where one is enough
    two: str = ""


_GONE = "a gift that somebody may hold a receipt of would be none"
CASES = (
    Case(came=True, kind="gift", words="a gift"),
    Case(
        came=True, kind="payout", matched=True, words="a payout that its provider announced, by its reference"
    ),
    Case(
        came=True,
        kind="payout",
        words="a payout that no provider announced",
        two="no provider says that it paid this",
    ),
    Case(
        came=True,
        kind="own",
        matched=True,
        words="one movement with a held line of another own account",
    ),
    Case(
        came=True,
        kind="booked",
        matched=True,
        words="a payment that came back, or an exchange, of just the amount that the books still expect of it",
    ),
    Case(
        came=True,
        kind="booked",
        words="a payment that came back, or an exchange, of another amount",
        two="the books expect another amount",
    ),
    Case(
        came=True,
        kind="fee",
        words="a fee or interest",
        two="money that came would be in no gift",
    ),
    Case(came=True, kind="other", words="something else: it stays held, in plain sight"),
    Case(
        came=True,
        kind="own",
        undoes_a_gift=True,
        words="one movement with another own account, where one of the two was booked as a gift",
        two=_GONE,
    ),
)


def why_two(kind: str, *, came: bool, matched: bool, undoes_a_gift: bool) -> str:
    """Why it needs two people; empty where one is enough, as for all that went but a gift that was none.

    >>> why_two("fee", came=True, matched=False, undoes_a_gift=False)
    'money that came would be in no gift'
    """
    if undoes_a_gift:
        return _GONE
    if not came:
        return ""
    same = [case for case in CASES if case.kind == kind and not case.undoes_a_gift]
    fitting = [case for case in same if case.matched is matched] or same
    assert fitting, f"no rule says who decides that a line is {kind!r}"
    return fitting[0].two

"""Two bank lines that are one movement between the fund's own accounts: on the held account they cancel each other out.

Where the line that came was told first, the rules took it for a gift. It never was one: its transfer is taken back, and
the line is held instead, against the one that went. That is final.
"""

from __future__ import annotations

from tocsin import custody
from tocsin.errors import WrongUse
from tocsin.lines import supersede
from tocsin.relief.bank.decisions import committed, last_said
from tocsin.relief.bank.drafting import transfer_key
from tocsin.relief.bank.meanings import decision_key
from tocsin.relief.ledger.accounts import AccountName, Role, of_code
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.corrections import take_back
from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind
from tocsin.relief.models import BankDecision, BankLine, Gift, Transfer

_Kind, _Placed = BankDecision.Kind, BankLine.Placed


def taken_for_a_gift(line: BankLine) -> bool:
    """Whether the rules made it a gift, and it is one still."""
    return (
        line.placed == _Placed.GIFT
        and line.transfer is not None
        and not hasattr(line.transfer, "corrected_by")
        and not Gift.objects.filter(transfer=line.transfer).exclude(events=None).exists()
    )


def check_other(row: BankDecision) -> BankLine:
    """The other side. Raises WrongUse where it is not one."""
    line, other = row.line, row.other
    if other is None or other.pk == line.pk:
        raise WrongUse("an own transfer has two lines", "choose the line of the other account")
    fits = (
        (other.placed == _Placed.HELD or taken_for_a_gift(other))
        and other.minor == -line.minor
        and other.account_id != line.account_id
        and (other.account.fund_id, other.account.currency) == (line.account.fund_id, line.account.currency)
    )
    said = last_said(other)
    if not fits or (said is not None and said.kind != _Kind.OTHER and said.other_id != line.pk):
        raise WrongUse(
            f"bank line {other.pk} is not the other side of it",
            "choose one of the opposite amount that is held, or that the rules took for a gift which nothing happened to",
        )
    return other


def turned(row: BankDecision) -> Transfer | None:
    """The transfer that holds what was taken for a gift; None for a line that is held already."""
    line = row.line
    if not taken_for_a_gift(line):
        return None
    assert line.transfer is not None, line.pk
    by = row.by.get_username()
    take_back(line.transfer, reason="between two of the fund's own accounts", by=by, now=row.at)
    bank, held = of_code(line.account.code), AccountName(Role.HELD, line.account.currency)
    draft = TransferDraft(
        key=decision_key(row),
        kind=TransferKind.HELD,
        value_date=line.booked_on,
        legs=(Leg(bank, line.minor), Leg(held, -line.minor)),
        about=f"bank-line:{line.pk}",
        beside=transfer_key(line.key),
    )
    return book(line.account.fund, draft, by=by, now=row.at)


def say_of_the_other_side(line: BankLine, kind: str, other: BankLine | None, row: BankDecision) -> None:
    """Both lines of an own transfer say that they are one, or neither does."""
    twin = BankDecision(line=line, kind=kind, other=other, reason=row.reason, by=row.by, at=row.at)
    twin.transfer = turned(twin) if kind == _Kind.OWN else None
    before = last_said(line)
    supersede(
        twin, last=lambda: last_said(line), seen=before.pk if before else None, what=f"bank line {line.pk}"
    )
    custody.log([custody.judged("bank-decision", twin, "decided", committed(twin))])


def turned_a_gift(said: BankDecision) -> bool:
    """Whether one of its two lines was taken for a gift before: then it stays as it is."""
    if said.kind != _Kind.OWN:
        return False
    twin = last_said(said.other) if said.other else None
    return said.transfer_id is not None or (twin is not None and twin.transfer_id is not None)

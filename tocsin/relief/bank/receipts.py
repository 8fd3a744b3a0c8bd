"""The receipt of a gift that came by bank: the bank names no mail address, so that people hand it out."""

from __future__ import annotations

from tocsin.errors import NotFound
from tocsin.relief.cards.receipts import Receipt
from tocsin.relief.models import BankLine, Gift, Transfer
from tocsin.relief.money.money import Money


def gift_of(line: BankLine) -> Gift | None:
    """The gift that a rule or a person took the line for; None for no gift, or one taken back as booked by mistake."""
    rows = Gift.objects.filter(channel=Gift.Channel.BANK, provider=line.account.code, provider_ref=line.key)
    gift = rows.select_related("fund").first()
    if gift is None or Transfer.objects.filter(corrects=gift.transfer_id).exists():
        return None
    return gift


def receipt_of(line: BankLine) -> Receipt:
    """Nothing of the payer stands in it. Raises NotFound where the line is no gift."""
    gift = gift_of(line)
    if gift is None:
        raise NotFound(f"bank line {line.pk} is no gift that stands", "decide first what it is")
    return Receipt(
        code=gift.code,
        money=Money(gift.minor, gift.currency),
        at=gift.at,
        day_only=True,
        fund=gift.fund.title,
        holder=gift.fund.holder,
        purpose=gift.purpose,
        monthly=False,
        test=gift.test or gift.fund.demonstration,
    )

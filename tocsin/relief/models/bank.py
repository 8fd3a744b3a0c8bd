"""Bank statements that were taken in, and the lines of them that are booked or held. No row here is ever deleted.

A line's text and the names on it are a person's, and stand here alone: neither the ledger nor the log has them.
"""

from __future__ import annotations

from django.db import models

from tocsin.lines import Judgement, one_first
from tocsin.relief.models.by_two import ByTwo, one_waits, second_said
from tocsin.relief.models.ledger import Account, Fund, Transfer


class BankMapping(models.Model):
    """Which column of a bank's table is what. The newest of a bank is in force."""

    bank = models.CharField(max_length=60)
    #: as `bank.mapping.mapping_from` takes it
    said = models.JSONField()
    saved_at = models.DateTimeField()
    #: login name
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("bank", "-id")

    def __str__(self) -> str:
        return self.bank


class BankFile(models.Model):
    """A file as the bank gave it, sealed, taken in once."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="bank_files", db_index=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    #: the bytes; None where they are too large for a row and lie in the sealed folder; empty once the law keeps them no more
    content = models.BinaryField(null=True)
    #: mt940, camt.053 ...
    form = models.CharField(max_length=10)
    #: the version of the reading that its lines came from (bank/keys.py)
    read_by = models.PositiveSmallIntegerField()
    mapping = models.ForeignKey(BankMapping, null=True, on_delete=models.PROTECT, related_name="files")
    taken_in_at = models.DateTimeField()
    #: login name or "command line"
    by = models.CharField(max_length=150)
    #: of the lines that it brought (bank/keys.py): what the custody log commits to
    lines_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["fund", "sha256"], name="bank_file_once"),)

    def __str__(self) -> str:
        return self.name


class BankProblem(models.Model):
    """Something odd in a file, read all the same or left aside."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="problems")
    #: of the file, from 1
    at_line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"line {self.at_line}: {self.reason}"


class BankStatement(models.Model):
    """One statement of a file, or one page of it."""

    class State(models.TextChoices):
        BOOKED = "booked"
        #: it does not add up: nothing of it is booked
        QUARANTINED = "quarantined"
        #: all its lines stood already
        KNOWN = "known"
        #: announces lines that come again in a statement: nothing of it is booked
        INTERIM = "interim"

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="statements")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="bank_statements", db_index=False
    )
    at_line = models.PositiveIntegerField()
    #: the bank's, of the statement and of its page
    number = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=10, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    #: minor units; None where the file has no such balance
    opening_minor = models.BigIntegerField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    line_count = models.PositiveIntegerField()
    #: lines that no earlier file had
    new_count = models.PositiveIntegerField()
    state = models.CharField(max_length=11, choices=State.choices)
    #: opening and lines, less closing; None where one of the balances is not there
    difference_minor = models.BigIntegerField(null=True)
    #: why it is quarantined
    why = models.CharField(max_length=500, blank=True)
    #: of its last day: how often each line stood there by its end, for the statement that follows on the same day
    carried = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["account", "closing_minor"], name="bank_statements_ending"),)

    def __str__(self) -> str:
        return f"statement {self.number or self.pk}"


class BankLine(models.Model):
    """A line of a bank statement, or one payment of those that the bank booked together."""

    class Placed(models.TextChoices):
        """Where the rules put it (bank/placing.py)."""

        GIFT = "gift"
        PAYOUT = "payout"
        #: a gift that went back
        RETURNED = "returned"
        #: waits for a person
        HELD = "held"
        #: of nothing: the bank only tells something
        TOLD = "told"

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bank_lines", db_index=False)
    #: bank/keys.py: what makes it this line and no other
    key = models.CharField(max_length=64, unique=True)
    at_line = models.PositiveIntegerField()
    #: of how many payments of one line this is which; 0 of a line that stands alone
    part = models.PositiveIntegerField(default=0)
    booked_on = models.DateField()
    value_on = models.DateField()
    #: + came, - went
    minor = models.BigIntegerField()
    #: of the whole line, where this is a part of it
    whole_minor = models.BigIntegerField()
    code = models.CharField(max_length=35, blank=True)
    bank_ref = models.CharField(max_length=140, blank=True)
    end_to_end = models.CharField(max_length=140, blank=True)
    customer_ref = models.CharField(max_length=140, blank=True)
    text = models.TextField(blank=True)
    party = models.CharField(max_length=200, blank=True)
    party_number = models.CharField(max_length=64, blank=True)
    reversal = models.BooleanField(default=False)
    #: the bank's reason for a payment that came back; empty for others
    returned = models.CharField(max_length=140, blank=True)
    placed = models.CharField(max_length=8, choices=Placed.choices)
    #: by which rule, or why it is held
    why = models.CharField(max_length=200)
    #: what booked it; None where it is of nothing
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="bank_line")

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["account", "booked_on"], name="bank_lines_of_day"),
            models.Index(fields=["id"], condition=models.Q(placed="held"), name="bank_lines_held"),
        )

    def __str__(self) -> str:
        return f"bank line {self.pk}"


class BankDecision(Judgement):
    """What a person says a held line is. The last one is in force; what an earlier one booked is taken back."""

    class Kind(models.TextChoices):
        GIFT = "gift"
        #: of a card provider
        PAYOUT = "payout"
        #: the bank's or a provider's
        FEE = "fee"
        #: of a gift, by bank
        REFUND = "refund"
        #: with another held line: between two of the fund's own accounts
        OWN = "own"
        #: a payment list that was sent, or a payment that came back: the books moved it before the bank told
        BOOKED = "booked"
        #: stays held, for the reason that is given
        OTHER = "other"

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    #: purpose of a gift, provider of a payout or fee, receipt code of a gift that is refunded, what a booked one is about;
    #: empty for others
    detail = models.CharField(max_length=80, blank=True)
    #: the other line of an own transfer
    other = models.ForeignKey(BankLine, null=True, on_delete=models.PROTECT, related_name="+")
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_bank_decision", "line"),)

    def __str__(self) -> str:
        return f"{self.kind} by {self.by}"


class BankProposal(ByTwo):
    """A decision on a bank line that another person has to approve; what it became, once one did."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="proposals")
    #: these three as BankDecision's
    kind = models.CharField(max_length=6, choices=BankDecision.Kind.choices)
    detail = models.CharField(max_length=80, blank=True)
    other = models.ForeignKey(BankLine, null=True, on_delete=models.PROTECT, related_name="+")
    #: the decision that stood when it was proposed; None for none
    rests_on = models.ForeignKey(BankDecision, null=True, on_delete=models.PROTECT, related_name="+")
    #: None while it waits, and of one that was refused
    decision = models.OneToOneField(
        BankDecision, null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta(ByTwo.Meta):
        constraints = (
            one_waits("one_bank_proposal_waits", "line"),
            second_said("bank_proposal_second_said"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, proposed by {self.by}"

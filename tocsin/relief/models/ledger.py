"""Funds and their double-entry ledger. Transfers, postings and closed periods are never changed or deleted.

The database itself holds that (migrations/0001_ledger.py): postings are laid first, and the transfer that seals them is
refused unless they add up to zero in each currency, on accounts of its own fund. A later posting to it is refused too.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tocsin.lines import Judgement, one_first
from tocsin.record.models import Finding
from tocsin.situations.models import Situation


class Terms(models.Model):
    """What people decide about a fund."""

    class State(models.TextChoices):
        #: nothing can be booked yet
        DRAFT = "draft"
        OPEN = "open"
        #: takes no more gifts; what concerns earlier ones is still booked
        CLOSED = "closed"

    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    #: who keeps the money and answers for it
    holder = models.CharField(max_length=200)
    #: purposes to which gifts can be restricted, as slugs; money of each is kept apart
    purposes = models.JSONField(default=list)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Fund(Terms):
    """The terms in force stand here; the rows of FundTerms say who set them, when and why."""

    code = models.SlugField(max_length=40, unique=True)
    situation = models.ForeignKey(Situation, null=True, on_delete=models.PROTECT, related_name="funds")
    #: the appeal that it was drafted from; None where a person wrote it
    appeal = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="funds")
    #: made by the demo: pages say so, it takes simulated money only, and no total mixes it with others
    demonstration = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title


class FundTerms(Judgement, Terms):
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="terms")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_fund_terms", "fund"),)

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"


class Account(models.Model):
    """Money of one kind in one currency. Opened by the first transfer that names it."""

    class Kind(models.TextChoices):
        #: money that we hold
        ASSET = "asset"
        #: money on its way: a provider owes it to us
        CLEARING = "clearing"
        #: money that is not ours to spend
        LIABILITY = "liability"
        INCOME = "income"
        EXPENSE = "expense"
        #: the two sides of an exchange meet here; what stands on it is the position between currencies
        EXCHANGE = "exchange"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    #: "ROLE[:DETAIL]:CURRENCY" (ledger/accounts.py)
    code = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    #: ISO 4217
    currency = models.CharField(max_length=3)
    #: its money is given for one purpose
    restricted = models.BooleanField(default=False)
    #: of a bank account, without spaces; empty for others
    number = models.CharField(max_length=34, blank=True)
    #: ISO 3166-1 alpha-2; empty where it is not known
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["fund", "code"], name="account_once"),)

    def __str__(self) -> str:
        return self.code


class Period(models.Model):
    """A closed stretch of a fund's books: nothing is booked into it any more."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="periods", db_index=False)
    #: both days belong to it
    first = models.DateField()
    last = models.DateField()
    closed_at = models.DateTimeField()
    #: login name
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("last",)
        constraints = (
            models.UniqueConstraint(fields=["fund", "last"], name="period_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="period_has_days"),
        )

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Batch(models.Model):
    """Transfers that were booked together: the custody log commits to all of them by one hash."""

    #: ids of its first and its last transfer; others' may lie between
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    transfers = models.PositiveIntegerField()
    #: SHA-256 over what the log would commit to of each, by id (ledger/batches.py), hexadecimal
    digest = models.CharField(max_length=64)
    booked_at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.transfers} transfers"


class Transfer(models.Model):
    """Money moved, all of it or none: its postings add up to zero in each currency."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    #: of its cause ("stripe:evt_1"): the same request twice is one transfer, whichever fund it names
    key = models.CharField(max_length=200, unique=True)
    #: SHA-256 of its body (ledger/body.py), hexadecimal: another body under one key is refused
    body_hash = models.CharField(max_length=64)
    #: ledger/draft.py, TransferKind
    kind = models.CharField(max_length=16)
    #: when the money moved, as the bank or the provider says
    value_date = models.DateField()
    #: the day whose books it stands in: the value date, or the first open day where that was closed
    entry_date = models.DateField()
    booked_at = models.DateTimeField()
    #: login name, "command line" or "worker"
    by = models.CharField(max_length=150)
    #: what it is about, as "noun:id"; never a name
    about = models.CharField(max_length=80, blank=True)
    #: the transfer that it takes back whole; at most one does
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    #: a transfer that it belongs to: the other half of an exchange, the gift of a fee or of a chargeback
    beside = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="besides", db_index=False
    )
    #: the closed period that its value date falls into: it came late. None for nearly all
    period = models.ForeignKey(
        Period, null=True, on_delete=models.PROTECT, related_name="late", db_index=False
    )
    #: units bought for one unit sold, in decimal digits; empty where nothing was exchanged
    rate = models.CharField(max_length=32, blank=True)
    rate_source = models.CharField(max_length=200, blank=True)
    rate_at = models.DateTimeField(null=True)
    #: why it was corrected; empty for others
    reason = models.CharField(max_length=500, blank=True)
    #: those that were booked with it; None where it was booked alone
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    #: how many postings it has
    legs = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["fund", "entry_date", "id"], name="transfers_of_fund"),
            models.Index(fields=["about"], condition=~Q(about=""), name="transfers_about"),
            models.Index(fields=["beside"], condition=Q(beside__isnull=False), name="transfers_beside"),
        )

    def __str__(self) -> str:
        return f"transfer {self.pk} ({self.kind})"


class Posting(models.Model):
    """One account's part in a transfer."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings", db_index=False)
    #: minor units of the account's currency: + debit, - credit; never 0
    minor = models.BigIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(minor=0), name="posting_of_something"),)
        # holds all that a trial balance reads
        indexes = (models.Index(fields=["account", "transfer", "minor"], name="postings_of_account"),)

    def __str__(self) -> str:
        return f"{self.minor} on account {self.account_id}"

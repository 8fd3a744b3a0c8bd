"""Money out: what people need, programmes, money set aside by decision, lists of payments, and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.lines import Judgement, one_first
from tocsin.record.models import Finding, Review
from tocsin.relief.models.ledger import Fund, Transfer
from tocsin.relief.spending.delivery_states import Delivered
from tocsin.relief.spending.lifecycle import State


class Programme(models.Model):
    """What a fund's money is spent on, under one name."""

    class Kind(models.TextChoices):
        CASH_PERSON = "cash-person"
        CASH_HOUSEHOLD = "cash-household"
        GOODS = "goods"
        SERVICES = "services"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="programmes")
    #: names it in the ledger's accounts
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    #: one of the fund's purposes: money given for it is spent on this programme first; empty for none
    purpose = models.CharField(max_length=60, blank=True)
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("fund_id", "code")
        constraints = (models.UniqueConstraint(fields=["fund", "code"], name="programme_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def to_suppliers(self) -> bool:
        """Whether it pays invoices; else it pays people."""
        return self.kind in (self.Kind.GOODS, self.Kind.SERVICES)


class Need(Judgement):
    """How much of something people need, by a standard, from a figure that stood when it was stated."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="needs")
    #: names its line: the next one of this code supersedes it
    code = models.SlugField(max_length=40)
    #: that answers it; None while none does
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="needs")
    #: of data/sphere.yml, with the edition that it was reckoned by
    standard = models.CharField(max_length=40)
    edition = models.CharField(max_length=80)
    #: the figure, and the review of it that was in force (None for none)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="+")
    #: people as the figure said then: the least and the most, the same where it names one number
    people_low = models.PositiveBigIntegerField()
    people_high = models.PositiveBigIntegerField()
    days = models.PositiveIntegerField()
    #: of the standard's unit, as decimal text: exact
    amount_low = models.CharField(max_length=40)
    amount_high = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    withdrawn = models.BooleanField(default=False)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_need", "fund", "code"),)

    def __str__(self) -> str:
        return f"{self.code}: {self.amount_low} {self.unit}"


class Allocation(models.Model):
    """Money of a fund set aside for a programme by a decision that two people signed. It moves none by itself."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="allocations")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: what was decided, in the words of those who decided
    decision = models.TextField()
    #: who decided so: a board, a minister, a number of a decree
    authority = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    #: counts acts: whoever acts says which one they saw
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(minor__gt=0), name="allocation_of_something"),)

    def __str__(self) -> str:
        return f"allocation {self.pk}: {self.minor} {self.currency}, {self.state}"


class AllocationAct(models.Model):
    """Who did what with an allocation. No act is ever changed."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="acts")
    #: "propose", or one of lifecycle.Action
    action = models.CharField(max_length=10)
    #: the state that it led to
    state = models.CharField(max_length=10, choices=State.choices)
    #: None where payments brought it about
    login = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.action} allocation {self.allocation_id}"


class PaymentList(models.Model):
    """Payments of one allocation that are sent together: taken in whole, sent once."""

    class State(models.TextChoices):
        PLANNED = "planned"
        SENT = "sent"
        WITHDRAWN = "withdrawn"

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="lists")
    #: of the file as it came: the same file is taken in once
    sha256 = models.CharField(max_length=64)
    #: the days that the payments are for, both included
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    version = models.PositiveIntegerField(default=1)
    #: of its lines as they were stored, in order
    lines_sha256 = models.CharField(max_length=64)
    taken_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField()
    #: None until it is sent
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    #: the day that money left the bank account of this number
    value_date = models.DateField(null=True)
    bank = models.CharField(max_length=40, blank=True)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["allocation", "sha256"],
                condition=~Q(state="withdrawn"),
                name="payment_list_once",
            ),
        )

    def __str__(self) -> str:
        return f"payment list {self.pk}, {self.state}"


class Payment(models.Model):
    """One line of a list. Of people it holds a pseudonym and never a name."""

    list = models.ForeignKey(PaymentList, on_delete=models.PROTECT, related_name="payments")
    #: line of the file
    line = models.PositiveIntegerField()
    #: a pseudonym, or a supplier's code
    payee = models.CharField(max_length=40, db_index=True)
    #: the number of a supplier's invoice; empty for people
    invoice = models.CharField(max_length=60, blank=True)
    minor = models.BigIntegerField()
    #: whether a ruling on duplicates left it out when its list was sent
    left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ("list_id", "line")
        constraints = (
            models.UniqueConstraint(fields=["list", "line"], name="payment_line_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="payment_of_something"),
        )

    def __str__(self) -> str:
        return f"payment {self.pk}"


class DuplicateRuling(Judgement):
    """What a person found out about payments that may be one and the same."""

    class Verdict(models.TextChoices):
        #: each of them is due
        ALL_DUE = "all due"
        #: those that are named are left out when the list is sent
        LEAVE_OUT = "leave out"
        #: the ruling before is taken back: the question is open again
        WITHDRAWN = "withdrawn"

    list = models.ForeignKey(PaymentList, on_delete=models.PROTECT, related_name="rulings")
    #: `Duplicate.key`
    key = models.CharField(max_length=64)
    #: ids of all payments of the group, and of those that are left out
    payments = models.JSONField()
    left_out = models.JSONField()
    verdict = models.CharField(max_length=9, choices=Verdict.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_duplicate_ruling", "list", "key"),)

    def __str__(self) -> str:
        return f"list {self.list_id}: {self.verdict}"


class Delivery(Judgement):
    """What became of a payment that was sent, as a person knows it so far."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=20, choices=Delivered.choices)
    #: what came back, where it was returned; None where it was not
    minor = models.BigIntegerField(null=True)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (
            one_first("one_first_delivery", "payment"),
            models.CheckConstraint(
                condition=Q(state="returned", minor__gt=0) | (~Q(state="returned") & Q(minor=None)),
                name="a_return_says_how_much",
            ),
        )

    def __str__(self) -> str:
        return f"payment {self.payment_id}: {self.state}"

"""Payments by card as their provider tells them. No number, name or bank of a card stands anywhere here."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tocsin.relief.models.by_two import ByTwo, one_waits, second_said


class Pledge(models.Model):
    """A gift every month, until its giver ends it."""

    fund = models.ForeignKey("relief.Fund", on_delete=models.PROTECT, related_name="pledges")
    provider = models.CharField(max_length=20)
    #: the provider's name for it
    ref = models.CharField(max_length=100)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=60, blank=True)
    donor = models.ForeignKey("relief.Donor", null=True, on_delete=models.PROTECT, related_name="+")
    #: in the link that ends it; random
    token = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField()
    #: when its giver, or the desk, ended it; None while it runs
    ended_at = models.DateTimeField(null=True)
    test = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "ref"], name="pledge_once"),)

    def __str__(self) -> str:
        return f"pledge {self.pk}"


class CardPayment(models.Model):
    """One payment, from the moment that somebody is sent to the provider's page."""

    fund = models.ForeignKey("relief.Fund", on_delete=models.PROTECT, related_name="card_payments")
    provider = models.CharField(max_length=20)
    #: ours, in the links of its giver; random
    token = models.CharField(max_length=40, unique=True)
    #: the provider's name for it; None before it has one
    ref = models.CharField(max_length=100, null=True)
    #: by which the provider's notices call it, where that is another
    other_ref = models.CharField(max_length=100, blank=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=60, blank=True)
    donor = models.ForeignKey("relief.Donor", null=True, on_delete=models.PROTECT, related_name="+")
    #: the language that its giver reads
    language = models.CharField(max_length=10, default="en")
    #: asked for every month; the pledge itself stands once the provider knows it
    monthly = models.BooleanField(default=False)
    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.PROTECT, related_name="payments")
    asked_at = models.DateTimeField()
    #: everything that the provider said, put together (cards/told.py); None before it said anything
    told = models.JSONField(null=True)
    #: the word for it (cards/states.py)
    standing = models.CharField(max_length=20, default="registered")
    read_at = models.DateTimeField(null=True)
    #: when it is read again without being asked to; None for never
    read_again_at = models.DateTimeField(null=True)
    #: why what was said last could not be booked; a person looks. Empty where all is well
    trouble = models.CharField(max_length=300, blank=True)
    gift = models.OneToOneField(
        "relief.Gift", null=True, on_delete=models.PROTECT, related_name="card_payment"
    )
    test = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "ref"], name="card_payment_once"),)
        indexes = (
            models.Index(
                fields=["read_again_at"],
                condition=models.Q(read_again_at__isnull=False),
                name="card_payment_due",
            ),
            models.Index(fields=["provider", "other_ref"], name="card_payment_by_other"),
            models.Index(fields=["fund", "asked_at"], name="card_payment_of_fund"),
        )

    def __str__(self) -> str:
        return f"card payment {self.pk}"


class CardNotice(models.Model):
    """A webhook that was proved to be the provider's, in a few plain values: never a person's."""

    provider = models.CharField(max_length=20)
    #: the provider's: the same one sent again is not another
    event = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    #: how often it came again
    again = models.PositiveIntegerField(default=0)
    ref = models.CharField(max_length=100, blank=True)
    pledge_ref = models.CharField(max_length=100, blank=True)
    payment = models.ForeignKey(CardPayment, null=True, on_delete=models.PROTECT, related_name="notices")
    #: of the bytes as they came
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(default=dict)
    #: when what it is about was read from the provider; None while that is still to be done
    followed_at = models.DateTimeField(null=True)
    #: when that was last tried in vain: the next round begins with those that waited longest
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "event"], name="card_notice_once"),)
        indexes = (
            models.Index(
                fields=["id"], condition=models.Q(followed_at__isnull=True), name="card_notice_to_follow"
            ),
        )
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} ({self.event})"


class CardRefund(models.Model):
    """Somebody of ours asked the provider to give money back. Whether it did is what the provider says, not this."""

    payment = models.ForeignKey(CardPayment, on_delete=models.PROTECT, related_name="refunds_asked")
    minor = models.BigIntegerField()
    #: sent with every try: the provider gives back once for it
    key = models.CharField(max_length=40, unique=True)
    #: given back before it, as was known when it was asked for
    before_minor = models.BigIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: when the provider took it; None while no answer came, and it is asked again
    taken_at = models.DateTimeField(null=True)
    #: why the provider refuses; empty where it does not
    refused = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"refund {self.pk} of card payment {self.payment_id}"


class CardRefundSecond(models.Model):
    """That a refund waits for a second person, and then what they said: once. Without such a row one person was enough."""

    refund = models.OneToOneField(CardRefund, on_delete=models.PROTECT, related_name="second")
    #: None while it waits
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(by=None, at=None, approved=None)
                | models.Q(by__isnull=False, at__isnull=False, approved__isnull=False),
                name="card_refund_second_said",
            ),
        )

    def __str__(self) -> str:
        return f"second person on refund {self.refund_id}"


class RefundBound(ByTwo):
    """Up to which amount one person may give back of a payment to the fund. The last one approved is in force."""

    fund = models.ForeignKey("relief.Fund", on_delete=models.PROTECT, related_name="refund_bounds")
    currency = models.CharField(max_length=3)
    #: 0: every refund needs two people
    minor = models.BigIntegerField()
    #: the one in force when it was proposed; None for none
    rests_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(ByTwo.Meta):
        constraints = (
            one_waits("one_refund_bound_waits", "fund", "currency"),
            second_said("refund_bound_second_said"),
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="refund_bound_not_below_0"),
        )

    def __str__(self) -> str:
        return f"{self.minor} {self.currency}, proposed by {self.by}"


class CardPayout(models.Model):
    """Money that the provider says it sent to our bank. The bank statement alone says whether it came."""

    #: in the provider's words: none of its money comes
    NOT_COMING = ("failed", "canceled")

    provider = models.CharField(max_length=20)
    ref = models.CharField(max_length=100)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    arrives = models.DateField()
    #: in the provider's words
    status = models.CharField(max_length=20)
    #: as the bank statement prints it; empty where it is not known
    reference = models.CharField(max_length=100, blank=True)
    #: what its lines add up to, less its amount; None where the provider tells no lines
    off_minor = models.BigIntegerField(null=True)
    #: its lines that we have no payment for
    unknown = models.JSONField(default=list)
    #: ids of the funds whose payments it is made of; empty where its lines are not told
    funds = models.JSONField(default=list)
    read_at = models.DateTimeField()
    #: the bank line that brought it; None while none did
    transfer = models.OneToOneField(
        "relief.Transfer", null=True, on_delete=models.PROTECT, related_name="card_payout"
    )
    test = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "ref"], name="card_payout_once"),)
        ordering = ("-arrives", "-id")

    def __str__(self) -> str:
        return f"payout {self.ref}"

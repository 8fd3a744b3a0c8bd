"""Gifts, by card or by bank, and what became of each. Whom a gift came from stands apart, under a pseudonym."""

from __future__ import annotations

from django.db import models


class Gift(models.Model):
    """Money that somebody gave. It never changes; what happens to it later is an event beside it."""

    class Channel(models.TextChoices):
        CARD = "card"
        BANK = "bank"
        SIMULATED = "simulated"

    fund = models.ForeignKey("relief.Fund", on_delete=models.PROTECT, related_name="gifts")
    #: what the receipt names it by: see receipt_code.py
    code = models.CharField(max_length=11, unique=True)
    channel = models.CharField(max_length=9, choices=Channel.choices)
    #: in full, before any fee
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: when the provider or the bank took it
    at = models.DateTimeField()
    #: None where it was given anonymously
    donor = models.ForeignKey("relief.Donor", null=True, on_delete=models.PROTECT, related_name="gifts")
    #: which of the fund's purposes its giver named; empty for none
    purpose = models.CharField(max_length=60, blank=True)
    #: the card provider, or "bank:" and the account
    provider = models.CharField(max_length=60)
    #: what that one calls it: twice the same is one gift
    provider_ref = models.CharField(max_length=160)
    #: the transfer that booked it
    transfer = models.OneToOneField("relief.Transfer", on_delete=models.PROTECT, related_name="gift")
    #: play money, of a demonstration
    test = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="gift_once"),
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="gift_of_something"),
        )
        indexes = (models.Index(fields=["fund", "at"], name="gifts_of_fund"),)

    def __str__(self) -> str:
        return f"gift {self.code}"


class GiftEvent(models.Model):
    """Something that happened to a gift after it was given."""

    class Kind(models.TextChoices):
        REFUNDED = "refunded"
        PART_REFUNDED = "part-refunded"
        REFUND_FAILED = "refund-failed"
        DISPUTED = "disputed"
        DISPUTE_WON = "dispute-won"
        DISPUTE_LOST = "dispute-lost"

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    #: how much of it this is about
    minor = models.BigIntegerField()
    at = models.DateTimeField()
    #: which says no more than once that it happened
    transfer = models.OneToOneField("relief.Transfer", on_delete=models.PROTECT, related_name="gift_event")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} of gift {self.gift_id}"

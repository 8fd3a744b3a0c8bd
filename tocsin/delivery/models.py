"""The outbox: messages, who asked for them, and what became of each message for each recipient.

Addresses stand in `Contact` alone. Logs, the custody log and every other table name a contact by its number.
"""

from django.db import models
from django.db.models import Q

from tocsin.delivery import states


class Contact(models.Model):
    """One address on one channel. When its last subscription ends, the address is erased."""

    channel = models.CharField(max_length=20)
    #: keyed hash of channel and address: finds an address without reading any; random once a person had it erased
    address_key = models.CharField(max_length=64)
    #: mail address, webhook URL, push endpoint; empty once erased
    address = models.TextField(blank=True)
    #: what fails together: the mail server, the webhook's host (as a keyed hash)
    lane = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["channel", "address_key"], name="contact_once"),)

    def __str__(self) -> str:
        return f"contact {self.pk} ({self.channel})"


class Subscription(models.Model):
    """What a contact asked for. It counts from its confirmation to its end."""

    class State(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        ENDED = "ended"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="subscriptions")
    #: an `Asked` of matching.py, as JSON
    asked = models.JSONField(default=dict)
    #: signs webhooks; a browser's keys for push; empty for mail and once ended
    secret = models.TextField(blank=True)
    #: what its tokens are made from, together with SECRET_KEY: the tokens themselves are stored nowhere
    nonce = models.CharField(max_length=32)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: "unsubscribed", "never confirmed", "the address is gone"
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "id"], name="subscription_by_state"),)

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Message(models.Model):
    """What is to be sent, frozen when it is put into the outbox."""

    #: unique for good, for example "alert:org.example-sos-1": the same message put in twice is one
    key = models.CharField(max_length=200, unique=True)
    #: a `Marks` of matching.py, as JSON; its languages are those of `texts`
    marks = models.JSONField(default=dict)
    #: language -> {"subject", "text", "html"}; the first is for who asked for none of them
    texts = models.JSONField()
    #: what webhooks carry, as JSON
    payload = models.JSONField(default=dict)
    #: where people read more; empty for none
    link = models.CharField(max_length=500, blank=True)
    #: for one contact alone (the question whether it really asked); None for all who asked
    to = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    #: the subscription that this message asks to be confirmed
    confirms = models.ForeignKey(Subscription, null=True, on_delete=models.CASCADE, related_name="+")
    queued_at = models.DateTimeField()
    #: the end of an embargo: nobody gets it before
    not_before = models.DateTimeField()
    #: nobody gets it after; None where it does not expire
    expires = models.DateTimeField(null=True)
    #: when a person last asked for one more round of tries; None where nobody did
    retried_at = models.DateTimeField(null=True)
    #: when something newer took its place: who did not get it by then gets only that; None where nothing did
    withdrawn_at = models.DateTimeField(null=True)
    #: subscriptions up to this one have been looked at
    fanned_to = models.BigIntegerField(default=0)
    #: when all were; None before
    fanned_at = models.DateTimeField(null=True)
    #: when the last of its dispatches came to an end, and how many ended in which state; None before
    settled_at = models.DateTimeField(null=True)
    settled = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["not_before"], condition=Q(fanned_at=None), name="message_to_fan_out"),
            models.Index(fields=["id"], condition=Q(settled_at=None), name="message_to_settle"),
        )

    def __str__(self) -> str:
        return self.key


class Dispatch(models.Model):
    """One message to one contact: one logical message, however often it has to be tried."""

    State = states.State

    message = models.ForeignKey(  # `dispatch_once` begins with it
        Message, on_delete=models.CASCADE, related_name="dispatches", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="dispatches")
    #: the contact's, kept here for the queries of the worker
    channel = models.CharField(max_length=20)
    lane = models.CharField(max_length=60)
    #: mail Message-ID (without brackets) or webhook-id; never changes
    stable_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=15, choices=states.State.choices, default=states.State.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    #: how often nobody could tell whether it had arrived
    unknowns = models.PositiveIntegerField(default=0)
    #: when its turn comes; None in a state that ends, or that waits for a person
    next_at = models.DateTimeField(null=True)
    #: the worker that has taken it up; empty for none
    held_by = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "contact"], name="dispatch_once"),)
        indexes = (
            # in the order in which workers take them: a large message's dispatches all have the same time
            models.Index(
                fields=["channel", "next_at", "id"],
                condition=Q(next_at__isnull=False, held_by=""),
                name="dispatch_due",
            ),
            models.Index(fields=["held_by"], condition=~Q(held_by=""), name="dispatch_held"),
            models.Index(fields=["message", "state"], name="dispatch_by_state"),
        )

    def __str__(self) -> str:
        return f"dispatch {self.pk}: {self.state}"


class Attempt(models.Model):
    """One try: when, what came of it, why."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    result = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.result}"


class Worker(models.Model):
    """A process that delivers. What it holds is free again when it has not been heard of for its lease."""

    name = models.CharField(max_length=32, unique=True)
    #: until when it may hand anything over
    lease_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""Alerts: drafted from findings, signed by people, frozen at issue."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.alerts import (
    area_models,  # noqa: F401  # Django finds the models of a step here
    boundary_models,  # noqa: F401
    lifecycle,
    place_models,  # noqa: F401
)
from tocsin.lines import Judgement, one_first
from tocsin.record.models import Finding, Review
from tocsin.reports.models import Report
from tocsin.situations.models import Situation


class Alert(models.Model):
    State = lifecycle.State

    Second = lifecycle.Second

    class Status(models.TextChoices):
        """CAP 1.2 `status`. Fixed when drafted: an exercise can never become a real alert."""

        ACTUAL = "Actual"
        EXERCISE = "Exercise"
        TEST = "Test"

    class MessageType(models.TextChoices):
        """CAP 1.2 `msgType`."""

        ALERT = "Alert"
        UPDATE = "Update"
        CANCEL = "Cancel"

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="alerts")
    #: ids in `tocsin/alerts/data/level-schemes.yml`
    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTUAL)
    message_type = models.CharField(max_length=6, choices=MessageType.choices, default=MessageType.ALERT)
    headline = models.CharField(max_length=160)
    #: people and areas at risk, in words, for CAP `areaDesc`
    area = models.CharField(max_length=300)
    #: ISO 639-1
    language = models.CharField(max_length=16, default="en")
    state = models.CharField(max_length=10, choices=lifecycle.State.choices, default=lifecycle.State.DRAFT)
    #: counts up at every act, so that two people cannot act on the same state
    version = models.PositiveIntegerField(default=0)
    #: the alert that this one updates or cancels
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replacements")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    #: embargo: public from this instant on, and nowhere before; None where it is public once issued
    not_before = models.DateTimeField(null=True)
    #: what became of the second signature; None where two people signed before issue, as is the rule
    second_signature = models.CharField(max_length=9, null=True, choices=lifecycle.Second.choices)
    #: by when it is owed; None where none is
    second_due_at = models.DateTimeField(null=True)
    #: place in its series (situation, scheme, level, status), from 1; None until issued. An update or cancel has that
    #: of the alert that it replaces
    number = models.PositiveIntegerField(null=True)
    #: CAP `identifier`, also in the address; None until issued, then frozen
    identifier = models.CharField(max_length=120, null=True, unique=True)
    #: CAP 1.2 XML as issued, served byte for byte; None until issued, then frozen
    cap_xml = models.BinaryField(null=True, editable=False)

    class Meta:
        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["situation", "scheme", "level", "status", "number"],
                condition=Q(number__isnull=False, message_type="Alert"),
                name="numbered_once_in_series",
            ),
        )
        # holds all that tells the state of a feed, so that a poller who has the newest is answered from it alone
        indexes = (
            models.Index(
                fields=["identifier", "issued_at", "not_before", "expires_at", "id"],
                condition=Q(identifier__isnull=False),
                name="alert_is_public",
            ),
        )

    def __str__(self) -> str:
        return self.headline


class Sentence(models.Model):
    """One sentence of an alert. Without a footnote it is the organisation's own judgement, and says so."""

    class Section(models.TextChoices):
        HAPPENED = "happened"
        UNCLEAR = "unclear"
        AT_RISK = "at risk"
        ASKED = "asked"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="sentences")
    section = models.CharField(max_length=8, choices=Section.choices)
    position = models.PositiveIntegerField()
    text = models.TextField()
    findings = models.ManyToManyField(Finding, through="Footnote")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["alert", "position"], name="sentence_order"),)

    def __str__(self) -> str:
        return self.text


class Footnote(models.Model):
    """That a sentence rests on a finding, and so on a passage of sealed bytes."""

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="footnotes")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="footnotes")
    #: the review in force when the sentence was written; None where there was none
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # the log states the findings of each sentence as a list: it is the same one whenever it is made again
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["sentence", "finding"], name="footnote_once"),)

    def __str__(self) -> str:
        return f"sentence {self.sentence_id} on finding {self.finding_id}"


class Act(models.Model):
    """One step in an alert's life: who did what when, and why."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="acts")
    action = models.CharField(max_length=12)
    #: None where the clock acted (expiry)
    login = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    #: the role in which the login acted: pages show it in place of a name, for who signs may be in danger
    role = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.action} alert {self.alert_id}"


class Translation(Judgement):
    """An alert in a further language: its words one by one. The next one of that language supersedes it.

    It is approved together with the alert, and frozen with it.
    """

    class MadeBy(models.TextChoices):
        PERSON = "person"
        #: said by a program; a person must check it before the alert can be approved
        MACHINE = "machine"

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="translations")
    #: RFC 3066
    language = models.CharField(max_length=16)
    made_by = models.CharField(max_length=7, choices=MadeBy.choices)
    #: as readers are told: a person who agreed to be named, an organisation, a program; may be empty for a person
    translator = models.CharField(max_length=120, blank=True)
    #: the role in which `by` stored it
    role = models.CharField(max_length=20)
    #: who checked what a program said; None where nobody has, or nobody needs to
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_role = models.CharField(max_length=20, blank=True)
    headline = models.CharField(max_length=160)
    area = models.CharField(max_length=300)
    #: what CAP calls `event`
    event = models.CharField(max_length=160)
    #: one text for each sentence of the alert, in its order
    sentences = models.JSONField(default=list)
    #: the fixed words of an alert (titles of sections, "Exercise", "Cancelled"), by `fixed_words.PHRASES`
    phrases = models.JSONField(default=dict)
    #: sha256 of the words that were translated: others stand there now where it differs
    of_sha256 = models.CharField(max_length=64)
    #: taken back: the alert goes out without this language
    withdrawn = models.BooleanField(default=False)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_translation", "alert", "language"),)

    def __str__(self) -> str:
        return f"{self.language}: {'withdrawn' if self.withdrawn else self.headline}"


class EarlierAlert(Judgement):
    """An alert of a series that was issued elsewhere, before Tocsin: ours then take the numbers after it."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="earlier_alerts")
    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Alert.Status.choices, default=Alert.Status.ACTUAL)
    #: its place in the series, from 1
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=160)
    #: the day on which it was issued
    issued_on = models.DateField()
    #: where it can be read; empty where nowhere
    link = models.URLField(max_length=500, blank=True)
    #: how its issuer calls it, such as a CAP identifier or a title with date; empty where it has no name
    reference = models.CharField(max_length=200, blank=True)
    #: its sealed bytes, where it was taken in
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    #: the record was a mistake: the number does not count
    withdrawn = models.BooleanField(default=False)

    class Meta(Judgement.Meta):
        constraints = (
            one_first("one_first_earlier_alert", "situation", "scheme", "level", "status", "number"),
        )

    def __str__(self) -> str:
        return f"no. {self.number}: {'withdrawn' if self.withdrawn else self.headline}"


class SigningKey(models.Model):
    """A key that signs alerts, by its certificate; the private half lies in a file of its own, never here."""

    #: SHA-256 of the certificate as DER, in hexadecimal; also in its public address
    fingerprint = models.CharField(max_length=64, unique=True)
    #: PEM: the signer's own certificate first, then those of the authorities that vouch for it
    certificates = models.TextField()
    #: signs exercises and tests alone
    demonstration = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    #: login, or "command line"
    taken_by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    #: True for the one key that signs now and NULL for all others: the database lets there be one
    in_use = models.BooleanField(null=True, unique=True)
    #: None while it is in use
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=150, blank=True)
    retired_reason = models.TextField(blank=True)
    #: from when on somebody else may have had it; None where nothing is known of that
    compromised_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-taken_at", "-id")

    def __str__(self) -> str:
        return f"signing key {self.fingerprint[:16]}"

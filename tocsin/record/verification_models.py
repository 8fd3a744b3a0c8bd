"""What people say of findings and reports beside reviewing them. Each word is a row; the next of its line supersedes it."""

from django.conf import settings
from django.db import models

from tocsin.lines import Judgement, one_first
from tocsin.reports.models import Report

#: "report:12", "finding:7"
ITEM_CHARS_MAX = 80


class Credibility(Judgement):
    """How credible what a finding says is, in a person's judgement; never mixed with its publisher's reliability."""

    class Grade(models.IntegerChoices):
        #: the Admiralty scale, as in NATO AJP-2.1
        CONFIRMED = 1, "confirmed by other sources"
        PROBABLY = 2, "probably true"
        POSSIBLY = 3, "possibly true"
        DOUBTFUL = 4, "doubtful"
        IMPROBABLE = 5, "improbable"
        UNKNOWN = 6, "truth cannot be judged"

    finding = models.ForeignKey("record.Finding", on_delete=models.PROTECT, related_name="credibilities")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_credibility", "finding"),)

    def __str__(self) -> str:
        return f"finding {self.finding_id}: {self.grade}"


class Link(Judgement):
    """That one finding bears on another. It changes the state of neither."""

    class Kind(models.TextChoices):
        CORROBORATES = "corroborates"
        REFUTES = "refutes"
        SAME_EVENT = "same event"

    class Verdict(models.TextChoices):
        LINKED = "linked"
        #: takes the link back
        WITHDRAWN = "withdrawn"

    #: which bears on `second`; of one and the same event, the one with the lower number
    first = models.ForeignKey("record.Finding", on_delete=models.PROTECT, related_name="links")
    second = models.ForeignKey("record.Finding", on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    verdict = models.CharField(max_length=9, choices=Verdict.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_link", "first", "second", "kind"),)

    def __str__(self) -> str:
        return f"finding {self.first_id} {self.kind} {self.second_id}: {self.verdict}"


class TakenBack(Judgement):
    """That a report or finding was taken back: by its publisher, or by us."""

    class Verdict(models.TextChoices):
        #: its publisher takes it back
        RETRACTED = "retracted"
        #: we do not hold to it any more
        WITHDRAWN = "withdrawn"
        #: neither, from now on
        HOLDS = "holds again"

    item = models.CharField(max_length=ITEM_CHARS_MAX)
    verdict = models.CharField(max_length=11, choices=Verdict.choices)
    #: the report in which its publisher says so; None unless retracted
    said_in = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_taken_back", "item"),)
        indexes = (models.Index(fields=["item"], name="taken_back_item"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class Sensitivity(Judgement):
    """Who may see a finding, or one of its fields. A report's own level stands in the report."""

    item = models.CharField(max_length=ITEM_CHARS_MAX)
    #: of the finding; empty for the whole of it
    field = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12, choices=Report.Sensitivity.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_sensitivity", "item", "field"),)

    def __str__(self) -> str:
        return f"{self.item} {self.field}: {self.level}"


class Mask(models.Model):
    """What fewer people may see of a finding than of its report, as the words in force say. None where all may be seen."""

    finding = models.OneToOneField(
        "record.Finding", primary_key=True, on_delete=models.PROTECT, related_name="mask"
    )
    #: of the whole finding
    level = models.CharField(
        max_length=12, choices=Report.Sensitivity.choices, default=Report.Sensitivity.OPEN, db_index=True
    )
    #: field -> level, of fields that fewer may see than the rest; an open one is not in it
    fields = models.JSONField(default=dict)
    #: of all of these; nobody finds by its words what they may not see
    highest = models.CharField(
        max_length=12, choices=Report.Sensitivity.choices, default=Report.Sensitivity.OPEN, db_index=True
    )

    def __str__(self) -> str:
        return f"finding {self.finding_id}: {self.level}"


class Access(Judgement):
    """What one person asks of a highly sensitive item, and what another one says to that. Each question is a line."""

    class Use(models.TextChoices):
        VIEW = "view"
        EXPORT = "export"
        #: to lower its level
        LOWER = "lower"
        #: all or part of it
        ERASE = "erase"

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"
        #: by whoever asked, or granted, before its time
        ENDED = "ended"

    item = models.CharField(max_length=ITEM_CHARS_MAX)
    use = models.CharField(max_length=6, choices=Use.choices)
    state = models.CharField(max_length=7, choices=State.choices)
    #: who asked, in every row of the line
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    #: None unless granted
    until = models.DateTimeField(null=True)

    class Meta(Judgement.Meta):
        indexes = (models.Index(fields=["item", "asker"], name="access_of_item"),)

    def __str__(self) -> str:
        return f"{self.use} {self.item}: {self.state}"


class Viewing(models.Model):
    """That somebody saw a highly sensitive item within an hour; the custody log has it too."""

    item = models.CharField(max_length=ITEM_CHARS_MAX)
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    #: its beginning
    hour = models.DateTimeField()
    #: the first time in that hour
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["item", "viewer", "hour"], name="viewing_once_an_hour"),
        )

    def __str__(self) -> str:
        return f"{self.item} seen at {self.at}"


class Testimony(Judgement):
    """That people told us what a report holds: it is used only as they consent to."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="testimonies")
    #: False takes an earlier word back
    told_us = models.BooleanField()

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_testimony", "report"),)

    def __str__(self) -> str:
        return f"report {self.report_id}: {'told to us' if self.told_us else 'not told to us'}"


class Consent(Judgement):
    """What the person who told us something allows us to do with it. `reason` says how it was given or withdrawn."""

    class Use(models.TextChoices):
        PUBLISH = "publish"
        COURT = "court"
        PARTNERS = "partners"
        #: to say who told it
        NAME = "name"

    class Verdict(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="consents")
    use = models.CharField(max_length=8, choices=Use.choices)
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    #: the day on which the person said so
    given_on = models.DateField()
    #: consent ends with this day; None where it was given without an end
    until = models.DateField(null=True)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_consent", "report", "use"),)

    def __str__(self) -> str:
        return f"report {self.report_id}, {self.use}: {self.verdict}"

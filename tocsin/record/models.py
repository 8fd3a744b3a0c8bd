"""Findings kept, and what people decided about them. A judgement is a row, never an overwrite."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.lines import Judgement, one_first
from tocsin.record import verification_models  # noqa: F401  # Django finds the models of a step here
from tocsin.reports.models import Report, ReportText


class ReadingRun(models.Model):
    """One reading of one text by one version of the reader."""

    text = models.ForeignKey(ReportText, on_delete=models.PROTECT, related_name="runs")
    #: `tocsin.reading.VERSION` at the time
    reader = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    #: of a sheet, what its columns were read as; None for prose, and for a sheet that is read as it is
    mapping = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["text", "reader"], name="text_read_once_by_each_reader"),
        )

    def __str__(self) -> str:
        return f"{self.reader} on text {self.text_id}"


class Finding(models.Model):
    """What the machine read, or a person marked, at one passage. `fields` never changes; decisions are reviews."""

    class Kind(models.TextChoices):
        FIGURE = "figure"
        STATEMENT = "statement"
        TIME = "time"
        PLACE = "place"
        EVENT = "event"
        CALL = "call"
        RESPONSE = "response"
        QUALIFICATION = "qualification"
        APPEAL = "appeal"
        PROBLEM = "problem"

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        CORRECTED = "corrected"
        REFUSED = "refused"
        DISPUTED = "disputed"

    text = models.ForeignKey(ReportText, on_delete=models.PROTECT, related_name="findings")
    #: the text's report, kept here too so that a situation's page needs one join
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    #: passage: half open, in code points of `text`
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    #: the passage as printed
    quote = models.TextField()
    #: the finding as read or marked, in the JSON contract of reading
    fields = models.JSONField()
    #: place in the list of its kind in its reading, which `part_of` and `denies` count in; None where a person marked it
    ordinal = models.PositiveIntegerField(null=True)
    #: None where a person marked it
    run = models.ForeignKey(ReadingRun, null=True, on_delete=models.PROTECT, related_name="findings")
    #: None where the machine read it
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    #: what the latest review decided; "open" where there is none. Written only together with that review
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    #: the review in force
    review = models.OneToOneField("Review", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("text_id", "start", "end", "id")
        indexes = (
            models.Index(fields=["report", "state", "kind"], name="finding_by_report"),
            models.Index(fields=["text", "start"], name="finding_in_text"),
            # the review queue goes through each kind from the newest on
            models.Index(fields=["kind", "-id"], condition=Q(state="open"), name="finding_waiting"),
            # what stands in a situation is told by this index alone, without a look at the findings
            models.Index(
                fields=["kind", "report", "id", "review"],
                condition=Q(state__in=["accepted", "corrected"]),
                name="finding_standing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.quote[:60]}"

    @property
    def current(self) -> dict[str, Any]:
        """The fields in force: as corrected by the latest review, else as read."""
        corrected: dict[str, Any] | None = self.review.fields if self.review else None
        read: dict[str, Any] = self.fields
        return read if corrected is None else corrected

    @property
    def stands(self) -> bool:
        """Whether a person accepted it, as read or corrected."""
        return self.state in (self.State.ACCEPTED, self.State.CORRECTED)


class Review(models.Model):
    """Who decided what about which finding, when and why. Supersedes the review before, deletes nothing."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted"
        CORRECTED = "corrected"
        REFUSED = "refused"
        DISPUTED = "disputed"
        #: takes back the decision before it; the finding is again what it was before that one
        WITHDRAWN = "withdrawn"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=9, choices=Decision.choices)
    #: the finding as corrected; None where what was read is in force
    fields = models.JSONField(null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ("at", "id")
        constraints = (
            # with `supersedes` being one-to-one, reviews of a finding form one line: two people cannot both be first or next
            one_first("one_first_review", "finding"),
        )

    def __str__(self) -> str:
        return f"{self.decision} finding {self.finding_id}"


class KeptMapping(Judgement):
    """What the columns of one shape of sheets hold, as a person said it."""

    name = models.CharField(max_length=80)
    #: `reading.sheet_columns.shape_of` the sheet's headings
    shape = models.CharField(max_length=64, db_index=True)
    #: whose sheets they are; empty where nobody said
    publisher = models.CharField(max_length=200, blank=True)
    #: `SheetMapping.as_dict()`
    mapping = models.JSONField()

    class Meta(Judgement.Meta):
        constraints = (
            # with `supersedes` being one-to-one, what was saved under one name forms one line
            one_first("one_first_mapping", "name"),
        )

    def __str__(self) -> str:
        return self.name


class Assignment(Judgement):
    """That somebody looks after an item, or nobody any more."""

    #: as the custody log names it: "report:12", "finding:7", "contradiction:" and its key. A call is a finding
    item = models.CharField(max_length=80)
    #: None: released
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    #: the day by which it should be done; None where none was said
    due = models.DateField(null=True)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_assignment", "item"),)
        indexes = (models.Index(fields=["item"], name="assignment_of_item"),)

    def __str__(self) -> str:
        return f"{self.item}: {'assigned' if self.to_id else 'released'}"

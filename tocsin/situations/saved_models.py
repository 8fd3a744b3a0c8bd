"""Questions that people save, and what was noticed for them. A tool of a person, no judgement: it may be dropped."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.record.models import Finding
from tocsin.reports.models import Report


class SavedSearch(models.Model):
    name = models.CharField(max_length=80)
    #: `asking.Question.given()`
    question = models.JSONField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches"
    )
    #: whether everybody at the desk sees it
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="saved_once_by_name"),)

    def __str__(self) -> str:
        return self.name


class SearchMatch(models.Model):
    """That a finding or a report came in after the search was saved, and matches it. Ids grow in the order of commits."""

    saved = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    #: one of the two
    finding = models.ForeignKey(Finding, null=True, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="+")
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["saved", "finding"], name="finding_noticed_once"),
            models.UniqueConstraint(fields=["saved", "report"], name="report_noticed_once"),
            models.CheckConstraint(
                condition=Q(finding=None, report__isnull=False) | Q(finding__isnull=False, report=None),
                name="one_is_noticed",
            ),
        )

    def __str__(self) -> str:
        return f"match {self.pk} of search {self.saved_id}"


class SearchRead(models.Model):
    """Up to which match a login has read a search."""

    saved = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="+")
    login = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_to = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["saved", "login"], name="read_once_by_login"),)

    def __str__(self) -> str:
        return f"search {self.saved_id} read to {self.read_to}"


class Unnoticed(models.Model):
    """A finding or a text that no saved search was held against yet. Written by triggers alone."""

    class Noun(models.TextChoices):
        FINDING = "finding"
        TEXT = "text"

    noun = models.CharField(max_length=7, choices=Noun.choices)
    #: its id; no foreign key, for it may be gone by then
    row = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.noun} {self.row}"

"""What arrived: reports, their sealed bytes, their texts and where they came from."""

from django.db import models

from tocsin.lines import Judgement, one_first
from tocsin.reports import (  # Django finds the models of a step here
    capture_models,  # noqa: F401
    publisher_models,  # noqa: F401
)

#: stands before its number in the place of an erased report's sha256
ERASED = "erased:"
#: the same where its bytes are gone, and paragraphs of its text; all else stands
BYTES_ERASED = "bytes-erased:"


class Report(models.Model):
    """One document as it came. The same bytes are one report, however often they arrive."""

    class Precision(models.TextChoices):
        YEAR = "year"
        MONTH = "month"
        DAY = "day"
        MINUTE = "minute"
        SECOND = "second"

    class Sensitivity(models.TextChoices):
        #: metadata and quoted passages may be published
        OPEN = "open"
        #: for the desk only: never quoted on a public page
        RESTRICTED = "restricted"
        #: shown to nobody but whom two people let see it, for a time; each viewing is logged
        HIGHLY = "sensitive", "highly sensitive"

    #: of the bytes as they came, in lower-case hexadecimal
    sha256 = models.CharField(max_length=64, unique=True)
    sha512 = models.CharField(max_length=128)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    title = models.CharField(max_length=500, blank=True)
    #: who printed it; empty where neither the report nor the person who took it in says
    publisher = models.CharField(max_length=200, blank=True)
    #: None where unknown; what lies beyond the precision is zero and means nothing
    published_at = models.DateTimeField(null=True)
    published_precision = models.CharField(max_length=10, blank=True, choices=Precision.choices)
    #: offset of `published_at` from UTC as the report printed it, in minutes; None where it printed no zone
    published_offset_min = models.SmallIntegerField(null=True)
    #: ISO 639-1 of the original text; empty where none was recognised
    language = models.CharField(max_length=16, blank=True)
    #: when these bytes first reached us
    fetched_at = models.DateTimeField()
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices, default=Sensitivity.OPEN)

    class Meta:
        ordering = ("-fetched_at", "-id")
        indexes = (
            models.Index(fields=["-fetched_at", "-id"], name="report_newest"),
            # few are, and every list of the desk leaves them out
            models.Index(
                fields=["id"], condition=models.Q(sensitivity="sensitive"), name="report_highly_sensitive"
            ),
        )

    def __str__(self) -> str:
        return self.title or f"report {self.pk}"

    @property
    def is_erased(self) -> bool:
        """Whether its bytes, texts and fields are gone; its title says when and why."""
        return self.sha256.startswith(ERASED)

    @property
    def has_bytes(self) -> bool:
        """Whether it can be had as it came: a paragraph that is erased takes the bytes with it."""
        return not self.sha256.startswith((ERASED, BYTES_ERASED))


class SealedBytes(models.Model):
    """The bytes of a report, never changed. Small ones stand here, large ones in a file named by their sha256."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    #: None where the bytes stand in a file under TOCSIN_HOME/sealed/
    content = models.BinaryField(null=True, editable=False)

    def __str__(self) -> str:
        return f"bytes of report {self.report_id}"


class ReportText(models.Model):
    """A text of a report: what passages are counted in. Never edited; a better one is added beside it."""

    class Kind(models.TextChoices):
        #: the clean text taken out of the bytes by program
        ORIGINAL = "original"
        #: typed by a named person from a picture or a recording
        TRANSCRIPT = "transcript"
        #: made by a named person from another text of the report
        TRANSLATION = "translation"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: ISO 639-1; empty where none was recognised
    language = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    #: who transcribed or translated; empty for the original
    written_by = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} text of report {self.report_id}"


class Origin(models.Model):
    """One arrival of a report: from where, over which addresses, when, taken in by whom."""

    class Kind(models.TextChoices):
        FILE = "file"
        URL = "url"
        FEED = "feed"
        MAIL = "mail"
        PASTE = "paste"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    #: file name, URL asked for, or Message-ID; empty for pasted text
    address = models.TextField(blank=True)
    #: every address on the way, as [{"url", "status", "ip"}], redirects first; empty where nothing was fetched
    hops = models.JSONField(default=list)
    #: publisher as this arrival declared it
    publisher = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField()
    #: login that took it in, or "command line", or "worker"
    taken_in_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class ArchiveCheck(models.Model):
    """What the check of a report that is a WACZ or WARC came to, when it was taken in. Made by program, never edited."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="archive_check")
    #: whether it holds, as far as it could be checked
    holds = models.BooleanField()
    #: one plain sentence each, the first ones
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    #: what nobody could check
    unchecked = models.JSONField(default=list)
    #: responses, resources and revisits in it
    captured = models.PositiveIntegerField()
    #: the domain that signed it; empty where nobody did, or a bare key
    signed_by = models.CharField(max_length=253, blank=True)
    #: of the public key that signed it, in lower-case hexadecimal; empty where nobody did
    key_sha256 = models.CharField(max_length=64, blank=True)
    #: as a timestamp authority says; None where none does
    signed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"archive of report {self.report_id}: {'holds' if self.holds else 'does not hold'}"


class Feed(models.Model):
    """A feed that the worker polls."""

    url = models.URLField(max_length=2000, unique=True)
    publisher = models.CharField(max_length=200, blank=True)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    #: seconds between two polls
    interval_s = models.PositiveIntegerField(default=900)
    polled_at = models.DateTimeField(null=True)
    #: validators for the next conditional request, as the server gave them
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    #: why the last poll failed; empty where it did not
    trouble = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.url


class FeedEntry(models.Model):
    """An entry of a feed that has been dealt with, so that the next poll leaves it alone."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    #: sha256 of the entry's id (or link) and its updated time, in hexadecimal
    key = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    #: None where the entry could not be taken in
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_once"),)

    def __str__(self) -> str:
        return self.key


class Sketch(models.Model):
    """That a text was compared with the others, and by which version of the comparison."""

    text = models.OneToOneField(ReportText, primary_key=True, on_delete=models.PROTECT, related_name="sketch")
    #: `tocsin.reports.shingles.VERSION` at the time
    version = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sketch {self.version} of text {self.text_id}"


class Band(models.Model):
    """A number that a text shares with most texts that are copies of it. A text too short to be compared has none."""

    text = models.ForeignKey(ReportText, on_delete=models.PROTECT, related_name="bands", db_index=False)
    value = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["value", "text"], name="band_meets"),
            models.Index(fields=["text"], name="band_of_text"),
        )

    def __str__(self) -> str:
        return f"band {self.value} of text {self.text_id}"


class Likeness(models.Model):
    """That the comparison found two reports to be copies. What people say of it stands in `Placing`."""

    #: the one with the lower number
    first = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    #: `tocsin.reports.copies.Kind`
    kind = models.CharField(max_length=10)
    #: of the runs of three words of the shorter text, how many stand in the other, in thousandths
    shared_permille = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),)

    def __str__(self) -> str:
        return f"reports {self.first_id} and {self.second_id}: {self.kind}"


class GroupMember(models.Model):
    """That a report is one of several copies of a story. Made anew from likenesses and placings; nobody edits it."""

    report = models.OneToOneField(
        Report, primary_key=True, on_delete=models.PROTECT, related_name="membership"
    )
    #: the report of the group with the lowest number
    group = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="members")

    def __str__(self) -> str:
        return f"report {self.report_id} in group {self.group_id}"


class Placing(Judgement):
    """What a person said of a report's place: apart from all, with another one, or where the comparison puts it."""

    class Verdict(models.TextChoices):
        APART = "apart"
        WITH = "with"
        #: takes an earlier word back
        AS_COMPARED = "as compared"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="placings")
    verdict = models.CharField(max_length=11, choices=Verdict.choices)
    #: None unless placed with another
    beside = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (
            # with `supersedes` being one-to-one, the words on one report form one line
            one_first("one_first_placing", "report"),
        )

    def __str__(self) -> str:
        return f"report {self.report_id}: {self.verdict}"

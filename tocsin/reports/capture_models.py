"""Captures of fetched pages, what is in them, and what became of the pages since."""

from django.db import models

from tocsin.lines import Judgement, one_first
from tocsin.reports.content_check import Verdict
from tocsin.reports.looking_again import Outcome

_VERDICTS = [(each.value, each.value) for each in Verdict]
_OUTCOMES = [(each.value, each.value) for each in Outcome]


class Capture(models.Model):
    """How one page was fetched: every request and answer as WARC 1.1, sealed like a report's bytes."""

    #: the arrival that it brought; None where a page was only looked at again
    origin = models.OneToOneField(
        "reports.Origin", null=True, on_delete=models.PROTECT, related_name="capture"
    )
    #: of the WARC file, in lower-case hexadecimal
    sha256 = models.CharField(max_length=64, db_index=True)
    sha512 = models.CharField(max_length=128)
    size_bytes = models.BigIntegerField()
    #: when the first request was sent
    made_at = models.DateTimeField()
    #: one for each answer over TLS, as `tocsin.reports.certificates.Seen`
    certificates = models.JSONField(default=list)
    #: whether it holds the article, by program; people's words stand in `ContentJudgement`
    verdict = models.CharField(max_length=20, choices=_VERDICTS)
    #: one plain sentence each
    reasons = models.JSONField(default=list)
    #: `tocsin.reports.content_check.VERSION` at the time
    checked_by = models.CharField(max_length=10)
    #: of its page, as `tocsin.reports.capturing.PictureSeen`; None where none was made
    picture = models.JSONField(null=True, default=None)

    @property
    def is_erased(self) -> bool:
        """Its bytes and what they told are gone for good; its fetch and its report's erasure stay on record."""
        return not self.size_bytes

    def __str__(self) -> str:
        return f"capture {self.pk}: {self.verdict}"


class CaptureBytes(models.Model):
    """The WARC file, never changed. A small one stands here, a large one in a file named by its sha256."""

    capture = models.OneToOneField(Capture, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    #: None where the bytes stand in a file under TOCSIN_HOME/sealed/
    content = models.BinaryField(null=True, editable=False)

    def __str__(self) -> str:
        return f"bytes of capture {self.capture_id}"


class ContentJudgement(Judgement):
    """What a person said of what a report's capture holds. The last one counts before the program's verdict."""

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="content_judgements")
    verdict = models.CharField(max_length=20, choices=_VERDICTS)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_content_judgement", "report"),)

    def __str__(self) -> str:
        return f"report {self.report_id}: {self.verdict}"


class Recapture(models.Model):
    """That the address of a report was fetched again, and what was there."""

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="recaptures")
    address = models.TextField()
    outcome = models.CharField(max_length=13, choices=_OUTCOMES)
    #: of the last answer; None where none came
    status = models.PositiveSmallIntegerField(null=True)
    #: what stood in the way, in one plain sentence; empty where nothing did
    trouble = models.TextField(blank=True)
    #: None where nothing was sent
    capture = models.OneToOneField(Capture, null=True, on_delete=models.PROTECT, related_name="recapture")
    #: the version that it was compared with: the report itself, or a later one that an earlier look found
    compared_with = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="+")
    #: the new version, a report of its own; None unless changed
    version = models.ForeignKey(
        "reports.Report", null=True, on_delete=models.PROTECT, related_name="recaptured_from"
    )
    at = models.DateTimeField()
    #: login, or "command line", or "worker"
    by = models.CharField(max_length=150)

    class Meta:
        indexes = (models.Index(fields=["report", "-at"], name="recapture_last"),)

    def __str__(self) -> str:
        return f"report {self.report_id} at {self.at:%Y-%m-%d}: {self.outcome}"

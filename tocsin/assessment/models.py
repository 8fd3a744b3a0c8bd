"""Assessments: of one situation, against one edition of a framework. Judgements are rows, and none is overwritten."""

from django.conf import settings
from django.db import models

from tocsin.assessment import lifecycle
from tocsin.lines import Judgement, one_first
from tocsin.record.models import Finding
from tocsin.situations.models import Situation


class FrameworkVersion(models.Model):
    """A framework's file as it was when it was first used or added. Never edited: a better one is added beside it."""

    #: `Framework.id`; several versions share one
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=2000)
    edition = models.CharField(max_length=2000)
    text = models.TextField()
    #: of the text in UTF-8, in lower-case hexadecimal
    sha256 = models.CharField(max_length=64, unique=True)
    #: login that added it; "tocsin" for those that ship with the program
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:8]}"


class Assessment(models.Model):
    State = lifecycle.State

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="assessments")
    #: the version that it is held against, from its beginning on
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="assessments")
    #: among those of this situation against this framework, from 1
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=lifecycle.State.choices, default=lifecycle.State.OPEN)
    #: counts up at every change of state, so that two people cannot act on the same one
    version = models.PositiveIntegerField(default=0)
    #: the finished one whose judgements and evidence it began with
    carries_on = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="carried_on_by"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: None until a person publishes it: nothing of it is public before
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("situation", "framework", "number")
        constraints = (
            models.UniqueConstraint(fields=["situation", "framework", "number"], name="assessment_numbered"),
        )

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Step(models.Model):
    """One step in an assessment's life: who did what when, and why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    login = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    #: the role in which the login acted
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.action} assessment {self.assessment_id}"


class Evidence(Judgement):
    """That a finding is information relevant to a criterion, for it or against it; and what people say to that."""

    class Side(models.TextChoices):
        FOR = "for"
        AGAINST = "against"

    class Standing(models.TextChoices):
        #: by a rule of the program: nobody has looked at it yet
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    #: `Criterion.id`
    criterion = models.CharField(max_length=64)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="evidence")
    side = models.CharField(max_length=7, choices=Side.choices)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    #: the rule that proposed it; empty where a person added it
    rule = models.CharField(max_length=60, blank=True)
    #: None where a rule proposed it; `reason` then holds the rule's words
    by = models.ForeignKey(  # type: ignore[assignment]  # all other judgements are people's
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Judgement.Meta):
        constraints = (
            # with `supersedes` being one-to-one, what is said of a finding and a criterion forms one line
            one_first("one_first_evidence", "assessment", "criterion", "finding", "side"),
        )

    def __str__(self) -> str:
        return f"finding {self.finding_id} {self.side} {self.criterion}: {self.standing}"


class CriterionJudgement(Judgement):
    """What a person holds the evidence to come to for one criterion."""

    class Verdict(models.TextChoices):
        SUPPORTED = "supported"
        PARTLY = "partly"
        CONTRADICTED = "contradicted"
        #: looked for where it would be seen, and not there
        ABSENT = "absent"
        #: nobody could look, or nobody says: nothing follows from it
        NO_INFORMATION = "no information"

    class Confidence(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="judgements")
    #: `Criterion.id`
    criterion = models.CharField(max_length=64)
    verdict = models.CharField(max_length=14, choices=Verdict.choices)
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    #: the newest evidence for or against the criterion that its author had before them; 0 for none. Whatever a person says
    #: of evidence later makes the judgement stale, whatever the clock says. None where it was judged before this was kept
    saw = models.PositiveBigIntegerField(null=True)
    #: the judgement of the assessment before that it was carried over from; None where it was made here
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_judgement", "assessment", "criterion"),)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.verdict}"


class SecondReading(models.Model):
    """Whether a second person agrees with a judgement. Who disagrees says why, and it is judged again."""

    judgement = models.OneToOneField(
        CriterionJudgement, on_delete=models.PROTECT, related_name="second_reading"
    )
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'agrees' if self.agrees else 'disagrees'} with judgement {self.judgement_id}"


class JurisdictionAnswer(Judgement):
    """What a person answers to one of the framework's questions of jurisdiction, and what it rests on."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    #: the question as the framework's version prints it
    question = models.CharField(max_length=2000)
    answer = models.TextField()
    #: a finding that says so; None where the person says it alone
    shown_by = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_answer", "assessment", "question"),)

    def __str__(self) -> str:
        return self.question

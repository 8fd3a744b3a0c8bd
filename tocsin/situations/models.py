"""One crisis that we follow, the reports gathered for it, and what people say of figures that do not fit and of calls."""

from django.conf import settings
from django.db import models

from tocsin.lines import Judgement, one_first
from tocsin.record.models import Finding
from tocsin.reports.models import Feed, Report
from tocsin.situations import saved_models  # noqa: F401  # Django finds the models of a step here


class Situation(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    #: an analyst's own few sentences; shown as such
    summary = models.TextField(blank=True)
    #: IANA name; the zone in which the pages show clock times
    time_zone = models.CharField(max_length=64, default="UTC")
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    #: None until a person publishes it: nothing is public before
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: made by the demo: every page says so, and its alerts are exercises
    demonstration = models.BooleanField(default=False)
    reports = models.ManyToManyField(Report, through="Gathering", related_name="situations")

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Gathering(models.Model):
    """That a person gathered a report for a situation, and why."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="gatherings")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="gatherings")
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["situation", "report"], name="gathered_once"),)

    def __str__(self) -> str:
        return f"report {self.report_id} for situation {self.situation_id}"


class Decision(Judgement):
    """What a person decided about a contradiction. It stands beside both figures; neither is changed by it."""

    class Verdict(models.TextChoices):
        MOVEMENT = "movement"
        RECOUNT = "recount"
        CORRECTION = "correction"
        REDEFINITION = "redefinition"
        OTHER_TIME = "other time"
        ROUNDING = "rounding"
        MISTAKE = "mistake"
        UNKNOWN = "unknown"
        #: the decision before is taken back: the contradiction is open again
        WITHDRAWN = "withdrawn"

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="decisions")
    rule = models.CharField(max_length=40)
    #: `Contradiction.key`: the rule and its findings
    key = models.CharField(max_length=64)
    finding_ids = models.JSONField()
    #: the rule's sentence as the person read it
    what = models.TextField()
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    #: the figure that the person goes by; None where none is preferred
    preferred = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_decision", "situation", "key"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.verdict}"


class Outcome(Judgement):
    """What became of a call, as a person knows it so far. It stands beside the call and changes nothing of it."""

    class Answer(models.TextChoices):
        MET = "met"
        PARTLY_MET = "partly met"
        REFUSED = "refused"
        NONE = "no answer"
        #: the outcome before is taken back: nothing is said of the call
        WITHDRAWN = "withdrawn"

    call = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="outcomes")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    #: a finding that shows it; None where the person says it alone
    shown_by = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_outcome", "call"),)

    def __str__(self) -> str:
        return f"call {self.call_id}: {self.answer}"


class Change(Judgement):
    """Why a count differs from the one before it, as a person says. Both figures stay as they are."""

    class Type(models.TextChoices):
        MOVEMENT = "movement"
        RECOUNT = "recount"
        CORRECTION = "correction"
        REDEFINITION = "redefinition"
        UNKNOWN = "unknown"

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="changes")
    before = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=12, choices=Type.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_change", "situation", "before", "after"),)

    def __str__(self) -> str:
        return f"from {self.before_id} to {self.after_id}: {self.type}"


class Preference(Judgement):
    """By which figure the desk goes for one day of one series. The others stay beside it; nothing is averaged."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="preferences")
    #: `Series.key`
    series = models.CharField(max_length=64)
    #: in the situation's time zone
    day = models.DateField()
    #: None where a person takes an earlier preference back
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_preference", "situation", "series", "day"),)

    def __str__(self) -> str:
        return f"{self.day}: finding {self.finding_id}" if self.finding_id else f"{self.day}: none"


class SamePeople(Judgement):
    """That a label, as figures of one measure print it, means the same people as another label of that measure."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="same_people")
    measure = models.CharField(max_length=100)
    #: as `figures.folded` gives it
    label = models.CharField(max_length=400)
    #: the other label, folded; empty for those whom no label names
    means = models.CharField(max_length=400, blank=True)
    #: False where a person takes it back: the label stands apart again
    same = models.BooleanField()

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_same_people", "situation", "measure", "label"),)

    def __str__(self) -> str:
        return f"{self.label}: {'the same as ' + (self.means or 'unnamed') if self.same else 'apart'}"


class Aside(Judgement):
    """That a proposed report is not of the situation, as a person says, or that it shall be proposed again."""

    class Verdict(models.TextChoices):
        ASIDE = "aside"
        AGAIN = "again"

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="asides")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    #: whether it was known then to be a copy of a gathered report; where it becomes one later, it is proposed again
    as_copy = models.BooleanField()

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_aside", "situation", "report"),)

    def __str__(self) -> str:
        return f"report {self.report_id}: {self.verdict}"


class FeedRule(Judgement):
    """What becomes of a feed's new reports in a situation, as a person set it."""

    class Rule(models.TextChoices):
        #: they are proposed before all others
        PROPOSE = "propose"
        #: they are gathered as they arrive, without anybody looking
        GATHER = "gather"
        #: takes an earlier rule back
        NOTHING = "nothing"

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="feed_rules")
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=7, choices=Rule.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_feed_rule", "situation", "feed"),)

    def __str__(self) -> str:
        return f"feed {self.feed_id}: {self.rule}"

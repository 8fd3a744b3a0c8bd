"""Where an alert holds, as shapes on the globe beside the words that name it; and the warnings that an approver read."""

from django.db import models


class Area(models.Model):
    """One area of an alert: polygons, or a circle. It is frozen at issue with its alert."""

    class Made(models.TextChoices):
        DRAWN = "drawn"
        CIRCLE = "circle"
        #: the shipped outline of a country
        OUTLINE = "outline"
        #: the boundary of an administrative unit that the organisation took in
        UNIT = "unit"

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="areas")
    position = models.PositiveIntegerField()
    #: what it is called, for CAP `areaDesc`
    name = models.CharField(max_length=300)
    made = models.CharField(max_length=7, choices=Made.choices)
    #: closed rings of [latitude, longitude] in degrees, WGS 84, as CAP orders them; empty for a circle
    polygons = models.JSONField(default=list)
    #: of a circle; None for polygons
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_km = models.FloatField(null=True)
    #: pairs of a scheme's name and a code: CAP `geocode`
    geocodes = models.JSONField(default=list)
    #: metres: no point of the polygons' edge lies farther from the edge that was given, nor the other way round; 0 where
    #: nothing was simplified
    within_m = models.PositiveIntegerField(default=0)
    #: points of what was given, before it was simplified or cut at the 180th meridian; None for a circle
    given_points = models.PositiveIntegerField(null=True)
    #: of what was given, as JSON of its polygons (see `GivenShape`, which keeps them); empty for a circle
    given_sha256 = models.CharField(max_length=64, blank=True)
    #: whose boundary it is
    unit = models.ForeignKey("alerts.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    #: of one that is not stored yet: the words behind `given_sha256`, to be kept beside it
    given: bytes = b""

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["alert", "position"], name="area_order"),)

    def __str__(self) -> str:
        return self.name


class WarningTick(models.Model):
    """That whoever approved an alert had read one warning about it, in these words."""

    act = models.ForeignKey("alerts.Act", on_delete=models.PROTECT, related_name="ticks")
    #: names the rule: see `tocsin.alerts.warnings`
    rule = models.CharField(max_length=40)
    #: of the sentence, from 1; None where the warning is about the whole alert
    sentence = models.PositiveIntegerField(null=True)
    #: the reason as the person read it
    reason = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.rule} at act {self.act_id}"

"""By which places an issued alert is found."""

from django.db import models


class AlertPlace(models.Model):
    """One word for a place of an issued alert: see `place_words`. Made at issue, and never changed."""

    LENGTH_MAX = 300

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="places")
    #: country code or name, casefolded
    word = models.CharField(max_length=LENGTH_MAX)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["word", "alert"], name="alert_place_once"),)

    def __str__(self) -> str:
        return f"{self.word}: alert {self.alert_id}"

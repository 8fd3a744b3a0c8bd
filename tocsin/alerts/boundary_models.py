"""Boundaries of administrative units as an organisation took them in, and the shapes that areas were given as."""

from django.db import models


class GivenShape(models.Model):
    """Polygons as they were given, under the hash of their words. It never changes."""

    #: of the JSON: polygons of rings of [latitude, longitude], without white space
    sha256 = models.CharField(max_length=64, primary_key=True)
    #: that JSON, deflated
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]


class BoundarySet(models.Model):
    """One file of boundaries. A file taken in later under the same title and level is its next version."""

    title = models.CharField(max_length=120)
    #: 0 for countries, 1 for what they are parted into, and so on
    level = models.PositiveSmallIntegerField()
    #: from 1; units are offered of the last one, and older ones are kept
    version = models.PositiveIntegerField()
    #: who made it, and where it is from
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    #: of the file as it came
    file_sha256 = models.CharField(max_length=64)
    #: a login, or the command line
    taken_in_by = models.CharField(max_length=150)
    taken_in_at = models.DateTimeField()

    class Meta:
        ordering = ("title", "level", "version")
        constraints = (
            models.UniqueConstraint(fields=["title", "level", "version"], name="boundary_version"),
        )

    def __str__(self) -> str:
        return f"{self.title}, level {self.level}, version {self.version}"


class Unit(models.Model):
    """An administrative unit of one set."""

    of = models.ForeignKey(BoundarySet, on_delete=models.PROTECT, related_name="units")
    position = models.PositiveIntegerField()
    #: as the file has them, the first first
    names = models.JSONField()
    #: of the file; empty where it has none
    code = models.CharField(max_length=60, blank=True)
    #: what the code is one of, for CAP `geocode`: "ISO 3166-2", "P-code", or the set's title
    code_scheme = models.CharField(max_length=120, blank=True)
    #: every name and the code, folded, to search in
    folded = models.TextField()
    shape = models.ForeignKey(GivenShape, on_delete=models.PROTECT, related_name="+")
    #: of all its rings
    points = models.PositiveIntegerField()

    class Meta:
        ordering = ("of", "position")
        constraints = (models.UniqueConstraint(fields=["of", "position"], name="unit_order"),)

    def __str__(self) -> str:
        return " / ".join(self.names)

"""What people say of publishers by name: how reliable each is, and which are not independent of each other."""

from django.db import models

from tocsin.lines import Judgement, one_first

NAME_CHARS_MAX = 200


class Reliability(Judgement):
    """How reliable a publisher is, in a person's judgement. It says nothing of any single statement that it printed."""

    class Grade(models.TextChoices):
        #: the Admiralty scale, as in NATO AJP-2.1
        COMPLETELY = "A", "completely reliable"
        USUALLY = "B", "usually reliable"
        FAIRLY = "C", "fairly reliable"
        NOT_USUALLY = "D", "not usually reliable"
        UNRELIABLE = "E", "unreliable"
        UNKNOWN = "F", "reliability cannot be judged"

    #: as it stands on reports
    publisher = models.CharField(max_length=NAME_CHARS_MAX, db_index=True)
    grade = models.CharField(max_length=1, choices=Grade.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_reliability", "publisher"),)

    def __str__(self) -> str:
        return f"{self.publisher}: {self.grade}"


class Kinship(Judgement):
    """That a publisher is of a group whose members are not independent of each other, or of none."""

    #: as it stands on reports
    publisher = models.CharField(max_length=NAME_CHARS_MAX, db_index=True)
    #: what its members share: an owner, an agency, a witness. Empty: it speaks for itself
    group = models.CharField(max_length=NAME_CHARS_MAX, blank=True)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_kinship", "publisher"),)

    def __str__(self) -> str:
        return f"{self.publisher}: {self.group or 'by itself'}"

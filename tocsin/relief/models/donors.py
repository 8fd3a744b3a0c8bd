"""Donors: a pseudonym that ledger and gifts know, and apart from it who that is, which can be erased."""

from __future__ import annotations

from django.db import models

from tocsin.lines import Judgement, one_first


class Donor(models.Model):
    """Somebody who gave, or gives, and said who they are. Nothing here says who that is."""

    #: "D-" and ten signs, random: `donors/keeping.py`
    pseudonym = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    #: None as long as they did not ask to be forgotten
    erased_at = models.DateTimeField(null=True)
    #: of an erased one: the last day on which the law keeps the name; None where it keeps nothing
    name_until = models.DateField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.pseudonym


class DonorDetails(models.Model):
    """Who a donor is. The row goes when they are erased, all but the name where the law keeps that."""

    donor = models.OneToOneField(Donor, primary_key=True, on_delete=models.PROTECT, related_name="details")
    #: HMAC of mail address and name, by which the same person is found again; random once erased
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.TextField(blank=True)
    #: BCP 47, in which they read; empty where they did not say
    language = models.CharField(max_length=35, blank=True)

    def __str__(self) -> str:
        return f"details of {self.donor_id}"


class NameList(models.Model):
    """A list of names, of sanctioned persons for example, as it was taken in from a file."""

    #: what it is called, and by whom it is kept
    title = models.CharField(max_length=200)
    #: SHA-256 of the file, hexadecimal
    sha256 = models.CharField(max_length=64, unique=True)
    names_count = models.PositiveIntegerField()
    taken_in_at = models.DateTimeField()
    taken_in_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class ListedName(models.Model):
    """One name of one entry; an entry with aliases has several rows."""

    list = models.ForeignKey(NameList, on_delete=models.PROTECT, related_name="names")
    #: what the list calls the entry
    entry = models.CharField(max_length=200)
    name = models.CharField(max_length=400)
    #: who that is, as the list says: country, year of birth, programme
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["list", "entry", "name"], name="listed_once"),)

    def __str__(self) -> str:
        return self.name


class Hit(models.Model):
    """That a donor's name has words in common with a listed one. It says nothing of whether they are one person."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="hits")
    list = models.ForeignKey(NameList, on_delete=models.PROTECT, related_name="hits")
    #: `ListedName.entry`; emptied when the donor is erased
    entry = models.CharField(max_length=200, blank=True)
    #: how the names resemble each other, in words (`screening.Likeness`); emptied when the donor is erased
    likeness = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["donor", "list", "entry"], condition=~models.Q(entry=""), name="hit_once"
            ),
        )

    def __str__(self) -> str:
        return f"hit {self.pk}"


class HitDecision(Judgement):
    """What a person decided about a hit."""

    class Verdict(models.TextChoices):
        SAME = "same person"
        ANOTHER = "another person"
        CANNOT_TELL = "cannot tell"
        #: the decision before is taken back: the hit is open again
        WITHDRAWN = "withdrawn"

    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=14, choices=Verdict.choices)

    class Meta(Judgement.Meta):
        constraints = (one_first("one_first_hit_decision", "hit"),)

    def __str__(self) -> str:
        return f"hit {self.hit_id}: {self.verdict}"

"""What one person proposes and another one approves or refuses, once: until then nothing comes of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ByTwo(models.Model):
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: who approved or refused it; None while it waits
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    second_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ("at", "id")


def second_said(name: str) -> models.CheckConstraint:
    """Who, when and what: all of it or nothing."""
    waits = Q(second_by=None, second_at=None, approved=None)
    said = Q(second_by__isnull=False, second_at__isnull=False, approved__isnull=False)
    return models.CheckConstraint(condition=waits | said, name=name)


def one_waits(name: str, *fields: str) -> models.UniqueConstraint:
    """Of one thing at most one waits at a time."""
    return models.UniqueConstraint(fields=fields, condition=Q(second_by=None), name=name)

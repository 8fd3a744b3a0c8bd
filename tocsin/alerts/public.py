"""What everybody may know of alerts at an instant. Whatever leaves the desk asks here: pages, feeds, counts, messages.

Only the clock and the rows decide: an alert expires when its time comes, whether or not the worker has come round.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, DateTimeField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce, Length

from tocsin.alerts.embargo import public_at
from tocsin.alerts.lifecycle import State
from tocsin.alerts.models import Alert, Translation
from tocsin.alerts.standing import Replacement, Standing, Stands, standing

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    PublicAlert = WithAnnotations[Alert, "AsItStands"]


class AsItStands(TypedDict):
    """What a public alert's row says beside its fields, as of the instant that was asked for."""

    public_since: datetime
    #: identifier and type of what took its place in public, and since when; None while nothing has
    replaced_by: str | None
    replaced_with: str | None
    replaced_at: datetime | None
    #: when it last came to say something new: public, replaced or expired
    changed_at: datetime
    cap_size_bytes: int


def public_alerts(now: datetime) -> QuerySet[PublicAlert]:
    """Every message that is public at `now`, without its bytes, annotated `AsItStands`; what changed last first."""
    taken = FilteredRelation("replacements", condition=public_at(now, "replacements__"))
    expired = Case(When(expires_at__lte=now, then=F("expires_at")), output_field=DateTimeField())
    return (
        Alert.objects.filter(public_at(now))
        .defer("cap_xml")
        .annotate(
            taken=taken,
            public_since=public_since(),
            replaced_by=F("taken__identifier"),
            replaced_with=F("taken__message_type"),
            replaced_at=public_since("taken__"),
            cap_size_bytes=Length(F("cap_xml")),
        )
        .annotate(changed_at=Coalesce("replaced_at", expired, "public_since"))
        .order_by("-changed_at", "-pk")
    )


def alerts_in_force(now: datetime) -> QuerySet[PublicAlert]:
    """Alerts and updates that nothing public has replaced and that have not expired, the latest first."""
    rows = public_alerts(now).filter(Q(expires_at=None) | Q(expires_at__gt=now), replaced_by=None)
    return rows.exclude(message_type=Alert.MessageType.CANCEL)


def state_in_public(row: PublicAlert, now: datetime) -> State:
    """Issued, updated, cancelled or expired, as far as anybody outside may know it."""
    return _STATES.get(standing_in_public(row, now).stands, State.ISSUED)


_STATES = {
    Stands.UPDATED: State.UPDATED,
    Stands.CANCELLED: State.CANCELLED,
    Stands.EXPIRED: State.EXPIRED,
}


def standing_in_public(row: PublicAlert, now: datetime) -> Standing:
    """Without a query, from what `public_alerts` annotated."""
    replaced_by = None
    if row.replaced_by and row.replaced_with and row.replaced_at:
        replaced_by = Replacement(
            identifier=row.replaced_by, message_type=row.replaced_with, since=row.replaced_at
        )
    return standing(
        message_type=row.message_type,
        identifier=row.identifier,
        issued_at=row.issued_at,
        not_before=row.not_before,
        expires_at=row.expires_at,
        replaced_by=replaced_by,
        now=now,
    )


def readable_in(language: str) -> Q:
    """Alerts that stand in this language, as they were written or translated."""
    said = Translation.objects.filter(
        alert=OuterRef("pk"), language__iexact=language, superseded_by=None, withdrawn=False
    )
    return Q(language__iexact=language) | Q(Exists(said))


def public_since(prefix: str = "") -> Case:
    """When everybody could first read it: at issue, or when its embargo ended."""
    later = Q((f"{prefix}not_before__gt", F(f"{prefix}issued_at")))
    return Case(When(later, then=F(f"{prefix}not_before")), default=F(f"{prefix}issued_at"))

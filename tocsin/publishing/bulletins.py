"""What the alerts' feeds list: every issued message, read from the store."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length
from django.utils.translation import gettext

from tocsin.alerts.message import titled
from tocsin.alerts.models import Alert
from tocsin.alerts.schemes import level_of
from tocsin.alerts.view import kicker
from tocsin.publishing.feeds import Entry, Feed

#: how many messages a feed lists; pollers come more often than this many are issued
ENTRIES_MAX = 100


def alert_feed(*, site: str, organisation: str, feed_path: str) -> Feed:
    """The newest messages, replaced and expired ones among them, in one query.

    `site` is the site's address without a last slash, `feed_path` the feed's own path in it.
    """
    return Feed(
        title=gettext("Alerts of %(organisation)s") % {"organisation": organisation},
        author=organisation,
        page_url=f"{site}/alerts/",
        self_url=f"{site}{feed_path}",
        entries=tuple(_entry(row, site) for row in _issued()),
    )


def _issued() -> QuerySet[Alert]:
    """With the size of their CAP bytes and, where they were replaced, by what and when."""
    replacement = Alert.objects.filter(replaces=OuterRef("pk"), identifier__isnull=False)
    rows = Alert.objects.filter(identifier__isnull=False).defer("cap_xml")
    return rows.annotate(
        cap_size_bytes=Length(F("cap_xml")),
        replaced_at=Subquery(replacement.values("issued_at")[:1]),
        replaced_by=Subquery(replacement.values("identifier")[:1]),
    ).order_by("-issued_at", "-id")[:ENTRIES_MAX]


def _entry(row: Alert, site: str) -> Entry:
    assert row.identifier is not None and row.issued_at is not None, row.pk
    page_url = f"{site}/alerts/{row.identifier}/"
    level = level_of(row.scheme, row.level)
    title = titled(row.headline, status=row.status, message_type=row.message_type)
    ended = _ended(row)
    return Entry(
        id=page_url,
        title=f"{title} ({ended})" if ended else title,
        summary=_summary(row, kicker(level.title, row.number, row.message_type), site),
        issued_at=row.issued_at,
        updated_at=_changed_at(row),
        page_url=page_url,
        cap_url=f"{site}/alerts/{row.identifier}.cap.xml",
        cap_size_bytes=row.cap_size_bytes,  # type: ignore[attr-defined]  # annotated above
        language=row.language,
        categories=(level.title, row.status, row.message_type),
    )


def _ended(row: Alert) -> str:
    """How the alert came to its end, in a word; empty while it is in force."""
    words = {
        Alert.State.UPDATED: gettext("updated since"),
        Alert.State.CANCELLED: gettext("cancelled since"),
        Alert.State.EXPIRED: gettext("expired"),
    }
    return words.get(Alert.State(row.state), "")


def _summary(row: Alert, said_above: str, site: str) -> str:
    parts = [f"{said_above}.", gettext("At risk: %(area)s.") % {"area": row.area.rstrip(".")}]
    replaced_by: str | None = row.replaced_by  # type: ignore[attr-defined]  # annotated above
    if replaced_by:
        address = f"{site}/alerts/{replaced_by}/"
        parts.append(gettext("Replaced by %(address)s") % {"address": address})
    return " ".join(parts)


def _changed_at(row: Alert) -> datetime:
    """When the entry last said something new: at issue, at its replacement, or when it expired."""
    replaced_at: datetime | None = row.replaced_at  # type: ignore[attr-defined]  # annotated above
    expired_at = row.expires_at if row.state == Alert.State.EXPIRED else None
    assert row.issued_at is not None, row.pk
    return replaced_at or expired_at or row.issued_at

"""What the alerts' feeds list: every public message, read from the store as it stands at an instant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext

from tocsin.alerts.cap.lexical import zoned
from tocsin.alerts.embargo import public_at
from tocsin.alerts.fixed_words import words_of
from tocsin.alerts.kicker import kicker
from tocsin.alerts.lifecycle import State
from tocsin.alerts.message import titled, urgency
from tocsin.alerts.models import Alert
from tocsin.alerts.place_words import word_asked
from tocsin.alerts.public import public_alerts, public_since, readable_in, state_in_public
from tocsin.alerts.schemes import level_shown
from tocsin.alerts.wording import instant
from tocsin.publishing.feeds import Entry, Feed
from tocsin.publishing.wanted import Wanted

if TYPE_CHECKING:
    from tocsin.alerts.public import PublicAlert

#: of one page: some 100 KB, which is what readers of CAP feeds wish for (Google's guide; 900 KB is their most)
ENTRIES_MAX = 100
#: a name that may stand in a tag (RFC 4151): a host or a mail address
_TAG_AUTHORITY = re.compile(r"[A-Za-z0-9._-]+(@[A-Za-z0-9.-]+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Who publishes, and where."""

    #: the site's address without a last slash
    address: str
    organisation: str
    #: CAP `sender`, which names the organisation for good: entries' ids stay when the site moves
    sender: str
    #: WebSub hub; empty where there is none
    hub_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """What tells one state of a feed from any other: as long as it is equal, so are the feed's bytes."""

    #: messages public by now, and the sum and the last of their keys: rows never leave, and never change once public
    public: int
    keys: int
    last: int
    #: of them, those whose time has run out
    expired: int
    #: when the newest became public, and when the last of them expired; None where there is none
    public_since: datetime | None
    expired_at: datetime | None

    @property
    def changed_at(self) -> datetime | None:
        """When any feed last came to say something new."""
        return max((at for at in (self.public_since, self.expired_at) if at is not None), default=None)


def stamp(now: datetime) -> Stamp:
    """Of all feeds alike, in one query that an index answers: what replaces an alert is a public message too."""
    over = Q(expires_at__lte=now)
    found = Alert.objects.filter(public_at(now)).aggregate(
        public=Count("pk"),
        keys=Sum("pk", default=0),
        last=Max("pk", default=0),
        expired=Count("pk", filter=over),
        public_since=Max(public_since()),
        expired_at=Max("expires_at", filter=over),
    )
    return Stamp(**found)


def pages(now: datetime, wanted: Wanted) -> int:
    """How many pages the feed has; an empty one has one."""
    return max(1, -(-alerts_wanted(now, wanted).count() // ENTRIES_MAX))


def alert_feed(
    site: Site, *, path: str, now: datetime, wanted: Wanted | None = None, page: int = 1, pages: int = 1
) -> Feed:
    """One page of the feed at `path`, of so many, in two queries: one puts all in order, one reads the page."""
    chosen = wanted or Wanted()
    on_page = slice((page - 1) * ENTRIES_MAX, page * ENTRIES_MAX)
    keys = list(alerts_wanted(now, chosen).values_list("pk", flat=True)[on_page])
    rows = public_alerts(now).filter(pk__in=keys).select_related("situation", "replaces")
    rows = rows.defer("cap_xml", "replaces__cap_xml")
    query = f"?{chosen.query}" if chosen.query else ""
    return Feed(
        title=gettext("Alerts of %(organisation)s") % {"organisation": site.organisation},
        author=site.organisation,
        page_url=f"{site.address}/alerts/",
        self_url=f"{site.address}{path}{query}",
        entries=tuple(_entry(row, site, now) for row in rows),
        page=page,
        pages=pages,
        hub_url="" if query else site.hub_url,
    )


def alerts_wanted(now: datetime, wanted: Wanted) -> QuerySet[PublicAlert]:
    """The public alerts that fit all of what is asked for, what changed last first."""
    asked = {"level": wanted.level, "status": wanted.status, "situation__slug": wanted.situation}
    rows = public_alerts(now).filter(**{name: value for name, value in asked.items() if value})
    if wanted.place:
        rows = rows.filter(places__word=word_asked(wanted.place).casefold())
    return rows.filter(readable_in(wanted.language)) if wanted.language else rows


def _entry(row: PublicAlert, site: Site, now: datetime) -> Entry:
    assert row.identifier is not None and row.issued_at is not None, row.pk
    level = level_shown(row.scheme, row.level)
    phrases = words_of(row.language)
    title = titled(row.headline, status=row.status, message_type=row.message_type, phrases=phrases)
    ended = _ended(row, now)
    return Entry(
        id=_entry_id(row, site),
        title=f"{title} ({ended})" if ended else title,
        summary=_summary(row, kicker(level.title, row.number, row.message_type), site, now),
        published_at=row.public_since,
        updated_at=row.changed_at,
        page_url=_page_url(row.identifier, site),
        cap_url=f"{site.address}/alerts/{row.identifier}.cap.xml",
        cap_size_bytes=row.cap_size_bytes,
        language=row.language,
        categories=(level.title, row.status, row.message_type),
        predecessor_url=_page_url(row.replaces.identifier, site) if row.replaces else "",
        successor_url=_page_url(row.replaced_by, site),
        cap=_cap(row, site),
    )


def _page_url(identifier: str | None, site: Site) -> str:
    return f"{site.address}/alerts/{identifier}/" if identifier else ""


def _entry_id(row: PublicAlert, site: Site) -> str:
    """A tag (RFC 4151) of the sender, the day of issue and the identifier: none of them ever moves.

    A sender that can't stand in a tag leaves the page's address.
    """
    assert row.identifier is not None and row.issued_at is not None, row.pk
    if not _TAG_AUTHORITY.fullmatch(site.sender):
        return _page_url(row.identifier, site)
    return f"tag:{site.sender},{row.issued_at.astimezone(UTC):%Y-%m-%d}:{row.identifier}"


def _ended(row: PublicAlert, now: datetime) -> str:
    """How the alert came to its end, in a word; empty while it is in force."""
    words = {
        State.UPDATED: gettext("updated since"),
        State.CANCELLED: gettext("cancelled since"),
        State.EXPIRED: gettext("expired"),
    }
    return words.get(state_in_public(row, now), "")


def _summary(row: PublicAlert, said_above: str, site: Site, now: datetime) -> str:
    """An end first of all: who reads on must know that the alert warns of nothing any more."""
    at_risk = gettext("At risk: %(area)s.") % {"area": row.area.rstrip(".")}
    return " ".join(part for part in (_end_in_words(row, site, now), f"{said_above}.", at_risk) if part)


def _end_in_words(row: PublicAlert, site: Site, now: datetime) -> str:
    words = {
        State.UPDATED: gettext("Updated on %(at)s by %(address)s ."),
        State.CANCELLED: gettext("Cancelled on %(at)s by %(address)s ."),
        State.EXPIRED: gettext("Expired on %(at)s."),
    }
    said = words.get(state_in_public(row, now), "")
    at = instant(row.changed_at.astimezone(UTC))
    return said % {"at": at, "address": _page_url(row.replaced_by, site)} if said else ""


def _cap(row: PublicAlert, site: Site) -> dict[str, str]:
    """The elements by which programs choose what to fetch; the message itself is what counts."""
    assert row.identifier is not None and row.issued_at is not None, row.pk
    level = level_shown(row.scheme, row.level)
    times = {"sent": row.issued_at, "expires": row.expires_at}
    said = {name: zoned(at) for name, at in times.items() if at is not None}
    return {
        "identifier": row.identifier,
        "sender": site.sender,
        "sent": said.pop("sent"),
        "status": row.status,
        "msgType": row.message_type,
        "urgency": urgency(level, row.message_type),
        "severity": level.severity,
        "certainty": level.certainty,
        **said,
        "areaDesc": row.area,
    }

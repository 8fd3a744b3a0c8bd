"""What leaves the house for programs: the feeds of alerts."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

if TYPE_CHECKING:
    from tocsin.publishing.bulletins import alert_feed as alert_feed
    from tocsin.publishing.feeds import atom as atom
    from tocsin.publishing.feeds import rss as rss

__all__ = ["alert_feed", "atom", "rss"]

__getattr__ = verbs(__name__, {"alert_feed": "bulletins", "atom": "feeds", "rss": "feeds"})

"""What leaves the house for programs: the feeds of alerts."""

from typing import TYPE_CHECKING

from tocsin.face import verbs

__all__ = ["alert_feed", "atom", "cap_atom", "rss"]

if TYPE_CHECKING:
    from tocsin.publishing.bulletins import alert_feed
    from tocsin.publishing.feeds import atom, cap_atom, rss
else:
    __getattr__ = verbs(
        __name__, {"alert_feed": "bulletins", "atom": "feeds", "cap_atom": "feeds", "rss": "feeds"}
    )

"""Why a report is proposed for a situation, in words that name the names and the numbers."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.situations.proposals import Proposals
from tocsin.situations.proposing import Reason, Shared
from tocsin.web.dates import day


def reason_words(reason: Reason, found: Proposals) -> str:
    """One plain clause, without a full stop."""
    if reason.shared:
        names = "; ".join(_shared_words(one, found) for one in reason.shared)
        return {
            "places": _("names the same places: %(names)s"),
            "actors": _("the same speak or act: %(names)s"),
            "people": _("counts the same people: %(names)s"),
        }[reason.kind] % {"names": names}
    return _other_words(reason, found)


def _shared_words(one: Shared, found: Proposals) -> str:
    return _("%(name)s (%(gathered)s of %(all)s gathered, %(others)s of %(looked)s others)") % {
        "name": found.shown.get(one.name, one.name),
        "gathered": one.gathered,
        "all": found.profile.reports,
        "others": one.others,
        "looked": found.looked - 1,
    }


def _other_words(reason: Reason, found: Proposals) -> str:
    if reason.kind == "copy":
        return _("is a copy of report %(n)s, which is gathered") % {"n": reason.number}
    feed = found.feeds.get(reason.number or 0, "")
    if reason.kind == "tied feed":
        return _("came by a feed that a person tied to this situation: %(feed)s") % {"feed": feed}
    if reason.kind == "feed":
        told = ngettext(
            "came by the feed of %(n)s gathered report: %(feed)s",
            "came by the feed of %(n)s gathered reports: %(feed)s",
            reason.count,
        )
        return told % {"n": reason.count, "feed": feed}
    return _("published in the time of the gathered reports, %(first)s to %(last)s") % {
        "first": _day(found.profile.first_day),
        "last": _day(found.profile.last_day),
    }


def _day(value: date | None) -> str:
    return day(value, weekday=False) if value else ""

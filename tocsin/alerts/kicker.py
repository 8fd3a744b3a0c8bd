"""What stands above an alert's headline: its level and its place in the series."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

_ORDINALS = (
    gettext_lazy("first"),
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
)


def kicker(title: str, number: int | None, message_type: str) -> str:
    """What stands above the headline: the level, the place in the series, and whether it updates or cancels."""
    numbered = gettext("%(ordinal)s for this situation")
    place = gettext("draft") if number is None else numbered % {"ordinal": ordinal(number)}
    kind = {"Update": gettext("update"), "Cancel": gettext("cancelled")}.get(message_type)
    return " · ".join(part for part in (title, place, kind) if part)


def ordinal(number: int) -> str:
    """The number as an ordinal: in words up to five, then "no. 11".

    >>> ordinal(2), ordinal(21)
    ('second', 'no. 21')
    """
    if 1 <= number <= len(_ORDINALS):
        return str(_ORDINALS[number - 1])
    return gettext("no. %(number)s") % {"number": number}

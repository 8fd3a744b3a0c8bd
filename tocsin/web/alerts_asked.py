"""Which alerts an address asks for, alike for the public page and for feeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from tocsin.alerts.embargo import public_at
from tocsin.alerts.place_models import AlertPlace
from tocsin.alerts.place_words import is_known, word_asked
from tocsin.alerts.schemes import schemes_shown
from tocsin.errors import WrongUse
from tocsin.publishing.wanted import Wanted, wanted
from tocsin.situations.models import Situation


def alerts_asked(given: Mapping[str, str], now: datetime) -> Wanted:
    """Raises Http404 for what no alert is listed by; a situation that is not public is answered like one that never was."""
    try:
        asked = wanted(given)
    except WrongUse as error:
        raise Http404(str(error)) from error
    levels = {level.id for scheme in schemes_shown() for level in scheme.levels}
    if asked.level and asked.level not in levels:
        raise Http404(_("There is no such level."))
    if asked.situation and not _is_public(asked.situation, now):
        raise Http404(_("There is no such situation."))
    if asked.place and not _is_there(asked.place, now):
        raise Http404(_("No place is known by this name. Take another of its names, or a country."))
    return asked


def _is_public(slug: str, now: datetime) -> bool:
    rows = Situation.objects.filter(slug=slug)
    return (
        rows.filter(published_at__isnull=False).exists() or rows.filter(public_at(now, "alerts__")).exists()
    )


def _is_there(place: str, now: datetime) -> bool:
    """A misspelt name would look like a place where all is quiet."""
    if is_known(place):
        return True
    return AlertPlace.objects.filter(public_at(now, "alert__"), word=word_asked(place).casefold()).exists()

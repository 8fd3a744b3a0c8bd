"""By which figure the desk goes for a day: what people choose, beside all that was published."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.situations.checking import figure_series
from tocsin.situations.figures import Series
from tocsin.situations.models import Preference, Situation
from tocsin.situations.peoples import by_people
from tocsin.situations.preferred import day_of


def prefer(
    situation: Situation,
    series: str,
    day: date,
    *,
    finding: int | None,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None,
) -> Preference:
    """Goes by one figure of the series (its key) for a day of the situation's zone; None takes that back.

    `seen` is the preference that the person had before their eyes (None for none): where another stands by now, nothing
    is stored and Conflict says so.
    """
    if not reason.strip():
        raise WrongUse("a preference needs a reason", "say in a few words why the desk goes by this figure")
    _check(_series(situation, series), day, finding, ZoneInfo(situation.time_zone))
    preference = Preference(
        situation=situation, series=series, day=day, finding_id=finding, reason=reason, by=by, at=now
    )
    with transaction.atomic():
        supersede(preference, last=lambda: _last(preference), seen=seen, what="this day")
        custody.log([_act(preference)])
    return preference


def _series(situation: Situation, key: str) -> Series:
    series = by_people(figure_series(situation, accepted=True))
    found = next((one for one in series if one.key == key), None)
    if found is None:
        raise NotFound(f"there is no series {key!r}", "look at the situation's series again")
    return found


def _check(series: Series, day: date, finding: int | None, zone: ZoneInfo) -> None:
    of_day = {row.finding_id for row in series.rows if not row.subset and day_of(row, zone) == day}
    if finding is not None and finding not in of_day:
        raise WrongUse(
            f"finding {finding} is no figure of this series for {day}", "prefer one of that day, or none"
        )


def _last(preference: Preference) -> Preference | None:
    line = Preference.objects.filter(
        situation=preference.situation_id, series=preference.series, day=preference.day
    )
    return line.filter(superseded_by=None).first()


def in_force(situation: Situation) -> tuple[Preference, ...]:
    """What was last chosen for each day of each series."""
    return tuple(situation.preferences.filter(superseded_by=None).select_related("by"))


def committed(preference: Preference) -> dict[str, Json]:
    """What the custody log commits to of a preference."""
    return {
        "situation": preference.situation_id,
        "series": preference.series,
        "day": preference.day.isoformat(),
        "finding": preference.finding_id,
        "why": preference.reason,
    }


def _act(preference: Preference) -> custody.Act:
    return custody.judged(
        "preference",
        preference,
        "preferred" if preference.finding_id else "preferred none",
        committed(preference),
    )

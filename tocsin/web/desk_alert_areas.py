"""The areas of a draft at the desk: a circle around a place, the outline of a country or unit, or what a person drew."""

from math import isfinite

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin import alerts as step
from tocsin.alerts.area_input import INPUT_MAX, polygons_of
from tocsin.alerts.area_models import Area
from tocsin.alerts.areas import around, circle, drawn, outline
from tocsin.alerts.boundaries import unit_area
from tocsin.alerts.models import Alert
from tocsin.errors import WrongUse
from tocsin.web.desk_access import desk, person, told


@require_POST
@desk("draft alert")
def add_area(request: HttpRequest, alert_id: int) -> HttpResponse:
    row = get_object_or_404(Alert, pk=alert_id)
    with told(request):
        step.add_area(row, _typed(request), by=person(request), now=timezone.now(), seen=_seen(request))
    return redirect("desk_alert", alert_id=alert_id)


@require_POST
@desk("draft alert")
def drop_area(request: HttpRequest, alert_id: int) -> HttpResponse:
    row = get_object_or_404(Alert, pk=alert_id)
    with told(request):
        position = _whole(request.POST.get("position", ""))
        step.drop_area(row, position, by=person(request), now=timezone.now(), seen=_seen(request))
    return redirect("desk_alert", alert_id=alert_id)


def _typed(request: HttpRequest) -> Area:
    """What the form says: `made` chooses which of its fields count."""
    posted, made = request.POST, request.POST.get("made", "")
    name = posted.get("name", "").strip()
    if made == Area.Made.OUTLINE:
        return outline(
            posted.get("place", "").strip(), within_m=_number(posted.get("within_m", ""), "metres")
        )
    if made == Area.Made.UNIT:
        return unit_area(
            _whole(posted.get("unit", "")), within_m=_number(posted.get("within_m", ""), "metres")
        )
    if made == Area.Made.CIRCLE:
        return _circle(name, posted.get("place", "").strip(), posted.get("radius_km", ""))
    if made == Area.Made.DRAWN:
        within_m = _number(posted.get("within_m", ""), "metres")
        return drawn(name, polygons_of(_shape(request)), within_m=within_m)
    raise WrongUse(
        f"{made!r} is no way to give an area", "choose a circle, an outline, a unit or a drawn area"
    )


def _circle(name: str, place: str, radius: str) -> Area:
    """Around a place that we know, or around a pair of coordinates with a name of its own."""
    radius_km = _number(radius, "kilometres")
    if place[:1].isdigit() or place[:1] in "+-":
        (((lat, lon), *more),) = polygons_of(place)[0]
        if more:
            raise WrongUse("a circle has one middle", "write one pair of coordinates")
        return circle(name, lat, lon, radius_km)
    area = around(place, radius_km)
    area.name = name or area.name
    return area


def _shape(request: HttpRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        return request.POST.get("shape", "")
    if not sent.size or sent.size > INPUT_MAX:
        raise WrongUse("the file is empty or too large", "send GeoJSON of at most 10 MB")
    return bytes(sent.read()).decode("utf-8", "replace")


def _number(typed: str, what: str) -> float:
    try:
        value = float(typed.replace(",", ""))
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise WrongUse(f"{typed!r} are no {what}", "write a number")
    return value


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _seen(request: HttpRequest) -> int:
    return _whole(request.POST.get("seen", ""))

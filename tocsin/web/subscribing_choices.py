"""What a reader can choose alerts by: levels, places, situations, languages; each as (value, words)."""

from __future__ import annotations

from functools import cache
from importlib import resources

from django.utils import timezone

from tocsin.alerts.languages import name_of
from tocsin.alerts.models import Translation
from tocsin.alerts.public import public_alerts
from tocsin.alerts.schemes import schemes_shown
from tocsin.situations.models import Situation

Choices = list[tuple[str, str]]


def levels() -> Choices:
    """Each scheme's, from the highest; the value names the scheme too, for two issuers may call a level the same."""
    return [
        (f"{scheme.id}/{level.id}", f"{level.title} ({scheme.id})")
        for scheme in schemes_shown()
        for level in reversed(scheme.levels)
    ]


@cache
def countries() -> Choices:
    """By ISO 3166-1 alpha-3, in the order of their names."""
    text = (resources.files("tocsin.reading") / "data" / "countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    named = ((code, names.partition("|")[0]) for names, code, *_ in rows)
    return sorted(named, key=lambda row: row[1])


def situations() -> Choices:
    """Those that are public, the latest first."""
    rows = Situation.objects.filter(published_at__isnull=False).order_by("-published_at", "pk")
    return list(rows.values_list("slug", "title")[:200])


def languages() -> Choices:
    """Those in which a public alert is written; English is always there."""
    out = public_alerts(timezone.now())
    codes = {"en", *out.order_by().values_list("language", flat=True).distinct()}
    translated = Translation.objects.filter(alert__in=out.order_by().values("pk"))
    codes |= set(translated.order_by().values_list("language", flat=True).distinct())
    return sorted((code, name_of(code)) for code in codes)


def filter_choices() -> dict[str, Choices]:
    """What the public page of alerts and the feeds are narrowed down by."""
    titles = {level.id: level.title for scheme in schemes_shown() for level in reversed(scheme.levels)}
    return {
        "level": list(titles.items()),
        "place": countries(),
        "situation": situations(),
        "language": languages(),
    }


def place_in_words(place: str) -> str:
    """A country by its name; any other place as it is."""
    return dict(countries()).get(place.upper(), place)

"""What reports name, as their findings have it: of every kind one query, whatever the number of reports."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.record import masking
from tocsin.record.keeping import published_day
from tocsin.record.models import Finding
from tocsin.reports.models import FeedEntry, GroupMember, Report
from tocsin.situations.proposing import NAME_KINDS, NameKind, Traits

#: characters of a name; what is longer is no name but a sentence that was read badly
NAME_MAX = 120
#: kind of finding -> kind of name -> the fields that have one; of a place also the first of all its names, by which
#: rival names of one place meet
_FIELDS: tuple[tuple[str, NameKind, str, str | None], ...] = (
    ("place", "places", "name", "known_as__0"),
    ("statement", "actors", "speaker_name", None),
    ("event", "actors", "actor", None),
    ("event", "actors", "target", None),
    ("figure", "actors", "speaker", None),
    ("figure", "people", "population", None),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    traits: dict[int, Traits]
    #: folded name -> as most reports print it
    shown: dict[str, str]


def traits_of(report_ids: Collection[int]) -> Named:
    """Of findings that nobody refused, as read. A report that is not there is left out."""
    names: dict[int, dict[NameKind, set[str]]] = defaultdict(lambda: {kind: set() for kind in NAME_KINDS})
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for report_id, kind, name, key in _names(report_ids):
        names[report_id][kind].add(key)
        printed[key][name] += 1
    feeds: dict[int, set[int]] = defaultdict(set)
    for report_id, feed in FeedEntry.objects.filter(report__in=report_ids).values_list("report", "feed"):
        if report_id is not None:
            feeds[report_id].add(feed)
    groups = dict(GroupMember.objects.filter(pk__in=report_ids).values_list("pk", "group_id"))
    traits = {
        report.pk: Traits(
            report_id=report.pk,
            names={kind: frozenset(found) for kind, found in names[report.pk].items()},
            day=_day(report),
            feeds=frozenset(feeds[report.pk]),
            group=groups.get(report.pk),
        )
        for report in Report.objects.filter(pk__in=report_ids).order_by()
    }
    return Named(traits=traits, shown={key: forms.most_common(1)[0][0] for key, forms in printed.items()})


def _names(report_ids: Collection[int]) -> Iterator[tuple[int, NameKind, str, str]]:
    """Report, kind, name as printed, and the folded name by which forms of it meet. None that is highly sensitive."""
    for kind, name_kind, name_field, key_field in _FIELDS:
        columns = ["report_id", f"fields__{name_field}", *([f"fields__{key_field}"] if key_field else [])]
        rows = Finding.objects.filter(masking.at_desk(), report__in=report_ids, kind=kind)
        found = rows.exclude(masking.withheld_at_desk(name_field)).exclude(state=Finding.State.REFUSED)
        for report_id, name, *key in found.order_by().values_list(*columns).distinct():
            if isinstance(name, str) and 0 < len(name) <= NAME_MAX:
                known = key[0] if key and isinstance(key[0], str) and key[0] else name
                yield report_id, name_kind, name, _folded(known)


def _folded(name: str) -> str:
    """Without case, an article in front, or more than one space between.

    >>> _folded("The  Interior Ministry")
    'interior ministry'
    """
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words)


def _day(report: Report) -> date | None:
    day = published_day(report)
    return date.fromisoformat(day) if day else None

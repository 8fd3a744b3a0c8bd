"""Comparing what arrived with what is there. Never while reports are taken in: a worker has the time, a pipe has not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from tocsin.reports.copies import Alike, Compared, alike
from tocsin.reports.grouping import groups
from tocsin.reports.models import ERASED, Band, GroupMember, Likeness, Placing, ReportText, Sketch
from tocsin.reports.shingles import VERSION, bands_of, shingles_of
from tocsin.rows import insert_rows

#: texts of one transaction: while it lasts, others wait to write
BATCH = 50
#: a text is compared with those that meet it in most bands
COMPARED_MAX = 20
#: of the texts that share a band, the newest: a band of boilerplate that a thousand reports share costs no more
MEETING_MAX = 60
#: texts of a batch that are kept at hand; a long one takes 2 MB as shingles
KEPT_MAX = 128


def compare(
    report_ids: Iterable[int] | None = None,
    *,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Compares the texts of these reports, or of all, that were not compared; returns how many. Groups grow by it.

    The original text alone is looked at: a translation shares no words, and a transcript is a person's own.
    """
    pending = ReportText.objects.filter(kind=ReportText.Kind.ORIGINAL).exclude(sketch__version=VERSION)
    pending = pending.exclude(report__sha256__startswith=ERASED)
    if report_ids is not None:
        pending = pending.filter(report__in=list(report_ids))
    numbers = list(pending.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(numbers), BATCH):
        part = numbers[at : at + BATCH]
        with transaction.atomic():
            hold_groups()
            _compare(part, now)
        if progress:
            progress(len(part))
    return len(numbers)


def hold_groups() -> None:
    """Until the transaction ends nobody else compares or places. On SQLite writers are alone always.

    Of two who compare at once each would miss the other's texts; of two who place, one would make groups of old words.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Sketch._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _compare(numbers: Sequence[int], now: datetime) -> None:
    """All texts of the batch are entered first: then they meet each other as they meet older ones."""
    done = set(Sketch.objects.filter(pk__in=numbers, version=VERSION).values_list("pk", flat=True))
    fresh = [number for number in numbers if number not in done]
    known = _Known()
    texts = zip(fresh, known.of(fresh), strict=True)
    bands = {number: bands_of(text.shingles) for number, (_, text) in texts}
    _enter(bands, now)
    found: dict[tuple[int, int], Alike] = {}
    for number in fresh:
        found |= _likes(number, bands[number], known)
    if found:
        _keep(found, now)
        _join(found)


def _enter(bands: Mapping[int, Sequence[int]], now: datetime) -> None:
    Band.objects.filter(text__in=bands).delete()  # where an older version made some
    insert_rows(
        Band, ({"text_id": number, "value": value} for number, values in bands.items() for value in values)
    )
    Sketch.objects.bulk_create(
        (Sketch(pk=number, version=VERSION, made_at=now) for number in bands),
        update_conflicts=True,
        unique_fields=["text"],
        update_fields=["version", "made_at"],
    )


class _Known:
    """Texts as they are compared, each with its report's number; those of one batch are read once."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[int, Compared]] = {}

    def of(self, numbers: Sequence[int]) -> list[tuple[int, Compared]]:
        missing = [number for number in numbers if number not in self._texts]
        if len(self._texts) + len(missing) > KEPT_MAX:
            self._texts.clear()
            missing = list(numbers)
        for text in ReportText.objects.select_related("report").filter(pk__in=missing):
            self._texts[text.pk] = (text.report_id, _compared(text))
        return [self._texts[number] for number in numbers]


def _compared(text: ReportText) -> Compared:
    return Compared(shingles=shingles_of(text.text), publisher=text.report.publisher)


def _likes(number: int, bands: Sequence[int], known: _Known) -> dict[tuple[int, int], Alike]:
    """Pairs of reports, the lower number first."""
    met = [other for other in _meeting(bands) if other != number]
    if not met:
        return {}
    [(report_id, text)] = known.of([number])
    return {
        (min(report_id, other_id), max(report_id, other_id)): like
        for other_id, other in known.of(met)
        for like in [alike(text, other)]
        if like is not None and other_id != report_id
    }


def _meeting(bands: Sequence[int]) -> list[int]:
    """Texts that share a band, those that share most of them first."""
    if not bands:
        return []
    table = connection.ops.quote_name(Band._meta.db_table)
    newest = f"SELECT text_id FROM {table} WHERE value = %s ORDER BY text_id DESC LIMIT {MEETING_MAX}"  # noqa: S608  our own names
    # SQLite takes an order and a limit only within a SELECT of its own
    each = " UNION ALL ".join(f"SELECT * FROM ({newest}) AS band{number}" for number in range(len(bands)))  # noqa: S608
    counted = (
        f"SELECT text_id FROM ({each}) AS met "  # noqa: S608
        f"GROUP BY text_id ORDER BY COUNT(*) DESC, text_id LIMIT {COMPARED_MAX}"
    )
    with connection.cursor() as cursor:
        cursor.execute(counted, bands)
        return [row[0] for row in cursor.fetchall()]


def _keep(found: Mapping[tuple[int, int], Alike], now: datetime) -> None:
    Likeness.objects.bulk_create(
        (
            Likeness(
                first_id=first,
                second_id=second,
                kind=like.kind,
                shared_permille=like.shared_permille,
                found_at=now,
            )
            for (first, second), like in found.items()
        ),
        ignore_conflicts=True,
    )


def _join(pairs: Collection[tuple[int, int]]) -> None:
    """What `groups` gives over all links, without walking them: likenesses alone only ever make groups grow."""
    said = Placing.objects.filter(
        report__in={each for pair in pairs for each in pair},
        superseded_by=None,
        verdict=Placing.Verdict.APART,
    )
    apart = set(said.values_list("report_id", flat=True))
    links = [pair for pair in pairs if not apart & {*pair}]
    linked = {each for pair in links for each in pair}
    present = dict(GroupMember.objects.filter(pk__in=linked).values_list("pk", "group_id"))
    made = groups([*links, *present.items()], {})
    for group in set(present.values()):
        if made[group] != group:
            GroupMember.objects.filter(group=group).update(group=made[group])
    GroupMember.objects.bulk_create(
        GroupMember(pk=pk, group_id=made[pk]) for pk in sorted(linked - present.keys())
    )

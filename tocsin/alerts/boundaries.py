"""Boundaries of administrative units: a file taken in whole, its versions kept, its units found by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from json import dumps

from django.db import transaction
from django.db.models import Max, QuerySet

from tocsin import custody
from tocsin.alerts.area_models import Area
from tocsin.alerts.areas import NAME_CHARS_MAX, drawn
from tocsin.alerts.boundary_file import FileUnit, units_in
from tocsin.alerts.boundary_models import BoundarySet, GivenShape, Unit
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.given_shapes import packed, polygons_of_shape, words_of
from tocsin.alerts.parting import parted
from tocsin.alerts.wording import one_line
from tocsin.custody.commitments import Json
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reading.gazetteer import known_place
from tocsin.reading.place_folding import fold

#: units that a search finds at most
FOUND_MAX = 25
_ROWS_AT_ONCE = 500
#: what `shaping` rounds to: outlines are parted where they touch themselves after that
_DECIMALS = 6


def take_in_boundaries(
    data: bytes,
    *,
    title: str,
    level: int,
    source: str,
    licence: str,
    by: str,
    now: datetime,
    name_field: str | None = None,
    code_field: str | None = None,
) -> BoundarySet:
    """The whole file or nothing of it. Raises WrongUse, naming the unit, and Conflict where it is there already."""
    words = {
        "title": _said("title", title, 120),
        "source": _said("source", source, 300),
        "licence": _said("licence", licence, 120),
    }
    units = units_in(data, level=level, name_field=name_field, code_field=code_field)
    with transaction.atomic():
        row = _next_version(sha256(data).hexdigest(), level=level, by=by, now=now, **words)
        numbered = iter(enumerate(units))
        while part := list(islice(numbered, _ROWS_AT_ONCE)):
            _store(row, part)
        custody.log(
            [
                custody.Act(
                    item=f"boundary-set:{row.pk}", action="taken in", actor=by, at=now, after=committed(row)
                )
            ]
        )
    return row


def _said(what: str, text: str, most: int) -> str:
    line = one_line(fit_for_xml(text))
    if not 0 < len(line) <= most:
        raise WrongUse(f"the {what} has {len(line)} characters", f"write 1 to {most}")
    return line


def _next_version(
    file_sha256: str, *, title: str, level: int, source: str, licence: str, by: str, now: datetime
) -> BoundarySet:
    same = BoundarySet.objects.filter(title=title, level=level)
    last = same.last()
    if last is not None and last.file_sha256 == file_sha256:
        raise Conflict(f"this very file is there already as {last}", "`tocsin area list` shows it")
    return BoundarySet.objects.create(
        title=title,
        level=level,
        version=last.version + 1 if last else 1,
        source=source,
        licence=licence,
        file_sha256=file_sha256,
        taken_in_by=by,
        taken_in_at=now,
    )


def _store(row: BoundarySet, units: Iterable[tuple[int, FileUnit]]) -> None:
    rows, shapes = [], []
    for position, unit in units:
        shape = packed(words_of(unit.polygons))
        shapes.append(shape)
        rows.append(
            Unit(
                of=row,
                position=position,
                names=list(unit.names),
                code=unit.code,
                code_scheme=unit.code_scheme or (row.title if unit.code else ""),
                folded="\n".join(dict.fromkeys(map(_folded, (*unit.names, unit.code, *unit.other_names)))),
                shape=shape,
                points=unit.points,
            )
        )
    GivenShape.objects.bulk_create(shapes, ignore_conflicts=True)
    Unit.objects.bulk_create(rows)


def committed(row: BoundarySet) -> dict[str, Json]:
    """What the custody log commits to of a set: each unit's names, code and shape stand behind one hash."""
    digest = sha256()
    units = row.units.order_by("position")
    for unit in units.values_list("names", "code", "code_scheme", "folded", "shape_id", "points").iterator():
        digest.update(dumps(unit, separators=(",", ":")).encode() + b"\n")
    return {
        "title": row.title,
        "level": row.level,
        "version": row.version,
        "source": row.source,
        "licence": row.licence,
        "file_sha256": row.file_sha256,
        "units_sha256": digest.hexdigest(),
    }


def boundary_sets() -> list[BoundarySet]:
    """Every version, by title and level, the first first."""
    return list(BoundarySet.objects.all())


def units_named(name: str) -> list[Unit]:
    """Units of the last versions in whose names or code these words stand, whole names first; 25 at most."""
    key = _folded(name)
    if not key:
        return []
    found = _current().filter(folded__contains=key).select_related("of")
    return sorted(found.order_by("of__level", "pk")[: 10 * FOUND_MAX], key=lambda unit: _rank(unit, key))[
        :FOUND_MAX
    ]


def _rank(unit: Unit, key: str) -> tuple[int, int, int]:
    lines = unit.folded.split("\n")
    how = 0 if key in lines else 1 if any(line.startswith(key) for line in lines) else 2
    return (how, unit.of.level, unit.pk)


def _current() -> QuerySet[Unit]:
    sets = BoundarySet.objects.values("title", "level").annotate(last=Max("pk"))
    return Unit.objects.filter(of__in=sets.values("last"))


def unit_area(number: int, *, within_m: float) -> Area:
    """The area of a unit, by its number in the store. Raises NotFound, WrongUse."""
    unit = Unit.objects.select_related("of", "shape").filter(pk=number).first()
    if unit is None:
        raise NotFound(f"there is no unit {number}", "search for it by one of its names")
    area = drawn(_called(unit), list(_without_touches(unit.shape)), within_m=within_m)
    area.made, area.unit = Area.Made.UNIT, unit
    area.given, area.given_sha256, area.given_points = b"", unit.shape_id, unit.points
    area.geocodes = [[unit.code_scheme, unit.code]] if unit.code else []
    return area


def _without_touches(shape: GivenShape) -> Iterable[Sequence[Sequence[tuple[float, float]]]]:
    for polygon in polygons_of_shape(shape):
        yield from parted(
            [[(round(lat, _DECIMALS), round(lon, _DECIMALS)) for lat, lon in ring] for ring in polygon]
        )


def _called(unit: Unit) -> str:
    """All its names: those of the file, and the rival ones of our own table, none of which is ours to choose."""
    names = dict.fromkeys(unit.names)
    for name in unit.names:
        known = known_place(name)
        names |= dict.fromkeys(known.names if known is not None and known.own else ())
    told = " / ".join(names)
    return told if len(told) <= NAME_CHARS_MAX else unit.names[0]


def _folded(name: str) -> str:
    """For names with digits too, which a gazetteer has not."""
    return " ".join(fold(name.replace("-", " ").replace("\n", " ")).split())

"""Prepared reports into the store: a batch is one transaction with its entries in the custody log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Max

from tocsin.custody import Act, log
from tocsin.reports.capturing import committed_fields, row_of, store
from tocsin.reports.extracted import Checked
from tocsin.reports.fields import ORIGIN_FIELDS, check_fields_of, committed
from tocsin.reports.models import ArchiveCheck, Origin, Report, ReportText, SealedBytes
from tocsin.reports.prepared import Prepared
from tocsin.reports.store_trouble import store_trouble
from tocsin.reports.taken_in import TakenIn
from tocsin.rows import insert_rows

#: SQLSTATE of PostgreSQL: two batches insert the same bytes in another order, and it ended one of them
_DEADLOCK = "40P01"
#: values in one IN (...); SQLite is built with a limit
ASKED_MAX = 500

Row = dict[str, Any]


class _Arrived(NamedTuple):
    prepared: Prepared
    #: of the report as it stands in the store
    report_id: int
    report: Row
    origin: Row
    fresh: bool


def keep(batch: Sequence[Prepared], *, by: str, now: datetime) -> list[TakenIn]:
    """All of the batch or nothing of it. Raises StoreTrouble where the disk or the database refuses."""
    with store_trouble():
        try:
            with transaction.atomic():
                return _keep(batch, by, now)
        except (IntegrityError, OperationalError) as error:
            if not _met_another(error):
                raise
        with transaction.atomic():
            _wait_until_alone()
            return _keep(batch, by, now)


def _wait_until_alone() -> None:
    """Two who take in the same bytes at once: the second waits for the first, then finds its reports.

    On SQLite writers are alone always.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Report._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _met_another(error: DatabaseError) -> bool:
    """Whether a transaction of somebody else stood in the way, so that another attempt can succeed."""
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") == _DEADLOCK


def _keep(batch: Sequence[Prepared], by: str, now: datetime) -> list[TakenIn]:
    arrived = _arrive(batch, by, now)
    fresh = [each for each in arrived if each.fresh]
    insert_rows(
        SealedBytes, ({"report_id": each.report_id, "content": each.prepared.content} for each in fresh)
    )
    insert_rows(ReportText, (_text(each) for each in fresh if each.prepared.extracted.text))
    _insert_origins(arrived)
    log([_act(each, by, now) for each in arrived])
    checked = ((each.report_id, each.prepared.extracted.checked) for each in fresh)
    if checks := [_keep_check(report_id, check, by, now) for report_id, check in checked if check]:
        log(checks)
    return [_taken_in(each) for each in arrived]


def _keep_check(report_id: int, checked: Checked, by: str, now: datetime) -> Act:
    check = ArchiveCheck.objects.create(
        report_id=report_id,
        holds=checked.holds,
        faults=list(checked.faults),
        warnings=list(checked.warnings),
        unchecked=list(checked.unchecked),
        captured=checked.captured,
        signed_by=checked.signed_by[:253],
        key_sha256=checked.key_sha256,
        signed_at=checked.signed_at,
        checked_at=now,
    )
    return Act(
        item=f"archive-check:{check.pk}", action="checked", actor=by, at=now, after=check_fields_of(check)
    )


def _insert_origins(arrived: Sequence[_Arrived]) -> None:
    """Captures need the numbers of their arrivals; where there is none the short way does."""
    if not any(each.prepared.capture for each in arrived):
        insert_rows(Origin, (each.origin for each in arrived))
        return
    origins = Origin.objects.bulk_create([Origin(**each.origin) for each in arrived])
    for origin, each in zip(origins, arrived, strict=True):
        if each.prepared.capture:
            store(each.prepared.capture, origin)


def _arrive(batch: Sequence[Prepared], by: str, now: datetime) -> list[_Arrived]:
    """Insert the reports that are new. The same bytes twice in one batch are one report too."""
    known = _stored((prepared.seal.sha256 for prepared in batch), "id", "publisher", "published_at")
    fresh: dict[str, Row] = {}
    news = set()
    for index, prepared in enumerate(batch):
        if prepared.seal.sha256 not in known and prepared.seal.sha256 not in fresh:
            fresh[prepared.seal.sha256] = _report(prepared, now)
            news.add(index)
    rows = known | _insert(fresh)
    return [
        _Arrived(
            prepared=prepared,
            report_id=rows[prepared.seal.sha256]["id"],
            report=fresh.get(prepared.seal.sha256) or rows[prepared.seal.sha256],
            origin=_origin(prepared, rows[prepared.seal.sha256]["id"], by, now),
            fresh=index in news,
        )
        for index, prepared in enumerate(batch)
    ]


def _insert(fresh: Mapping[str, Row]) -> dict[str, Row]:
    """By sha256: the numbers that the new reports get. What others take in meanwhile may stand beside them."""
    last = Report.objects.aggregate(last=Max("id"))["last"] or 0
    insert_rows(Report, fresh.values())
    newer = Report.objects.filter(id__gt=last).order_by().values_list("sha256", "id")
    return {seal: {"id": number} for seal, number in newer}


def _stored(seals: Iterable[str], *names: str) -> dict[str, Row]:
    """By sha256: these fields of the reports that are in the store."""
    found: dict[str, Row] = {}
    asked = iter(seals)
    while part := list(islice(asked, ASKED_MAX)):
        for seal, *values in Report.objects.filter(sha256__in=part).order_by().values_list("sha256", *names):
            found[seal] = dict(zip(names, values, strict=True))
    return found


def _report(prepared: Prepared, now: datetime) -> Row:
    """What is stored and committed to."""
    found, published = prepared.extracted, prepared.extracted.published
    return {
        "sha256": prepared.seal.sha256,
        "sha512": prepared.seal.sha512,
        "size_bytes": prepared.seal.size_bytes,
        "media_type": found.media_type,
        "title": found.title,
        "publisher": found.publisher,
        "published_at": published.at if published else None,
        "published_precision": published.precision if published else "",
        "published_offset_min": published.offset_min if published else None,
        "language": found.language,
        "fetched_at": now,
        "sensitivity": Report.Sensitivity.OPEN.value,
    }


def _text(each: _Arrived) -> Row:
    return {
        "report_id": each.report_id,
        "kind": ReportText.Kind.ORIGINAL.value,
        "language": each.report["language"],
        "text": each.prepared.extracted.text,
        "written_by": "",
        "made_at": each.report["fetched_at"],
    }


def _origin(prepared: Prepared, report_id: int, by: str, now: datetime) -> Row:
    """A mail from a file is known by its Message-ID: the file's name is the mail program's invention."""
    arrival, message_id = prepared.arrival, prepared.extracted.message_id
    is_mail = bool(message_id) and arrival.kind == "file"
    return {
        "report_id": report_id,
        "kind": Origin.Kind.MAIL.value if is_mail else arrival.kind,
        "address": message_id if is_mail else arrival.address,
        "hops": list(arrival.hops),
        "publisher": prepared.publisher,
        "fetched_at": now,
        "taken_in_by": by,
    }


def _act(each: _Arrived, by: str, now: datetime) -> Act:
    arrival: Row = {f"origin_{name}": each.origin[name] for name in ORIGIN_FIELDS}
    if each.prepared.capture:
        arrival |= committed_fields(row_of(each.prepared.capture))
    return Act(
        item=f"report:{each.report_id}",
        action="taken in" if each.fresh else "arrived again",
        actor=by,
        at=now,
        after=committed(each.report | arrival if each.fresh else arrival),
        text=each.prepared.extracted.text if each.fresh else None,
    )


def _taken_in(each: _Arrived) -> TakenIn:
    return TakenIn(
        address=each.prepared.arrival.address,
        report_id=each.report_id,
        fresh=each.fresh,
        notes=each.prepared.extracted.notes + (() if each.fresh else _unheard(each)),
    )


def _unheard(each: _Arrived) -> tuple[str, ...]:
    """A report that is in already keeps its fields: what was said otherwise now is told back, not kept."""
    said, published = each.prepared.extracted, each.prepared.extracted.published
    if published is not None and published.at != each.report["published_at"]:
        return ("it is in already, with another published time, which stays",)
    if said.publisher != each.report["publisher"]:
        return ("it is in already, with another publisher, which stays",)
    return ()

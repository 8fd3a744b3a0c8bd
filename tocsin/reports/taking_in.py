"""The verbs that take reports in. One bad report never stops a batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tocsin.errors import ReportRefused, WrongUse
from tocsin.reports.arrivals import Arrival, Said, find_files, is_url, read_file, shown
from tocsin.reports.confinement import Reader
from tocsin.reports.decoding import said_encoding
from tocsin.reports.extracted import PUBLISHER_MAX, TITLE_MAX, language_code, one_line
from tocsin.reports.keep import keep
from tocsin.reports.prepared import Prepared, prepare
from tocsin.reports.published import said_published
from tocsin.reports.taken_in import TakenIn, refused

if TYPE_CHECKING:
    from tocsin.outside.guard import Guard

#: reports of one transaction: enough to share its cost
BATCH_REPORTS_MAX = 1000
#: what has been read by then is stored: a person who watches sees it move, and a crash costs seconds of work
BATCH_S_MAX = 2.0
#: of their bytes and texts, which are held in memory until then
BATCH_BYTES_MAX = 32 * 2**20

Source = str | Path | Arrival


def take_in(
    sources: Iterable[Source],
    *,
    by: str,
    now: datetime,
    publisher: str = "",
    published: str | date | datetime | None = None,
    language: str | None = None,
    encoding: str | None = None,
    progress: Callable[[TakenIn], None] | None = None,
    guard: Guard | None = None,
) -> list[TakenIn]:
    """Take in files, folders, http(s) addresses, feeds, and arrivals at hand; one result each, in their order.

    What is said here holds for all of them and wins over what they say themselves. `now` is aware; `progress` is
    called with each result once it is stored. Raises WrongUse for a date, language or encoding that is none, and
    StoreTrouble where the store refuses: batches before it are in, the one at hand is not.
    """
    said = say(publisher=publisher, published=published, language=language, encoding=encoding)
    results: list[TakenIn] = []
    with Reader() as reader:
        for batch in _batches(_prepare_all(sources, said, reader, now, guard)):
            for result in _store(batch, by, now):
                results.append(result)
                if progress is not None:
                    progress(result)
    return results


def paste(
    text: str,
    *,
    by: str,
    now: datetime,
    title: str = "",
    publisher: str = "",
    published: str | date | datetime | None = None,
    language: str | None = None,
) -> TakenIn:
    """Take in a text that a person pasted. Raises as `take_in` does."""
    said = say(title=title, publisher=publisher, published=published, language=language)
    arrival = Arrival(kind="paste", address="", content=text.encode("utf-8", "replace"))
    with Reader() as reader:
        (result,) = _store([_prepare(arrival, said, reader, now)], by, now)
    return result


def say(
    *,
    title: str = "",
    publisher: str = "",
    published: str | date | datetime | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> Said:
    """Raises WrongUse for a date, language or encoding that is none."""
    code = language_code(language or "")
    if language and not code:
        raise WrongUse(
            f"the language {language!r} is no language tag", "write a code of ISO 639-1, such as en or hy"
        )
    return Said(
        title=one_line(title, TITLE_MAX),
        publisher=one_line(publisher, PUBLISHER_MAX),
        published=said_published(published),
        language=code,
        encoding=said_encoding(encoding) or "",
    )


def _prepare_all(
    sources: Iterable[Source], said: Said, reader: Reader, now: datetime, guard: Guard | None
) -> Iterator[Prepared | TakenIn]:
    for source in sources:
        for arrival in _arrivals(source, reader, guard):
            yield arrival if isinstance(arrival, TakenIn) else _prepare(arrival, said, reader, now)


def _prepare(arrival: Arrival, said: Said, reader: Reader, now: datetime) -> Prepared | TakenIn:
    try:
        return prepare(arrival, said, reader, now=now, bytes_max=settings.TOCSIN_REPORT_BYTES_MAX)
    except ReportRefused as error:
        return refused(arrival.address, error)


def _arrivals(source: Source, reader: Reader, guard: Guard | None) -> Iterator[Arrival | TakenIn]:
    """What one source brings: a folder or a feed brings many."""
    if isinstance(source, Arrival):
        yield source
        return
    try:
        if is_url(source):
            from tocsin.reports.address import read_address

            yield from read_address(str(source), reader, guard)
            return
    except ReportRefused as error:
        yield refused(shown(source), error)
        return
    for path in find_files(Path(source)):
        try:
            yield read_file(path, settings.TOCSIN_REPORT_BYTES_MAX)
        except ReportRefused as error:
            yield refused(shown(path), error)


def _batches(prepared: Iterable[Prepared | TakenIn]) -> Iterator[list[Prepared | TakenIn]]:
    batch: list[Prepared | TakenIn] = []
    size_bytes, began = 0, time.monotonic()
    for each in prepared:
        batch.append(each)
        size_bytes += each.held_bytes() if isinstance(each, Prepared) else 0
        late = time.monotonic() - began > BATCH_S_MAX
        if late or len(batch) >= BATCH_REPORTS_MAX or size_bytes >= BATCH_BYTES_MAX:
            yield batch
            batch, size_bytes, began = [], 0, time.monotonic()
    if batch:
        yield batch


def _store(batch: list[Prepared | TakenIn], by: str, now: datetime) -> Iterator[TakenIn]:
    """Results in the order of the batch, refused ones among them."""
    ready = [each for each in batch if isinstance(each, Prepared)]
    kept = iter(keep(ready, by=by, now=now) if ready else ())
    for each in batch:
        yield each if isinstance(each, TakenIn) else next(kept)

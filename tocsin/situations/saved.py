"""Questions that people save under a name, and what came in for them since: each match is noticed once.

Triggers note every finding and text that is stored, in the transaction that stores it; whoever works the notes off
matches them and removes them in one transaction. So nothing is lost by a crash, nothing noticed twice, and a
transaction that ends late is noticed late. A batch of notes costs each saved question one search among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.searching import matching
from tocsin.reports.models import Report, ReportText
from tocsin.reports.searching import search as search_reports
from tocsin.situations.asking import Asked, Question, understand
from tocsin.situations.saved_models import SavedSearch, SearchMatch, SearchRead, Unnoticed

#: notes worked off in one transaction
BATCH = 500
#: questions that one login may save
SAVED_MAX = 50
NAME_MAX = 80
#: counted at most of one saved search; a page says "99+"
COUNTED_MAX = 100
#: "search" in ASCII, for PostgreSQL's advisory lock
_LOCK = 0x736561726368


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """A saved search as one login sees it."""

    saved: SavedSearch
    #: matches that this login has not marked read, at most COUNTED_MAX
    new: int


def save_search(
    name: str, question: Question, *, by: User, now: datetime, shared: bool = False
) -> SavedSearch:
    """Keeps the question; what is in the store by now is no news. Raises WrongUse for a question that cannot be asked."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise WrongUse(f"{name[:60]!r} is no name for a search", f"give one of at most {NAME_MAX} signs")
    understand(question)
    with transaction.atomic():
        _wait_for_turn()
        mine = SavedSearch.objects.filter(owner=by)
        if mine.filter(name=name).exists():
            raise Conflict(f"you have a search {name!r} already", "choose another name, or drop that one")
        if mine.count() >= SAVED_MAX:
            raise Conflict(f"you have {SAVED_MAX} searches already", "drop one that you need no more")
        while _notice_batch(now) == BATCH:
            pass
        return SavedSearch.objects.create(
            name=name, question=question.given(), owner=by, shared=shared, saved_at=now
        )


def drop_search(saved_id: int, *, by: User) -> None:
    """Raises Conflict for another's search: whoever saved it drops it."""
    saved = visible_to(by).filter(pk=saved_id).first()
    if saved is None:
        raise NotFound(f"there is no saved search {saved_id}", "look at the list again")
    if saved.owner_id != by.pk:
        raise Conflict(f"this search is another person's ({saved.owner})", "ask them to drop it")
    saved.delete()


def notice(*, now: datetime) -> int:
    """Works off what came in since; returns how many notes that were. Safe with concurrent callers, and after a crash."""
    noticed = 0
    while True:
        with transaction.atomic():
            _wait_for_turn()
            batch = _notice_batch(now)
        noticed += batch
        if batch < BATCH:
            return noticed


def news_for(login: User) -> list[News]:
    """The searches that this login sees, by name, with how much is new of each."""
    read_to = dict(SearchRead.objects.filter(login=login).values_list("saved_id", "read_to"))
    rows = visible_to(login).select_related("owner").order_by("name", "pk")
    return [News(saved=row, new=_unread(row.pk, read_to.get(row.pk, 0))) for row in rows]


def new_count(login: User) -> int:
    """How many matches are new in all searches that the login sees, at most COUNTED_MAX: one query."""
    read = SearchRead.objects.filter(login=login, read_to__gte=OuterRef("pk"), saved=OuterRef("saved_id"))
    rows = SearchMatch.objects.filter(saved__in=visible_to(login)).exclude(Exists(read)).order_by()
    return rows.values("pk")[:COUNTED_MAX].count()


def visible_to(login: User) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(Q(owner=login) | Q(shared=True))


def mark_read(saved: SavedSearch, *, login: User, to: int) -> None:
    """Up to this match; what came after the login looked stays new."""
    last = saved.matches.filter(pk__lte=to).aggregate(last=Max("pk"))["last"]
    if last is not None:
        SearchRead.objects.update_or_create(saved=saved, login=login, defaults={"read_to": last})


def read_to(saved: SavedSearch, *, login: User) -> int:
    """The last match that the login has read; 0 where it has read none."""
    read = SearchRead.objects.filter(saved=saved, login=login).values_list("read_to", flat=True).first()
    return read or 0


def _unread(saved_id: int, read_to: int) -> int:
    return SearchMatch.objects.filter(saved=saved_id, pk__gt=read_to).values("pk")[:COUNTED_MAX].count()


def _notice_batch(now: datetime) -> int:
    """Within a transaction, alone: matches and removes the next notes; returns how many there were."""
    notes = list(Unnoticed.objects.order_by("pk")[:BATCH])
    if not notes:
        return 0
    finding_ids = [note.row for note in notes if note.noun == Unnoticed.Noun.FINDING]
    text_ids = [note.row for note in notes if note.noun == Unnoticed.Noun.TEXT]
    for saved in SavedSearch.objects.order_by("pk"):
        try:
            asked = understand(Question.of(saved.question))
        except WrongUse:
            continue  # its situation is gone: it finds nothing, and its page says why
        found = [
            SearchMatch(saved=saved, finding_id=pk, noticed_at=now)
            for pk in matching(asked.findings, finding_ids)
        ]
        found += [SearchMatch(saved=saved, report_id=pk, noticed_at=now) for pk in _reports(asked, text_ids)]
        SearchMatch.objects.bulk_create(found, ignore_conflicts=True)
    Unnoticed.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)


def _reports(asked: Asked, text_ids: Sequence[int]) -> list[int]:
    """Reports that match by one of these texts, or by title and publisher."""
    if asked.of_findings_alone or not text_ids:
        return []
    ids = list(ReportText.objects.filter(pk__in=text_ids).order_by().values_list("report_id", flat=True))
    rows = (Report.objects.all() if asked.reports is None else asked.reports).filter(pk__in=ids)
    return [row.pk for row in search_reports(asked.terms, among=rows, most=BATCH).rows]


def _wait_for_turn() -> None:
    """SQLite's transactions begin IMMEDIATE: they are one at a time already. PostgreSQL's need a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

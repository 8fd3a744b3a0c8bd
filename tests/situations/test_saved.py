"""Questions that people save, and what came in since."""

import pytest
from django.db import connection

from tests import made
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.situations import saved
from tocsin.situations.asking import Question
from tocsin.situations.saved_models import SearchMatch, Unnoticed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return made.login("ana", "analyst")


def save(by, name="Water", shared=False, **question):
    return saved.save_search(
        name, Question(**(question or {"words": "water"})), by=by, now=made.NOW, shared=shared
    )


def came(words, kind="event", **more):
    text = made.report(words, **more)
    return made.finding(text, kind, words, **({"type": "other"} if kind == "event" else {}))


def matches(row):
    return [(match.finding_id, match.report_id) for match in row.matches.order_by("pk")]


def test_what_comes_in_after_the_save_is_noticed_once(ana):
    """A finding and its report; what stood before is no news, and a second look finds nothing new."""
    came("The water rose.")
    row = save(ana)
    later = came("More water came.")
    came("Fire came.")
    saved.notice(now=made.NOW)
    saved.notice(now=made.NOW)
    assert matches(row) == [(later.pk, None), (None, later.report_id)]
    assert not Unnoticed.objects.exists()


def test_a_crash_between_storing_and_noticing_loses_nothing(ana, monkeypatch):
    """The notes stay until their matches are stored with them; what broke off is begun again, and nothing is doubled."""
    row = save(ana)
    rows = [came(f"Water, day {day}.") for day in range(5)]
    monkeypatch.setattr(saved, "BATCH", 4)
    taken = []

    def breaking(question, ids, whole=saved.matching):
        taken.append(ids)
        if len(taken) == 2:
            raise RuntimeError("the power went")
        return whole(question, ids)

    monkeypatch.setattr(saved, "matching", breaking)
    with pytest.raises(RuntimeError):
        saved.notice(now=made.NOW)
    saved.notice(now=made.NOW)
    assert sorted(pk for pk, _ in matches(row) if pk) == [each.pk for each in rows]


def test_a_batch_costs_each_search_the_same_however_many_findings_it_holds(
    ana, django_assert_max_num_queries
):
    """Queries grow with the searches, not with what came in."""
    save(ana), save(ana, "People", words="people")
    for day in range(40):
        came(f"Water, day {day}.")
    with django_assert_max_num_queries(25):
        saved.notice(now=made.NOW)


def test_filters_hold_for_what_comes_in(ana):
    """A question for figures of one publisher finds no report, and no other publisher's figure."""
    row = save(ana, kind="figure", publisher="Gazette")
    meant = made.finding(made.report("3 boats", publisher="Hill Gazette"), "figure", "3 boats", value=3)
    made.finding(made.report("4 boats", publisher="Radio"), "figure", "4 boats", value=4)
    saved.notice(now=made.NOW)
    assert matches(row) == [(meant.pk, None)]


def test_a_shared_search_is_everybodys_and_read_by_each(ana):
    """What one marks as read is new to another; what is not shared nobody else sees."""
    ben = made.login("ben", "reviewer")
    shared, own = save(ana, shared=True), save(ana, "Mine")
    came("Water came.")
    saved.notice(now=made.NOW)
    assert [(news.saved, news.new) for news in saved.news_for(ana)] == [(own, 2), (shared, 2)]
    assert [(news.saved, news.new) for news in saved.news_for(ben)] == [(shared, 2)]
    assert (saved.new_count(ana), saved.new_count(ben)) == (4, 2)
    first = shared.matches.order_by("pk").first()
    saved.mark_read(shared, login=ana, to=first.pk)
    assert (saved.new_count(ana), saved.new_count(ben)) == (3, 2)
    saved.mark_read(shared, login=ana, to=10**9)
    came("Water again.")
    saved.notice(now=made.NOW)
    assert [news.new for news in saved.news_for(ana)] == [4, 2]


def test_only_whoever_saved_it_drops_it(ana):
    """Another is told whose it is, or that it is not there."""
    ben = made.login("ben", "reviewer")
    shared, own = save(ana, shared=True), save(ana, "Mine")
    with pytest.raises(Conflict, match="another person's"):
        saved.drop_search(shared.pk, by=ben)
    with pytest.raises(NotFound):
        saved.drop_search(own.pk, by=ben)
    saved.drop_search(shared.pk, by=ana)
    assert [news.saved for news in saved.news_for(ana)] == [own]


def test_what_cannot_be_asked_is_not_saved(ana, monkeypatch):
    """Nothing asked, no name, a name taken, or too many searches: each is refused with what to do."""
    save(ana)
    with pytest.raises(WrongUse, match="nothing is asked"):
        saved.save_search("Empty", Question(), by=ana, now=made.NOW)
    with pytest.raises(WrongUse, match="no name"):
        save(ana, "  ")
    with pytest.raises(Conflict, match="already"):
        save(ana)
    monkeypatch.setattr(saved, "SAVED_MAX", 1)
    with pytest.raises(Conflict, match="drop one"):
        save(ana, "Another")


def test_notes_are_dropped_where_nobody_asks(db):
    """Without a saved search the notes do not pile up."""
    came("Water came.")
    assert saved.notice(now=made.NOW) == 2
    assert not Unnoticed.objects.exists() and not SearchMatch.objects.exists()


@pytest.mark.parametrize("table", ["record_finding", "reports_reporttext"])
def test_what_is_stored_is_noted_by_a_trigger(table):
    """SQLite drops triggers when Django rebuilds a table: such a migration must tie them again."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL drops none")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        assert f"{table}_noted" in {row[0] for row in cursor.fetchall()}

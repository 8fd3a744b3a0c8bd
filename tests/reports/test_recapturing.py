"""A page is fetched again: changed, gone, behind a wall, or as it was. Each look is a row with its own capture."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.documents import NOW, SENTENCES, page
from tests.reports.serving import Answer, Server, answer, serving
from tests.reports.test_captures import faults, fetched
from tests.reports.walls import PAGES
from tocsin.custody.models import Entry
from tocsin.errors import NotFound
from tocsin.reports import recapture, set_sensitivity, take_in
from tocsin.reports.capture_models import Capture, Recapture
from tocsin.reports.content_check import WALLS, Verdict
from tocsin.reports.looking_again import GONE, Outcome, Seen, outcome
from tocsin.reports.models import Report
from tocsin.reports.recapturing import due, last_version, recapturable, rounds

PAGE = answer(page(), kind="text/html")
NEW = answer(page(SENTENCES[0].replace("3,000", "4,000"), *SENTENCES[1:]), kind="text/html")
LATER = NOW + timedelta(days=1)


def looked(server: Server, report: Report, there: Answer, at: datetime = LATER) -> Recapture:
    server.answers["/"] = there
    return recapture(report.pk, by="ani", now=at, guard=server.guard())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("there", "found", "status"),
    [
        (PAGE, "unchanged", 200),
        (answer(page(head="<meta name=count content=7>"), kind="text/html"), "unchanged", 200),
        (NEW, "changed", 200),
        (answer(b"no longer here", status=410), "gone", 410),
        (answer(status=404), "gone", 404),
        (answer(status=503), "not reachable", 503),
        (answer(status=302, Location="http://10.0.0.1/"), "not reachable", None),
        (lambda connection: connection.close(), "not reachable", None),
        (answer(b"for members", status=403), "now a wall", 403),
        (answer(PAGES["a cookie wall"][0], kind="text/html"), "now a wall", 200),
        (answer(PAGES["a check for robots"][0], kind="text/html"), "now a wall", 200),
        (answer(b"<html><body></body></html>", kind="text/html"), "now a wall", 200),
    ],
)
def test_what_became_of_a_page_is_a_row_with_its_capture(
    there: Answer, found: str, status: int | None
) -> None:
    """By the status, by what the page holds, and by its clean text; markup that changes is no change."""
    with serving({"/": PAGE}) as server:
        report = fetched(server)
        row = looked(server, report, there)
    assert (row.outcome, row.status, row.compared_with) == (found, status, report)
    assert row.capture is not None and row.capture.size_bytes > 0
    assert (row.version is not None) == (found == "changed")
    assert bool(row.trouble) == (found in ("gone", "not reachable") or status == 403 or there == EMPTY)
    assert Entry.objects.get(item=f"recapture:{row.pk}").action == "looked at again"
    assert faults() == []


EMPTY = answer(b"<html><body></body></html>", kind="text/html")


@pytest.mark.django_db
def test_a_page_that_nobody_serves_any_more_is_not_reachable() -> None:
    """Nothing was sent, so there is nothing to capture."""
    with serving({"/": PAGE}) as server:
        report, guard = fetched(server), server.guard()
    row = recapture(report.pk, by="ani", now=LATER, guard=guard)
    assert (row.outcome, row.capture, row.status) == ("not reachable", None, None)
    assert "cannot be reached" in row.trouble
    assert faults() == []


@pytest.mark.django_db
def test_a_new_version_is_a_report_of_its_own_and_the_next_look_goes_by_it() -> None:
    """Changed, as it was since, and back to the first text; the old one stays what it was."""
    with serving({"/": PAGE}) as server:
        report = fetched(server)
        first = looked(server, report, NEW)
        assert first.version is not None and first.capture is not None
        assert first.capture.origin is not None and first.capture.origin.report == first.version
        assert last_version(report) == first.version
        second = looked(server, report, NEW)
        assert (second.outcome, second.compared_with) == ("unchanged", first.version)
        third = looked(server, report, PAGE)
        assert (third.outcome, third.version) == ("changed", report)
        assert list(recapturable()) == [report.pk]
    assert report.texts.count() == 1 and Report.objects.count() == 2
    assert faults() == []


@pytest.mark.django_db
def test_a_later_version_of_what_is_for_the_desk_only_is_for_the_desk_only() -> None:
    """Else a look would publish what a person closed."""
    with serving({"/": PAGE}) as server:
        report = fetched(server)
        set_sensitivity(report.pk, "restricted", by="ani", now=NOW, reason="names a witness")
        version = looked(server, report, NEW).version
    assert version is not None
    version.refresh_from_db()
    assert version.sensitivity == "restricted"
    assert faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"outcome": "unchanged"}, "outcome"),
        ({"status": 200}, "status"),
        ({"capture": None}, "capture"),
    ],
)
def test_a_look_that_was_changed_is_found(change: dict[str, Any], named: str) -> None:
    """The log commits to what was found, and to the capture that shows it."""
    with serving({"/": PAGE}) as server:
        looked(server, fetched(server), answer(status=404))
    Recapture.objects.update(**change)
    assert any(named in fault for fault in faults())
    Recapture.objects.all().delete()
    assert any("recapture:" in fault and "not in the store" in fault for fault in faults())


@pytest.mark.django_db
def test_only_what_was_fetched_is_looked_at_again(tmp_path: Any) -> None:
    """A file has no address; a number that is none is said to be none."""
    path = tmp_path / "a.html"
    path.write_bytes(page())
    (result,) = take_in([path], by="ani", now=NOW)
    for number in (result.report_id or 0, 999):
        with pytest.raises(NotFound):
            recapture(number, by="ani", now=LATER)
    assert list(recapturable()) == []


@pytest.mark.django_db
def test_the_worker_looks_when_it_is_told_to_and_the_longest_waiting_first(settings: Any) -> None:
    """Off by default; then each page once in so many days."""
    pages = {f"/{n}": answer(page(f"Page {n} has news of its own."), kind="text/html") for n in (1, 2)}
    with serving(pages) as server:
        one, two = fetched(server, "/1"), fetched(server, "/2")
        later = NOW + timedelta(days=8)
        assert due(later) == []
        settings.TOCSIN_RECAPTURE_DAYS = 7
        assert due(NOW + timedelta(days=6)) == []
        recapture(one.pk, by="ani", now=NOW + timedelta(days=2), guard=server.guard())
        assert due(later) == [two.pk]
        assert [row.outcome for row in rounds(later, guard=server.guard())] == ["unchanged"]
        assert due(later) == []
        assert due(later + timedelta(days=7)) == [one.pk, two.pk]
    assert Capture.objects.count() == 4


texts = st.text(alphabet="ab \n", max_size=12)
seen = st.builds(
    Seen,
    status=st.none() | st.integers(100, 599),
    text=st.none() | texts,
    verdict=st.none() | st.sampled_from(Verdict),
)


@given(before=texts, verdict=st.sampled_from(Verdict), seen=seen)
def test_every_look_has_one_outcome(before: str, verdict: Verdict, seen: Seen) -> None:
    """Changed needs another text and a success; the same text is never a change nor a wall; gone is what the server says."""
    found = outcome(before, verdict, seen)
    success = seen.status is not None and 200 <= seen.status < 300
    assert (found == Outcome.GONE) == (seen.status in GONE)
    if found == Outcome.CHANGED:
        assert success and seen.text is not None and seen.text.split() != before.split()
    if success and seen.text is not None and seen.text.split() == before.split():
        assert found == Outcome.UNCHANGED
    if found == Outcome.WALL and success and seen.text is not None:
        assert seen.verdict in WALLS and verdict not in WALLS

"""What was fetched is sealed as it was fetched, tied to its arrival and committed to in the arrival's entry."""

import gzip
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from warcio.archiveiterator import ArchiveIterator

from tests.reports.documents import NOW, page
from tests.reports.https import HOST, serving_https
from tests.reports.serving import Server, answer, serving
from tests.reports.test_warc import chunked
from tests.reports.walls import PAGES
from tocsin import custody
from tocsin.archives import wacz
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reports import TakenIn, capture_warc, judge_content, open_sealed, take_in
from tocsin.reports.capture_models import Capture, CaptureBytes
from tocsin.reports.capture_wacz import write_wacz
from tocsin.reports.capturing import captured_page, open_capture
from tocsin.reports.content_judging import standing
from tocsin.reports.feeds import add_feed, poll
from tocsin.reports.models import Origin, Report
from tocsin.reports.seal import ROW_BYTES_MAX, sealed_path
from tocsin.whole_store import verifying

pytestmark = pytest.mark.django_db


def fetched(server: Server, path: str = "/") -> Report:
    (result,) = take_in([server.url(path)], by="ani", now=NOW, guard=server.guard())
    assert result.report_id, result.trouble
    return Report.objects.get(pk=result.report_id)


def faults() -> list[str]:
    return list(verifying.faults(lambda: None))


def test_a_page_has_a_capture_from_which_its_bytes_follow() -> None:
    """Redirect and page stand in one WARC; the report's bytes are what the last answer carries, unpacked."""
    moved = answer(b"moved", status=302, Location="/there")
    with serving({"/": moved, "/there": answer(page(), kind="text/html")}) as server:
        report = fetched(server)
    origin = report.origins.get()
    warc = capture_warc(origin)
    assert hashlib.sha256(warc).hexdigest() == origin.capture.sha256
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(warc), no_record_parse=True)]
    assert kinds.count("response") == 2
    assert captured_page(origin.capture) == open_sealed(report)
    assert origin.capture.verdict == "article"
    assert faults() == []


def test_the_entry_of_the_arrival_commits_to_the_capture() -> None:
    """Each arrival has its own; a file has none, and its entry is as it ever was."""
    with serving({"/": answer(page(), kind="text/html")}) as server:
        report = fetched(server)
        assert fetched(server) == report
    first, second = (origin.capture for origin in report.origins.order_by("pk"))
    assert first.sha256 != second.sha256
    entries = Entry.objects.filter(item=f"report:{report.pk}").order_by("pk")
    assert [entry.action for entry in entries] == ["taken in", "arrived again"]
    for entry, capture in zip(entries, (first, second), strict=True):
        assert custody.opened(entry, {"capture_sha256": capture.sha256, "capture_verdict": "article"}) == []
        assert custody.opened(entry, {"capture_sha256": "0" * 64}) == ["capture_sha256"]
    assert faults() == []


def test_a_file_has_no_capture_and_its_entry_says_nothing_of_one(take: Callable[..., TakenIn]) -> None:
    """What is not fetched is logged in the form that it always had."""
    result = take("a.html", page())
    assert not Capture.objects.exists()
    assert b"capture" not in bytes(Entry.objects.get(item=f"report:{result.report_id}").canonical)
    with pytest.raises(NotFound, match="no capture"):
        capture_warc(Origin.objects.get())


def test_the_pages_of_a_feed_have_captures_and_the_feed_has_none() -> None:
    """The feed itself is no report."""
    from tests.reports.documents import rss

    with serving({"/1": answer(page(), kind="text/html")}) as server:
        server.answers["/feed"] = answer(rss(server.url("/1")), kind="application/rss+xml")
        feed = add_feed(server.url("/feed"), by="ani", now=NOW)
        (result,) = poll(feed, now=NOW, guard=server.guard())
    assert Capture.objects.get().origin.report_id == result.report_id
    assert faults() == []


def test_a_capture_goes_on_as_a_wacz_that_holds(tmp_path: Path) -> None:
    """Redirects, packing and chunks among it: the archive is judged by the strict rules for those of strangers."""
    body = gzip.compress(page())
    answers = {
        "/": answer(b"moved", status=302, Location="/there"),
        "/there": chunked(body, 100, Content_Encoding="gzip", Content_Type="text/html"),
    }
    with serving(answers) as server:
        report = fetched(server)
    path = tmp_path / "1.wacz"
    write_wacz(report.origins.get(), path, now=datetime.now(UTC))
    verdict = wacz.check(path)
    assert verdict.valid and not verdict.faults and not verdict.warnings, (verdict.faults, verdict.warnings)
    assert [each.url for each in verdict.pages] == [server.url("/there")]
    main = wacz.main_page(path)
    assert main is not None and main.body == page()


def test_a_large_capture_stands_in_a_file(sealed_folder: Path) -> None:
    """What does not shrink; nothing unfinished is left beside it."""
    import random

    words = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=3 * ROW_BYTES_MAX))
    with serving({"/": answer(words.encode())}) as server:
        report = fetched(server)
    capture = report.origins.get().capture
    assert CaptureBytes.objects.get(pk=capture.pk).content is None
    assert sealed_path(capture.sha256).stat().st_size == capture.size_bytes > ROW_BYTES_MAX
    assert captured_page(capture) == words.encode()
    assert list((sealed_folder / "incoming").iterdir()) == []
    assert faults() == []
    sealed_path(capture.sha256).write_bytes(open_capture(capture)[:-1])
    assert [fault for fault in faults() if fault.startswith(f"capture {capture.pk}: ")]


def test_over_https_the_certificate_stands_with_the_capture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom it names, who signed it and how long it holds, beside its hash."""
    with serving_https({"/": answer(page(), kind="text/html")}, tmp_path, monkeypatch) as (server, der):
        guard = server.guard({HOST: ["127.0.0.1"]})
        take_in([server.url("/", HOST)], by="ani", now=NOW, guard=guard)
    (seen,) = Capture.objects.get().certificates
    assert (seen["sha256"], seen["subject"]) == (hashlib.sha256(der).hexdigest(), f"CN={HOST}")
    assert seen["protocol"] == "TLSv1.3" and seen["not_after"].endswith("Z")
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"verdict": "cookie wall"}, "capture_verdict"),
        ({"certificates": [{"subject": "CN=other"}]}, "capture_certificates"),
        ({"sha256": "0" * 64}, "capture_sha256"),
        ({"origin": None}, "its capture is in the log and not in the store"),
    ],
)
def test_a_capture_that_was_changed_is_found(change: dict[str, Any], named: str) -> None:
    """The log tells."""
    with serving({"/": answer(page(), kind="text/html")}) as server:
        fetched(server)
    Capture.objects.update(**change)
    assert any(named in fault for fault in faults())


def test_a_capture_of_another_page_is_found() -> None:
    """One whole WARC in place of another: the bytes of the report do not follow from it."""
    with serving(
        {"/": answer(page(), kind="text/html"), "/b": answer(page("Other words."), kind="text/html")}
    ) as server:
        one, other = fetched(server), fetched(server, "/b")
    ours, theirs = one.origins.get().capture, other.origins.get().capture
    CaptureBytes.objects.filter(pk=ours.pk).update(content=open_capture(theirs))
    Capture.objects.filter(pk=ours.pk).update(sha256=theirs.sha256)
    told = faults()
    assert f"capture {ours.pk}: report {one.pk} does not follow from it" in told


def test_a_wall_is_taken_in_and_said_to_be_one_until_a_person_says_otherwise() -> None:
    """The word is logged with its reason, supersedes the program's, and is superseded in its turn."""
    body, verdict = PAGES["a cookie wall"]
    with serving({"/": answer(body, kind="text/html")}) as server:
        report = fetched(server)
    found = standing([report.pk])[report.pk]
    assert (found.verdict, found.is_wall, found.judgement) == (verdict, True, None)
    ani = User.objects.create_user("ani")
    said: Any = {"by": ani, "now": NOW, "reason": "the notice is what we wanted"}
    first = judge_content(report.pk, verdict="article", seen=None, **said)
    assert standing([report.pk])[report.pk].judgement == first
    with pytest.raises(Conflict):
        judge_content(report.pk, verdict="error page", seen=None, **said)
    judge_content(report.pk, verdict="error page", seen=first.pk, **said)
    assert standing([report.pk])[report.pk].verdict == "error page"
    assert faults() == []
    assert Entry.objects.filter(item__startswith="content-check:", action="judged").count() == 2


def test_a_verdict_needs_a_reason_a_known_word_and_a_capture(take: Callable[..., TakenIn]) -> None:
    """Nothing is stored otherwise."""
    number = take("a.html", page()).report_id or 0
    ani = User.objects.create_user("ani")
    with pytest.raises(WrongUse, match="no verdict"):
        judge_content(number, verdict="fine", reason="so", by=ani, now=NOW, seen=None)
    with pytest.raises(WrongUse, match="reason"):
        judge_content(number, verdict="article", reason=" ", by=ani, now=NOW, seen=None)
    with pytest.raises(NotFound, match="no capture"):
        judge_content(number, verdict="article", reason="so", by=ani, now=NOW, seen=None)

"""Reports taken in: what is stored, what is said over it, and what the custody log commits to."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.reports.documents import NOW, SENTENCES, docx, mail, page, pdf, rss
from tests.reports.serving import answer, serving
from tocsin.custody import differs, entries, opened, verify
from tocsin.custody.models import Entry
from tocsin.errors import StoreTrouble, WrongUse
from tocsin.reports import Arrival, TakenIn, fields_of, keep, open_sealed, paste, take_in, text_of
from tocsin.reports.fields import origin_fields_of
from tocsin.reports.models import Origin, Report, ReportText
from tocsin.reports.taking_in import BATCH_REPORTS_MAX

Take = Callable[..., TakenIn]
TEXT = "Title: The bridge\nPublisher: Example Gazette\nPublished: 2023-09-29T20:30+04:00\n\n" + "\n".join(
    SENTENCES
)

pytestmark = pytest.mark.django_db


def test_a_text_is_stored_whole(take: Take) -> None:
    """Bytes as they came, both hashes, clean text, metadata, and where it came from."""
    result = take("bridge.txt", TEXT.replace("\n", "\r\n").encode())
    report = Report.objects.get()
    assert result == TakenIn(address=result.address, report_id=report.pk, fresh=True)
    assert (report.media_type, report.title, report.publisher, report.language) == (
        "text/plain", "The bridge", "Example Gazette", "en",
    )  # fmt: skip
    assert report.published_at == datetime(2023, 9, 29, 16, 30, tzinfo=UTC)
    assert (report.published_precision, report.published_offset_min, report.fetched_at) == (
        "minute",
        240,
        NOW,
    )
    assert open_sealed(report) == TEXT.replace("\n", "\r\n").encode()
    assert text_of(report) == TEXT
    origin = report.origins.get()
    assert (origin.kind, origin.address, origin.hops, origin.taken_in_by) == (
        "file",
        result.address,
        [],
        "command line",
    )


def test_a_batch_of_every_kind_is_read(inbox: Path) -> None:
    """Each kind of document gives its text; a picture has none until a person types one."""
    files = {
        "a.txt": SENTENCES[0].encode(), "b.html": page(), "c.eml": mail(), "d.pdf": pdf(), "e.docx": docx(*SENTENCES),
        "f.png": b"\x89PNG\r\n\x1a\n" + bytes(99), "g.rss": rss("https://wire.example/1"),
    }  # fmt: skip
    for name, content in files.items():
        (inbox / name).write_bytes(content)
    results = take_in([inbox], by="ani", now=NOW)
    assert [result.trouble for result in results] == [None] * 7
    kinds = [report.media_type.split("/")[1].split(".")[0] for report in Report.objects.order_by("id")]
    assert kinds == ["plain", "html", "rfc822", "pdf", "vnd", "png", "rss+xml"]
    without_text = Report.objects.exclude(pk__in=ReportText.objects.values("report"))
    assert [report.media_type for report in without_text] == ["image/png"]
    assert Origin.objects.get(kind="mail").address == "<1@gazette.example>"


def test_the_custody_log_holds_every_field_and_the_text(take: Take) -> None:
    """The entry opens with what stands in the store, and no longer once the store is changed."""
    result = take("bridge.txt", TEXT.encode())
    report, entry = Report.objects.get(), Entry.objects.get()
    assert (entry.item, entry.action, entry.actor, entry.at) == (
        f"report:{result.report_id}",
        "taken in",
        "command line",
        NOW,
    )
    committed = fields_of(report) | origin_fields_of(report.origins.get())
    assert opened(entry, committed, text_of(report)) == []
    assert opened(
        entry, committed | {"publisher": "Another"}, str(text_of(report)).replace("200", "900")
    ) == [
        "publisher",
        "text.4",
    ]
    assert b"Gazette" not in bytes(entry.canonical) and b"bridge" not in bytes(entry.canonical)


def test_the_same_bytes_twice_are_one_report_with_two_origins(take: Take) -> None:
    """However they arrive: each arrival is kept, and logged."""
    first, second = take("a.txt", TEXT.encode()), take("b.txt", TEXT.encode())
    assert (first.fresh, second.fresh, second.report_id) == (True, False, first.report_id)
    report = Report.objects.get()
    assert [Path(origin.address).name for origin in report.origins.order_by("id")] == ["a.txt", "b.txt"]
    assert report.texts.count() == 1
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "taken in",
        "arrived again",
    ]


def test_the_same_bytes_twice_in_one_batch_are_one_report(inbox: Path) -> None:
    """The second is compared with the first before either is stored."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (inbox / name).write_text(TEXT if name != "b.txt" else "Other words.")
    results = take_in([inbox], by="ani", now=NOW)
    assert [result.fresh for result in results] == [True, True, False]
    assert results[0].report_id == results[2].report_id != results[1].report_id


def test_what_a_person_says_wins(take: Take) -> None:
    """Publisher, date, language: the person's word stands where the report says otherwise."""
    take("bridge.txt", TEXT.encode(), publisher="Sample Wire", published="2023-09-28", language="hy")
    report = Report.objects.get()
    assert (report.publisher, report.published_precision, report.language) == ("Sample Wire", "day", "hy")
    assert report.origins.get().publisher == "Sample Wire"


def test_a_later_word_changes_nothing_and_is_told(take: Take) -> None:
    """A report keeps its fields; a note says what was not kept."""
    take("bridge.txt", TEXT.encode())
    again = take("bridge.txt", TEXT.encode(), published="2023-09-01")
    assert again.notes == ("it is in already, with another published time, which stays",)
    assert (
        take("bridge.txt", TEXT.encode(), publisher="Sample Wire")
        .notes[0]
        .endswith("another publisher, which stays")
    )
    assert Report.objects.get().published_at == datetime(2023, 9, 29, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("said", [{"published": "soon"}, {"language": "English"}, {"encoding": "klingon"}])
def test_a_word_that_means_nothing_is_a_wrong_use(take: Take, said: dict[str, str]) -> None:
    """Nothing is taken in then."""
    with pytest.raises(WrongUse, match=next(iter(said.values()))):
        take("bridge.txt", TEXT.encode(), **said)
    assert not Report.objects.exists()


def test_a_large_file_is_sealed_in_a_file_of_its_own(take: Take, sealed_folder: Path) -> None:
    """Named by its sha256, whole, and checked whenever it is opened."""
    content = "\n".join(SENTENCES * 6000).encode()
    assert len(content) > 2**20
    take("long.txt", content)
    report = Report.objects.select_related("sealed").get()
    assert report.sealed.content is None and open_sealed(report) == content
    assert [path.name for path in sealed_folder.rglob("*") if path.is_file()] == [report.sha256]
    path = sealed_folder / report.sha256[:2] / report.sha256
    path.write_bytes(content + b"!")
    with pytest.raises(StoreTrouble, match=f"report {report.pk} are not those that came"):
        open_sealed(report)
    path.unlink()
    with pytest.raises(StoreTrouble, match="cannot be read"):
        open_sealed(report)


def test_a_recording_may_be_larger_than_a_document(take: Take, settings: Any) -> None:
    """It is copied piece by piece, never held in memory; a text of that size is refused."""
    settings.TOCSIN_REPORT_BYTES_MAX = 100_000
    video = b"\0\0\0\x20ftypisom" + bytes(1_500_000)
    assert take("clip.mp4", video).fresh
    report = Report.objects.select_related("sealed").get()
    assert report.sealed.content is None and open_sealed(report) == video
    assert "more than 1,600,000" in str(take("long.mp4", video + bytes(200_000)).trouble)
    assert "more than 100,000" in str(take("long.txt", b"words " * 20_000).trouble)


def test_a_folder_brings_its_files_in_order(inbox: Path) -> None:
    """Below it too; hidden files and links are left out."""
    (inbox / "b").mkdir()
    for name in ("z.txt", "b/y.txt", "a.txt", ".hidden.txt"):
        (inbox / name).write_text(f"Words of {name}.")
    (inbox / "link.txt").symlink_to(inbox / "z.txt")
    results = take_in([inbox], by="ani", now=NOW)
    assert [Path(result.address).name for result in results] == ["a.txt", "z.txt", "y.txt"]


def test_a_file_name_that_is_no_utf8_is_shown_with_question_marks(inbox: Path) -> None:
    """Names are bytes on a disk; the store and the log hold text."""
    for name in (b"\xe1\xe2.txt", b"\xff.txt"):
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(
            b"Words." if name[:1] == b"\xff" else b""
        )
    results = take_in([inbox], by="ani", now=NOW)
    assert [Path(result.address).name for result in results] == ["??.txt", "?.txt"]
    assert results[0].trouble == f"{inbox}/??.txt: it is empty" and results[1].fresh


def test_many_reports_are_stored_in_batches(inbox: Path) -> None:
    """More than one batch: all are in, in order, and each result is told as it is stored."""
    arrivals = [
        Arrival(kind="file", address=f"{number}.txt", content=f"Report number {number}.".encode())
        for number in range(BATCH_REPORTS_MAX + 5)
    ]
    told: list[TakenIn] = []
    results = take_in(arrivals, by="ani", now=NOW, progress=told.append)
    assert told == results and [result.address for result in results] == [
        arrival.address for arrival in arrivals
    ]
    assert Report.objects.count() == len(arrivals) and verify().trouble == ""


def test_pasted_text_is_a_report(take: Take) -> None:
    """With the title and publisher that a person types; empty text is refused."""
    result = paste(
        SENTENCES[0], by="ani", now=NOW, title="Count", publisher="Model Radio", published="2023-09-29"
    )
    report = Report.objects.get()
    assert (result.report_id, report.title, report.publisher) == (report.pk, "Count", "Model Radio")
    assert (report.origins.get().kind, text_of(report)) == ("paste", SENTENCES[0])
    assert paste(" \n", by="ani", now=NOW).trouble == "the pasted text: it holds no text"
    assert paste("<p>Three thousand crossed, it said.", by="ani", now=NOW).fresh


def test_a_page_is_fetched_with_its_hops() -> None:
    """Every redirect is kept with the address that answered."""
    with serving({"/": answer(status=301, Location="/a"), "/a": answer(page(), kind="text/html")}) as server:
        (result,) = take_in([server.url()], by="ani", now=NOW, guard=server.guard())
    origin = Origin.objects.get()
    assert result.fresh and (origin.kind, origin.address) == ("url", server.url())
    assert [(hop["url"], hop["status"], hop["ip"]) for hop in origin.hops] == [
        (server.url(), 301, "127.0.0.1"),
        (server.url("/a"), 200, "127.0.0.1"),
    ]


def test_a_feed_brings_the_pages_that_it_announces() -> None:
    """An entry's summary is not the article; a page that can't be had is told, and the others are in."""
    with serving({"/1": answer(page(), kind="text/html")}) as server:
        server.answers["/feed"] = answer(rss(server.url("/1"), server.url("/2")), kind="application/rss+xml")
        first, second = take_in([server.url("/feed")], by="ani", now=NOW, guard=server.guard())
    report = Report.objects.get()
    assert (
        first.fresh
        and second.trouble
        == f"{server.url('/2')}: the server answers 404; check the address, or save the page as a file"
    )
    assert (report.title, report.publisher) == ("Count 0", "Sample Wire")
    assert report.published_at == datetime(2023, 9, 29, 6, 0, tzinfo=UTC)
    assert report.origins.get().kind == "feed"


def test_two_who_take_in_the_same_bytes_at_once_get_one_report(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store refuses the second row; the batch is tried again and finds the first."""
    take("a.txt", TEXT.encode())
    real, asked = keep._stored, list[int]()

    def stored(seals: Any, *names: str) -> Any:
        """Finds nothing at first, as while the other's transaction is not committed."""
        asked.append(1)
        return {} if len(asked) == 1 else real(seals, *names)

    monkeypatch.setattr(keep, "_stored", stored)
    assert not take("b.txt", TEXT.encode()).fresh
    assert Report.objects.count() == 1 and Origin.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_threads_take_in_the_same_bytes_in_another_order() -> None:
    """Each report is there once with an origin for each of them, and the log is sound."""
    arrivals = [Arrival(kind="file", address=f"{n}.txt", content=f"Report {n}.".encode()) for n in range(300)]
    start, results = Barrier(2), list[TakenIn]()

    def take_all(order: int) -> None:
        start.wait(30)
        results.extend(take_in(arrivals[::order], by="ani", now=NOW))
        connection.close()

    threads = [Thread(target=take_all, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sum(result.fresh for result in results) == Report.objects.count() == 300
    assert len(results) == Origin.objects.count() == 600
    assert verify().trouble == ""


def test_a_store_that_always_refuses_raises(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two attempts, then the reason."""
    attempts: list[int] = []

    def refuse(*_: Any) -> Any:
        attempts.append(1)
        raise IntegrityError("twice")

    monkeypatch.setattr(keep, "_keep", refuse)
    with pytest.raises(IntegrityError):
        take("a.txt", TEXT.encode())
    assert len(attempts) == 2


def test_every_fetch_time_is_the_callers(take: Take) -> None:
    """No clock is read: `now` is handed in."""
    take("a.txt", TEXT.encode())
    (line,) = entries()
    assert Origin.objects.get().fetched_at == line.at == NOW
    assert NOW - timedelta(days=3) < Report.objects.get().published_at < NOW  # type: ignore[operator]


def test_the_store_agrees_with_the_log(take: Take) -> None:
    """A shell can check every report against the log with the faces of this step."""
    result = take("a.txt", TEXT.encode())
    report = Report.objects.get()
    assert differs(f"report:{result.report_id}", fields_of(report), text_of(report)) == []
    report.publisher = "Another"
    assert differs(f"report:{result.report_id}", fields_of(report), text_of(report)) == ["publisher"]

"""A fetched page is rendered by a browser that has nothing but the page, and what it shows is sealed with the capture."""

import hashlib
import io
import os
import re
import socket
import struct
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.reports.documents import NOW, page
from tests.reports.serving import Server, answer, serving
from tests.reports.walls import SENTENCE, html
from tocsin import custody
from tocsin.apart import launch
from tocsin.archives import wacz
from tocsin.custody.models import Entry
from tocsin.errors import NotFound
from tocsin.reports import TakenIn, capture_warc, open_sealed, take_in
from tocsin.reports.capture_models import Capture
from tocsin.reports.capture_wacz import write_wacz
from tocsin.reports.capturing import captured_page, picture_of
from tocsin.reports.content_check import VERSION, Checked, Verdict, as_rendered
from tocsin.reports.models import Report
from tocsin.reports.page_signs import PageSigns
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db
CHROMIUM = Path("/usr/bin/chromium")
#: what stands in the command line of each of its processes
MARK = b"tocsin-browser-"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)  # fmt: skip


def fetched(server: Server) -> TakenIn:
    (result,) = take_in([server.url()], by="ani", now=NOW, guard=server.guard())
    assert result.report_id, result.trouble
    return result


def launched(script: str) -> str:
    """What a shell says in the browser's place; empty where the system knows no namespaces."""
    from_it, to_us = os.pipe()
    command = [sys.executable, "-P", "-m", "tocsin.apart.launch", str(from_it), str(to_us), "/"]
    environment = {"PYTHONPATH": str(Path(launch.__file__).parents[2]), "SECRET_KEY": "a secret"}
    done = subprocess.run(
        [*command, "/bin/sh", "-c", f"{{ {script}; }} >&4"],
        pass_fds=(from_it, to_us), env=environment, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    os.close(to_us)
    with os.fdopen(from_it) as stream:
        return stream.read() if done.returncode == 0 else ""


needs_namespaces = pytest.mark.skipif(not launched("echo yes"), reason="no network namespaces here")


def browsers() -> list[tuple[int, str]]:
    """User and network of each process of a browser that we started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (
                MARK in (process / "cmdline").read_bytes()
                and b"launch" not in (process / "cmdline").read_bytes()
            ):
                found.append((process.stat().st_uid, str((process / "ns" / "net").readlink())))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium")
@needs_namespaces
def test_a_page_that_scripts_write_is_seen_as_a_reader_saw_it(settings: Any, tmp_path: Path) -> None:
    """Picture, text and what the page asked for stand in the capture; the browser had no network, and is gone."""
    settings.TOCSIN_CHROMIUM, settings.TOCSIN_CHROMIUM_FETCH = str(CHROMIUM), True
    alive: list[tuple[int, str]] = []

    def pixel(connection: socket.socket) -> None:
        alive.extend(browsers())
        connection.sendall(answer(PIXEL, kind="image/png"))

    script = (
        f"document.querySelector('p').textContent = '{SENTENCE}'.repeat(9); alert(1); location = '/elsewhere'"
    )
    shell = html(
        "<h1>Harbour office counts</h1><p>Please wait.</p><img src=/pixel.png><img src=http://127.0.0.1:9/no.png>"
        "<div style='height:30000px'></div><script src=/late.js></script>"
    )
    answers = {"/": answer(shell, kind="text/html"), "/pixel.png": pixel}
    answers["/late.js"] = answer(script.encode(), kind="text/javascript")
    with serving(answers) as server:
        result = fetched(server)
        asked = [head.split(" ")[1] for head in server.asked]
    assert not [note for note in result.notes if "picture" in note], result.notes
    assert "/elsewhere" not in asked and sorted(asked[:3]) == ["/", "/late.js", "/pixel.png"]
    _had_nothing(alive)
    report = Report.objects.get()
    origin = report.origins.get()
    png, text = picture_of(origin.capture)
    assert struct.unpack(">II", png[16:24]) == (1280, 16384) and origin.capture.picture["cut"]
    assert text.count("The harbour office") == 9 and text.startswith("Harbour office counts")
    assert origin.capture.verdict == "article", origin.capture.reasons
    assert "by what a browser showed of it" in origin.capture.reasons
    assert captured_page(origin.capture) == open_sealed(report) == shell
    _is_bound(origin.capture, png, text)
    warc = capture_warc(origin)
    kinds = [each.rec_type for each in ArchiveIterator(io.BytesIO(warc), no_record_parse=True)]
    assert kinds.count("resource") == 2 and kinds.count("response") >= 3
    path = tmp_path / "page.wacz"
    write_wacz(origin, path, now=datetime.now(UTC))
    with path.open("rb") as stream:
        assert wacz.check(stream).valid
    assert list(faults(lambda: None)) == []
    Capture.objects.update(picture={**origin.capture.picture, "sha256": "0" * 64})
    assert any("picture" in fault for fault in faults(lambda: None))


def _had_nothing(alive: list[tuple[int, str]]) -> None:
    """No process of it was root's, none was on our network, and none is left."""
    assert alive and all(user != 0 for user, _ in alive)
    assert str(Path("/proc/self/ns/net").readlink()) not in {network for _, network in alive}
    assert browsers() == []


def _is_bound(capture: Capture, png: bytes, text: str) -> None:
    """To the entry of its arrival, by hash."""
    assert capture.picture["sha256"] == hashlib.sha256(png).hexdigest()
    assert capture.picture["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    entry = Entry.objects.get(action="taken in")
    assert custody.opened(entry, {"capture_picture": capture.picture}) == []


def test_without_a_browser_a_page_is_taken_in_and_the_lack_is_said(settings: Any) -> None:
    """A program that is not there costs the picture, not the report."""
    settings.TOCSIN_CHROMIUM = "/nowhere/chromium"
    with serving({"/": answer(page(), kind="text/html")}) as server:
        result = fetched(server)
    assert any(note.startswith("without a picture: ") for note in result.notes), result.notes
    capture = Capture.objects.get()
    assert capture.picture is None
    with pytest.raises(NotFound, match="no picture"):
        picture_of(capture)
    assert list(faults(lambda: None)) == []


def test_it_is_off_unless_it_is_named(settings: Any) -> None:
    """And what was captured without pictures is logged in the form that it always had."""
    assert settings.TOCSIN_CHROMIUM == "" and settings.TOCSIN_CHROMIUM_FETCH is False
    with serving({"/": answer(page(), kind="text/html")}) as server:
        assert not fetched(server).notes
    assert b"capture_picture" not in bytes(Entry.objects.get(action="taken in").canonical)


@needs_namespaces
def test_what_is_launched_has_nothing_left_to_give_away() -> None:
    """Not root, no capability, no way to gain one, no interface but its own loopback, none of our files or variables."""
    told = launched("id -u; cat /proc/self/status; cat /proc/net/dev; env; ls /proc/self/fd; ulimit -f")
    fields = dict(line.split(":", 1) for line in told.splitlines() if re.match(r"\w+:\t", line))
    assert told.splitlines()[0] not in ("0", "") and fields["NoNewPrivs"].strip() == "1"
    if os.geteuid() == 0:
        assert int(fields["CapEff"], 16) == int(fields["CapPrm"], 16) == 0 and fields["Groups"].strip() == ""
    assert re.findall(r"^ *(\w+):", told.partition("face |bytes")[2], re.MULTILINE) == ["lo"]
    assert "SECRET_KEY" not in told and "TOCSIN_HOME" not in told and "LC_ALL=C.UTF-8" in told
    assert int(told.splitlines()[-1]) * 512 == launch.FILE_BYTES_MAX


def test_root_that_cannot_become_somebody_else_runs_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where there is nobody to become, nor where the system forbids it."""
    monkeypatch.setattr(launch, "STRANGER", "no-such-user-here")
    with pytest.raises(launch.Refused, match="no user no-such-user-here"):
        launch.become_stranger()
    monkeypatch.undo()

    def forbidden(*_: int) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(os, "setgroups", forbidden)
    with pytest.raises(launch.Refused, match="cannot become nobody"):
        launch.become_stranger()


@pytest.mark.parametrize(
    ("signs", "verdict"),
    [
        (None, Verdict.EMPTY),
        (PageSigns(text_signs=900, visible_signs=900, paragraphs=4, walled=(0,) * 6), Verdict.ARTICLE),
        (
            PageSigns(text_signs=200, visible_signs=200, seen_words=(("consent", "accept all cookies"),)),
            Verdict.COOKIES,
        ),
    ],
    ids=["nothing", "an article", "a wall"],
)
def test_an_empty_shell_is_judged_by_what_a_browser_shows(signs: PageSigns | None, verdict: Verdict) -> None:
    """Both looks are among the reasons."""
    shell = Checked(verdict=Verdict.EMPTY, reasons=("its clean text has only 3 characters",))
    found = as_rendered(shell, signs)
    assert found.verdict == verdict and shell.reasons[0] in found.reasons and len(found.reasons) > 1
    assert found.version == VERSION

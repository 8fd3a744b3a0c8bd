"""The process that opens documents from strangers, and what becomes of us when it dies."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.documents import SENTENCES, page, pdf
from tocsin.errors import ReportRefused
from tocsin.reports import confined, extract
from tocsin.reports.confinement import Reader
from tocsin.reports.extract import Hints
from tocsin.reports.media import HTML, PDF, TEXT

PAGE = Hints(media_type=HTML)


def stand_in(monkeypatch: pytest.MonkeyPatch, behaviour: str) -> None:
    """Start a process that behaves so, confined as the real one, in its place."""
    code = f"import sys, time, os; from tocsin.apart import fence; fence.confine(1536 * 2**20); {behaviour}"
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        return real([command[0], "-P", "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)


def test_one_process_reads_many_documents() -> None:
    """It stays warm for a batch, and a refused document does not end it."""
    with Reader() as reader:
        assert reader.extract(page(), PAGE).text == "\n".join(SENTENCES) + "\n"
        process = reader._process
        with pytest.raises(ReportRefused, match="locked with a password"):
            reader.extract(pdf(password="secret"), Hints(media_type=PDF))
        assert reader.extract(pdf(), Hints(media_type=PDF)).text == SENTENCES[0] + "\n"
        assert process is not None and reader._process is process
    assert process._popen.returncode is not None


def test_plain_text_needs_no_process() -> None:
    """Decoding is ours, and bounded."""
    with Reader() as reader:
        reader.extract(b"words", Hints(media_type=TEXT))
        assert reader._process is None


def test_a_document_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is ended, and the next document gets a new one."""
    with Reader(wall_s_max=0.5) as reader:
        with monkeypatch.context() as patch:
            stand_in(patch, "time.sleep(60)")
            with pytest.raises(ReportRefused, match=r"took longer than 0\.5 s"):
                reader.extract(page(), PAGE)
        reader._wall_s_max = 60
        assert reader.extract(page(), PAGE).text


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        ("os.abort()", "crashed"),
        ("sys.exit(3)", "stopped"),
        ("fence.allow_processor_time(1); exec('while True: pass')", "used up"),
        ("os.write(1, bytes([127] * 16)); time.sleep(60)", "stopped answering"),
        ("x = bytearray(4 * 2**30)", "stopped"),
    ],
)  # fmt: skip
def test_a_process_that_dies_takes_one_document_with_it(
    behaviour: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash, an exit, too much processor time, an answer without end, too much memory."""
    with Reader() as reader:
        with monkeypatch.context() as patch:
            stand_in(patch, behaviour)
            with pytest.raises(ReportRefused, match=f"cannot be read safely: its reader .*{message}"):
                reader.extract(page(), PAGE)
        assert reader.extract(page(), PAGE).text


def test_a_killed_process_is_replaced() -> None:
    """The system may kill the process when memory is short."""
    with Reader() as reader:
        reader.extract(page(), PAGE)
        assert reader._process is not None
        os.kill(reader._process._popen.pid, signal.SIGKILL)
        with pytest.raises(ReportRefused, match="used up"):
            reader.extract(page(), PAGE)
        assert reader.extract(page(), PAGE).text


@pytest.mark.parametrize(
    "reaching_out",
    [
        "open('/tmp/tocsin-confined', 'w')",
        "os.open('/tmp/tocsin-confined', os.O_CREAT | os.O_WRONLY)",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('socket').getaddrinfo('localhost', 9)",
        "__import__('subprocess').run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.rename('/tmp/tocsin-a', '/tmp/tocsin-b')",
    ],
)
def test_the_process_reaches_out_to_nothing(reaching_out: str) -> None:
    """No file is written, no program started, no address called, whatever a document talks a parser into."""
    code = (
        "import os; from tocsin.apart import fence; fence.confine(1536 * 2**20)\n"
        f"try: {reaching_out}\nexcept PermissionError as error: print(error)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "a confined process" in done.stdout, done.stderr


def test_any_error_of_a_parser_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsers of hostile bytes raise what they like; the process lives on."""

    def stumble(_content: bytes, _hints: Hints) -> None:
        raise RecursionError

    monkeypatch.setattr(extract, "extract", stumble)
    kind, answer = (lambda data: (data[:1], json.loads(data[1:])))(
        confined._answer({"media_type": HTML}, b"x")
    )
    assert kind == b"-" and "RecursionError" in answer[0]


def test_the_working_folder_is_never_imported_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report may be named lxml.py, and stand in the folder that the command runs in."""
    (tmp_path / "lxml.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    with Reader() as reader:
        assert reader.extract(page(), PAGE).text

import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin

ROOT = Path(__file__).parents[2]


def test_help_imports_neither_django_nor_a_parser() -> None:
    """`tocsin --help` answers at once: it loads the table of commands and nothing else."""
    import subprocess
    import sys

    code = (
        "import sys\nfrom tocsin.cli.commands import parser\nparser().format_help()\n"
        "print([name for name in ('django', 'lxml', 'httpx', 'rich', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "required"),
        (("sing",), "invalid choice"),
        (("read",), "what is to be read"),
        (("read", "-", "--published", "29/09/2023"), "no date"),
        (("situation", "new", "Not A Slug", "--title", "T"), "cannot be a situation's address"),
        (("situation", "new", "a", "--title", "T", "--time-zone", "Mars/Olympus"), "no time zone"),
        (("situation", "add", "a"), "which reports?"),
        (("login", "add", "ani", "--role", "queen"), "is no role"),
        (("take-in", "x.txt", "--published", "soon"), "soon"),
        (("serve", "--port", "99999"), "port 99999"),
    ],
)
def test_a_wrong_command_ends_with_2_and_says_what_to_do(
    tocsin: Tocsin, argv: tuple[str, ...], message: str
) -> None:
    """Every wrong use has exit code 2, a message that names the value, and no traceback."""
    done = tocsin(*argv)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_reports_become_a_situation_on_the_command_line(tocsin: Tocsin) -> None:
    """Take in, open, gather, show: the way through the house in the terminal, prepared by the first command."""
    taken = tocsin("take-in", str(ROOT / "examples" / "reports"), "--json")
    assert taken.returncode == 0, taken.stderr
    rows = json.loads(taken.stdout)
    assert len(rows) == 12 and {row["outcome"] for row in rows} == {"new"}
    assert tocsin("situation", "new", "karabakh", "--title", "Displacement").returncode == 0
    assert "Gathered 12" in tocsin("situation", "add", "karabakh", "--all").stdout
    shown = tocsin("situation", "show", "karabakh")
    assert shown.returncode == 0, shown.stderr
    # nothing is accepted by the program itself
    assert "No finding has been accepted yet" in shown.stdout
    verified = tocsin("custody", "verify", "--json")
    assert verified.returncode == 0 and json.loads(verified.stdout)["good"]


def test_the_same_bytes_twice_are_one_report_with_two_origins(tocsin: Tocsin, tmp_path: Path) -> None:
    """Two files with the same content: one report, and the second arrival is told."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Officials said that 3,000 people had fled.")
    done = tocsin("take-in", "a.txt", "b.txt", "--json")
    assert [(row["report"], row["outcome"]) for row in json.loads(done.stdout)] == [
        (1, "new"),
        (1, "known, one more origin"),
    ]
    assert json.loads(tocsin("report", "list", "--json").stdout)[0]["origins"] == 2


def test_one_bad_report_does_not_stop_the_batch(tocsin: Tocsin, tmp_path: Path) -> None:
    """The bad file is named with its reason, the exit code is 1, and the good one is in."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("Officials said that 3,000 people had fled.")
    done = tocsin("take-in", "empty.txt", "good.txt", "missing.txt")
    assert done.returncode == 1
    assert re.search(r"empty\.txt: .*empty", done.stderr)
    assert "missing.txt: " in done.stderr
    assert len(json.loads(tocsin("report", "list", "--json").stdout)) == 1


def test_signing_needs_a_password(tocsin: Tocsin) -> None:
    """A name alone signs nothing: without a password nobody is asked in a pipe, and a wrong one is refused."""
    tocsin("situation", "new", "karabakh", "--title", "Displacement")
    password = json.loads(tocsin("login", "add", "ani", "--role", "reviewer", "--json").stdout)["password"]
    unnamed = tocsin("situation", "publish", "karabakh")
    assert unnamed.returncode == 2 and "--login" in unnamed.stderr
    silent = tocsin("situation", "publish", "karabakh", "--login", "ani")
    assert silent.returncode == 2 and "TOCSIN_PASSWORD" in silent.stderr
    wrong = tocsin("situation", "publish", "karabakh", "--login", "ani", TOCSIN_PASSWORD="guess")
    assert wrong.returncode == 1 and "do not fit" in wrong.stderr
    right = tocsin("situation", "publish", "karabakh", "--login", "ani", TOCSIN_PASSWORD=password)
    assert right.returncode == 0, right.stderr


def test_a_role_that_may_not_is_told_who_may(tocsin: Tocsin) -> None:
    """An analyst cannot publish; the message names the roles that can."""
    tocsin("situation", "new", "karabakh", "--title", "Displacement")
    password = json.loads(tocsin("login", "add", "ani", "--role", "analyst", "--json").stdout)["password"]
    done = tocsin("situation", "publish", "karabakh", "--login", "ani", TOCSIN_PASSWORD=password)
    assert done.returncode == 1
    assert "issuer, lawyer, reviewer" in done.stderr


def test_a_disabled_login_signs_nothing(tocsin: Tocsin) -> None:
    """Shut out means shut out, on the command line too."""
    tocsin("situation", "new", "karabakh", "--title", "Displacement")
    password = json.loads(tocsin("login", "add", "ani", "--role", "reviewer", "--json").stdout)["password"]
    tocsin("login", "disable", "ani")
    done = tocsin("situation", "publish", "karabakh", "--login", "ani", TOCSIN_PASSWORD=password)
    assert done.returncode == 1 and "do not fit" in done.stderr


def test_a_taken_port_is_said_with_the_remedy(tocsin: Tocsin) -> None:
    """The message names the port and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = tocsin("serve", TOCSIN_PORT=str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr and "TOCSIN_PORT=" in done.stderr


def test_the_address_in_feeds_names_the_port_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """--port weighs more than TOCSIN_PORT, and a TOCSIN_SITE that is set more than both."""
    from argparse import Namespace

    from tocsin import environment
    from tocsin.cli import serve

    served = []
    monkeypatch.setenv("TOCSIN_PORT", "8002")
    monkeypatch.delenv("TOCSIN_SITE", raising=False)
    monkeypatch.setattr(serve, "open_store", lambda: None)
    monkeypatch.setattr(serve, "listening", lambda host, port: port)
    monkeypatch.setattr(
        serve, "serve_on", lambda port: served.append((port, environment.value("TOCSIN_SITE")))
    )
    serve.run(Namespace(port=None))
    serve.run(Namespace(port=8001))
    monkeypatch.setenv("TOCSIN_SITE", "https://desk.example")
    serve.run(Namespace(port=8003))
    assert served == [
        (8002, "http://127.0.0.1:8002"),
        (8001, "http://127.0.0.1:8001"),
        (8003, "https://desk.example"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_with_the_remedy(tocsin: Tocsin, tmp_path: Path) -> None:
    """TOCSIN_HOME below a read-only folder: exit 1 and what to set."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = tocsin("check", TOCSIN_HOME=str(closed / "home"))
    assert done.returncode == 1 and "TOCSIN_HOME" in done.stdout + done.stderr


def test_a_home_that_is_a_file_is_said_with_the_remedy(tocsin: Tocsin, tmp_path: Path) -> None:
    """TOCSIN_HOME cannot be made below a file: exit 1, what to set, no traceback."""
    (tmp_path / "file").write_text("x")
    done = tocsin("report", "list", TOCSIN_HOME=str(tmp_path / "file" / "home"))
    assert done.returncode == 1
    assert "TOCSIN_HOME" in done.stderr and "Traceback" not in done.stderr


def test_a_foreign_database_address_does_not_show_its_password(tocsin: Tocsin) -> None:
    """The message names the scheme only."""
    done = tocsin("report", "list", DATABASE_URL="mysql://root:hunter2@localhost/x")
    assert done.returncode == 2
    assert "mysql" in done.stderr and "hunter2" not in done.stderr


def test_json_lines_in_are_json_lines_out(tocsin: Tocsin, tmp_path: Path) -> None:
    """One object per line, with the id of its text and every list of the contract."""
    lines = [
        {"id": "a", "text": "On Sunday 3,000 people fled.", "published": "2023-09-26"},
        {"id": "b", "text": "Nothing happened.", "published": None},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = tocsin("read", "in.jsonl", "--jsonl")
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in out] == ["a", "b"]
    lists = {
        "figures",
        "statements",
        "times",
        "places",
        "events",
        "calls",
        "responses",
        "qualifications",
        "appeals",
        "problems",
    }
    assert all(set(one) == {"id", *lists} for one in out)


def test_only_what_is_asked_for_is_printed(tocsin: Tocsin) -> None:
    """`--only` leaves the other lists out of the JSON; a kind that there is not is refused."""
    done = tocsin("read", "-", "--only", "figures,times", "--fast", "--jsonl", stdin="In 2022 3,000 fled.")
    assert set(json.loads(done.stdout)) == {"id", "figures", "times"}
    done = tocsin("read", "-", "--only", "figure", stdin="3,000 fled.")
    assert done.returncode == 2 and "choose from figures" in done.stderr


def test_text_from_a_pipe_is_read(tocsin: Tocsin) -> None:
    """`-` is standard input."""
    done = tocsin("read", "-", "--published", "2023-09-26", "--jsonl", stdin="On Sunday 3,000 people fled.")
    assert json.loads(done.stdout)["times"][0]["value"] == "2023-09-24"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ('{"id": 1, "text": "x"}', "needs id and text"),
        ('{"id": "a", "text": "x", "published": 3}', "published is 3"),
        ('{"id": "a", "text": "x", "published": "soon"}', "soon"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tocsin: Tocsin, tmp_path: Path, line: str, message: str) -> None:
    """File, line and reason; no traceback."""
    (tmp_path / "in.jsonl").write_text(line + "\n")
    done = tocsin("read", "in.jsonl", "--jsonl")
    assert done.returncode in (1, 2)
    assert message in done.stderr and "Traceback" not in done.stderr


def test_a_report_is_restricted_by_the_shell_and_opened_by_a_person(tocsin: Tocsin, tmp_path: Path) -> None:
    """Restricting needs a reason; opening publishes again, and so needs a login that may."""
    (tmp_path / "a.txt").write_text("Officials said that 3,000 people had fled.")
    tocsin("take-in", "a.txt")
    assert tocsin("report", "restrict", "1").returncode == 2
    assert tocsin("report", "restrict", "1", "--reason", "names a witness").returncode == 0
    assert json.loads(tocsin("report", "list", "--json").stdout)[0]["sensitivity"] == "restricted"
    unnamed = tocsin("report", "open", "1", "--reason", "the witness is safe")
    assert unnamed.returncode == 2 and "--login" in unnamed.stderr
    password = json.loads(tocsin("login", "add", "ani", "--role", "reviewer", "--json").stdout)["password"]
    opened = tocsin(
        "report", "open", "1", "--reason", "safe", "--login", "ani", TOCSIN_PASSWORD=password
    )  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    assert json.loads(tocsin("report", "list", "--json").stdout)[0]["sensitivity"] == "open"
    assert tocsin("report", "restrict", "9", "--reason", "x").returncode == 1
    entries = json.loads(tocsin("custody", "show", "report:1", "--json").stdout)
    assert [entry["action"] for entry in entries] == ["taken in", "read", "restricted", "opened"]
    assert all("T" in entry["at"] for entry in entries)
    assert json.loads(tocsin("custody", "verify", "--json").stdout)["good"]


def test_a_folder_moves_a_bar_on_a_terminal_and_none_in_a_pipe(tocsin: Tocsin, tmp_path: Path) -> None:
    """The bar counts the files of a folder, not the one name that was given."""
    import pty
    import subprocess
    import sys
    import threading

    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Officials said that {number}00 people had fled.")
    assert tocsin("take-in", "news").stderr == ""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=lambda: shown.extend(_until_closed(ours)))
    reader.start()  # a terminal holds few frames of a bar before it makes their writer wait
    env = {**os.environ, "TOCSIN_HOME": str(tmp_path / "home"), "TERM": "xterm"}
    for command in (["take-in", "news"], ["custody", "verify"]):
        subprocess.run(
            [sys.executable, "-m", "tocsin.cli", *command], env=env, cwd=tmp_path, stderr=theirs,
            stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    os.close(theirs)
    reader.join(timeout=10)
    told = b"".join(shown).decode()
    assert "taking in" in told and "3/3" in told and "items" in told


def _until_closed(terminal: int) -> Iterator[bytes]:
    with suppress(OSError):  # Linux ends a terminal whose other side is closed with EIO
        while part := os.read(terminal, 100_000):
            yield part


def test_a_missing_file_is_named_and_not_laid_on_the_disk(tocsin: Tocsin, tmp_path: Path) -> None:
    """A transcript that is not there: its name, and no word about space."""
    (tmp_path / "a.txt").write_text("Officials said that 3,000 people had fled.")
    tocsin("take-in", "a.txt")
    done = tocsin("report", "transcript", "1", "none.txt", "--by", "A. Person", "--language", "en")
    assert done.returncode == 1
    assert "none.txt" in done.stderr and "name is right" in done.stderr

"""Calendars on loopback that promise and later complete, over both stores."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import DatabaseError, transaction

from tests.custody.acting import act, sql, write
from tests.custody.block_proofs import CALENDAR as URL
from tests.custody.block_proofs import HEIGHT, block, deep, root_of
from tests.custody.stamping import AT
from tocsin import custody
from tocsin.custody import log_keys
from tocsin.custody.models import OpenTimestamp
from tocsin.custody.opentimestamps import keeping
from tocsin.custody.opentimestamps.calendars import ANSWER_BYTES_MAX, call, read_calendars
from tocsin.custody.opentimestamps.paths import claims
from tocsin.custody.opentimestamps.proof import APPEND, SHA256, Attestation, Proof, Step, written
from tocsin.errors import Conflict, FetchFailed, FetchRefused, NotFound, WrongUse
from tocsin.outside.guard import Guard

pytestmark = pytest.mark.django_db

LOOPBACK = Guard(permits=lambda address, _port: address == "127.0.0.1")


@dataclass
class Calendar:
    """Promises every digest; knows the block of each once it is `complete`."""

    complete: bool = False
    #: in place of a right answer
    says: bytes | None = None
    status: int = 200
    port: int = 0
    sent: list[bytes] = field(default_factory=list)

    def promised(self, digest: bytes) -> bytes:
        self.sent.append(digest)
        return written((Step(APPEND, b"salt", (Step(SHA256, b"", (Attestation.pending(URL),)),)),))

    def call(self, method: str, url: str, content: bytes) -> bytes | None:
        """As the product calls, but for where the name leads."""
        return call(method, url.replace(URL, f"http://127.0.0.1:{self.port}"), content, guard=LOOPBACK)


@pytest.fixture
def calendar(settings, tmp_path) -> Iterator[Calendar]:
    settings.TOCSIN_HOME, settings.TOCSIN_SIGNING_PASSPHRASE = tmp_path, ""
    settings.TOCSIN_OPENTIMESTAMPS_CALENDARS = URL
    with _served(Calendar()) as served:
        yield served


@contextmanager
def _served(calendar: Calendar) -> Iterator[Calendar]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/digest"
            self._say(calendar.promised(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            message = bytes.fromhex(self.path.removeprefix("/timestamp/"))
            self._say(written(block()) if calendar.complete and len(message) == 32 else None)

        def _say(self, body: bytes | None) -> None:
            said = calendar.says if calendar.says is not None else body or b"Pending"
            self.send_response(404 if body is None else calendar.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        calendar.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield calendar
        server.shutdown()
    thread.join(5)


@pytest.fixture
def log(db: None, calendar: Calendar) -> None:
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    write(act(1), act(2))


def _stamped(calendar: Calendar) -> OpenTimestamp:
    asked = keeping.stamp(now=AT, by="ani", how=calendar.call)
    assert asked.row is not None and not asked.trouble
    return asked.row


def _faults() -> list[str]:
    return list(keeping.faults(lambda: None))


@pytest.mark.usefixtures("log")
def test_a_checkpoint_is_promised_and_later_complete(calendar: Calendar) -> None:
    """The promise is kept, then what completes it beside it; the log has an entry of each, and both hold."""
    first = _stamped(calendar)
    proof = Proof.read(bytes(first.proof))
    assert proof.digest == keeping.digest_of(first.checkpoint)
    assert [each.by.uri for each in claims(proof)] == [URL]
    [asked] = keeping.upgrade(now=AT, by="ani", how=calendar.call)
    assert asked.row is None and not asked.trouble
    calendar.complete = True
    [asked] = keeping.upgrade(now=AT + timedelta(hours=3), by="ani", how=calendar.call)
    assert asked.row is not None and asked.row.supersedes == first and asked.row.n == 2
    found = list(claims(Proof.read(bytes(asked.row.proof))))
    assert [each.by.height for each in found] == [None, HEIGHT]
    assert found[1].message == root_of(found[0].message)
    assert keeping.newest_of(first.checkpoint.size) == asked.row
    assert list(keeping.upgrade(now=AT, by="ani", how=calendar.call)) == []
    custody.number()
    assert _faults() == []
    for row in OpenTimestamp.objects.all():
        assert not custody.differs(f"opentimestamp:{row.pk}", keeping.committed(row), None)


@pytest.mark.usefixtures("log")
def test_a_calendar_learns_no_hash_that_we_publish(calendar: Calendar) -> None:
    """A nonce of 16 random bytes goes in: another one each time."""
    row = _stamped(calendar)
    [step] = Proof.read(bytes(row.proof)).root
    assert isinstance(step, Step) and step.op == APPEND and len(step.operand) == 16
    assert calendar.sent == [sha256(keeping.digest_of(row.checkpoint) + step.operand).digest()]
    [again] = Proof.read(bytes(_stamped(calendar).proof)).root
    assert isinstance(again, Step) and again.operand != step.operand


WRONG = {
    "no proof": (b"<html>", 200, "no OpenTimestamps proof"),
    "nothing": (b"", 200, "cut off"),
    "too large": (bytes(ANSWER_BYTES_MAX + 1), 200, "more than 10,000 bytes"),
    "broken": (b"", 503, "answers 503"),
    "elsewhere": (b"", 302, "redirects"),
    "too deep with what is before it": (
        written(deep(255, Attestation.pending(URL))),
        200,
        "more than 256 steps",
    ),
}


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_does_not_hold_is_told_and_not_kept(calendar: Calendar, name: str) -> None:
    """Within bounds, whatever comes."""
    calendar.says, calendar.status, told = WRONG[name]
    asked = keeping.stamp(now=AT, by="ani", how=calendar.call)
    assert asked.row is None and told in str(asked.trouble[URL])
    assert not OpenTimestamp.objects.exists()


@pytest.mark.usefixtures("log")
def test_one_calendar_that_is_down_holds_up_no_other(calendar: Calendar, settings) -> None:
    """What the others promise is kept."""
    settings.TOCSIN_OPENTIMESTAMPS_CALENDARS = f"https://down.example {URL}"

    def how(method: str, url: str, content: bytes) -> bytes | None:
        if "down" in url:
            raise FetchFailed("the server took too long", "ask again later")
        return calendar.call(method, url, content)

    asked = keeping.stamp(now=AT, by="ani", how=how)
    assert asked.row is not None and list(asked.trouble) == ["https://down.example"]


@pytest.mark.usefixtures("log")
def test_two_that_complete_one_proof_at_once_are_one_too_many(calendar: Calendar) -> None:
    """The second is told."""
    row = _stamped(calendar)
    calendar.complete = True
    list(keeping.upgrade(now=AT, by="ani", how=calendar.call))
    with pytest.raises(Conflict):
        keeping._upgraded(row, now=AT, by="bo", how=calendar.call)


def test_where_no_calendar_is_named_nobody_is_asked(settings) -> None:
    """That is how it is unless somebody names one; nothing is there to be written either."""
    settings.TOCSIN_OPENTIMESTAMPS_CALENDARS = ""
    for ask in (keeping.stamp, lambda **how: list(keeping.upgrade(**how))):
        with pytest.raises(WrongUse, match="no OpenTimestamps calendar"):
            ask(now=AT, by="ani")
    with pytest.raises(NotFound):
        keeping.newest_of(3)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM custody_opentimestamp",
        "UPDATE custody_opentimestamp SET n = n + 7",
        "UPDATE custody_opentimestamp SET supersedes_id = id",
    ],
)
def test_the_database_refuses_to_change_what_was_kept(calendar: Calendar, statement: str) -> None:
    """Not even past the program."""
    _stamped(calendar)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


@pytest.mark.usefixtures("log")
def test_what_was_put_there_all_the_same_is_found(calendar: Calendar) -> None:
    """Over another text, no proof at all, or without what the one before it claims."""
    row = _stamped(calendar)
    foreign = Proof(bytes(32), (Attestation.pending(URL),))
    rows = [
        (OpenTimestamp(checkpoint=row.checkpoint, n=8, proof=bytes(foreign)), "another text"),
        (OpenTimestamp(checkpoint=row.checkpoint, n=9, proof=bytes(foreign)[:-1]), "cut off"),
        (
            OpenTimestamp(
                checkpoint=row.checkpoint,
                n=9,
                supersedes=row,
                proof=bytes(Proof(keeping.digest_of(row.checkpoint), (Attestation.bitcoin(1),))),
            ),
            "lacks what OpenTimestamps proof",
        ),
    ]
    for wrong, told in rows:
        [fault] = keeping.faults_of(wrong)
        assert told in fault


@pytest.mark.parametrize(
    "text",
    [
        "http://a.example",
        "https://u:p@a.example",
        "https://a.example?x",
        "https://a.example/#x",
        "https://[",
        "a.example",
        " ".join(f"https://{n}.example" for n in range(9)),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(text: str) -> None:
    """With what it should be."""
    with pytest.raises(WrongUse, match="TOCSIN_OPENTIMESTAMPS_CALENDARS"):
        read_calendars(text)


def test_addresses_inside_are_not_called() -> None:
    """A calendar's answer names where to ask later: the guard of everything that goes outside stands here too."""
    with pytest.raises(FetchRefused, match="no public address"):
        call("GET", "https://127.0.0.1/timestamp/00", b"")

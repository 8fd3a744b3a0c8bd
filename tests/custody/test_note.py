import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.merkle import EMPTY_HEAD
from tocsin.custody.note import (
    Algorithm,
    Note,
    Signature,
    VerifierKey,
    cosigned,
    public_bytes,
    signed,
    verified,
)
from tocsin.errors import WrongUse
from tocsin.publishing.dossier import verify

LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LOG_KEY = VerifierKey("log.example/log", public_bytes(LOG))
WITNESS_KEY = VerifierKey("witness.example", public_bytes(WITNESS), Algorithm.COSIGNATURE)
POINT = Checkpoint("log.example/log", 3, bytes(range(32)))


def whole() -> Note:
    text = str(POINT)
    note = Note(text, (signed(text, LOG_KEY.name, LOG),))
    return note.with_signature(cosigned(text, WITNESS_KEY.name, WITNESS, 1_700_000_000))


def test_a_note_of_another_program_is_verified():
    """The example in the documentation of Go's package for notes, signed by its authors."""
    key = VerifierKey.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    note = Note.read(text.encode())
    assert [line.key for line in verified(note, [key])] == [key]
    assert str(note) == text


def test_log_and_witness_sign_one_text():
    """Both lines verify after the note was written and read, and the witness says when it saw the text."""
    note = Note.read(str(whole()).encode())
    assert note == whole()
    found = verified(note, [LOG_KEY, WITNESS_KEY])
    assert [(line.key, line.seen_at) for line in found] == [(LOG_KEY, None), (WITNESS_KEY, 1_700_000_000)]
    assert Checkpoint.read(note.text) == POINT


def test_a_line_of_an_unknown_key_says_nothing():
    """Only lines of keys that the reader knows are looked at."""
    assert [line.key for line in verified(whole(), [LOG_KEY])] == [LOG_KEY]
    assert not verified(whole(), [VerifierKey(LOG_KEY.name, bytes(32))])


@given(st.integers(0, len(str(whole()).encode()) * 8 - 1))
def test_no_bit_of_a_note_can_be_turned(bit):
    """Whichever bit is turned, the note is refused, or a line of a known key is missing."""
    data = bytearray(str(whole()).encode())
    data[bit // 8] ^= 1 << bit % 8
    try:
        found = verified(Note.read(bytes(data)), [LOG_KEY, WITNESS_KEY])
    except WrongUse:
        return
    assert len(found) < 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\nno signature\n",
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— na me AAAAAAAA\n".encode(),
        "text\n\n— name AAAAAAAB\r\n".encode(),
        "text\n\n— name AAAAAAAA".encode(),
        b"\xff\n\n",
        ("a" * 131_072 + "\n\n— name AAAAAAAA\n").encode(),
        ("text\n\n" + "— name AAAAAAAA\n" * 101).encode(),
    ],
)
def test_what_is_no_note_is_refused(data):
    """A text that has not the form of a signed note is refused, with a message."""
    with pytest.raises(WrongUse, match="no signed note"):
        Note.read(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a\n-1\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a\n0\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a b\n1\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "a\n1\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "a\n1\n" + "A" * 42 + "B=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    """A note whose text is no origin, size and head is no checkpoint."""
    with pytest.raises(WrongUse):
        Checkpoint.read(text)


def test_an_empty_log_has_a_checkpoint():
    """Its head is the hash of nothing."""
    point = Checkpoint("log.example/log", 0, EMPTY_HEAD)
    assert Checkpoint.read(str(point) + "an extension\n") == point


def test_a_key_is_read_as_it_is_written():
    """A key whose id is not its own is refused: a letter may have been lost on the way."""
    assert VerifierKey.read(str(WITNESS_KEY)) == WITNESS_KEY
    with pytest.raises(WrongUse, match="not that of its key"):
        VerifierKey.read(str(LOG_KEY).replace("log.example", "log.exomple"))
    with pytest.raises(WrongUse, match="no key"):
        VerifierKey.read("name+00000000+AAAA")


def both_read(note: Note) -> tuple[bool, bool]:
    """Whether the product, and the file that strangers run, take this for a checkpoint that its log signed."""
    data, own, theirs = str(note).encode(), True, True
    try:
        read = Note.read(data)
        own = bool(Checkpoint.read(read.text) and verified(read, [LOG_KEY, WITNESS_KEY]))
    except WrongUse:
        own = False
    try:
        found = verify.read_note(data, "note")
        keys = [verify.read_key(str(each)) for each in (LOG_KEY, WITNESS_KEY)]
        signers = verify.signers(found, [key for key in keys if key], "note")
        theirs = bool(verify.read_checkpoint(found, "note") and signers)
    except verify.Fault:
        theirs = False
    return own, theirs


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (str(POINT), True),
        # an extension says nothing, and is signed with the rest
        (f"{POINT}kept by the desk\n", True),
        # none of the lines is empty, nor the last one open
        (f"{POINT}\n", False),
        (f"{POINT}one\n\ntwo\n", False),
        # no leaves have one head: the hash of nothing
        (f"log.example/log\n0\n{base64.b64encode(EMPTY_HEAD).decode()}\n", True),
        (f"log.example/log\n0\n{base64.b64encode(bytes(32)).decode()}\n", False),
        (str(POINT).replace("\n3\n", "\n03\n"), False),
        (str(POINT).replace("\n3\n", "\n+3\n"), False),
    ],
)
def test_what_is_a_checkpoint_is_one_to_both_readers(text, good):
    """C2SP tlog-checkpoint, line by line."""
    assert both_read(Note(text, (signed(text, LOG_KEY.name, LOG),))) == (good, good)


def test_a_time_that_no_clock_shows_is_no_witness():
    """Beyond 2^63 - 1 seconds (C2SP tlog-cosignature)."""
    text = str(POINT)
    for seen_at, good in ((2**63 - 1, True), (2**63, False)):
        note = Note(
            text, (signed(text, LOG_KEY.name, LOG), cosigned(text, WITNESS_KEY.name, WITNESS, seen_at))
        )
        assert both_read(note) == (good, good)


def test_sixteen_lines_of_keys_to_come_are_passed_over():
    """Signatures that no quantum computer forges are near 5,000 bytes long (C2SP signed-note)."""
    text = str(POINT)
    lines = [Signature(f"later.example/{number}", bytes(4), bytes(4995)) for number in range(16)]
    assert both_read(Note(text, (signed(text, LOG_KEY.name, LOG), *lines))) == (True, True)

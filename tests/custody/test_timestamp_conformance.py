"""Answers of other people's authorities: ours and openssl's verdict side by side, and where they differ, why."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.custody.stamping import (
    AT,
    TEXT,
    authority,
    needs_openssl,
    openssl_agrees,
    openssl_answers,
    request_by_sha1,
)
from tocsin.custody.timestamps import der
from tocsin.custody.timestamps.der import Tag, written
from tocsin.custody.timestamps.hashes import OURS
from tocsin.custody.timestamps.judging import Outcome, judge
from tocsin.custody.timestamps.local import POLICY
from tocsin.custody.timestamps.marking import MARK
from tocsin.custody.timestamps.request import new_request, read_request
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.custody.timestamps.token import read_response

NOW = datetime(2026, 11, 22, tzinfo=UTC)
#: what is right; all others hold
EXPECTED = {
    "sigstage/response-invalid-signature.tsr": Outcome.WRONG_SIGNATURE,
    # another authority made it: the root beside it is not its own
    "test_tsa/other_response.tsr": Outcome.UNKNOWN_CHAIN,
}
#: where openssl, asked about the token's own time, says otherwise; none does
DIFFERENT: dict[str, str] = {}
COUNT = 10


@pytest.fixture(scope="module")
def answers(shared: Path) -> dict[str, tuple[bytes, bytes, TrustRoots]]:
    """By path: the answer, what it is over, and the certificates beside it."""
    folder = shared / "conformance" / "rfc3161"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/conformance/rfc3161 is not here")
    found = {}
    for path in sorted(folder.glob("*/*.tsr")):
        payload = path.with_name("payload")
        message = payload.read_bytes() if payload.exists() else b"hello"
        roots = read_roots(path.with_name("ts_chain.pem").read_bytes())
        found[str(path.relative_to(folder))] = (path.read_bytes(), message, roots)
    assert len(found) == COUNT
    return found


@needs_openssl
def test_every_answer_gets_the_verdict_that_openssl_gives_it(
    answers: dict[str, tuple[bytes, bytes, TrustRoots]], tmp_path: Path
) -> None:
    """The table that `make conformance` prints: file, our verdict, openssl's, the time and until when it is good."""
    lines, agreed = [], 0
    for name, (response, message, roots) in answers.items():
        verdict = judge(response, message, roots, NOW)
        assert verdict.outcome is EXPECTED.get(name, Outcome.OK), (name, verdict.reason)
        time = read_response(response).time
        theirs = openssl_agrees(tmp_path, response, message, roots, time)
        assert (theirs is verdict.holds) is (name not in DIFFERENT), name
        agreed += theirs is verdict.holds
        end = f"good until {verdict.good_until:%Y-%m-%d}" if verdict.holds else verdict.reason
        openssl = "OK" if theirs else "FAILED"
        lines.append(f"{name:45} {verdict.outcome:18} openssl {openssl:8} {time:%Y-%m-%d}  {end}\n")
    differ = [f"{name}: {why}\n" for name, why in DIFFERENT.items()]
    sys.stdout.writelines(["\n", *lines, *differ, f"rfc3161 {agreed}/{len(answers)}\n"])


@needs_openssl
def test_of_another_text_neither_holds(
    answers: dict[str, tuple[bytes, bytes, TrustRoots]], tmp_path: Path
) -> None:
    """The same answers, over a text with one letter more."""
    for name, (response, message, roots) in answers.items():
        assert judge(response, message + b"!", roots, NOW).outcome is Outcome.OTHER_TEXT, name
        assert not openssl_agrees(tmp_path, response, message + b"!", roots, read_response(response).time)


#: made answers: what the certificates say, and our verdict
MADE: dict[str, tuple[dict[str, Any], Outcome]] = {
    "as it should be": ({}, Outcome.OK),
    "purpose not critical": ({"critical": False}, Outcome.NOT_FOR_STAMPING),
    "no purpose": ({"purposes": ()}, Outcome.NOT_FOR_STAMPING),
    "another purpose": ({"purposes": (ExtendedKeyUsageOID.CODE_SIGNING,)}, Outcome.NOT_FOR_STAMPING),
    "one purpose too many": (
        {"purposes": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)},
        Outcome.NOT_FOR_STAMPING,
    ),
    "signer not valid yet": ({"begin": AT + timedelta(seconds=1)}, Outcome.NOT_VALID_THEN),
    "signer ran out": ({"end": AT - timedelta(seconds=1)}, Outcome.NOT_VALID_THEN),
    "root ran out": ({"root_end": AT - timedelta(seconds=1)}, Outcome.NOT_VALID_THEN),
    "root no authority": ({"root_is_authority": False}, Outcome.UNKNOWN_CHAIN),
    "our own": ({"organisation": MARK}, Outcome.OK),
}


@needs_openssl
@pytest.mark.parametrize("name", MADE)
def test_answers_that_are_wrong_in_one_thing_are_wrong_to_openssl_too(name: str, tmp_path: Path) -> None:
    """Each made with a certificate that is wrong in one thing alone, so that no other rule catches it."""
    changes, right = MADE[name]
    by = authority(**changes)
    answer = by.answer(new_request(TEXT), AT)
    verdict = judge(answer, TEXT, by.roots, AT)
    assert verdict.outcome is right
    assert openssl_agrees(tmp_path, answer, TEXT, by.roots, AT) is verdict.holds


@needs_openssl
def test_where_we_are_stricter_than_openssl_is_known(tmp_path: Path) -> None:
    """It compares the token's time with no clock, and takes SHA-1 to name a text, of which one can make two."""
    by = authority()
    ahead = AT + timedelta(hours=1)
    answer = by.answer(new_request(TEXT), ahead)
    assert judge(answer, TEXT, by.roots, AT).outcome is Outcome.FROM_THE_FUTURE
    assert openssl_agrees(tmp_path, answer, TEXT, by.roots, ahead)
    answer = by.answer(request_by_sha1(TEXT), AT)
    assert judge(answer, TEXT, by.roots, AT).outcome is Outcome.WEAK_HASH
    assert openssl_agrees(tmp_path, answer, TEXT, by.roots, AT)


def told(*more: bytes, serial: int = 5, time: bytes = b"20261122090000Z") -> bytes:
    """A TSTInfo over the text, with what follows the time."""
    imprint = written(
        Tag.SEQUENCE, written(Tag.SEQUENCE, der.oid(OURS.oid)), written(Tag.OCTETS, OURS.digest(TEXT))
    )
    first = (der.integer(1), der.oid(POLICY), imprint, der.integer(serial), written(Tag.TIME, time))
    return written(Tag.SEQUENCE, *first, *more)


GENERAL_NAME, CRITICAL = 0xA0, written(Tag.BOOLEAN, b"\xff")
EXTENSION = (der.oid("1.2.3"), written(Tag.OCTETS, b""))
BY = authority()
#: what authorities say in other words, each with our verdict
WORDS: dict[str, tuple[bytes, Outcome]] = {
    "no more than it must": (told(), Outcome.OK),
    "serial 0": (told(serial=0), Outcome.OK),
    "serial below 0": (told(serial=-5), Outcome.OK),
    "serial of 500 bits": (told(serial=2**500), Outcome.OK),
    "parts of a second": (told(time=b"20261122090000.5Z"), Outcome.OK),
    "nine digits of it": (told(time=b"20261122090000.123456789Z"), Outcome.OK),
    "accuracy of nothing": (told(written(Tag.SEQUENCE)), Outcome.OK),
    "accuracy in milliseconds": (told(written(Tag.SEQUENCE, written(0x80, b"\x03\xe7"))), Outcome.OK),
    "accuracy without number": (told(written(Tag.SEQUENCE, written(0x80))), Outcome.OBJECTED),
    "in order": (told(written(Tag.BOOLEAN, b"\xff")), Outcome.OK),
    "nonce of 900 bits": (told(der.integer(2**900)), Outcome.OK),
    "its name": (
        told(written(GENERAL_NAME, written(0xA4, BY.certificate.subject.public_bytes()))),
        Outcome.OK,
    ),
    "its root's name": (
        told(written(GENERAL_NAME, written(0xA4, BY.root.subject.public_bytes()))),
        Outcome.OTHER_NAME,
    ),
    "another's name": (told(written(GENERAL_NAME, written(0x82, b"a.example"))), Outcome.OTHER_NAME),
    "no name": (told(written(GENERAL_NAME)), Outcome.MALFORMED),
    "an extension": (told(written(0xA1, written(Tag.SEQUENCE, *EXTENSION))), Outcome.OK),
    "no extension": (told(written(0xA1, written(Tag.OCTETS))), Outcome.MALFORMED),
    "a part of a second with a zero too many": (told(time=b"20261122090000.50Z"), Outcome.OBJECTED),
    "a leap second": (told(time=b"20261122090060Z"), Outcome.MALFORMED),
    "out of order, said": (told(written(Tag.BOOLEAN, b"\0")), Outcome.OBJECTED),
    "nonce below 0": (told(der.integer(-7)), Outcome.OBJECTED),
    "an extension that must be understood": (
        told(written(0xA1, written(Tag.SEQUENCE, EXTENSION[0], CRITICAL, EXTENSION[1]))),
        Outcome.MALFORMED,
    ),
}
#: of these, what openssl lets pass: why we do not
PASSED_BY_OPENSSL = {
    "a part of a second with a zero too many": "RFC 3161, 2.4.2: no zeros at the end",
    "a leap second": "Python knows none; authorities smear or skip it",
    "out of order, said": "DER leaves out what is so by default",
    "nonce below 0": "nobody asks with one, and rfc3161-client does not read it",
    "an extension that must be understood": "RFC 3161, 2.4.2: what is not understood is not accepted",
}


@needs_openssl
@pytest.mark.parametrize("name", WORDS)
def test_what_authorities_say_in_other_words_is_read_as_openssl_reads_it(name: str, tmp_path: Path) -> None:
    """Each signed rightly. Where openssl refuses, we do; where we alone do, the reason stands in a table."""
    info, right = WORDS[name]
    answer = written(
        Tag.SEQUENCE, written(Tag.SEQUENCE, der.integer(0)), BY.token(info, with_certificate=True)
    )
    verdict = judge(answer, TEXT, BY.roots, AT)
    assert verdict.outcome is right, verdict.reason
    assert openssl_agrees(tmp_path, answer, TEXT, BY.roots, AT) is (
        verdict.holds or name in PASSED_BY_OPENSSL
    )


@needs_openssl
@pytest.mark.parametrize("bits", [2048, 4096])
def test_answers_of_openssl_s_own_authority_hold(bits: int, tmp_path: Path) -> None:
    """Made by a program that is neither ours nor the library's: RSA, its whole chain, its name, its accuracy."""
    ever = {"begin": datetime(2001, 1, 1, tzinfo=UTC), "end": datetime(2099, 1, 1, tzinfo=UTC)}
    key, root_key = (rsa.generate_private_key(65537, bits) for _ in range(2))
    by = authority(key=key, root_key=root_key, root_end=ever["end"], **ever)
    request = new_request(TEXT)
    answer = openssl_answers(tmp_path, by, request)
    verdict = judge(answer, TEXT, by.roots, datetime.now(UTC), nonce=read_request(request).nonce)
    assert verdict.holds, verdict.reason
    assert verdict.token is not None and verdict.token.accuracy == timedelta(seconds=1, milliseconds=500)
    assert verdict.token.name is not None and len(verdict.token.certificates) == 2
    assert judge(answer, TEXT + b"!", by.roots, datetime.now(UTC)).outcome is Outcome.OTHER_TEXT

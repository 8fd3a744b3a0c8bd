"""Answers of other people's authorities: ours and openssl's verdict side by side, and where they differ, why."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.custody.stamping import AT, TEXT, authority, needs_openssl, openssl_agrees, request_by_sha1
from tocsin.custody.timestamps.judging import Outcome, judge
from tocsin.custody.timestamps.marking import MARK
from tocsin.custody.timestamps.request import new_request
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

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.stamping import AT, TEXT, authority, request_by_sha1
from tocsin.custody.timestamps import der, second_opinion
from tocsin.custody.timestamps.judging import CLOCKS_APART_MAX, Outcome, judge
from tocsin.custody.timestamps.local import LocalAuthority, new_authority
from tocsin.custody.timestamps.marking import MARK
from tocsin.custody.timestamps.request import new_request, read_request
from tocsin.custody.timestamps.roots import TrustRoots, as_pem, read_roots
from tocsin.custody.timestamps.token import RESPONSE_BYTES_MAX
from tocsin.errors import WrongUse

GOOD = authority()
REQUEST = new_request(TEXT)
ANSWER = GOOD.answer(REQUEST, AT)


def outcome(
    by: LocalAuthority = GOOD, message: bytes = TEXT, roots: TrustRoots | None = None, at=AT, **known: int
) -> Outcome:
    return judge(by.answer(REQUEST, AT), message, roots or by.roots, at, **known).outcome


def test_a_good_answer_holds() -> None:
    """With its path from the signer to the root, its time, and until when it is good."""
    verdict = judge(ANSWER, TEXT, GOOD.roots, AT, nonce=read_request(REQUEST).nonce)
    assert verdict.holds and verdict.outcome is Outcome.OK and not verdict.reason
    assert verdict.independent
    assert verdict.token is not None and verdict.token.time == AT
    assert verdict.path == (GOOD.certificate, GOOD.root)
    assert verdict.good_until == GOOD.certificate.not_valid_after_utc


def test_it_is_over_this_text_and_no_other() -> None:
    """One byte more is another text."""
    assert outcome(message=TEXT + b"\n") is Outcome.OTHER_TEXT


def test_an_answer_to_another_request_is_not_ours() -> None:
    """An old answer over the same text, replayed, has another nonce."""
    nonce = read_request(new_request(TEXT)).nonce
    assert nonce is not None
    assert outcome(nonce=nonce) is Outcome.OTHER_NONCE


def test_a_root_that_was_not_given_is_unknown() -> None:
    """The authority's own word for its root counts for nothing, though the names be the same."""
    assert outcome(roots=authority().roots) is Outcome.UNKNOWN_CHAIN
    assert outcome(roots=TrustRoots(())) is Outcome.UNKNOWN_CHAIN


def test_a_root_that_is_no_authority_vouches_for_nobody() -> None:
    """RFC 5280: it must say that it is one."""
    assert outcome(authority(root_is_authority=False)) is Outcome.UNKNOWN_CHAIN


@pytest.mark.parametrize(
    "changes",
    [
        {"critical": False},
        {"purposes": ()},
        {"purposes": (ExtendedKeyUsageOID.CODE_SIGNING,)},
        {"purposes": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)},
    ],
)
def test_a_certificate_for_anything_else_does_not_stamp(changes: dict[str, object]) -> None:
    """RFC 3161: time stamping alone, and critically so."""
    assert outcome(authority(**changes)) is Outcome.NOT_FOR_STAMPING


@pytest.mark.parametrize(
    "changes",
    [
        {"begin": AT + timedelta(seconds=1)},
        {"end": AT - timedelta(seconds=1)},
        {"root_end": AT - timedelta(seconds=1)},
    ],
)
def test_certificates_must_have_been_valid_at_its_time(changes: dict[str, object]) -> None:
    """The signer's and the root's, at the second that the token tells."""
    assert outcome(authority(**changes)) is Outcome.NOT_VALID_THEN


def test_it_is_judged_as_of_its_own_time() -> None:
    """Twenty years on, when every certificate has run out, it still says what it said."""
    assert outcome(at=AT + timedelta(days=7500)) is Outcome.OK


def test_a_time_that_is_still_to_come_is_refused() -> None:
    """Clocks differ by minutes, not by more."""
    assert outcome(at=AT - CLOCKS_APART_MAX) is Outcome.OK
    assert outcome(at=AT - CLOCKS_APART_MAX - timedelta(seconds=1)) is Outcome.FROM_THE_FUTURE


def test_a_signature_of_another_key_is_wrong() -> None:
    """The certificate of one, the key of another."""
    forged = replace(GOOD, private=ec.generate_private_key(ec.SECP256R1()))
    assert outcome(forged) is Outcome.WRONG_SIGNATURE


def test_the_certificate_must_be_the_one_that_was_signed_for() -> None:
    """Another certificate for the same key, name and serial number does not take its place (RFC 5816)."""
    other = authority(key=GOOD.private)
    swapped = ANSWER.replace(_der(GOOD), b"")
    assert len(swapped) < len(ANSWER)
    answer = _with_certificate(ANSWER, _der(other))
    assert judge(answer, TEXT, TrustRoots((GOOD.root, other.root)), AT).outcome is Outcome.NO_CERTIFICATE


def test_an_answer_without_certificate_needs_one_that_is_known() -> None:
    """Some authorities publish theirs beside the root in place of sending it."""
    request = der.written(der.Tag.SEQUENCE, der.read(REQUEST).content.removesuffix(b"\x01\x01\xff"))
    answer = GOOD.answer(request, AT)
    assert judge(answer, TEXT, GOOD.roots, AT).outcome is Outcome.NO_CERTIFICATE
    assert judge(answer, TEXT, TrustRoots((GOOD.root,), (GOOD.certificate,)), AT).holds


def test_our_own_authority_never_counts_as_independent() -> None:
    """Its certificates say who it is: no setting and no other name takes that off."""
    local = new_authority(AT)
    verdict = judge(local.answer(REQUEST, AT), TEXT, local.roots, AT)
    assert verdict.holds and not verdict.independent
    for certificate in (local.certificate, local.root):
        assert MARK in certificate.subject.rfc4514_string()
    assert not judge(ANSWER, TEXT + b"x", GOOD.roots, AT).independent


def test_a_refusal_is_told_with_its_words() -> None:
    """What the authority says stands in the reason."""
    verdict = judge(GOOD.answer(b"no request", AT), TEXT, GOOD.roots, AT)
    assert verdict.outcome is Outcome.NOT_GRANTED and "rejection" in verdict.reason


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>404</html>", ANSWER[:-1], ANSWER[: len(ANSWER) // 2], ANSWER + b"\x00", ANSWER * 2],
)
def test_bytes_that_are_no_answer_are_malformed(data: bytes) -> None:
    """Truncated, doubled, with something behind, or something else altogether."""
    assert judge(data, TEXT, GOOD.roots, AT).outcome is Outcome.MALFORMED


def test_an_answer_beyond_all_measure_is_not_even_read() -> None:
    """The bound is far above what authorities send."""
    verdict = judge(b"\x30" * (RESPONSE_BYTES_MAX + 1), TEXT, GOOD.roots, AT)
    assert verdict.outcome is Outcome.MALFORMED and "262,144" in verdict.reason


def test_rsa_keys_are_known_and_others_are_not() -> None:
    """Ed25519 is used by no authority yet: refused, not believed."""
    key = ed25519.Ed25519PrivateKey.generate()

    class Signs:
        def sign(self, data: bytes, _how: object) -> bytes:
            return key.sign(data)

    by = replace(authority(key=key), private=Signs())  # type: ignore[arg-type]
    assert outcome(by) is Outcome.WRONG_SIGNATURE
    assert outcome(authority(root_key=rsa.generate_private_key(65537, 2048))) is Outcome.OK


def test_where_another_program_objects_it_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours alone is not enough: rfc3161-client must find it good too."""
    monkeypatch.setattr("tocsin.custody.timestamps.judging.objection", lambda *_, **__: "the moon is full")
    verdict = judge(ANSWER, TEXT, GOOD.roots, AT)
    assert verdict.outcome is Outcome.OBJECTED and "the moon is full" in verdict.reason


def test_the_other_program_is_really_asked() -> None:
    """It objects to what we would let pass: another text, another nonce, another root."""
    path = [GOOD.certificate, GOOD.root]

    def said(message: bytes = TEXT, roots: TrustRoots = GOOD.roots, nonce: int | None = None) -> str:
        return second_opinion.objection(
            ANSWER, message, roots=roots, path=path, nonce=nonce, carries_signer=True
        )

    assert said() == ""
    assert said(message=b"another") and said(nonce=1) and said(roots=authority().roots)


def test_weak_hashes_are_refused_by_the_time_of_the_token() -> None:
    """SHA-1 proves nothing from 2014 on."""
    verdict = judge(GOOD.answer(request_by_sha1(TEXT), AT), TEXT, GOOD.roots, AT)
    assert verdict.outcome is Outcome.WEAK_HASH and "sha1" in verdict.reason


def test_many_certificates_of_one_name_cost_no_more_than_they_are() -> None:
    """Twenty that all vouch for one another make no search without end."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    others = [authority(root_key=root_key) for _ in range(19)]
    by = authority(root_key=root_key)
    answer = _with_certificate(by.answer(REQUEST, AT), _der(by) + b"".join(map(_root_der, others)))
    assert judge(answer, TEXT, authority().roots, AT).outcome is Outcome.UNKNOWN_CHAIN
    assert judge(answer, TEXT, by.roots, AT).holds
    answer = _with_certificate(answer, b"".join(map(_der, [by, *others, GOOD])))
    assert judge(answer, TEXT, by.roots, AT).outcome is Outcome.MALFORMED


def test_no_bit_of_an_answer_can_be_turned() -> None:
    """Each of its 9,000 bits, one at a time: the answer does not hold any more."""
    for place in range(8 * len(ANSWER)):
        turned = bytearray(ANSWER)
        turned[place // 8] ^= 1 << place % 8
        assert not judge(bytes(turned), TEXT, GOOD.roots, AT).holds, place


@given(st.integers(0, len(ANSWER)), st.integers(0, 40), st.binary(max_size=40))
def test_no_bytes_bring_judging_down(begin: int, length: int, put: bytes) -> None:
    """A piece cut out and others put in its place: there is a verdict, and it is no good one."""
    changed = ANSWER[:begin] + put + ANSWER[begin + length :]
    assert judge(changed, TEXT, GOOD.roots, AT).holds is (changed == ANSWER)


def test_roots_are_read_from_pem_and_from_der() -> None:
    """A file with a chain has its root told from what leads there; one without a root is refused."""
    assert read_roots(_root_der(GOOD)).anchors == (GOOD.root,)
    chain = read_roots(as_pem((GOOD.certificate, GOOD.root)).encode())
    assert chain == TrustRoots((GOOD.root,), (GOOD.certificate,))
    for data in (b"", b"no certificate", _der(GOOD), b"-----BEGIN CERTIFICATE-----\nnone\n"):
        with pytest.raises(WrongUse, match="signed itself"):
            read_roots(data)


def test_certificates_in_any_order_are_read_by_the_other_program_too() -> None:
    """Authorities send the signer's first; their order is in no signature."""
    ders = [_der(GOOD), _root_der(GOOD)]
    for order in (ders, ders[::-1]):
        assert judge(_with_certificate(ANSWER, b"".join(order)), TEXT, GOOD.roots, AT).holds


def _der(by: LocalAuthority) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return by.certificate.public_bytes(Encoding.DER)


def _root_der(by: LocalAuthority) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return by.root.public_bytes(Encoding.DER)


def _with_certificate(answer: bytes, certificates: bytes) -> bytes:
    """The answer with these in the place of the certificates that it carries."""
    status, token = der.inside(der.read(answer))
    kind, wrapped = der.inside(token)
    [signed] = der.inside(wrapped)
    parts = [
        der.written(der.CONTEXT_0, certificates) if each.tag == der.CONTEXT_0 else each.whole
        for each in der.inside(signed)
    ]
    data = der.written(der.CONTEXT_0, der.written(der.Tag.SEQUENCE, *parts))
    return der.written(der.Tag.SEQUENCE, status.whole, der.written(der.Tag.SEQUENCE, kind.whole, data))

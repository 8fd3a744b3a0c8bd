"""Signatures: what is signed verifies with programs that we did not write, and what was tampered with does not."""

import base64
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

from tests.conftest import run_key
from tocsin.alerts.enveloping import signed
from tocsin.alerts.signature import BYTES_MAX, Outcome, judge_signature

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
DS = "http://www.w3.org/2000/09/xmldsig#"
SENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MESSAGE = f"""<?xml version='1.0' encoding='UTF-8'?>
<alert xmlns="{CAP}">
  <identifier>made-up-sos-1</identifier><sender>desk@example.org</sender>
  <sent>2026-11-22T12:00:00-00:00</sent><status>Exercise</status>
  <info><language>en</language><headline>Danger &amp; need on the road to Վայք</headline>
    <description>First line.
  Second line.</description></info>
</alert>""".encode()

needs_xmlsec1 = pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not installed")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def data() -> bytes:
    return signed(MESSAGE, run_key(), sent=SENT)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "certificate.pem"
    path.write_text(run_key().certificates_pem, encoding="ascii")
    return path


def xmlsec1_takes(data: bytes, certificate: Path) -> bool:
    path = certificate.with_name("alert.xml")
    path.write_bytes(data)
    command = ["xmlsec1", "--verify", "--trusted-pem", str(certificate)]
    sent = ["--verification-gmt-time", f"{SENT:%Y-%m-%d %H:%M:%S}"]
    return subprocess.run([*command, *sent, str(path)], capture_output=True, check=False).returncode == 0


def outcome(data: bytes) -> Outcome:
    return judge_signature(data).outcome


@needs_xmlsec1
def test_what_we_sign_holds_here_and_for_xmlsec1(data: bytes, certificate: Path) -> None:
    """Two programs over two libraries; and still after white space between elements is gone."""
    assert judge_signature(data).holds
    assert xmlsec1_takes(data, certificate)
    stripped = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    assert xmlsec1_takes(etree.tostring(stripped), certificate)


@needs_openssl
def test_openssl_takes_the_signature_for_the_key_s(data: bytes, tmp_path: Path) -> None:
    """RSA with SHA-256 over the canonical SignedInfo: nothing of it rests on an XML program."""
    root = etree.fromstring(data)
    info = etree.tostring(root.find(f"{{{DS}}}Signature/{{{DS}}}SignedInfo"), method="c14n", exclusive=True)
    value = root.findtext(f"{{{DS}}}Signature/{{{DS}}}SignatureValue")
    public = run_key().certificate.parsed.public_key()
    (tmp_path / "info").write_bytes(info)
    (tmp_path / "value").write_bytes(base64.b64decode(value or ""))
    (tmp_path / "public").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    command = ["openssl", "dgst", "-sha256", "-verify", "public", "-signature", "value", "info"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "info").write_bytes(info.replace(b"sha256", b"sha512"))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@needs_xmlsec1
@tried(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), letter=st.sampled_from(LETTERS))
def test_one_other_letter_anywhere_and_nobody_takes_it(
    data: bytes, certificate: Path, where: float, letter: int
) -> None:
    """In the alert, in the digest or in the signature: xmlsec1 and we refuse it."""
    first, last = data.index(b"<alert"), data.index(b"</ds:SignatureValue>")
    places = [at for at in range(first, last) if data[at] in LETTERS and data[at] != letter]
    at = places[int(where * len(places))]
    changed = data[:at] + bytes([letter]) + data[at + 1 :]
    assert not judge_signature(changed).unchanged
    assert not xmlsec1_takes(changed, certificate)


@tried(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), letter=st.sampled_from(LETTERS))
def test_one_other_letter_in_the_certificate_and_it_is_not_the_trusted_one(
    data: bytes, where: float, letter: int
) -> None:
    """Even where the letter decodes to the same bytes."""
    first = data.index(b"<ds:X509Certificate>") + len(b"<ds:X509Certificate>")
    places = [
        at
        for at in range(first, data.index(b"</ds:X509Certificate>"))
        if data[at] in LETTERS and data[at] != letter
    ]
    at = places[int(where * len(places))]
    changed = data[:at] + bytes([letter]) + data[at + 1 :]
    assert not judge_signature(changed, trusted=[run_key().certificates_pem.encode()]).holds


@tried(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_judge_fall(junk: bytes) -> None:
    """Whatever comes gets a verdict."""
    assert outcome(junk) is Outcome.MALFORMED
    inside = MESSAGE.replace(b"First line.", junk)
    assert outcome(inside) in (Outcome.MALFORMED, Outcome.UNSIGNED)


def _changed(change: Callable[[etree._Element], object]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        root = etree.fromstring(data)
        change(root)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    return changed


def _signature(root: etree._Element) -> etree._Element:
    found = root.find(f"{{{DS}}}Signature")
    assert found is not None
    return found


def _added_info(root: etree._Element) -> None:
    root.insert(4, etree.fromstring(f'<info xmlns="{CAP}"><headline>All clear</headline></info>'))


def _second_signature(root: etree._Element) -> None:
    root.append(etree.fromstring(etree.tostring(_signature(root))))


def _deeper(root: etree._Element) -> None:
    root[4].append(_signature(root))


def _wrapped(root: etree._Element) -> None:
    """The signed alert moves into an Object of the signature, and another one stands where readers look."""
    signature = _signature(root)
    etree.SubElement(etree.SubElement(signature, f"{{{DS}}}Object"), f"{{{CAP}}}alert").text = "signed"
    root[4][1].text = "All clear"


def _other_uri(root: etree._Element) -> None:
    _signature(root)[0][2].set("URI", "#info")
    root[4].set("Id", "info")


def _by_xslt(root: etree._Element) -> None:
    transforms = _signature(root)[0][2][0]
    etree.SubElement(
        transforms, f"{{{DS}}}Transform", Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"
    )


def _by_hmac(root: etree._Element) -> None:
    _signature(root)[0][1].set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")


def _key_from_afar(root: etree._Element) -> None:
    etree.SubElement(_signature(root)[2], f"{{{DS}}}RetrievalMethod", URI="http://127.0.0.1:9/key")


def _no_certificate(root: etree._Element) -> None:
    _signature(root).remove(_signature(root)[2])


def _many_certificates(root: etree._Element) -> None:
    x509 = _signature(root)[2][0]
    for _ in range(9):
        x509.append(etree.fromstring(etree.tostring(x509[0])))


def _comment_in_text(root: etree._Element) -> None:
    headline = root[4][1]
    text = headline.text or ""
    headline.text = text[:6]
    comment = etree.Comment("x")
    headline.append(comment)
    comment.tail = text[6:]


TAMPERED = {
    "an info block added": (_changed(_added_info), Outcome.DIGEST_WRONG),
    "a second signature": (_changed(_second_signature), Outcome.MALFORMED),
    "a signature further down": (_changed(_deeper), Outcome.MALFORMED),
    "an alert wrapped into the signature": (_changed(_wrapped), Outcome.MALFORMED),
    "a reference to a part": (_changed(_other_uri), Outcome.MALFORMED),
    "a transform that computes": (_changed(_by_xslt), Outcome.MALFORMED),
    "a shared secret": (_changed(_by_hmac), Outcome.NOT_JUDGED),
    "a key from afar": (_changed(_key_from_afar), Outcome.NOT_JUDGED),
    "no certificate": (_changed(_no_certificate), Outcome.NOT_JUDGED),
    "too many certificates": (_changed(_many_certificates), Outcome.MALFORMED),
    "a comment in a text": (_changed(_comment_in_text), Outcome.MALFORMED),
    "no alert": (lambda data: data.replace(CAP.encode(), b"urn:x"), Outcome.MALFORMED),
    "a document type": (
        lambda data: data.replace(b"<alert", b'<!DOCTYPE alert [<!ENTITY a "x">]><alert', 1),
        Outcome.MALFORMED,
    ),
    "no time": (lambda data: data.replace(b"2026-11-22T12:00:00-00:00", b"today"), Outcome.MALFORMED),
    "a time without zone": (lambda data: data.replace(b"12:00:00-00:00", b"12:00:00"), Outcome.MALFORMED),
    "another time": (lambda data: data.replace(b"12:00:00-00:00", b"12:00:01-00:00"), Outcome.DIGEST_WRONG),
    "no signature": (lambda data: MESSAGE, Outcome.UNSIGNED),
}


@pytest.mark.parametrize(("tamper", "expected"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_told_by_its_reason(
    data: bytes, tamper: Callable[[bytes], bytes], expected: Outcome
) -> None:
    """Forgeries that readers of XML signatures have fallen for elsewhere."""
    verdict = judge_signature(tamper(data))
    assert (verdict.outcome, verdict.unchanged) == (expected, False), verdict.reason


_NOTES = (
    "<Object><SignatureProperties><SignatureProperty Id='relay-1' Target='https://relay.example'>"
    "<x:value xmlns:x='urn:x'>{}</x:value></SignatureProperty></SignatureProperties></Object>"
)


@needs_xmlsec1
def test_what_a_service_writes_about_its_own_signature_takes_nothing_from_it(
    data: bytes, certificate: Path
) -> None:
    """Canada's NAADS adds properties to each signature; an alert hidden among them is a forgery like any other."""

    def with_notes(notes: str) -> bytes:
        root = etree.fromstring(data)
        _signature(root).append(etree.fromstring(notes.replace("<Object", f"<Object xmlns='{DS}'", 1)))
        return etree.tostring(root)

    noted = with_notes(_NOTES.format("relayed"))
    assert judge_signature(noted).holds
    assert xmlsec1_takes(noted, certificate)
    for hidden in ("<alert xmlns='urn:x'/>", "<Reference URI=''/>", "<Manifest/>"):
        assert outcome(with_notes(_NOTES.format(hidden))) is Outcome.MALFORMED
    assert outcome(with_notes("<Object>more</Object>")) is Outcome.MALFORMED


def test_a_bomb_and_a_flood_are_refused_at_once() -> None:
    """Entities are never expanded; what is too large is not parsed."""
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    bomb = b'<!DOCTYPE alert [<!ENTITY l0 "lol">' + lol + b"]><alert>&l11;</alert>"
    assert outcome(bomb) is Outcome.MALFORMED
    assert "at most are read" in judge_signature(b" " * (BYTES_MAX + 1)).reason


class _OldSigner(XMLSigner):
    def check_deprecated_methods(self) -> None:
        """Lets the test sign as others did for long."""


def _signed_by(method: SignatureMethod, digest: DigestAlgorithm, c14n: CanonicalizationMethod) -> bytes:
    signer: Any = _OldSigner(signature_algorithm=method, digest_algorithm=digest, c14n_algorithm=c14n)
    root = signer.sign(etree.fromstring(MESSAGE), key=run_key().private, cert=[run_key().certificate.parsed])
    return etree.tostring(root)


def test_sha_1_is_called_weak() -> None:
    """It fits and could be forged: said, and not taken for a signature that holds."""
    inclusive = CanonicalizationMethod.CANONICAL_XML_1_0
    verdict = judge_signature(_signed_by(SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA1, inclusive))
    assert (verdict.outcome, verdict.unchanged, verdict.holds) == (Outcome.WEAK, True, False)


@needs_xmlsec1
@pytest.mark.parametrize(
    "c14n", ["CANONICAL_XML_1_0", "CANONICAL_XML_1_1", "EXCLUSIVE_XML_CANONICALIZATION_1_0"]
)
@pytest.mark.parametrize("digest", ["SHA256", "SHA384", "SHA512"])
def test_what_others_may_sign_with_is_judged_as_xmlsec1_does(
    certificate: Path, c14n: str, digest: str
) -> None:
    """Every accepted way to bring an alert to bytes, with white space kept."""
    made = _signed_by(SignatureMethod[f"RSA_{digest}"], DigestAlgorithm[digest], CanonicalizationMethod[c14n])
    verdict = judge_signature(made)
    assert verdict.holds and not verdict.tidied
    assert xmlsec1_takes(made, certificate)


def test_instructions_and_line_breaks_put_in_after_signing_are_told(data: bytes) -> None:
    """The signature holds only without them, and the verdict says so."""
    root = etree.fromstring(data)
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", 'href="style.xsl"'))
    etree.indent(root)
    printed = etree.tostring(root.getroottree(), encoding="UTF-8")
    verdict = judge_signature(printed)
    assert verdict.holds and verdict.tidied
    assert "taken out" in verdict.reason


def test_a_certificate_is_judged_as_of_the_time_sent(data: bytes) -> None:
    """Or as of another that is asked for."""
    assert judge_signature(data).at == SENT
    assert judge_signature(data, at=datetime(1999, 1, 1, tzinfo=UTC)).outcome is Outcome.NOT_YET_VALID
    assert judge_signature(data, at=datetime(2150, 1, 1, tzinfo=UTC)).outcome is Outcome.EXPIRED

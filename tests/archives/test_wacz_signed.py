"""Who signed a WACZ, with what certificate, when, and each way in which that may not hold."""

import base64
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.archives import wacz_damage as damage
from tests.archives.captured import CREATED, PAGE, key_signer, wacz, warc
from tests.archives.certified import A_MINUTE, DOMAIN, Authority, owner
from tests.archives.wacz_damage import DIGEST, refused
from tocsin.archives.wacz import Trust, check, write
from tocsin.archives.wacz.signing import Signer


@pytest.fixture(scope="module")
def domains() -> Authority:
    return Authority.make("Domains")


@pytest.fixture(scope="module")
def clocks() -> Authority:
    return Authority.make("Clocks")


def test_the_owner_of_a_domain_signs_as_of_a_time(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """Long after its certificate ended: what counts is the time that an authority stamped."""
    path = wacz(tmp_path, signer=owner(domains, clocks))
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    verdict = check(path, trust=trust)
    assert verdict.valid and not verdict.unchecked and verdict.signature
    assert (verdict.signature.domain, verdict.signature.stamped_at) == (DOMAIN, CREATED)
    unnamed = check(path, trust=Trust(domain_roots=[domains.certificate]))
    assert unnamed.valid and "no timestamp authority was named" in unnamed.unchecked[0]


def _signed(**changes: str) -> Callable[[dict[str, str]], None]:
    return lambda signed: signed.update(changes)


def _other_curve(signed: dict[str, str]) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = (
        generate_private_key(65537, 2048)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    signed["publicKey"] = base64.b64encode(public).decode()


_MISSIGNED: dict[str, tuple[Callable[[dict[str, str]], None], str]] = {
    "a swapped signature": (
        lambda signed: signed.update(signature=key_signer().sign("sha256:" + "0" * 64, CREATED)["signature"]), "not hold"),
    "a swapped key": (
        lambda signed: signed.update(publicKey=key_signer().sign(signed["hash"], CREATED)["publicKey"]), "does not hold"),
    "another hash": (_signed(hash="sha256:" + "0" * 64), "another hash than that"),
    "no key": (lambda signed: signed.pop("publicKey"), "signedData lacks publicKey"),
    "a property more": (_signed(comment="x"), "signedData has comment"),
    "a key that is none": (_signed(publicKey="AAAA"), "publicKey is no key"),
    "a key of another kind": (_other_curve, "none of ECDSA"),
    "a value out of base64": (_signed(signature="***"), "not in base64"),
    "a created that is none": (_signed(created="soon"), "no time"),
}  # fmt: skip


@pytest.mark.parametrize("name", _MISSIGNED)
def test_a_signature_that_does_not_hold_is_found(tmp_path: Path, name: str) -> None:
    """Of a bare key."""
    change, reason = _MISSIGNED[name]
    files = damage.files_of(wacz(tmp_path, signer=key_signer()))
    damage.edit_json(DIGEST, lambda plain: change(plain["signedData"]))(files)
    assert refused(check(io.BytesIO(damage.packed(files.items()))), reason)


def test_of_a_domain_everything_must_hold(tmp_path: Path, domains: Authority, clocks: Authority) -> None:
    """A foreign authority, another domain, a certificate outside its time, a skewed clock, a foreign clock."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    foreign = Authority.make("Domains")
    late = datetime(2026, 7, 1, tzinfo=UTC)
    cases: list[tuple[Signer, datetime, str]] = [
        (owner(foreign, clocks), CREATED, "of no authority that was trusted"),
        (owner(domains, clocks, domain="other.example"), CREATED, "the certificate is not of other.example"),
        (
            owner(domains, clocks, at=CREATED + 11 * A_MINUTE),
            CREATED,
            "and the timestamp 2026-03-01 12:16:00",
        ),
        (owner(domains, Authority.make("Clocks")), CREATED, "an authority that is not trusted"),
        (owner(domains, clocks, at=late), late, "not trusted, or was not at its time"),
    ]
    for index, (signer, created, reason) in enumerate(cases):
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / "a.warc").write_bytes(warc(zipped=False))
        path = write(folder / "x.wacz", [folder / "a.warc"], [PAGE], created=created, signer=signer)
        verdict = check(path, trust=trust)
        assert refused(verdict, reason), (reason, verdict.faults)


def test_a_timestamp_of_another_signature_is_found(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """And one that is no token, and a chain that begins with an innocent authority's certificate."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    files = damage.files_of(wacz(tmp_path, signer=owner(domains, clocks)))
    other, honest = clocks.stamper(CREATED)(b"other")
    forged, _ = Authority.make("Clocks").stamper(CREATED - timedelta(days=1))(
        json.loads(files[DIGEST])["signedData"]["signature"].encode()
    )
    for token, chain in ((other, honest), (b"\x30\x00", honest), (forged, honest)):
        changed = dict(files)
        fields = {"timeSignature": base64.b64encode(token).decode(), "timestampCert": chain}
        damage.edit_json(DIGEST, lambda plain, fields=fields: plain["signedData"].update(fields))(changed)
        assert refused(
            check(io.BytesIO(damage.packed(changed.items())), trust=trust), "the timestamp does not hold"
        )


def test_a_cross_signed_certificate_is_another_way_to_trust(
    tmp_path: Path, domains: Authority, clocks: Authority
) -> None:
    """For the same key and the same domain; of another key it is refused."""
    trust = Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    signer = owner(Authority.make("Domains"), clocks)
    files = damage.files_of(wacz(tmp_path, signer=signer))
    stranger = ec.generate_private_key(ec.SECP256R1())
    for private, valid in ((signer.private, True), (stranger, False)):
        changed = dict(files)
        crossed = {"crossSignedCert": domains.of_domain(private)}
        damage.edit_json(DIGEST, lambda plain, crossed=crossed: plain["signedData"].update(crossed))(changed)
        verdict = check(io.BytesIO(damage.packed(changed.items())), trust=trust)
        assert verdict.valid is valid and (valid or refused(verdict, "of another key")), verdict.faults

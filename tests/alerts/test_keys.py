"""Keys that sign alerts: their history, and that nothing is half issued where one cannot sign."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.alerts.desk import approved, at, drafted, issued, login, situation
from tests.conftest import KEY_SINCE, run_key
from tocsin import alerts
from tocsin.alerts import key_acts, key_files, key_pair, keys
from tocsin.alerts.certificates import certificate_of, from_pem
from tocsin.alerts.key_pair import KeyPair
from tocsin.alerts.models import Act, Alert, SigningKey
from tocsin.alerts.own_signatures import faults_of
from tocsin.alerts.signature import Outcome, judge_signature
from tocsin.custody.models import Entry
from tocsin.errors import AlertRefused, Conflict, NotFound, WrongUse

pytestmark = pytest.mark.django_db
BY = "command line"


def pair(**asked: Any) -> KeyPair:
    said = {"organisation": "Example", "site": "http://127.0.0.1:8000", "days": 10, "demonstration": False}
    return key_pair.made(**{**said, "now": at(-60), **asked})


def taken(made: KeyPair | None = None, **asked: Any) -> SigningKey:
    made = made or pair()
    key_files.keep(made)
    return key_acts.take_into_use(made, **{"by": BY, "now": at(-60), **asked})


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, no_signing_key: None) -> Path:
    settings.TOCSIN_HOME = tmp_path
    return tmp_path / "signing-keys"


def _no_key(settings: Any) -> None:
    """Nobody made one."""


def _gone(settings: Any) -> None:
    key_files.path_of(taken().fingerprint).unlink()


def _no_text(settings: Any) -> None:
    key_files.path_of(taken().fingerprint).write_bytes(b"\x00 no key")


def _of_another(settings: Any) -> None:
    key_files.path_of(taken().fingerprint).write_bytes(
        key_pair.as_private_pem(run_key().private, passphrase="")
    )


def _unlinked(key: SigningKey) -> None:
    key_files.path_of(key.fingerprint).unlink()


def _exchanged(key: SigningKey) -> None:
    path = key_files.path_of(key.fingerprint)
    path.write_bytes(key_pair.as_private_pem(run_key().private, passphrase=""))


def _no_passphrase(settings: Any) -> None:
    settings.TOCSIN_SIGNING_PASSPHRASE = "correct horse"
    taken()
    settings.TOCSIN_SIGNING_PASSPHRASE = ""


def _other_passphrase(settings: Any) -> None:
    _no_passphrase(settings)
    settings.TOCSIN_SIGNING_PASSPHRASE = "battery staple"


def _elsewhere(settings: Any) -> None:
    taken()
    settings.TOCSIN_SIGNING_KEY = "/nowhere/key.pem"


def _expired(settings: Any) -> None:
    taken(pair(now=at(-60) - timedelta(days=10)), now=at(-61))


def _clock(settings: Any) -> None:
    taken(now=at(30))


def _retired(settings: Any) -> None:
    key_acts.retire(taken(), by=BY, now=at(-1), reason="lost")


@pytest.mark.parametrize(
    ("broken", "says", "next_step"),
    [
        (_no_key, "there is no signing key", "tocsin key new"),
        (_retired, "there is no signing key", "tocsin key new"),
        (_gone, "cannot be read", "put the file back"),
        (_elsewhere, "/nowhere/key.pem cannot be read", "TOCSIN_SIGNING_KEY"),
        (_no_text, "no private key as PEM", "put the file back"),
        (_of_another, "is not that of the certificate", "tocsin key rotate"),
        (_no_passphrase, "is encrypted", "set TOCSIN_SIGNING_PASSPHRASE"),
        (_other_passphrase, "TOCSIN_SIGNING_PASSPHRASE does not open it", "encrypted with"),
        (_expired, "expired on 2023-09-30", "tocsin key rotate"),
        (_clock, "clock stands before", "set the clock"),
    ],
    ids=lambda part: getattr(part, "__name__", None),
)
def test_what_cannot_be_signed_is_not_issued(
    settings: Any, broken: Callable[[Any], None], says: str, next_step: str
) -> None:
    """Nothing is half issued: no number, no bytes, no act; and the next step is named."""
    alert = approved(drafted(situation()))
    acts = Act.objects.count()
    broken(settings)
    with pytest.raises(AlertRefused, match=says) as refused:
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))
    assert next_step in refused.value.remedy
    row = Alert.objects.get(pk=alert.pk)
    assert (row.state, row.cap_xml, row.identifier, row.number) == ("approved", None, None, None)
    assert Act.objects.count() == acts
    assert not Entry.objects.filter(item=f"alert:{alert.pk}", action="issued").exists()


@pytest.mark.parametrize(
    ("broken", "says"), [(_unlinked, "cannot be read"), (_exchanged, "is not that of the certificate")]
)
def test_a_key_that_signed_once_signs_no_more_once_its_file_is_another(
    settings: Any, broken: Callable[[SigningKey], None], says: str
) -> None:
    """What this process keeps of the key is only as good as the file that lies there now; put back, it signs again."""
    key = taken()
    kept = key_files.path_of(key.fingerprint).read_bytes()
    issued(drafted(situation()))
    alert = approved(drafted(situation("river")))
    broken(key)
    with pytest.raises(AlertRefused, match=says):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))
    key_files.path_of(key.fingerprint).write_bytes(kept)
    assert alerts.issue(alert, by=login("signer", "issuer"), now=at(4)).cap_xml


def test_a_passphrase_that_was_taken_away_opens_nothing(settings: Any) -> None:
    """Also where this process opened the same file with it before."""
    settings.TOCSIN_SIGNING_PASSPHRASE = "correct horse"
    taken()
    issued(drafted(situation()))
    alert = approved(drafted(situation("river")))
    settings.TOCSIN_SIGNING_PASSPHRASE = "battery staple"
    with pytest.raises(AlertRefused, match="does not open it"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(3))


def test_an_update_that_cannot_be_signed_replaces_nothing() -> None:
    """The alert that it would have replaced stays in force; with a key again, the same update goes out."""
    key = taken()
    first = issued(drafted(situation()))
    change = approved(alerts.update(first, by=login("writer", "analyst"), now=at(4)))
    key_acts.retire(key, by=BY, now=at(5), reason="lost")
    with pytest.raises(AlertRefused, match="no signing key"):
        alerts.issue(change, by=login("signer", "issuer"), now=at(6))
    first.refresh_from_db()
    assert first.state == "issued"
    taken(pair(now=at(6)), now=at(6))
    assert judge_signature(bytes(alerts.issue(change, by=login("signer", "issuer"), now=at(7)).cap_xml)).holds


def test_a_demonstration_s_key_signs_no_real_alert() -> None:
    """Exercises only; its certificate says what it is."""
    key = taken(pair(demonstration=True), demonstration=True)
    assert key_pair.DEMONSTRATION in from_pem(key.certificates.encode()).subject
    assert issued(drafted(situation())).cap_xml
    real = approved(drafted(situation("other"), status="Actual"))
    with pytest.raises(AlertRefused, match="demonstration"):
        alerts.issue(real, by=login("signer", "issuer"), now=at(3))


def test_rotation_breaks_no_alert() -> None:
    """Each is signed by the key of its time, and both hold for good."""
    first = taken()
    before = issued(drafted(situation()), 3)
    new = pair(now=at(4))
    key_files.keep(new)
    second = key_acts.rotate(new, by=BY, now=at(5), reason="the yearly change")
    after = issued(drafted(situation("other")), 6)
    history = list(SigningKey.objects.all())
    assert [key.fingerprint for key in history] == [second.fingerprint, first.fingerprint]
    assert keys.in_use() == second
    for alert, key in ((before, first), (after, second)):
        verdict = judge_signature(bytes(alert.cap_xml))
        assert verdict.holds
        assert verdict.certificate is not None
        assert verdict.certificate.fingerprint == key.fingerprint
        assert faults_of(alert, history) == []


def test_what_a_key_signed_while_others_had_it_is_named() -> None:
    """Earlier alerts stand; it is retired in the same act, and the day can be put further back."""
    key = taken()
    early, late = (issued(drafted(situation(slug)), minutes) for slug, minutes in (("one", 3), ("two", 9)))
    key = key_acts.say_compromised(key, since=at(5), by=BY, now=at(20), reason="the laptop was stolen")
    assert (key.in_use, key.retired_at) == (None, at(20))
    history = list(SigningKey.objects.all())
    assert faults_of(early, history) == []
    assert ["others may have had" in fault for fault in faults_of(late, history)] == [True]
    key = key_acts.say_compromised(key, since=at(0), by=BY, now=at(21), reason="it was stolen before")
    assert faults_of(early, list(SigningKey.objects.all())) != []
    with pytest.raises(WrongUse, match="has not come yet"):
        key_acts.say_compromised(key, since=at(99), by=BY, now=at(22), reason="a guess")


def test_an_alert_is_signed_by_a_key_of_ours_that_was_in_use() -> None:
    """Another's key, or one of ours at another time, is named; so is an alert without any signature."""
    key = taken()
    alert = issued(drafted(situation()))
    assert "none of ours" in faults_of(alert, [])[0]
    key.taken_at = at(4)
    assert "not in use then" in faults_of(alert, [key])[0]
    key.taken_at, key.retired_at = at(-9), at(2)
    assert "not in use then" in faults_of(alert, [key])[0]
    alert.cap_xml = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>'
    assert "not signed" in faults_of(alert, [key])[0]
    # issued by an earlier Tocsin
    key.taken_at = at(30)
    assert faults_of(alert, [key]) == []


def test_one_key_at_a_time_and_none_twice() -> None:
    """A second first key, a retired one taken up again, and a second retirement are all conflicts."""
    first = pair()
    key = taken(first)
    with pytest.raises(Conflict, match="in use already"):
        key_acts.take_into_use(pair(), by=BY, now=at(0))
    key_acts.retire(key, by=BY, now=at(1), reason="done")
    with pytest.raises(Conflict, match="retired already"):
        key_acts.retire(key, by=BY, now=at(2), reason="done")
    with pytest.raises(Conflict, match="was in use before"):
        key_acts.take_into_use(first, by=BY, now=at(3))
    with pytest.raises(NotFound):
        key_acts.rotate(pair(), by=BY, now=at(3), reason="none to rotate")
    acts = Entry.objects.filter(item=f"signing-key:{key.pk}").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["taken into use", "retired"]


def test_a_private_key_lies_encrypted_for_its_owner_alone(settings: Any, folder: Path) -> None:
    """Mode 600, in a folder of mode 700, and never in the store."""
    settings.TOCSIN_SIGNING_PASSPHRASE = "correct horse"
    key = taken()
    path = folder / f"{key.fingerprint}.pem"
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert "PRIVATE" not in key.certificates
    assert issued(drafted(situation())).cap_xml


def _certified() -> tuple[KeyPair, bytes]:
    """A P-256 key that an authority certified, and the authority's own certificate."""
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    signed = [
        _certificate("Authority", root, "Authority", root, ca=True),
        _certificate("Desk", leaf, "Authority", root, ca=False),
    ]
    made = key_pair.brought(
        key_pair.as_private_pem(leaf, passphrase=""),
        signed[1].public_bytes(Encoding.PEM),
        passphrase="",
        where="desk.pem",
    )
    return made, signed[0].public_bytes(Encoding.PEM)


def _certificate(subject: str, key: Any, issuer: str, by: Any, *, ca: bool) -> x509.Certificate:
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    return (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at(-90))
        .not_valid_after(at(9_000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(by, SHA256())
    )


def test_a_key_that_an_authority_certified_signs_and_its_chain_is_asked_for_on_demand() -> None:
    """ECDSA on P-256. Whom one trusts is up to the reader."""
    made, authority = _certified()
    taken(made)
    data = bytes(issued(drafted(situation())).cap_xml)
    assert judge_signature(data).holds
    assert judge_signature(data, trusted=[authority]).holds
    assert judge_signature(data, trusted=[made.certificates_pem.encode()]).holds
    other = _certified()[1]
    assert judge_signature(data, trusted=[other]).outcome is Outcome.CHAIN_UNKNOWN


def test_a_certificate_of_another_key_or_time_is_not_taken() -> None:
    """Each with its reason, before anything is stored."""
    made, authority = _certified()
    private = key_pair.as_private_pem(made.private, passphrase="")
    with pytest.raises(AlertRefused, match="not that of the certificate"):
        key_pair.brought(private, authority, passphrase="", where="desk.pem")
    with pytest.raises(WrongUse, match="no certificate"):
        key_pair.brought(private, b"nothing", passphrase="", where="desk.pem")
    with pytest.raises(WrongUse, match="valid from"):
        key_acts.take_into_use(made, by=BY, now=datetime(2040, 1, 1, tzinfo=UTC))
    assert not SigningKey.objects.exists()


def test_the_tests_key_is_a_plain_one() -> None:
    """What the other tests sign with is made by the verb that users have."""
    assert certificate_of(run_key().certificate.parsed.public_bytes(Encoding.DER)).key == "RSA 3072"
    assert run_key().certificate.valid_from == KEY_SINCE

"""Authorities as a test wants them, the answers that they give, and openssl as a judge of its own."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tocsin.custody.timestamps import der
from tocsin.custody.timestamps.der import Tag
from tocsin.custody.timestamps.local import LocalAuthority
from tocsin.custody.timestamps.roots import TrustRoots, as_pem

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = b"log.example/log\n7\nzcf8l2iOc2vIqxRTXAylUpNcGbyrlFSGbfwXlA2hQ2I=\n"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What an authority's certificates say; as it should be, but for what a test changes."""

    begin: datetime = AT - timedelta(days=30)
    end: datetime = AT + timedelta(days=3650)
    root_end: datetime = AT + timedelta(days=7300)
    purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    critical: bool = True
    root_is_authority: bool = True
    organisation: str = "Stamps of others"
    key: Any = None
    root_key: Any = None


def authority(**changes: Any) -> LocalAuthority:
    """An authority that counts as independent: its certificates bear no mark."""
    shape = replace(Shape(), **changes)
    root_key = shape.root_key or ec.generate_private_key(ec.SECP256R1())
    key = shape.key or ec.generate_private_key(ec.SECP256R1())
    root = _certificate(shape, "root", root_key.public_key(), root_key)
    own = _certificate(shape, "stamps", key.public_key(), root_key)
    return LocalAuthority(private=key, certificate=own, root=root)


def _certificate(shape: Shape, name: str, public: Any, issuer_key: Any) -> x509.Certificate:
    is_root = name == "root"
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(shape, name))
        .issuer_name(_name(shape, "root"))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(shape.begin, AT - timedelta(days=30)) if is_root else shape.begin)
        .not_valid_after(shape.root_end if is_root else shape.end)
    )
    authority = is_root and shape.root_is_authority
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if not is_root and shape.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(shape.purposes), critical=shape.critical)
    return builder.sign(issuer_key, SHA256())


def _name(shape: Shape, common: str) -> x509.Name:
    said = ((NameOID.ORGANIZATION_NAME, shape.organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in said])


def request_by_sha1(message: bytes) -> bytes:
    """A request that names its text by a hash that is not accepted any more."""
    imprint = (
        der.written(Tag.SEQUENCE, der.oid("1.3.14.3.2.26")),
        der.written(Tag.OCTETS, hashlib.sha1(message).digest()),
    )
    return der.written(
        Tag.SEQUENCE, der.integer(1), der.written(Tag.SEQUENCE, *imprint), der.written(Tag.BOOLEAN, b"\xff")
    )


def openssl_agrees(folder: Path, response: bytes, message: bytes, roots: TrustRoots, at: datetime) -> bool:
    """What `openssl ts -verify` says, with the certificates as of `at`."""
    for name, content in (
        ("token.tsr", response),
        ("text", message),
        ("roots.pem", as_pem(roots.anchors).encode()),
        ("others.pem", as_pem(roots.others).encode()),
    ):
        (folder / name).write_bytes(content)
    untrusted = ["-untrusted", "others.pem"] if roots.others else []
    done = subprocess.run(
        [
            *("openssl", "ts", "-verify", "-data", "text", "-in", "token.tsr", "-CAfile", "roots.pem"),
            *(*untrusted, "-attime", str(int(at.timestamp()))),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ("Verification: OK" in done.stdout) == (done.returncode == 0), done
    return done.returncode == 0


_OPENSSL_AUTHORITY = """
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha512
accuracy = secs:1, millisecs:500
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha512
"""


def openssl_answers(folder: Path, by: LocalAuthority, request: bytes) -> bytes:
    """What openssl answers with the authority's key, by the clock of this machine."""
    private = by.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, content in (
        ("asked.tsq", request),
        ("key.pem", private),
        ("signer.pem", as_pem([by.certificate]).encode()),
        ("chain.pem", as_pem([by.root]).encode()),
        ("tsa.cnf", _OPENSSL_AUTHORITY.encode()),
    ):
        (folder / name).write_bytes(content)
    files = ("-signer", "signer.pem", "-inkey", "key.pem", "-chain", "chain.pem", "-config", "tsa.cnf")
    subprocess.run(
        ["openssl", "ts", "-reply", "-queryfile", "asked.tsq", *files, "-out", "answer.tsr"],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return (folder / "answer.tsr").read_bytes()


@contextmanager
def served(by: LocalAuthority, at: datetime = AT) -> Iterator[str]:
    """The authority on loopback; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            answer = by.answer(asked, at)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

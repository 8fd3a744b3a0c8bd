"""Hashes that timestamps are made with, and how long each is to be relied on: the one place to change when one ages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Hash:
    #: as hashlib and openssl call it
    name: str
    #: object identifier
    oid: str
    #: from when on a token made with it must be renewed; None while nobody says so
    ageing_from: datetime | None = None
    #: from when on a token made with it proves nothing
    broken_from: datetime | None = None

    def digest(self, data: bytes) -> bytes:
        return hashlib.new(self.name, data).digest()

    def accepted_at(self, at: datetime) -> bool:
        return self.broken_from is None or at < self.broken_from


#: SHA-1: two files with one hash were shown on 2017-02-23 (shattered.io); NIST SP 800-131A forbids it in signatures from
#: 2014 on. SHA-2: NIST names no end; the day somebody does, it is written here.
HASHES = (
    Hash(
        name="sha1",
        oid="1.3.14.3.2.26",
        ageing_from=datetime(2011, 1, 1, tzinfo=UTC),
        broken_from=datetime(2014, 1, 1, tzinfo=UTC),
    ),
    Hash(name="sha256", oid="2.16.840.1.101.3.4.2.1"),
    Hash(name="sha384", oid="2.16.840.1.101.3.4.2.2"),
    Hash(name="sha512", oid="2.16.840.1.101.3.4.2.3"),
)
BY_NAME = {each.name: each for each in HASHES}
BY_OID = {each.oid: each for each in HASHES}
#: what we ask for
OURS = BY_NAME["sha512"]

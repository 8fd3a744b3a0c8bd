"""What a WACZ's check comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.archives.fault import FAULTS_MAX, Fault
from tocsin.archives.wacz.pages import PageEntry


class BadWacz(Exception):
    """Why a file in it does not hold."""

    def __init__(self, file: str, reason: str) -> None:
        self.fault = Fault(file, reason)
        super().__init__(str(self.fault))


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Of `datapackage.json`, and by it of everything in the archive (WACZ Signing and Verification 0.1.0)."""

    #: the owner of this domain; empty where only a key is known
    domain: str = ""
    #: SHA-256 of the public key (DER), in hexadecimal: to be compared with one that came by another way
    key_sha256: str
    #: as the archive says: of a bare key nobody vouches for it
    created: datetime
    #: as a timestamp authority says; None of a bare key
    stamped_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaczVerdict:
    version: str = ""
    title: str = ""
    software: str = ""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    #: what nobody could check here, one plain sentence each
    unchecked: tuple[str, ...] = ()
    signature: Signature | None = None
    pages: tuple[PageEntry, ...] = ()
    records: int = 0
    #: responses, resources and revisits
    captured: int = 0

    @property
    def valid(self) -> bool:
        return not self.faults


class Notes:
    """What a check has found so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.unchecked: list[str] = []

    def fault(self, file: str, reason: str) -> None:
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(Fault(file, reason))

    def warn(self, file: str, reason: str) -> None:
        if len(self.warnings) < FAULTS_MAX:
            self.warnings.append(Fault(file, reason))

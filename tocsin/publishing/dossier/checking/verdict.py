"""What a reader brings along, and what a check comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.custody.note import Note, VerifierKey
from tocsin.custody.opentimestamps.headers import Header
from tocsin.custody.timestamps.roots import TrustRoots

GOOD, BROKEN, NOT_ALL_CHECKED = 0, 1, 3


class Broken(Exception):
    """Something does not hold. `where`: the file, the entry's position, or the item."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}" if where else what)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    #: of the log, as they reached the reader by another way than the dossier
    keys: Sequence[VerifierKey] = ()
    #: each must have signed the checkpoint
    witnesses: Sequence[VerifierKey] = ()
    #: that the reader keeps, or has from another reader; with a name to call it by
    checkpoints: Sequence[tuple[str, Note]] = ()
    #: of timestamping authorities
    trust: TrustRoots | None = None
    #: of Bitcoin's blocks, by height
    headers: Mapping[int, Header] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    holds: bool
    #: what was found, or the first thing that does not hold
    detail: str


@dataclass(frozen=True, slots=True)
class DossierVerdict:
    parts: Sequence[Part]
    #: what could not be checked, each in a few words
    unchecked: Sequence[str]

    @property
    def code(self) -> int:
        """The exit code: 0 it holds, 1 something does not, 3 what was checked holds."""
        if not all(part.holds for part in self.parts):
            return BROKEN
        return NOT_ALL_CHECKED if self.unchecked else GOOD

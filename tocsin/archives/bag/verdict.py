"""What a bag's check comes to."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.archives.fault import Fault
from tocsin.archives.names import System


@dataclass(frozen=True, slots=True)
class BagFault(Fault):
    #: of a path that leads out of the bag: on which system; None for every other fault
    leads_out_on: System | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BagVerdict:
    #: as declared ("1.0"); empty where nothing readable is declared
    version: str = ""
    #: what makes it invalid
    faults: tuple[BagFault, ...] = ()
    #: what holds and is odd: it may not hold elsewhere
    warnings: tuple[BagFault, ...] = ()
    #: tag files that no tag manifest covers: their bytes are proved by nothing in the bag
    unlisted: tuple[str, ...] = ()
    #: by which every payload file was checked
    algorithms: tuple[str, ...] = ()
    payload_files: int = 0
    payload_bytes: int = 0

    @property
    def valid(self) -> bool:
        return not self.faults

"""What a check has found so far."""

from __future__ import annotations

from tocsin.archives.bag.verdict import BagFault
from tocsin.archives.fault import FAULTS_MAX
from tocsin.archives.names import System


class Notes:
    def __init__(self) -> None:
        self.faults: list[BagFault] = []
        self.warnings: list[BagFault] = []

    def fault(self, file: str, reason: str, leads_out_on: System | None = None) -> None:
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(BagFault(file, reason, leads_out_on))

    def warn(self, file: str, reason: str) -> None:
        if len(self.warnings) < FAULTS_MAX:
            self.warnings.append(BagFault(file, reason))

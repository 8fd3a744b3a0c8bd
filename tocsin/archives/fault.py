"""What does not hold in an archive, or holds and looks odd: which file, and why."""

from __future__ import annotations

from dataclasses import dataclass

#: of one archive; more say nothing new
FAULTS_MAX = 1000
_NAME_MAX = 300


@dataclass(frozen=True, slots=True)
class Fault:
    #: its name inside the archive; empty where the archive as a whole is meant
    file: str
    reason: str

    def __str__(self) -> str:
        name = shown(self.file)
        return f"{name}: {self.reason}" if name else self.reason


def shown(name: str) -> str:
    """A stranger's name, fit for one line of a terminal or log."""
    short = name if len(name) <= _NAME_MAX else name[:_NAME_MAX] + "…"
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in short)

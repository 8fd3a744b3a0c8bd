"""How much an archive may unfold to: strangers' archives are small on the wire and may be without end in memory."""

from __future__ import annotations

from dataclasses import dataclass


class Unbounded(Exception):
    """What grows beyond its bound, and the bound."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    #: of everything that is unpacked out of one archive
    bytes_max: int = 8 * 2**30
    #: how many times larger than its packed bytes anything may get; text seldom gets beyond 20, deflate can do 1,032
    ratio_max: int = 250
    #: below so many bytes the ratio says nothing
    ratio_from_bytes: int = 2**19
    #: files of a zip, records of a WARC
    entries_max: int = 500_000


DEFAULT = Limits()


class Meter:
    """What was unpacked so far, of one archive."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._unpacked = 0
        self._entries = 0

    def entry(self) -> None:
        self._entries += 1
        if self._entries > self.limits.entries_max:
            raise Unbounded(f"it holds more than {self.limits.entries_max:,} entries")

    def unpacked(self, size_bytes: int, *, of_packed: int, of_unpacked: int) -> None:
        """`size_bytes` more; `of_packed` became `of_unpacked` in the stream at hand. Raises Unbounded."""
        self._unpacked += size_bytes
        if self._unpacked > self.limits.bytes_max:
            raise Unbounded(f"it unfolds to more than {self.limits.bytes_max:,} bytes")
        if of_unpacked > max(self.limits.ratio_from_bytes, self.limits.ratio_max * of_packed):
            raise Unbounded(
                f"{of_packed:,} bytes unfold to more than {self.limits.ratio_max} times as many: a bomb"
            )

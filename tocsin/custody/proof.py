"""A proof that an entry stands in the log, as a file of its own (C2SP tlog-proof). Pure."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from tocsin.custody.chain import leaf_hash
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.merkle import includes
from tocsin.custody.note import Note
from tocsin.errors import WrongUse

_HEADER = "c2sp.org/tlog-proof@v1"
_PROOF_BYTES_MAX = 100_000
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
#: 32 bytes in base64, in its one canonical form: the last letter stands for four bits
_HASH = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")


@dataclass(frozen=True, slots=True)
class LeafProof:
    """A proof as a file of its own (C2SP tlog-proof): whoever has the entry and the log's key can check it offline."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        lines = [_HEADER, f"index {self.index}", *(base64.b64encode(each).decode() for each in self.path)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    @classmethod
    def read(cls, data: bytes) -> LeafProof:
        """Raises WrongUse for what is no proof."""
        head, gap, rest = data.partition(b"\n\n")
        lines = head.decode("ascii", "replace").split("\n") if len(data) <= _PROOF_BYTES_MAX else []
        extra = 1 if len(lines) > 1 and lines[1].startswith("extra ") else 0
        index = _INDEX.fullmatch(lines[1 + extra]) if len(lines) > 1 + extra else None
        hashes = lines[2 + extra :]
        if not gap or index is None or lines[0] != _HEADER or not all(map(_HASH.fullmatch, hashes)):
            raise WrongUse("this is no proof of an entry", "hand it over as it was printed, unchanged")
        return cls(int(index[1]), tuple(map(base64.b64decode, hashes)), Note.read(rest))

    def holds(self, canonical: bytes) -> bool:
        """Whether it shows that the entry stands in the log that the checkpoint is of. Says nothing of signatures."""
        point = Checkpoint.read(self.checkpoint.text)
        return includes(leaf_hash(canonical), self.index, point.size, self.path, point.head)

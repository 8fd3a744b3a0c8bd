"""Checkpoints: how long the log was and which head its tree had, as a text that is signed (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from tocsin.custody.merkle import EMPTY_HEAD, HASH_BYTES
from tocsin.custody.note import is_name
from tocsin.errors import WrongUse

_FORM = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<head>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    #: which log: a name without scheme, for example "warnings.example.org/log"
    origin: str
    size: int
    head: bytes

    def __str__(self) -> str:
        """The text that is signed."""
        assert is_name(self.origin), f"origin: {self.origin!r}"
        assert len(self.head) == HASH_BYTES, f"a head of {len(self.head)} bytes"
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.head).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """Lines after the first three are extensions, which say nothing here; none is empty.

        Raises WrongUse for a text that is no checkpoint.
        """
        found = _FORM.fullmatch(text)
        if found is None or not is_name(found["origin"]):
            raise WrongUse("this is no checkpoint of a log", "hand it over as it was served, unchanged")
        read = cls(found["origin"], int(found["size"]), base64.b64decode(found["head"]))
        if base64.b64encode(read.head).decode() != found["head"] or (
            read.size == 0 and read.head != EMPTY_HEAD
        ):
            raise WrongUse("the head of this checkpoint is none", "hand it over as it was served, unchanged")
        return read

"""Values that openings point to in files: a paragraph, a JSON pointer, a file's hash."""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tocsin.custody.commitments import paragraphs
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.places import of_list as places_of_list
from tocsin.publishing.dossier.checking.verdict import Broken

_FORMS = ("paragraph", "pointer", "hash")
_STEPS_MAX = 100
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
#: read again beside the payload's own bytes: openings that jump to and fro are refused
_FREE_BYTES, _TIMES = 64 * 2**20, 200
#: lists of the record whose elements' places are held at once; other files, one to a report, would crowd them out
_LISTS_KEPT = 16


class Sources:
    """Keeps the last text, the last few lists' places and elements."""

    def __init__(self, dossier: Opened) -> None:
        self._dossier = dossier
        payload = sum(size for path, size in dossier.sizes.items() if path.startswith("data/"))
        self._left = _FREE_BYTES + _TIMES * payload
        self._paragraphs = lru_cache(maxsize=1)(self._read_paragraphs)
        self._places = lru_cache(maxsize=_LISTS_KEPT)(self._find_places)
        self._piece = lru_cache(maxsize=8)(self._read_piece)
        self._digest = lru_cache(maxsize=1024)(self._hash)

    def value(self, source: Any, path: str, count: int, where: str) -> Any:
        """`count`: paragraphs that the entry commits to."""
        file = strict_json.member(source, "file", str, where)
        forms = [form for form in _FORMS if form in source]
        if (
            not file.startswith("data/")
            or file not in self._dossier.sizes
            or len(forms) != 1
            or len(source) != 2
        ):
            raise Broken(where, f"{file[:200]!r}: no file of data/, or not bound in one way")
        if forms == ["hash"]:
            return self._digest(file, strict_json.member(source, "hash", str, where))
        if forms == ["pointer"]:
            return self._at(file, strict_json.member(source, "pointer", str, where), where)
        return self._paragraph(file, strict_json.member(source, "paragraph", int, where), path, count, where)

    def elements(self, file: str) -> Iterator[Any]:
        """Of a list, one after the other."""
        if not self._is_list(file):
            raise Broken(file, "it is no list")
        places = self._places(file)
        if len(places) == 2:
            whole = self._piece(file, 0, self._dossier.sizes[file])
            yield from whole
            return
        for begin, end in pairwise(places):
            yield self._read_piece(file, begin, end - 1)

    def _paragraph(self, file: str, number: int, path: str, count: int, where: str) -> str:
        found = self._paragraphs(file)
        if path.startswith("text.") and (path != f"text.{number}" or len(found) != count):
            raise Broken(where, f"{file} has {len(found)} paragraphs, the log vouches for {count}, in order")
        if not 0 <= number < len(found):
            raise Broken(where, f"{file} has no paragraph {number}")
        return found[number]

    def _read_paragraphs(self, file: str) -> Sequence[str]:
        self._spend(self._dossier.sizes[file])
        try:
            return paragraphs(self._dossier.read(file, strict_json.PIECE_BYTES_MAX).decode())
        except UnicodeDecodeError:
            raise Broken(file, "it is not in UTF-8") from None

    def _hash(self, file: str, algorithm: str) -> str:
        if algorithm not in ("sha256", "sha512"):
            raise Broken(file, f"bound by {algorithm[:40]!r}, not by sha256 or sha512")
        self._spend(self._dossier.sizes[file])
        with self._dossier.open(file) as stream:
            return hashlib.file_digest(stream, algorithm).hexdigest()

    def _at(self, file: str, pointer: str, where: str) -> Any:
        """RFC 6901. Of a list only the element is read that the first step leads to."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        if (pointer and not pointer.startswith("/")) or len(steps) > _STEPS_MAX:
            raise Broken(where, f"{pointer[:60]!r} is no JSON pointer")
        places = self._places(file) if steps and self._is_list(file) else None
        if places is None:
            return _followed(self._piece(file, 0, self._dossier.sizes[file]), steps, where)
        index = _index(steps[0], len(places) - 1, where)
        return _followed(self._piece(file, places[index], places[index + 1] - 1), steps[1:], where)

    def _read_piece(self, file: str, begin: int, end: int) -> Any:
        self._spend(end - begin)
        if end - begin > strict_json.PIECE_BYTES_MAX:
            raise Broken(file, "too much JSON in one piece")
        with self._dossier.open(file) as stream:
            stream.seek(begin)
            return strict_json.read(stream.read(end - begin), file)

    def _is_list(self, file: str) -> bool:
        with self._dossier.open(file) as stream:
            return stream.read(1024).lstrip().startswith(b"[")

    def _find_places(self, file: str) -> array[int]:
        self._spend(self._dossier.sizes[file])
        return places_of_list(self._dossier, file)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Broken("log/entries.jsonl", "its openings jump to and fro between files beyond all measure")


def of(dossier: Opened) -> Sources:
    """The same for all parts, so that no list is sought through twice. After the bag: its measure is the payload's."""
    if dossier.sources is None:
        dossier.sources = Sources(dossier)
    return dossier.sources


def _index(step: str, count: int, where: str) -> int:
    if not _INDEX.fullmatch(step) or int(step) >= count:
        raise Broken(where, f"there is no element {step[:40]!r}")
    return int(step)


def _followed(value: Any, steps: Sequence[str], where: str) -> Any:
    for step in steps:
        if isinstance(value, list):
            value = value[_index(step, len(value), where)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise Broken(where, f"there is no value {json.dumps(step[:40])}")
    return value

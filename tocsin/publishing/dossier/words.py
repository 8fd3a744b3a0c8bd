"""Names and phrases blacked out wherever they are printed: in texts, in JSON, and in JSON that stands within JSON."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from tocsin.record.commitment import as_text

#: stands in the place of what is masked, always of this length: the mark must not tell how long a name is
MARK = "█████"
#: a part of a name that is masked by itself too, as in "Poe said": shorter ones are words of many languages
_PART_SIGNS_MIN = 3

#: JSON within JSON
_ESCAPED_TIMES = 2
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_LETTERS = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


class Words:
    """Matched in any case and any Unicode form, over line ends too; `names` by their single words as well."""

    def __init__(self, names: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        whole = sorted({*names, *phrases} - {""}, key=len, reverse=True)
        self.whole = [each for each in whole if each.strip()]
        parts = {part for name in names for part in re.findall(r"\w+", name) if len(part) >= _PART_SIGNS_MIN}
        patterns = [pattern for each in self.whole for pattern in map(_spaced, _forms(each))]
        # a part is masked as a name is printed, with a capital letter or all in capitals
        patterns += [rf"(?-i:\b{re.escape(form)}\b)" for part in sorted(parts) for form in _printed(part)]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def masked(self, text: str) -> str:
        """Line ends within a match stay, so that paragraphs keep their numbers."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda met: re.sub(r"[^\n]+", MARK, met[0]), text)

    def masked_json(self, value: Any) -> Any:
        """The same for every text in a value, keys included; a text that is JSON itself is masked within."""
        if isinstance(value, str):
            return self._masked_text(value)
        if isinstance(value, dict):
            return {self.masked(key): self.masked_json(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.masked_json(inner) for inner in value]
        return value

    def _masked_text(self, text: str) -> str:
        if text[:1] in ("{", "["):
            try:
                read = json.loads(text)
            except (ValueError, RecursionError):
                return self.masked(text)
            masked = self.masked_json(read)
            if masked != read:
                return as_text(masked)
        return self.masked(text)

    def stand_in(self, content: bytes) -> bool:
        """Whether bytes that are text in one of the usual encodings hold any of it, as printed or escaped."""
        if self._pattern is None:
            return False
        return any(self._pattern.search(text) for text in _readings(content))


def _forms(word: str) -> Iterable[str]:
    composed = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")} | {word}
    return sorted(composed, key=len, reverse=True)


def _spaced(word: str) -> str:
    """Any white space may stand between its words."""
    return r"\s+".join(map(re.escape, word.split()))


def _printed(part: str) -> set[str]:
    return {part[0].upper() + part[1:], part.upper()} if part[0].isupper() else set()


def _readings(content: bytes) -> Iterable[str]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1251"):
        text = content.decode(encoding, "ignore")
        yield text
        yield html.unescape(text)
        for _ in range(_ESCAPED_TIMES):
            if "\\" in text:
                yield (text := _unescaped(text))
        if "%" in text:
            yield unquote_plus(text)


def _unescaped(text: str) -> str:
    """What stands in the texts of JSON and scripts."""
    return _ESCAPE.sub(
        lambda met: _LETTERS.get(met[0], met[0][1:]) if met[1] is None else chr(int(met[1], 16)), text
    )

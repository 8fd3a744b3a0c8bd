"""Names and phrases blacked out wherever they are printed: in texts, in JSON, and in JSON that stands within JSON."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote_plus

from tocsin.record.commitment import as_text

#: stands in the place of what is masked, always of this length: the mark must not tell how long a name is
MARK = "█████"
#: a part of a name that is masked by itself too, as in "Poe said": shorter ones are words of many languages
_PART_SIGNS_MIN = 3
#: a name printed in one word, as in "annpoe": shorter ones are words of many languages
_JOINED_SIGNS_MIN = 6
#: drawn as nothing: where a line may break, where letters join
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
#: between the words of a name, in texts, addresses and names of files
_GAP = rf"(?:[\s_+.\-\u2010-\u2015{_INVISIBLE}]|%20)+"
_BEGINS, _ENDS = r"(?<![^\W_])", r"(?![^\W_])"
#: beside a word of an address or of a file's name, which has no capital letters to know a name by
_CLOSE, _NEAR = r"[/_@]", r"[-/_@.=+?#&%~:]"

#: JSON within JSON
_ESCAPED_TIMES = 2
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_LETTERS = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


class Words:
    """Matched in any case and any Unicode form, over line ends too; `names` by their single words as well.

    Names are found in addresses and names of files too, where other signs stand between their words.
    """

    def __init__(self, names: Iterable[str] = (), phrases: Iterable[str] = ()) -> None:
        names = {name for name in names if name.strip()}
        whole = sorted({each for each in phrases if each.strip()} - names, key=len, reverse=True)
        patterns = [pattern for each in whole for pattern in map(_spaced, _forms(each))]
        patterns += [pattern for name in sorted(names, key=len, reverse=True) for pattern in _named(name)]
        parts = {part for name in names for part in re.findall(r"\w+", name) if len(part) >= _PART_SIGNS_MIN}
        patterns += [pattern for part in sorted(parts) for pattern in _of_part(part)]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        forms = {form for each in (*names, *whole) for form in _forms(each)}
        self._keys = sorted({key for each in (*forms, *parts) for key in _keys(each)})

    def __bool__(self) -> bool:
        return self._pattern is not None

    def masked(self, text: str) -> str:
        """Line ends within a match stay, so that paragraphs keep their numbers."""
        if self._pattern is None or not self._may_stand_in(text):
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
        return any(self._may_stand_in(text) and self._pattern.search(text) for text in _readings(content))

    def _may_stand_in(self, text: str) -> bool:
        """Far quicker than the search: without one of these words in it there is nothing to find."""
        folded = _folded(text)
        return any(key in folded for key in self._keys)


def _forms(word: str) -> Iterable[str]:
    composed = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")} | {word}
    return sorted(composed, key=len, reverse=True)


def _spaced(word: str) -> str:
    """Any white space may stand between its words."""
    return r"\s+".join(map(re.escape, word.split()))


def _named(name: str) -> Iterable[str]:
    for form in _forms(name):
        words = form.split()
        yield _GAP.join(map(_broken, words))
        if len(words) > 1 and len("".join(words)) >= _JOINED_SIGNS_MIN:
            yield _BEGINS + _broken("".join(words)) + _ENDS
        if not form.isascii():
            yield from (_GAP.join(map(_percent, each.split())) for each in (form, form.lower()))


def _of_part(part: str) -> Iterable[str]:
    """A part is masked as a name is printed, with a capital letter or all in capitals; in addresses in any case."""
    for form in sorted(_printed(part)):
        yield rf"(?-i:{_BEGINS}{_broken(form)}{_ENDS})"
    within = _broken(part)
    yield rf"(?<={_CLOSE}){within}{_ENDS}|{_BEGINS}{within}(?={_CLOSE})"
    yield rf"(?:\A|(?<={_NEAR})){within}(?={_NEAR}|\Z)"
    if not part.isascii():
        yield from (_percent(each) for each in (part, part.lower()))


def _keys(name: str) -> Iterable[str]:
    """Whatever is found of a name holds one of these, once it is folded."""
    longest = max(re.findall(r"\w+", name), key=len, default=name.strip())
    yield _folded(longest)
    if not longest.isascii():
        yield from (_folded(quote(each, safe="")) for each in (longest, longest.lower()))


def _folded(text: str) -> str:
    """Both forms of i without case are i to a search without case."""
    return re.sub(f"[{_INVISIBLE}]", "", text).replace("\u0130", "i").replace("\u0131", "i").casefold()


def _broken(word: str) -> str:
    """Its letters, with or without what is drawn as nothing between them."""
    return f"[{_INVISIBLE}]*".join(map(re.escape, word))


def _percent(word: str) -> str:
    return re.escape(quote(word, safe=""))


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

"""Entries cut out of a camt file by their tags, so that lxml reads one of each markup instead of all.

In a file without comments, CDATA, processing instructions and document types every "<" begins a tag. So `<Ntry>` begins
an entry there, and the next `</Ntry>` ends it. What is left of the file is read by lxml as ever, each entry's place marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BEGIN, _END, _MARK = b"<Ntry>", b"</Ntry>", b"<Ntry/>"
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=([\"'])1\.0\1(?: encoding=([\"'])(?i:utf-8)\2)?"
    rb"(?: standalone=([\"'])(?:yes|no)\3)? ?\?>)?"
)
#: an entry that is written in another way, with a prefix or an attribute
_OTHER_ENTRY = re.compile(rb"Ntry(?![\w.-])")


@dataclass(frozen=True, slots=True)
class Cut:
    #: with line ends as XML has them
    content: bytes
    #: where each entry begins and ends, and how many line ends are in it
    spans: list[tuple[int, int, int]]
    #: what is left, with `<Ntry/>` in each one's place, and every line where it was
    rest: bytes

    def entries(self) -> Iterator[tuple[int, str]]:
        """Line of the file, from 1, and the entry. Raises UnicodeDecodeError."""
        content, at_line, at = self.content, 1, 0
        for start, end, lines in self.spans:
            at_line += content.count(b"\n", at, start)
            yield at_line, content[start:end].decode()
            at_line, at = at_line + lines, end


def cut_out(content: bytes, most: int) -> Cut | None:
    """None for a file that is not plain enough, and for more than `most` entries."""
    content = content.replace(b"\r\n", b"\n")
    head = _HEAD.match(content)
    assert head is not None  # all of it may be missing
    if b"<!" in content or b"\r" in content or content.find(b"<?", head.end()) >= 0:
        return None
    spans = _spans(content, most)
    if not 0 < len(spans) <= most:
        return None
    between = list(_between(content, spans))
    if any(_OTHER_ENTRY.search(each) for each in set(between)):
        return None
    marks = [_MARK + b"\n" * lines for _, _, lines in spans]
    rest = b"".join([piece for pair in zip(between, [*marks, b""], strict=True) for piece in pair])
    return Cut(content, spans, rest)


def _between(content: bytes, spans: Iterable[tuple[int, int, int]]) -> Iterator[bytes]:
    at = 0
    for start, end, _ in spans:
        yield content[at:start]
        at = end
    yield content[at:]


def _spans(content: bytes, most: int) -> list[tuple[int, int, int]]:
    """One more than `most` at the most."""
    spans: list[tuple[int, int, int]] = []
    end = 0
    while len(spans) <= most and (start := content.find(_BEGIN, end)) >= 0:
        found = content.find(_END, start)
        if found < 0:
            break  # what is left is no XML, and is refused
        end = found + len(_END)
        spans.append((start, end, content.count(b"\n", start, end)))
    return spans

"""Entries cut out of a camt file by their tags, so that lxml reads one of each markup instead of all.

In a file without comments, CDATA, processing instructions and document types every "<" begins a tag. So `<Ntry>` begins
an entry there, and the next `</Ntry>` ends it. What is left of the file is read by lxml as ever, each entry's place marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BEGIN, _END, _MARK = b"<Ntry>", b"</Ntry>", b"<Ntry/>"
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=([\"'])1\.0\1(?: encoding=([\"'])(?i:utf-8)\2)?"
    rb"(?: standalone=([\"'])(?:yes|no)\3)? ?\?>)?"
)
#: an entry that is written in another way, with a prefix or an attribute
_OTHER_ENTRY = re.compile(rb"Ntry(?![\w.-])")


#: entries that one mark stands for, at most: the line ends that it leaves are one text to libxml2, which has a bound
RUN_MAX = 1_000
#: where nothing but these is between two entries, one mark stands for both
_SPACE = b" \t\n"


@dataclass(frozen=True, slots=True)
class Cut:
    #: with line ends as XML has them
    content: bytes
    #: where each entry begins and ends
    spans: list[tuple[int, int]]
    #: how many of them each mark in what is left stands for
    runs: list[int]
    #: what is left, with `<Ntry/>` in the place of each run of entries, and every line where it was
    rest: bytes

    def entries(self) -> Iterator[tuple[int, str]]:
        """Line of the file, from 1, and the entry. Raises UnicodeDecodeError."""
        content, at_line, at = self.content, 1, 0
        for start, end in self.spans:
            at_line += content.count(b"\n", at, start)
            yield at_line, content[start:end].decode()
            at = start


def cut_out(content: bytes, most: int) -> Cut | None:
    """None for a file that is not plain enough, and for more than `most` entries."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    head = _HEAD.match(content)
    assert head is not None  # all of it may be missing
    if b"\r" in content or _begins_a_tag(content, b"!") or _begins_a_tag(content, b"?", head.end()):
        return None
    spans = _spans(content, most)
    if not 0 < len(spans) <= most:
        return None
    runs, pieces = _runs(content, spans)
    if any(_OTHER_ENTRY.search(each) for each in pieces[::2]):
        return None
    return Cut(content, spans, runs, b"".join(pieces))


def _begins_a_tag(content: bytes, sign: bytes, at: int = 0) -> bool:
    """Whether "<" is before one of these signs: they are rare and "<" is not, so they are what is looked for."""
    while (at := content.find(sign, at)) >= 0:
        if content[at - 1 : at] == b"<":
            return True
        at += 1
    return False


def _spans(content: bytes, most: int) -> list[tuple[int, int]]:
    """One more than `most` at the most."""
    spans: list[tuple[int, int]] = []
    end = 0
    while len(spans) <= most and (start := content.find(_BEGIN, end)) >= 0:
        found = content.find(_END, start)
        if found < 0:
            break  # what is left is no XML, and is refused
        end = found + len(_END)
        spans.append((start, end))
    return spans


def _runs(content: bytes, spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[bytes]]:
    """How long each run of entries is, and what is left: what is between the runs, and in turn a mark for each."""
    runs: list[int] = []
    pieces: list[bytes] = []
    at = begin = 0
    for start, end in spans:
        if not runs or runs[-1] == RUN_MAX or content[at:start].strip(_SPACE):
            if runs:
                pieces.append(_mark(content, begin, at))
            pieces.append(content[at:start])
            runs.append(0)
            begin = start
        runs[-1] += 1
        at = end
    return runs, [*pieces, _mark(content, begin, at), content[at:]]


def _mark(content: bytes, begin: int, end: int) -> bytes:
    return _MARK + b"\n" * content.count(b"\n", begin, end)

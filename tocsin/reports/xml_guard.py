"""XML from strangers: what is refused before any parser sees it."""

from __future__ import annotations

import re

from tocsin.errors import ReportRefused

#: UTF-16 and UTF-32 hide ASCII behind NULs; UTF-7 and EBCDIC hide it altogether
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")
_HIDING = (b"utf-7", b"utf7", b"cp037", b"ebcdic", b"ibm037", b"cp500", b"ibm500", b"cp1026", b"ibm1026")


def refuse_entities(xml: bytes, what: str) -> None:
    """Raises ReportRefused for XML that declares entities: a few lines of them unfold to gigabytes."""
    plain = xml.replace(b"\0", b"")
    declared = _ENCODING.search(plain[:1024])
    if declared and declared[1].lower().startswith(_HIDING):
        raise ReportRefused(f"{what} is written in {declared[1].decode('ascii')}", "save it as UTF-8")
    if b"<!ENTITY" in plain or (
        b"<!DOCTYPE" in plain and b"[" in plain.split(b"<!DOCTYPE", 1)[1].split(b">", 1)[0]
    ):
        raise ReportRefused(
            f"{what} declares entities, which can unfold without end", "ask its publisher for a plain one"
        )

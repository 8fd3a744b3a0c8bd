"""Bytes from anyone, opened as a CAP message within bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tocsin.alerts.cap.namespaces import VERSIONS
from tocsin.errors import CapRefused

if TYPE_CHECKING:
    from lxml import etree

#: the largest messages in the public suites have 0.9 MB, nearly all of it one embedded picture
BYTES_MAX = 20 * 2**20
#: of elements' tags and attributes; a parser takes about 150 bytes for each, so that 20 MB of them would take gigabytes
NODES_MAX = 100_000
#: of one element; libxml2 counts through all siblings for each fault that it names: 45,000 faults of children took 10 s
CHILDREN_MAX = 10_000
#: CAP itself has four levels, a signature ten
DEPTH_MAX = 50

_DOCTYPE = re.compile(rb"<\0{0,3}!\0{0,3}D\0{0,3}O\0{0,3}C\0{0,3}T\0{0,3}Y\0{0,3}P\0{0,3}E")
#: encodings in which markup hides from every look at the bytes
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")
_READ_ENCODINGS = frozenset(
    {b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"}
    | {b"iso-8859-%d" % part for part in range(1, 17)}
    | {b"windows-125%d" % part for part in range(9)}
)


def opened(data: bytes) -> etree._Element:
    """The `alert` element of a message of any version. Raises CapRefused for what is none, or beyond the bounds."""
    root = parsed(data)
    version_of(root)
    return root


def version_of(root: etree._Element) -> str:
    """Raises CapRefused for a root that is no CAP alert."""
    from lxml import etree

    name = etree.QName(root)
    if name.localname != "alert" or name.namespace not in VERSIONS:
        shown = f"{{{name.namespace}}}{name.localname}" if name.namespace else name.localname
        raise CapRefused(
            f"it is XML and no CAP alert: its root is {shown[:120]!r}",
            "name a CAP message of 1.0, 1.1 or 1.2",
        )
    return VERSIONS[name.namespace]


def parsed(data: bytes) -> etree._Element:
    """The root of any XML within the bounds. Raises CapRefused."""
    from lxml import etree

    _refuse_unbounded(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CapRefused(f"it is no well-formed XML ({_shown(error)})", "mend the XML first") from error
    _refuse_deep_or_wide(root)
    return root


def _refuse_unbounded(data: bytes) -> None:
    if len(data) > BYTES_MAX:
        raise CapRefused(
            f"it has {len(data):,} bytes, more than {BYTES_MAX:,}",
            "name large files by `uri` in a `resource`",
        )
    if not data.strip():
        raise CapRefused("it is empty", "name a CAP message")
    if _DOCTYPE.search(data):
        raise CapRefused(
            "it declares a document type, and entities can unfold without end", "take the DOCTYPE out"
        )
    declared = _ENCODING.search(data[:1024].replace(b"\0", b""))
    if declared and declared[1].lower() not in _READ_ENCODINGS:
        raise CapRefused(f"it is written in {declared[1].decode('ascii')}", "save it as UTF-8")
    nodes = data.count(b"<") + data.count(b'="') + data.count(b"='")
    if nodes > NODES_MAX:
        raise CapRefused(
            f"it has about {nodes:,} tags and attributes, more than {NODES_MAX:,}",
            "split it into several",
        )


def _refuse_deep_or_wide(root: etree._Element) -> None:
    """The parser itself stops at 256 levels."""
    level = [root]
    for _ in range(DEPTH_MAX):
        if (widest := max(map(len, level))) > CHILDREN_MAX:
            raise CapRefused(
                f"an element has {widest:,} children, more than {CHILDREN_MAX:,}", "split the message"
            )
        level = [child for node in level for child in node]
        if not level:
            return
    raise CapRefused(f"its elements stand in one another more than {DEPTH_MAX} deep", "CAP needs four levels")


def _shown(error: Exception) -> str:
    return " ".join(str(error).split())[:160]

"""The HTTP message in a record: its head, and its payload as it came and without chunks (RFC 9112, 7.1)."""

from __future__ import annotations

import re

from tocsin.archives.warc.digest import Running

HEAD_BYTES_MAX = 2**18
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*)$", re.MULTILINE)


class HttpBlock:
    """Takes a record's block in parts."""

    def __init__(self, algorithms: set[str], *, has_head: bool) -> None:
        """Without a head, as of a resource, the whole block is the payload."""
        self._head = bytearray() if has_head else None
        self.status = 0
        self.fields: dict[str, str] = {}
        self._payload = Running(algorithms)
        self._joined: Running | None = None
        self._chunks = Chunks()
        self._algorithms = algorithms
        self.payload_bytes = 0

    def update(self, part: bytes) -> bytes:
        """Gives the bytes of the part that belong to the payload, without chunks where it is in chunks."""
        if self._head is None:
            return self._update_payload(part)
        self._head += part
        end = _END_OF_HEAD.search(self._head)
        if not end:
            if len(self._head) > HEAD_BYTES_MAX:
                self._head = None
            return b""
        head, rest = bytes(self._head[: end.start()]), bytes(self._head[end.end() :])
        self._head = None
        self._read_head(head)
        return self._update_payload(rest)

    def _read_head(self, head: bytes) -> None:
        if found := _STATUS.match(head):
            self.status = int(found[1])
        for name, value in _FIELD.findall(head):
            self.fields.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
        if "chunked" in self.fields.get("transfer-encoding", "").lower():
            self._joined = Running(self._algorithms)

    def _update_payload(self, part: bytes) -> bytes:
        self.payload_bytes += len(part)
        self._payload.update(part)
        if self._joined is None:
            return part
        joined = self._chunks.update(part)
        self._joined.update(joined)
        return part if self._chunks.broken else joined

    def payloads(self) -> list[Running]:
        """As it came; and, where it came in chunks, without them: writers differ in which they hash."""
        whole = self._joined is not None and not self._chunks.broken
        return [self._payload, self._joined] if whole and self._joined is not None else [self._payload]


class Chunks:
    """Joins chunks. What is no chunk is `broken`, and nothing more is joined."""

    def __init__(self) -> None:
        self.broken = False
        self._line = b""
        self._left = 0
        self._ended = False

    def update(self, part: bytes) -> bytes:
        joined = bytearray()
        while part and not self.broken and not self._ended:
            if self._left > 2:  # content of the chunk; its last two bytes are a line end
                taken = min(len(part), self._left - 2)
                joined += part[:taken]
                part, self._left = part[taken:], self._left - taken
            elif self._left:
                taken = min(len(part), self._left)
                part, self._left = part[taken:], self._left - taken
            else:
                part = self._size(part)
        return bytes(joined)

    def _size(self, part: bytes) -> bytes:
        line, found, rest = part.partition(b"\n")
        self._line += line
        if not found:
            self.broken = len(self._line) > 1000
            return b""
        text, self._line = self._line.partition(b";")[0].strip(), b""
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,12}", text):
            self.broken = True
        elif size := int(text, 16):
            self._left = size + 2
        else:
            self._ended = True
        return rest

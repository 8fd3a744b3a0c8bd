"""Servers on loopback that behave badly in one named way each, and what they saw."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behave = Callable[[socket.socket], None]


@dataclass
class Listening:
    port: int
    #: connections that were taken
    calls: list[socket.socket] = field(default_factory=list)


@contextmanager
def listening(behave: Behave) -> Iterator[Listening]:
    """Each connection in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        seen = Listening(server.getsockname()[1])
        threading.Thread(target=_accept, args=(server, behave, seen), daemon=True).start()
        yield seen
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        for call in seen.calls:
            call.close()


def _accept(server: socket.socket, behave: Behave, seen: Listening) -> None:
    with suppress(OSError):
        while True:
            call, _ = server.accept()
            seen.calls.append(call)
            threading.Thread(target=_quietly, args=(behave, call), daemon=True).start()


def _quietly(behave: Behave, call: socket.socket) -> None:
    with suppress(OSError, ValueError):
        behave(call)


def mail_server(
    *, rcpt: bytes = b"250 well", after_letter: bytes | None = b"250 taken", data: bytes | None = b"354 go on"
) -> Behave:
    """SMTP with these answers; None hangs up in place of the answer."""

    def talk(call: socket.socket) -> None:
        lines = call.makefile("rb")
        call.sendall(b"220 here\r\n")
        while line := lines.readline():
            verb = line[:4].upper()
            answer = {b"RCPT": rcpt, b"DATA": data}.get(verb, b"250 well")
            if answer is None:
                break
            call.sendall(answer + b"\r\n")
            if verb == b"DATA" and answer.startswith(b"354"):
                while lines.readline() not in (b".\r\n", b""):
                    pass
                if after_letter is None:
                    break
                call.sendall(after_letter + b"\r\n")
        call.close()

    return talk


def http_server(answer: bytes | None) -> Behave:
    """Reads each request, then gives this answer; None hangs up without one."""

    def talk(call: socket.socket) -> None:
        stream = call.makefile("rb")
        while line := stream.readline():
            length = 0
            while line not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            stream.read(length)
            if answer is None:
                break
            call.sendall(answer)
        call.close()

    return talk


def http(status: int, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", "Content-Length: 0"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()

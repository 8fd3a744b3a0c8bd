"""A server on loopback that answers as a test says, and a guard that lets the test reach it and nothing else."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tocsin.outside.guard import Guard, is_public

Answer = bytes | Callable[[socket.socket], None]


def answer(
    body: bytes = b"", *, status: int = 200, kind: str = "text/plain; charset=utf-8", **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Server:
    port: int
    #: by path; what is not here is 404
    answers: dict[str, Answer]
    #: head of every request, as it came
    asked: list[str] = field(default_factory=list)
    #: None over plain HTTP
    tls: ssl.SSLContext | None = None

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def guard(self, names: Mapping[str, Sequence[str]] | None = None) -> Guard:
        """The real rule for every address, but this server's own. Names lead where the test says."""
        known = dict(names or {})
        return Guard(
            resolve=lambda host, _port: known.get(host, [host]),
            permits=lambda address, port: (address, port) == ("127.0.0.1", self.port) or is_public(address),
        )


@contextmanager
def serving(answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1], dict(answers), tls=tls)
        thread = threading.Thread(target=_accept, args=(listener, server), daemon=True)
        thread.start()
        yield server
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _accept(listener: socket.socket, server: Server) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, server), daemon=True).start()


def _serve(connection: socket.socket, server: Server) -> None:
    with (
        suppress(OSError),
        server.tls.wrap_socket(connection, True) if server.tls else connection as connection,
    ):
        head = b""
        while b"\r\n\r\n" not in head and (chunk := connection.recv(65536)):
            head += chunk
        head, _, body = head.partition(b"\r\n\r\n")
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        while length and len(body) < int(length[1]) and (chunk := connection.recv(65536)):
            body += chunk  # who hangs up on what is still coming resets the line, and the answer is lost
        server.asked.append(head.decode("latin-1"))
        path = head.split(b" ")[1].decode() if b" " in head else ""
        found = server.answers.get(path, answer(b"nothing here", status=404))
        if callable(found):
            found(connection)
        else:
            connection.sendall(found)

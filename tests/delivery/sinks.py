"""A mail server and a webhook receiver on loopback that write down every raw arrival, and filter nothing.

As a process of its own (`python -m tests.delivery.sinks FOLDER`) it prints its two ports, and appends the id of every
letter and request to FOLDER/mail and FOLDER/webhook before it answers.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
_MESSAGE_ID = re.compile(rb"(?mi)^message-id:\s*<([^>]+)>")
_WEBHOOK_ID = re.compile(rb"(?mi)^webhook-id:\s*(\S+)")
_LENGTH = re.compile(rb"(?mi)^content-length:\s*(\d+)")


class Sinks:
    def __init__(self, folder: Path) -> None:
        self.mail: IO[bytes] = (folder / "mail").open("ab", buffering=0)
        self.webhook: IO[bytes] = (folder / "webhook").open("ab", buffering=0)

    async def take_mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                letter = await reader.readuntil(b"\r\n.\r\n")
                found = _MESSAGE_ID.search(letter)
                assert found, letter
                self.mail.write(found[1] + b"\n")
                writer.write(b"250 2.0.0 taken\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 well\r\n")
        writer.close()

    async def take_webhook(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length, found = _LENGTH.search(head), _WEBHOOK_ID.search(head)
                assert length and found, head
                await reader.readexactly(int(length[1]))
                self.webhook.write(found[1] + b"\n")
                writer.write(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()


async def _serve(folder: Path) -> None:
    sinks = Sinks(folder)
    mail = await asyncio.start_server(_quiet(sinks.take_mail), "127.0.0.1", 0, limit=2**20)
    webhook = await asyncio.start_server(_quiet(sinks.take_webhook), "127.0.0.1", 0, limit=2**20)
    ports = (str(server.sockets[0].getsockname()[1]) for server in (mail, webhook))
    sys.stdout.write(" ".join(ports) + "\n")
    sys.stdout.flush()
    await asyncio.gather(mail.serve_forever(), webhook.serve_forever())


def _quiet(take: object) -> object:
    """Whoever is killed hangs up in the middle of a line: nothing to say about it."""

    async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await take(reader, writer)  # type: ignore[operator]
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()

    return taken


class Running:
    """The sinks at work."""

    def __init__(self, folder: Path, mail_port: int, webhook_port: int) -> None:
        self._folder = folder
        self.mail_port, self.webhook_port = mail_port, webhook_port

    def arrivals(self, channel: str) -> Counter[str]:
        """How often each id came."""
        return Counter((self._folder / channel).read_text().split())

    def settings(self) -> dict[str, str]:
        """What leads the program here."""
        return {
            "TOCSIN_SMTP": f"smtp://127.0.0.1:{self.mail_port}?security=none",
            "TOCSIN_WEBHOOK_INSIDE": f"127.0.0.1:{self.webhook_port}",
        }


@contextmanager
def sinks(folder: Path) -> Iterator[Running]:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.delivery.sinks", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        mail_port, webhook_port = map(int, process.stdout.readline().split())
        yield Running(folder, mail_port, webhook_port)
    finally:
        process.kill()
        process.communicate(timeout=30)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))

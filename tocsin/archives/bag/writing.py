"""Making a bag: BagIt 1.0 with SHA-256 and SHA-512, each file read once, renamed into its place when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from hashlib import sha256, sha512
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tocsin.archives.bag.paths import encoded
from tocsin.archives.names import direct, is_for_every_system, leads_out_on
from tocsin.archives.syncing import sync, sync_tree
from tocsin.errors import Conflict, WrongUse

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ALGORITHMS = {"sha256": sha256, "sha512": sha512}
_PART_BYTES = 2**20
_LABEL_FORBIDDEN = ":\r\n"


class BagWriter:
    """A bag in the making, beside its final place. See the package for the order of its verbs."""

    def __init__(self, folder: Path) -> None:
        """Raises Conflict where something stands at `folder` already."""
        if os.path.lexists(folder):
            raise Conflict(f"{folder} exists already", "name a folder that does not")
        self._place = folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._root = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        (self._root / "data").mkdir()
        self._payload = _Listing(self._root, "manifest")
        self._tags = _Listing(self._root, "tagmanifest")
        self._octets = self._streams = 0
        self._step = "payload"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._payload.close()
        self._tags.close()
        if self._step != "placed":
            shutil.rmtree(self._root, ignore_errors=True)

    def add(self, path: str, source: bytes | Path) -> None:
        """A payload file, `path` below data/. Raises WrongUse for a name that no bag should hold, or that is there."""
        assert self._step == "payload", self._step
        self._octets += self._payload.add(f"data/{_checked(path)}", source)
        self._streams += 1

    def close_payload(self) -> dict[str, bytes]:
        """The payload manifests as written, by algorithm: nothing can be added to data/ from now on.

        Raises WrongUse where there is no payload: an empty bag proves nothing.
        """
        assert self._step == "payload", self._step
        if not self._streams:
            raise WrongUse("a bag without a payload file proves nothing", "add a file first")
        self._step = "tags"
        return self._payload.close()

    def add_tag(self, path: str, source: bytes | Path) -> None:
        """A file beside data/, listed in the tag manifests."""
        assert self._step == "tags", self._step
        if path.partition("/")[0] == "data":
            raise WrongUse(f"{path!r} lies in the payload", "name it outside data/")
        self._tags.add(_checked(path), source)

    def close_tags(self, info: Mapping[str, str]) -> dict[str, bytes]:
        """Writes bagit.txt and bag-info.txt (`info`, and Payload-Oxum); gives the tag manifests as written."""
        assert self._step == "tags", self._step
        self._tags.add("bagit.txt", DECLARATION)
        rows = [*map(_row, info.items()), f"Payload-Oxum: {self._octets}.{self._streams}\n"]
        self._tags.add("bag-info.txt", "".join(rows).encode())
        for algorithm in _ALGORITHMS:
            name = f"manifest-{algorithm}.txt"
            self._tags.list(name, self._root / name)
        self._step = "tagged"
        return self._tags.close()

    def add_unlisted(self, path: str, content: bytes) -> None:
        """A file that no manifest covers, as a seal over the manifests must be."""
        assert self._step == "tagged", self._step
        _copy(content, self._root / _checked(path))

    def place(self) -> Path:
        """Everything on the disk, then the name: whoever sees the folder sees the whole bag."""
        assert self._step == "tagged", self._step
        self._root.chmod(0o755)
        sync_tree(self._root)
        try:
            self._root.rename(self._place)
        except OSError as error:
            raise Conflict(f"{self._place} was made meanwhile", "name another folder") from error
        self._step = "placed"
        sync(self._place.parent)
        return self._place


def write(folder: Path, payload: Iterable[tuple[str, bytes | Path]], info: Mapping[str, str]) -> Path:
    """A bag of these files, when no tag file depends on their hashes."""
    with BagWriter(folder) as bag:
        for path, source in payload:
            bag.add(path, source)
        bag.close_payload()
        bag.close_tags(info)
        return bag.place()


class _Listing:
    """The manifests of one kind, written as files are added."""

    def __init__(self, root: Path, kind: str) -> None:
        self._root = root
        self._paths = {each: root / f"{kind}-{each}.txt" for each in _ALGORITHMS}
        self._streams: dict[str, BinaryIO] = {}

    def add(self, path: str, source: bytes | Path) -> int:
        """Copies and lists it; gives its bytes."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            digests, size = _copy(source, target)
        except FileExistsError as error:
            raise WrongUse(f"{path!r} is in the bag already", "give each file a name of its own") from error
        self._write(path, digests)
        return size

    def list(self, path: str, file: Path) -> None:
        with file.open("rb") as stream:
            self._write(path, _digests(stream, None)[0])

    def _write(self, path: str, digests: Mapping[str, str]) -> None:
        for algorithm, digest in digests.items():
            if algorithm not in self._streams:
                self._streams[algorithm] = self._paths[algorithm].open("xb")
            self._streams[algorithm].write(f"{digest}  {encoded(path)}\n".encode())

    def close(self) -> dict[str, bytes]:
        for stream in self._streams.values():
            if not stream.closed:
                stream.close()
        return {each: path.read_bytes() for each, path in self._paths.items() if path.exists()}


def _checked(path: str) -> str:
    printable = all(sign.isprintable() for sign in path)
    if (
        not path
        or not printable
        or leads_out_on(path)
        or direct(path) != path
        or not is_for_every_system(path)
    ):
        raise WrongUse(
            f"{path!r} is no name for a file on every system", "use letters, digits, dots and hyphens"
        )
    return path


def _copy(source: bytes | Path, target: Path) -> tuple[dict[str, str], int]:
    with target.open("xb") as copied:
        if isinstance(source, bytes):
            made = _digests(BytesIO(source), copied)
        else:
            with source.open("rb") as stream:
                made = _digests(stream, copied)
    return made


def _digests(stream: BinaryIO, copied: BinaryIO | None) -> tuple[dict[str, str], int]:
    running, size = {each: make() for each, make in _ALGORITHMS.items()}, 0
    while part := stream.read(_PART_BYTES):
        size += len(part)
        for each in running.values():
            each.update(part)
        if copied is not None:
            copied.write(part)
    return {algorithm: each.hexdigest() for algorithm, each in running.items()}, size


def _row(item: tuple[str, str]) -> str:
    """One line of bag-info.txt. Raises WrongUse for what would make two of it."""
    label, value = item
    if (
        not label.strip()
        or any(sign in label for sign in _LABEL_FORBIDDEN)
        or any(c in value for c in "\r\n")
    ):
        raise WrongUse(f"{label!r}: {value!r} is no line of bag-info.txt", "leave out colons and line ends")
    return f"{label}: {value}\n"

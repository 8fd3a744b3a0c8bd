"""A disk that may lose whatever was not synced: the strict reading of POSIX.

A write reaches the disk when its file is synced, a name when its folder is; before that each may be there, be missing,
or, for a write, be there by sectors. What a power cut leaves is chosen at random among all that may be.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: what a disk writes whole
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """Of a file's bytes, or of a folder's names."""

    path: str


@dataclass(frozen=True, slots=True)
class Create:
    path: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A new folder: where its name is lost, all in it is."""

    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Unlink:
    path: str


@dataclass(frozen=True, slots=True)
class Say:
    """What the process told the world at this moment."""

    text: str


Act = Write | Truncate | Sync | Create | Folder | Rename | Unlink | Say
Name = Create | Rename | Unlink


@dataclass(slots=True)
class _File:
    durable: bytearray
    pending: list[Write | Truncate] = field(default_factory=list)


class Disk:
    """Files by name. Which file a name means in memory and on the disk may differ until its folder is synced."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: _File(bytearray(content)) for name, content in files.items()}
        #: as they will be found after a cut, but for what is pending
        self._names = dict(self._files)
        self._pending: list[tuple[Name, _File]] = []
        self._new_folders: list[str] = []
        self.said = ""

    def do(self, act: Act) -> None:
        match act:
            case Write() | Truncate():
                self._files[act.path].pending.append(act)
            case Sync(path) if path in self._files:
                file = self._files[path]
                _apply(file.durable, file.pending)
                file.pending.clear()
            case Sync(path):
                self._sync_folder(path)
            case Create(path):
                self._files[path] = _File(bytearray())
                self._pending.append((act, self._files[path]))
            case Folder(path):
                self._new_folders.append(path)
            case Rename(path, to):
                self._files[to] = self._files.pop(path)
                self._pending.append((act, self._files[to]))
            case Unlink(path):
                self._pending.append((act, self._files.pop(path)))
            case Say(text):
                self.said += text

    def _sync_folder(self, folder: str) -> None:
        self._new_folders = [each for each in self._new_folders if str(Path(each).parent) != folder]
        left, moved = list[tuple[Name, _File]](), set[int]()
        for act, file in self._pending:
            if _touches(act, folder):
                _rename(self._names, act, file)
                moved |= {id(file)} if isinstance(act, Rename) else set()
            else:
                left.append((act, file))
        # a file that has its last name for good has no earlier one
        self._pending = [each for each in left if id(each[1]) not in moved]

    @property
    def at_risk(self) -> bool:
        """Whether a cut now could take anything."""
        files = (*self._names.values(), *(file for _, file in self._pending))
        return bool(self._pending or self._new_folders) or any(file.pending for file in files)

    def after_cut(self, chance: random.Random, kept: float) -> dict[str, bytes]:
        """What is found. Of what was not synced, about the share `kept` is there: 0 nothing, 1 all."""
        names = dict(self._names)
        for act, file in self._pending:
            if chance.random() < kept:
                _rename(names, act, file)
        lost = tuple(f"{each}/" for each in self._new_folders if chance.random() >= kept)
        found = {}
        for name, file in names.items():
            if name.startswith(lost):
                continue
            content = bytearray(file.durable)
            _apply(content, [part for each in file.pending for part in _left_of(each, chance, kept)])
            found[name] = bytes(content)
        return found


def _left_of(act: Write | Truncate, chance: random.Random, kept: float) -> Iterator[Write | Truncate]:
    luck = chance.random()
    if isinstance(act, Truncate) or kept in (0.0, 1.0) or luck < kept * 0.7:
        if luck < kept:
            yield act
        return
    if luck > kept:
        return
    for start in range(0, len(act.data), SECTOR):  # torn
        if chance.random() < 0.5:
            yield Write(act.path, act.offset + start, act.data[start : start + SECTOR])


def _apply(content: bytearray, acts: list[Write | Truncate]) -> None:
    for act in acts:
        end = act.size if isinstance(act, Truncate) else act.offset + len(act.data)
        if len(content) < end:
            content.extend(bytes(end - len(content)))
        if isinstance(act, Truncate):
            del content[act.size :]
        else:
            content[act.offset : end] = act.data


def _touches(act: Name, folder: str) -> bool:
    paths = [act.path, act.to] if isinstance(act, Rename) else [act.path]
    return any(str(Path(path).parent) == folder for path in paths)


def _rename(names: dict[str, _File], act: Name, file: _File) -> None:
    match act:
        case Create(path):
            names[path] = file
        case Rename(path, to):
            names.pop(path, None)
            names[to] = file
        case Unlink(path):
            names.pop(path, None)

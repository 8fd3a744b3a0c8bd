"""The files of a dossier's timestamps: which belong together, and what each timestamp is over."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from tocsin.custody.timestamps.renewing import Covered, read_renewal
from tocsin.custody.timestamps.roots import TrustRoots, read_roots
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.verdict import Broken

FOLDER = "log/timestamps/"
_FILE = re.compile(r"(?P<size>0|[1-9][0-9]{0,18})-(?P<n>[1-9][0-9]{0,8})(?P<kind>\.tsr|\.json|-renewal\.txt)")
_CHAIN = re.compile(r"chain-[0-9a-f]{64}\.pem")
_TOKENS_MAX, _CHAINS_MAX = 1_000, 20


def stem(size: int, n: int) -> str:
    return f"{FOLDER}{size}-{n}"


def tokens(dossier: Opened) -> list[tuple[int, int]]:
    """Size and number of each, which count from 1 without gaps; each with what is said of it."""
    found: dict[str, set[tuple[int, int]]] = {".tsr": set(), ".json": set(), "-renewal.txt": set()}
    for path in dossier.sizes.beginning(FOLDER):
        name = path.removeprefix(FOLDER)
        if match := _FILE.fullmatch(name):
            found[match["kind"]].add((int(match["size"]), int(match["n"])))
        elif not _CHAIN.fullmatch(name) or sha256(dossier.read(path)).hexdigest() not in name:
            raise Broken(path, "no timestamp, and no chain of one that is named by its own SHA-256")
    both = found[".tsr"] & found[".json"]
    for size, n in sorted(set().union(*found.values())):
        if (size, n) not in both or (n > 1 and (size, n - 1) not in both):
            raise Broken(stem(size, n), "it, what is said of it, or the one before it is missing")
    if len(both) > _TOKENS_MAX:
        raise Broken(FOLDER, f"more than {_TOKENS_MAX:,} of them")
    return sorted(both)


def is_renewal(dossier: Opened, size: int, n: int) -> bool:
    return f"{stem(size, n)}-renewal.txt" in dossier.sizes


def message_of(dossier: Opened, size: int, n: int) -> bytes:
    """The text of the checkpoint of that size, or of a renewal."""
    if is_renewal(dossier, size, n):
        return dossier.read(f"{stem(size, n)}-renewal.txt")
    return checkpoint_text(dossier, size, stem(size, n))


def checkpoint_text(dossier: Opened, size: int, where: str) -> bytes:
    point = dossier.checkpoint()
    over = point if size == point.size else dossier.earlier.get(size)
    if over is None:
        raise Broken(where, f"over a checkpoint of {size} entries that is not here")
    return str(over).encode()


def check_renewed(dossier: Opened, size: int, n: int) -> None:
    """Each older timestamp that is here is the one that the renewal covers."""
    where = f"{stem(size, n)}-renewal.txt"
    covered = read_renewal(dossier.read(where).decode(errors="replace"))
    if covered is None:
        raise Broken(where, "no text of a renewal")
    for each in covered:
        older = f"{stem(each.size, each.n)}.tsr"
        if (each.size, each.n) == (size, n):
            raise Broken(where, "it renews itself")
        if older in dossier.sizes:  # else of a checkpoint that this dossier does not need
            message = message_of(dossier, each.size, each.n)
            if Covered.of(each.size, each.n, message, dossier.read(older)) != each:
                raise Broken(older, f"not the timestamp that {where} renewed")


def chain_of(dossier: Opened, said: Any, where: str) -> TrustRoots:
    """The certificates that the timestamp names; all that came along where it names none."""
    name = said.get("chain")
    names = [path for path in dossier.sizes.beginning(FOLDER) if _CHAIN.fullmatch(path.removeprefix(FOLDER))]
    if name is not None:
        if not isinstance(name, str) or f"{FOLDER}{name}" not in names:
            raise Broken(where, "its chain of certificates is not here")
        names = [f"{FOLDER}{name}"]
    try:
        return read_roots(b"\n".join(dossier.read(name) for name in names[:_CHAINS_MAX]))
    except WrongUse:
        return TrustRoots(())

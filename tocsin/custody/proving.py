"""What is handed to somebody who does not trust us: an entry, its place in the log, and values that it committed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tocsin.custody import tree
from tocsin.custody.commitments import Json, commitments_of
from tocsin.custody.kept_salts import opener_of
from tocsin.custody.models import Entry, Leaf
from tocsin.errors import NotFound, WrongUse

__all__ = ["EntryProof", "Opening", "commitments_of", "openings", "prove"]

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class EntryProof:
    """An entry and the hashes that lead from it to a head."""

    entry_id: int
    position: int
    canonical: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """One value that an entry committed to, with the salt that opens it and nothing else."""

    path: str
    salt: bytes
    value: Json


def prove(entry_ids: Iterable[int], size: int) -> Iterator[EntryProof]:
    """Proofs of the entries in the log's first `size`, in order of position.

    Raises NotFound for an entry that is not there or came later.
    """
    wanted = sorted(set(entry_ids))
    for begin in range(0, len(wanted), _CHUNK):
        part = wanted[begin : begin + _CHUNK]
        found = Leaf.objects.filter(entry__in=part, position__lt=size).order_by("position")
        rows = list(found.values_list("entry_id", "position", "entry__canonical"))
        missing = set(part) - {row[0] for row in rows}
        if missing:
            raise NotFound(
                f"log entry {min(missing)} is not among the first {size} entries",
                "sign a checkpoint first: `tocsin custody checkpoint`",
            )
        for pk, position, canonical in rows:
            yield EntryProof(pk, position, bytes(canonical), tuple(tree.prove_inclusion(position, size)))


def openings(entry: Entry, values: Mapping[str, Json]) -> Sequence[Opening]:
    """What opens these values, by their paths ("actor", "after.title", "text.3").

    Raises NotFound where it was erased, WrongUse for a value that is not the one committed to.
    """
    secret, held = opener_of(entry), commitments_of(bytes(entry.canonical))
    if secret is None:
        raise NotFound(
            f"the secret of log entry {entry.pk} ({entry.item}) was erased", "nobody can open it any more"
        )
    for path, value in values.items():
        if not secret.has(path):
            raise NotFound(
                f"{path} of log entry {entry.pk} ({entry.item}) was erased", "nobody can open it any more"
            )
        if not secret.opens(held.get(path), path, value):
            raise WrongUse(
                f"{path} of log entry {entry.pk} ({entry.item}) is not what the log says",
                "find out what was changed: `tocsin custody verify`",
            )
    return [Opening(path, secret.salt_for(path), value) for path, value in values.items()]

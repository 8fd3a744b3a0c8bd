"""An entry opened: each of its commitments with its value and salt, or with the reason why it stays closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.custody.commitments import Json
from tocsin.custody.kept_salts import opener_of
from tocsin.custody.models import Entry
from tocsin.custody.proving import Opening, commitments_of
from tocsin.publishing.dossier.candidates import Candidates

#: why a value of an entry is not opened
PEOPLE = "names of people at the desk are kept back"
GONE = "the value of that time is no longer in the store"
ERASED = "it was erased"
LEFT_OUT = "it is about a report that is not in this dossier"
ITS_OWN = "it stands with the report that was then taken in"


@dataclass(frozen=True, slots=True)
class Opened:
    entry: Entry
    position: int
    openings: Sequence[Opening]
    #: by path, why it stays closed
    masked: Mapping[str, str] = field(default_factory=dict)
    #: nothing of the entry can be opened any more, by nobody
    erased: bool = False

    def values(self, side: str) -> dict[str, Json]:
        """What is opened of "before" or "after", by the field's name."""
        head = f"{side}."
        return {
            each.path.removeprefix(head): each.value for each in self.openings if each.path.startswith(head)
        }

    def value(self, path: str) -> Json:
        return next((each.value for each in self.openings if each.path == path), None)


def opened(
    entry: Entry,
    position: int,
    candidates: Candidates,
    *,
    paragraphs: Sequence[str] = (),
    closed: Mapping[str, str] | None = None,
    actors: bool = True,
) -> Opened:
    """Opens what one of the candidates fits.

    `closed` gives, by path, why a value stays closed whatever fits; without `actors` the one who acted does.
    """
    opener = opener_of(entry)
    if opener is None:
        return Opened(entry, position, (), erased=True)
    held = commitments_of(bytes(entry.canonical))
    spoken = {
        row.path: row.value for row in entry.kept_salts.all()
    }  # empty unless part of the entry was erased
    shut = dict(closed or {}) | ({} if actors else {"actor": PEOPLE})
    found, masked = list[Opening](), dict[str, str]()
    for path, commitment in held.items():
        if path in shut or not opener.has(path):
            masked[path] = shut.get(path, ERASED)
            continue
        for value in _tried(path, entry, candidates, paragraphs, spoken):
            if opener.opens(commitment, path, value):
                found.append(Opening(path, opener.salt_for(path), value))
                break
        else:
            masked[path] = GONE if _known(path, candidates) else LEFT_OUT
    return Opened(entry, position, found, masked)


def erased_paths(item: str) -> frozenset[str]:
    """Paths that entries about the item committed to and that nobody can open any more, where others of them can be."""
    partly = (
        Entry.objects.filter(item=item, salt=None).exclude(kept_salts=None).prefetch_related("kept_salts")
    )
    return frozenset(
        path
        for entry in partly
        if (opener := opener_of(entry)) is not None
        for path in commitments_of(bytes(entry.canonical))
        if not opener.has(path)
    )


def _tried(
    path: str,
    entry: Entry,
    candidates: Candidates,
    paragraphs: Sequence[str],
    spoken: Mapping[str, str],
) -> Iterable[Json]:
    if path in ("actor", "reason"):
        return (spoken.get(path) or getattr(entry, path),)
    side, _, name = path.partition(".")
    if side == "text":
        return (paragraphs[int(name)],) if int(name) < len(paragraphs) else ()
    return candidates.get(name, ())


def _known(path: str, candidates: Candidates) -> bool:
    """Whether the value should have been there: a field of another item, as a finding of a report, need not be."""
    side, _, name = path.partition(".")
    return side not in ("before", "after") or ":" not in name or name in candidates

"""Entries of the log into a draft: opened as far as may be, each with a row that tells it in the record's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tocsin.custody.models import Entry
from tocsin.publishing.dossier.act_rows import act_row, in_row, openings_of
from tocsin.publishing.dossier.candidates import Candidates
from tocsin.publishing.dossier.draft import RECORD_FILES, Draft
from tocsin.publishing.dossier.opened import PEOPLE, Opened, opened
from tocsin.publishing.dossier.pseudonyms import Pseudonyms
from tocsin.publishing.dossier.row_file import RowFile

#: rows, and entries about them, that are held at once
CHUNK = 100
#: fields in which people at the desk are named
_NAMES = ("written_by", "translator")


class Entries:
    """`size` is how long the log was when it began: what came later stays out.

    `names` says whether people at the desk stand in it by name.
    """

    def __init__(self, draft: Draft, *, size: int, names: bool) -> None:
        self.draft = draft
        self.files = {name: RowFile(draft.scratch / "record" / f"{name}.json") for name in RECORD_FILES}
        self._size = size
        self._names = names
        self._pseudonyms = Pseudonyms()

    def close(self) -> None:
        """The record's files into the bag."""
        for name, file in self.files.items():
            file.close()
            self.draft.bag.add(f"record/{name}.json", file.path)

    def opened(
        self,
        fields: Mapping[str, Candidates],
        *,
        spoken: Mapping[str, Sequence[str]] | None = None,
        closed: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Iterator[Opened]:
        """The entries about these items, in order of position.

        By item: what its fields may have been, the paragraphs of its text, and by path why a value stays closed.
        """
        entries = Entry.objects.filter(item__in=list(fields), leaf__position__lt=self._size)
        found = entries.select_related("leaf").prefetch_related("kept_salts").order_by("leaf__position")
        for entry in found.iterator(chunk_size=CHUNK):
            shut = dict((closed or {}).get(entry.item, {}))
            if not self._names:
                shut |= {f"{side}.{name}": PEOPLE for side in ("before", "after") for name in _NAMES}
            yield opened(
                entry,
                entry.leaf.position,
                fields[entry.item],
                paragraphs=(spoken or {}).get(entry.item, ()),
                closed=shut,
                actors=self._names or not self._pseudonyms.is_person(entry.actor),
            )

    def keep_at(self, one: Opened, where: Callable[[str], Mapping[str, Any]]) -> dict[str, Any]:
        """Keeps the entry, whose values stand where `where` says; returns its row, for the caller to put there."""
        masked = list(one.masked)
        self.draft.keep(
            one.position, one.entry.pk, one.entry.item, openings_of(one, where), masked, one.erased
        )
        return act_row(one, self._pseudonyms.of(one.entry.actor))

    def keep(
        self,
        one: Opened,
        name: str,
        more: Mapping[str, Any] | None = None,
        by_hash: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Keeps the entry, and its row, with what `more` tells, at the end of the record's file `name`.

        `by_hash`: paths whose value is the hash of a file of its own.
        """
        file = self.files[name]
        at = in_row(f"record/{name}.json", f"/{file.rows}")

        def where(path: str) -> Mapping[str, Any]:
            return (by_hash or {}).get(path) or at(path)

        file.add(self.keep_at(one, where) | dict(more or {}))

"""The seal of a dossier: one line of the log's key over the hash of the manifest that covers everything else."""

from __future__ import annotations

from hashlib import sha512
from typing import TYPE_CHECKING

from tocsin.custody import key_file
from tocsin.custody.note import Note, signed

if TYPE_CHECKING:
    from tocsin.custody.models import LogKey

FORMAT = "tocsin-dossier/1"


def seal_text(dossier_id: str, made_at: str, tag_manifest: bytes) -> str:
    """What is signed. `made_at` is RFC 3339 in UTC, `tag_manifest` the bytes of tagmanifest-sha512.txt."""
    return f"{FORMAT}\n{dossier_id}\n{made_at}\n{sha512(tag_manifest).hexdigest()}\n"


def seal(dossier_id: str, made_at: str, tag_manifest: bytes, key: LogKey) -> Note:
    """Raises StoreTrouble where the key's private half cannot be read."""
    text = seal_text(dossier_id, made_at, tag_manifest)
    return Note(text, (signed(text, key.name, key_file.private_of(bytes(key.public))),))

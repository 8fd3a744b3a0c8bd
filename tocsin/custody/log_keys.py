"""Keys that sign checkpoints, with their history: one signs at a time, and none is ever forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from tocsin.custody import key_file
from tocsin.custody.acts import Act, timestamp
from tocsin.custody.commitments import Json
from tocsin.custody.models import LogKey
from tocsin.custody.note import VerifierKey, is_name, public_bytes
from tocsin.custody.writer import log
from tocsin.errors import Conflict, NotFound, WrongUse


def in_use() -> LogKey | None:
    return LogKey.objects.filter(in_use=True).first()


def needed() -> LogKey:
    """The key in use. Raises NotFound where there is none."""
    key = in_use()
    if key is None:
        raise NotFound("the log has no key that signs", "`tocsin custody key new` makes one")
    return key


def verifier(key: LogKey) -> VerifierKey:
    return VerifierKey(key.name, bytes(key.public))


def verifiers() -> Sequence[VerifierKey]:
    """All keys that ever signed for this log, the oldest first."""
    return [verifier(key) for key in LogKey.objects.all()]


def new_key(*, by: str, now: datetime, reason: str = "", name: str = "") -> LogKey:
    """The log's first key. Raises Conflict where one is in use, WrongUse for a name that is none, StoreTrouble."""
    if in_use() is not None:
        raise Conflict("the log has a key already", "replace it with `tocsin custody key rotate`")
    return _taken(name or default_name(), by=by, now=now, reason=reason)


def rotate(*, by: str, now: datetime, reason: str) -> LogKey:
    """A new key in the place of the one in use, under the same name. Raises NotFound, StoreTrouble."""
    return _taken(needed().name, by=by, now=now, reason=reason)


def default_name() -> str:
    """The site's host and "/log"."""
    return f"{urlsplit(settings.TOCSIN_SITE).netloc or 'tocsin.invalid'}/log"


def committed(key: LogKey) -> dict[str, Json]:
    """What the log says of a key."""
    retired = timestamp(key.retired_at) if key.retired_at else None
    return {"name": key.name, "public": bytes(key.public).hex(), "retired_at": retired}


def _taken(name: str, *, by: str, now: datetime, reason: str) -> LogKey:
    if not is_name(name) or len(name) > 200:
        raise WrongUse(f"{name[:100]!r} is no name of a log", "write it without spaces and plus signs")
    public = public_bytes(key_file.make())
    try:
        with transaction.atomic():
            before = LogKey.objects.select_for_update().filter(in_use=True).first()
            if before is not None:
                before.in_use, before.retired_at = None, now
                before.save(update_fields=["in_use", "retired_at"])
            key = LogKey.objects.create(
                name=name, public=public, taken_at=now, taken_by=by, reason=reason, in_use=True
            )
            acts = [_act(key, "taken into use", by, now, reason)]
            log([*([_act(before, "retired", by, now, reason)] if before else []), *acts])
    except IntegrityError as error:
        raise Conflict(
            "somebody else took a key into use just now", "look with `tocsin custody key list`"
        ) from error
    return key


def _act(key: LogKey, action: str, by: str, now: datetime, reason: str) -> Act:
    return Act(item=f"log-key:{key.pk}", action=action, actor=by, at=now, reason=reason, after=committed(key))

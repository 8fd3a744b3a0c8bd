"""How people read the sheets of a publisher, kept under a name: the next sheet of that shape is read the same way.

Each saving is a row that supersedes the one before of its name; a load keeps what it was read by beside its findings.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.lines import supersede
from tocsin.reading.sheet_columns import SheetMapping, shape_of
from tocsin.record.models import KeptMapping

NAME_MAX = 80


def save_mapping(
    name: str,
    mapping: SheetMapping,
    *,
    headings: Sequence[str],
    by: User,
    now: datetime,
    seen: int | None,
    publisher: str = "",
    reason: str = "",
) -> KeptMapping:
    """Keeps the mapping for sheets with these headings. `seen` is the row of that name that the person had before them."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > NAME_MAX:
        raise WrongUse(
            f"{name[:NAME_MAX]!r} cannot name a mapping",
            f"use up to {NAME_MAX} small letters, digits and single hyphens",
        )
    row = KeptMapping(
        name=name, shape=shape_of(headings), publisher=publisher[:200], reason=reason, by=by, at=now
    )
    row.mapping = mapping.as_dict()
    with transaction.atomic():
        supersede(row, last=lambda: _last(name), seen=seen, what=f"the mapping {name!r}")
        custody.log(
            [
                custody.Act(
                    item=f"mapping:{row.pk}",
                    action="saved",
                    actor=by.get_username(),
                    at=now,
                    reason=reason,
                    after=committed_mapping(row),
                )
            ]
        )
    return row


def mapping_named(name: str) -> KeptMapping:
    """The one in force."""
    if row := _last(name):
        return row
    raise NotFound(f"no mapping is saved as {name!r}", "`tocsin situation mappings` lists them")


def mapping_for(headings: Sequence[str], publisher: str = "") -> KeptMapping | None:
    """The last one saved for sheets of that shape; one of the same publisher comes before any other."""
    rows = KeptMapping.objects.filter(shape=shape_of(headings), superseded_by=None).order_by("-at", "-pk")
    return rows.filter(publisher=publisher).first() or rows.first()


def _last(name: str) -> KeptMapping | None:
    return KeptMapping.objects.filter(name=name, superseded_by=None).first()


def committed_mapping(row: KeptMapping) -> dict[str, Json]:
    """What the custody log commits to of a mapping."""
    return {"name": row.name, "shape": row.shape, "publisher": row.publisher, "mapping": row.mapping}

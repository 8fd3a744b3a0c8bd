"""OpenTimestamps proofs as the public sees them: a line for each checkpoint that has one, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from tocsin.custody.models import OpenTimestamp
from tocsin.custody.opentimestamps import keeping
from tocsin.custody.opentimestamps.paths import claims
from tocsin.custody.opentimestamps.proof import Proof
from tocsin.errors import NotFound
from tocsin.web.public_access import public

#: lines on the page, the newest checkpoints'
SHOWN_MAX = 20
OTS = "application/vnd.opentimestamps.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    row: OpenTimestamp
    #: heights of the Bitcoin blocks that it leads to; empty where calendars have only promised
    blocks: Sequence[int]


def proof_lines() -> Sequence[ProofLine]:
    """Of each checkpoint the newest proof, the newest checkpoint first."""
    newest = keeping.current().order_by("-checkpoint__size", "-pk")
    by_size: dict[int, OpenTimestamp] = {}
    for row in newest[: 2 * SHOWN_MAX]:
        by_size.setdefault(row.checkpoint.size, row)
    return [ProofLine(row=row, blocks=_blocks(row)) for row in list(by_size.values())[:SHOWN_MAX]]


@public
def proof_file(request: HttpRequest, size: int) -> HttpResponse:
    """The newest proof over the checkpoint of so many entries, in the form that other programs read."""
    try:
        row = keeping.newest_of(size)
    except NotFound as error:
        raise Http404(error.what) from None
    return HttpResponse(bytes(row.proof), content_type=OTS)


def _blocks(row: OpenTimestamp) -> Sequence[int]:
    found = claims(Proof.read(bytes(row.proof)))
    return sorted({each.by.height for each in found if each.by.height is not None})

"""Timestamps as they are kept: for those who check them, by rows and by plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256, sha512
from typing import Any

from tocsin.custody.acts import timestamp as written_time
from tocsin.custody.commitments import Json
from tocsin.custody.models import KeptCheckpoint, Timestamp
from tocsin.custody.note import Note
from tocsin.custody.timestamps.renewing import Aged

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\n.+?-----END CERTIFICATE-----\n", re.S)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a timestamp says, without the bytes that prove it."""

    #: of the checkpoint, in entries
    size: int
    #: from 1 among the checkpoint's
    n: int
    authority: str
    #: False where nobody but us vouches for the time
    independent: bool
    time: datetime
    #: name of the hash that it names its text by
    hash: str
    #: when the first certificate of its chain runs out
    good_until: datetime
    #: whether it is over the text of a renewal, not the checkpoint's
    renewal: bool = False

    @classmethod
    def of(cls, row: Timestamp) -> Said:
        return cls(**_said(row))


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredToken(Said):
    """One timestamp, with all that is needed to check it without us."""

    #: the authority's whole answer (TimeStampResp)
    der: bytes = field(repr=False)
    #: what it is over: the checkpoint's text, or that of a renewal
    message: bytes = field(repr=False)
    #: PEM, one certificate each: the signer's first, the trust root last
    chain_pems: tuple[str, ...] = field(repr=False)


def tokens_for(checkpoint: KeptCheckpoint) -> list[StoredToken]:
    """The timestamps over the checkpoint's own text, in the order in which they came."""
    return [stored(row) for row in with_checkpoints(checkpoint.timestamps.filter(renewal=""))]


def all_tokens(checkpoint: KeptCheckpoint) -> list[StoredToken]:
    """Every timestamp that is numbered with the checkpoint, renewals of older ones among them: numbers without a gap."""
    return [stored(row) for row in with_checkpoints(checkpoint.timestamps.all())]


def renewals_for(checkpoint: KeptCheckpoint) -> list[StoredToken]:
    """Those that renew the timestamps over it, and those that renew these, the oldest first."""
    found: dict[int, Timestamp] = {}
    wanted = set(checkpoint.timestamps.filter(renewal="").values_list("pk", flat=True))
    while wanted:
        rows = with_checkpoints(Timestamp.objects.filter(renews__older__in=wanted).distinct())
        fresh = {row.pk: row for row in rows if row.pk not in found}
        found |= fresh
        wanted = set(fresh)
    return [stored(row) for row in sorted(found.values(), key=lambda row: (row.time, row.pk))]


def with_checkpoints(rows: Any) -> Iterable[Timestamp]:
    ordered: Iterable[Timestamp] = rows.select_related("checkpoint").order_by("checkpoint__size", "n")
    return ordered


def text_of(checkpoint: KeptCheckpoint) -> str:
    """What is signed, and stamped, of a checkpoint: its note without signatures."""
    return Note.read(checkpoint.note.encode()).text


def message_of(row: Timestamp) -> bytes:
    """What a timestamp is over."""
    return (row.renewal or text_of(row.checkpoint)).encode()


def stored(row: Timestamp) -> StoredToken:
    return StoredToken(
        **_said(row),
        der=bytes(row.response),
        message=message_of(row),
        chain_pems=tuple(_CERTIFICATE.findall(row.chain)),
    )


def _said(row: Timestamp) -> dict[str, Any]:
    names = ("n", "authority", "independent", "time", "hash", "good_until")
    told = {name: getattr(row, name) for name in names}
    return told | {"size": row.checkpoint.size, "renewal": bool(row.renewal)}


def committed(row: Timestamp) -> dict[str, Json]:
    """What the log says of a timestamp."""
    return {
        "checkpoint": row.checkpoint_id,
        "n": row.n,
        "authority": row.authority,
        "independent": row.independent,
        "time": written_time(row.time),
        "hash": row.hash,
        "good_until": written_time(row.good_until),
        "request_sha512": sha512(bytes(row.request)).hexdigest(),
        "response_sha512": sha512(bytes(row.response)).hexdigest(),
        "chain_sha512": sha512(row.chain.encode()).hexdigest(),
        "renewal_sha512": sha512(row.renewal.encode()).hexdigest() if row.renewal else None,
    }


def aged(rows: Iterable[Timestamp]) -> Iterator[Aged]:
    """What the rule of renewing needs; rows come with what renews them."""
    for row in rows:
        ends = tuple(each.newer.good_until for each in row.renewed_in.all())
        yield Aged(
            size=row.checkpoint.size, n=row.n, hash=row.hash, good_until=row.good_until, renewed_until=ends
        )


def files_of(token: StoredToken) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of its files in a dossier: what it says as JSON, the answer, the chain; of a renewal its text too."""
    name, chain = f"{token.size}-{token.n}", "".join(token.chain_pems).encode()
    chain_name = f"chain-{sha256(chain).hexdigest()}.pem"
    told = {
        "size": token.size,
        "n": token.n,
        "authority": token.authority,
        "independent": token.independent,
        "time": written_time(token.time),
        "attime": int(token.time.timestamp()),  # as openssl wants it
        "hash": token.hash,
        "good_until": written_time(token.good_until),
        "renewal": token.renewal,
        "chain": chain_name,
    }
    if token.renewal:
        yield f"{name}-renewal.txt", token.message
    yield f"{name}.tsr", token.der
    yield f"{name}.json", (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
    yield chain_name, chain

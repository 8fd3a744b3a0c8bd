"""Proofs as they are kept: made with calendars, completed by newer rows that take an older one's place, read again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256, sha512
from itertools import islice

from django.db import transaction
from django.db.models import Max, QuerySet

from tocsin.custody.acts import Act
from tocsin.custody.checkpoints import sign_checkpoint
from tocsin.custody.commitments import Json
from tocsin.custody.models import KeptCheckpoint, OpenTimestamp
from tocsin.custody.opentimestamps.calendars import Call, call, completion, configured, submit
from tocsin.custody.opentimestamps.paths import claims, completed, reaches_a_block, unanswered
from tocsin.custody.opentimestamps.proof import APPEND, SHA256, Node, Proof, Step, merged
from tocsin.custody.timestamps.stored import text_of
from tocsin.custody.writer import log
from tocsin.errors import Conflict, NotFound, ProofRefused, TocsinError, WrongUse

NONCE_BYTES = 16
#: proofs that one round asks about
UPGRADED_MAX = 100
#: rows held in memory at once
CHUNK = 200
_OFF = WrongUse("no OpenTimestamps calendar is known", "name some in TOCSIN_OPENTIMESTAMPS_CALENDARS")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What came of asking calendars about one checkpoint."""

    checkpoint: KeptCheckpoint
    #: what is kept now; None where nothing new came
    row: OpenTimestamp | None
    #: by calendar
    trouble: dict[str, TocsinError] = field(default_factory=dict)


def stamp(*, now: datetime, by: str, how: Call = call) -> Asked:
    """Sign a checkpoint, and send a hash of its text to each calendar. Nothing is kept where none answers.

    Raises WrongUse where no calendar is known, and what `sign_checkpoint` raises.
    """
    calendars = configured()
    if not calendars:
        raise _OFF
    checkpoint = sign_checkpoint(now)
    digest, nonce = digest_of(checkpoint), secrets.token_bytes(NONCE_BYTES)
    sent = sha256(digest + nonce).digest()
    promised: Node = ()
    trouble: dict[str, TocsinError] = {}
    for calendar in calendars:
        try:
            found = merged(promised, submit(calendar, sent, how))
            _checked(_begun(digest, nonce, found))
            promised = found
        except TocsinError as error:
            trouble[calendar] = error
    if not promised:
        return Asked(checkpoint=checkpoint, row=None, trouble=trouble)
    row = _kept(checkpoint, _begun(digest, nonce, promised), None, by=by, now=now)
    return Asked(checkpoint=checkpoint, row=row, trouble=trouble)


def _begun(digest: bytes, nonce: bytes, promised: Node) -> Proof:
    return Proof(digest, (Step(APPEND, nonce, (Step(SHA256, b"", promised),)),))


def upgrade(*, now: datetime, by: str, how: Call = call) -> Iterator[Asked]:
    """Ask about each kept proof that waits for a calendar still, the newest first, and keep what is complete beside it.

    Raises WrongUse where no calendar is known.
    """
    if not configured():
        raise _OFF
    newest = current().order_by("-pk").iterator(chunk_size=CHUNK)
    waiting = (row for row in newest if next(unanswered(Proof.read(bytes(row.proof))), None))
    for row in list(islice(waiting, UPGRADED_MAX)):
        yield _upgraded(row, now=now, by=by, how=how)


def _upgraded(row: OpenTimestamp, *, now: datetime, by: str, how: Call) -> Asked:
    proof = Proof.read(bytes(row.proof))
    whole = proof
    trouble: dict[str, TocsinError] = {}
    for claim in unanswered(proof):
        try:
            found = completion(claim.by.uri, claim.message, how)
            if found is not None and reaches_a_block(Proof(claim.message, found)):
                root = completed(whole.root, whole.digest, {claim.message: found})
                whole = _checked(Proof(whole.digest, root))
        except TocsinError as error:
            trouble[claim.by.uri] = error
    if whole is proof:
        return Asked(checkpoint=row.checkpoint, row=None, trouble=trouble)
    newer = _kept(row.checkpoint, whole, row, by=by, now=now)
    return Asked(checkpoint=row.checkpoint, row=newer, trouble=trouble)


def _checked(proof: Proof) -> Proof:
    """Raises ProofRefused for what nobody could read again: bounds hold for the whole, not for each answer alone."""
    again = Proof.read(bytes(proof))
    list(claims(again))
    return again


def _kept(
    checkpoint: KeptCheckpoint, proof: Proof, older: OpenTimestamp | None, *, by: str, now: datetime
) -> OpenTimestamp:
    """Raises Conflict where another took the older one's place."""
    with transaction.atomic():
        KeptCheckpoint.objects.select_for_update().get(pk=checkpoint.pk)  # one number at a time
        if older is not None and OpenTimestamp.objects.filter(supersedes=older).exists():
            raise Conflict(f"{older} was completed by somebody else meanwhile", "list them again")
        last = checkpoint.opentimestamps.aggregate(last=Max("n"))["last"] or 0
        row = OpenTimestamp.objects.create(
            checkpoint=checkpoint, n=last + 1, supersedes=older, proof=bytes(proof), kept_at=now
        )
        log([Act(item=f"opentimestamp:{row.pk}", action="kept", actor=by, at=now, after=committed(row))])
    return row


def digest_of(checkpoint: KeptCheckpoint) -> bytes:
    """SHA-256 of the text that its signatures are over."""
    return sha256(text_of(checkpoint).encode()).digest()


def current() -> QuerySet[OpenTimestamp]:
    """Those that no other took the place of, the oldest first."""
    return OpenTimestamp.objects.filter(superseded_by=None).select_related("checkpoint").order_by("pk")


def newest_of(size: int) -> OpenTimestamp:
    """Of the checkpoint over so many entries. Raises NotFound."""
    found = current().filter(checkpoint__size=size).last()
    if found is None:
        raise NotFound(
            f"no OpenTimestamps proof of a checkpoint over {size} entries is kept",
            "`tocsin custody ots list` prints those that are",
        )
    return found


def committed(row: OpenTimestamp) -> dict[str, Json]:
    """What the log says of a kept proof."""
    return {
        "checkpoint": row.checkpoint_id,
        "n": row.n,
        "supersedes": row.supersedes_id,
        "proof_sha512": sha512(bytes(row.proof)).hexdigest(),
    }


def faults(advance: Callable[[], object]) -> Iterator[str]:
    """One plain sentence for each kept proof that does not hold. `advance` is called after each."""
    rows = OpenTimestamp.objects.select_related("checkpoint", "supersedes").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        for fault in faults_of(row):
            yield f"{row}: {fault}"
        advance()


def faults_of(row: OpenTimestamp) -> Sequence[str]:
    """That it can be read, is over its checkpoint's text, and claims all that the one before it did."""
    found = []
    try:
        proof = Proof.read(bytes(row.proof))
        claimed = set(claims(proof))
        if proof.digest != digest_of(row.checkpoint):
            found.append("it is over another text than its checkpoint's")
        if row.supersedes is not None and not claimed >= set(claims(Proof.read(bytes(row.supersedes.proof)))):
            found.append(f"it lacks what {row.supersedes} claims, whose place it took")
    except ProofRefused as trouble:
        found.append(trouble.what)
    return found

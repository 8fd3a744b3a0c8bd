"""Checkpoints of our own log: signed, kept, and continued for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from tocsin.custody import key_file, log_keys, tree
from tocsin.custody.acts import Act
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.commitments import Json
from tocsin.custody.models import Cosignature, KeptCheckpoint, LogKey, Witness
from tocsin.custody.note import Algorithm, Note, Signature, VerifierKey, signed, verified
from tocsin.custody.sequencer import number
from tocsin.custody.writer import log
from tocsin.errors import Conflict, NotFound, StoreTrouble, WrongUse

#: between two checkpoints that nobody asked for
EVERY = timedelta(hours=1)


def sign_checkpoint(now: datetime) -> KeptCheckpoint:
    """Number what waits, and sign how long the log is and which head it has.

    Where nothing came since the last checkpoint, that one stands. Before it signs, it makes sure that the log still
    continues the last checkpoint: a log that was cut or rewritten is never signed. Raises StoreTrouble then, and
    NotFound where the log has no key.
    """
    key = log_keys.needed()
    private = key_file.private_of(bytes(key.public))
    number()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            LogKey.objects.select_for_update().get(pk=key.pk)  # one checkpoint at a time
        size, last = tree.size(), latest()
        _assert_continues(last, size)
        if last is not None and last.size == size:
            return last
        point = Checkpoint(key.name, size, tree.head(size))
        note = Note(str(point), (signed(str(point), key.name, private),))
        return KeptCheckpoint.objects.create(size=size, head=point.head, note=str(note), key=key, made_at=now)


def sign_when_due(now: datetime) -> KeptCheckpoint | None:
    """A checkpoint where entries came and the last one is an hour old or more. Raises as `sign_checkpoint` does."""
    last = latest()
    if last is not None and (now - last.made_at < EVERY or last.size == tree.size()):
        return None
    return sign_checkpoint(now)


def latest() -> KeptCheckpoint | None:
    return KeptCheckpoint.objects.order_by("size").last()


def note_of(kept: KeptCheckpoint) -> Note:
    """The checkpoint with the lines of all its witnesses, in the order in which they came."""
    lines = kept.cosignatures.order_by("pk").values_list("line", flat=True)
    return Note.read((kept.note + "".join(lines)).encode())


def add_witness(verifier_key: str, *, by: str, now: datetime, reason: str) -> Witness:
    """Raises WrongUse for what is no witness's key, Conflict for one that is known."""
    key = VerifierKey.read(verifier_key)
    if key.algorithm is not Algorithm.COSIGNATURE:
        raise WrongUse(
            f"{key.name} has a key of a log, not of a witness", "ask them for their cosignature key"
        )
    with transaction.atomic():
        witness, fresh = Witness.objects.get_or_create(
            verifier_key=str(key), defaults={"added_at": now, "added_by": by, "reason": reason}
        )
        if not fresh:
            raise Conflict(f"the witness {key.name} is known already")
        log([_witness_act(witness, "added", by, now, reason)])
    return witness


def take_cosignature(note: Note, now: datetime) -> list[Cosignature]:
    """Keep the lines that known witnesses made under one of our checkpoints.

    Raises NotFound for a checkpoint that is not ours, and WrongUse for a line that does not verify or where no
    line is of a witness that we know.
    """
    point = Checkpoint.read(note.text)
    kept = KeptCheckpoint.objects.filter(size=point.size).first()
    if kept is None or Note.read(kept.note.encode()).text != note.text:
        raise NotFound(f"we signed no such checkpoint over {point.size} entries", "compare it with ours")
    witnesses = {VerifierKey.read(each.verifier_key): each for each in Witness.objects.filter(ended_at=None)}
    made = []
    for line in note.signatures:
        for found in verified(Note(note.text, (line,)), witnesses):
            assert found.seen_at is not None, "a witness says when"
            made.append(_keep_line(kept, witnesses[found.key], line, found.seen_at, now))
    if not made:
        raise WrongUse(
            "no line of it is of a witness that we know", "`tocsin custody witness add` makes one known"
        )
    return made


def _keep_line(
    kept: KeptCheckpoint, witness: Witness, line: Signature, seen_at: int, now: datetime
) -> Cosignature:
    try:
        seen = datetime.fromtimestamp(seen_at, UTC)
    except (ValueError, OverflowError, OSError):
        raise WrongUse(f"the witness {witness} says it saw it at {seen_at}", "that is no time") from None
    row, _ = Cosignature.objects.get_or_create(
        checkpoint=kept, witness=witness, seen_at=seen, defaults={"line": str(line), "arrived_at": now}
    )
    return row


def _assert_continues(last: KeptCheckpoint | None, size: int) -> None:
    if last is None:
        return
    if size < last.size or tree.head(last.size) != bytes(last.head):
        raise StoreTrouble(
            f"the log no longer continues its checkpoint over {last.size} entries",
            "sign nothing; find out what happened to the store with `tocsin custody verify`",
        )


def committed_witness(witness: Witness) -> dict[str, Json]:
    return {"verifier_key": witness.verifier_key}


def _witness_act(witness: Witness, action: str, by: str, now: datetime, reason: str) -> Act:
    after = committed_witness(witness)
    return Act(item=f"witness:{witness.pk}", action=action, actor=by, at=now, reason=reason, after=after)

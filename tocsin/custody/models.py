"""The append-only log: entries as they were written, and the leaves that number and chain them."""

from django.db import models

from tocsin.custody.place import Place
from tocsin.custody.stretches import found_by_stretches


class Entry(models.Model):
    """One act. `canonical` is final; the database refuses to change or delete it (see the second migration).

    `actor`, `reason` and `salt` open the commitments inside `canonical`. All three may be erased together; the log
    still verifies.
    """

    #: RFC 8785 JSON: salted commitments, never content
    canonical = models.BinaryField(editable=False)
    #: what was acted on, as "noun:id", for example "report:12"; SQLite has another index than this one, by stretches
    item = models.CharField(max_length=80, db_index=True)
    action = models.CharField(max_length=40)
    at = models.DateTimeField()
    #: login or program part that acted; empty after erasure
    actor = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    #: the secret that all salts of this entry are derived from (32 bytes); None after erasure
    salt = models.BinaryField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.item} {self.action}"


found_by_stretches(Entry._meta.get_field("item"))


class Leaf(models.Model):
    """An entry's place in the log. Only the sequencer writes here."""

    #: 0 for the first entry, without gaps
    position = Place(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")
    #: SHA-256 of 0x00 and the canonical bytes (RFC 6962, section 2.1)
    leaf_hash = models.BinaryField(editable=False)
    #: SHA-256 of the chain hash before (32 zero bytes for the first) and this leaf hash
    chain_hash = models.BinaryField(editable=False)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"leaf {self.position}"


class Branch(models.Model):
    """The hash of a complete part of the tree, kept so that a proof needs few reads. It follows from the leaves."""

    #: the part has 16 to the power of `level` leaves
    level = models.PositiveSmallIntegerField()
    #: it begins at leaf `place` times that many
    place = models.BigIntegerField()
    hash = models.BinaryField(editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["level", "place"], name="one_hash_per_branch"),)

    def __str__(self) -> str:
        return f"branch {self.level}/{self.place}"


class LogKey(models.Model):
    """A key that signs checkpoints, by its public half; the private half lies in a file of its own, never here."""

    #: the log's name, its origin in checkpoints, for example "warnings.example.org/log"
    name = models.CharField(max_length=200)
    #: Ed25519, 32 bytes
    public = models.BinaryField(unique=True, editable=False)
    taken_at = models.DateTimeField()
    #: login, or "command line"
    taken_by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    #: True for the one key that signs now and NULL for all others: the database lets there be one
    in_use = models.BooleanField(null=True, unique=True)
    #: None while it is in use
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("taken_at", "id")

    def __str__(self) -> str:
        return f"key of {self.name}"


class KeptCheckpoint(models.Model):
    """A checkpoint that we signed. Kept for good: what was once handed out must be continued for ever."""

    #: entries that it covers
    size = models.BigIntegerField(unique=True)
    #: RFC 6962's tree head over them
    head = models.BinaryField(editable=False)
    #: the signed note as we made it, without the lines of witnesses
    note = models.TextField(editable=False)
    key = models.ForeignKey(LogKey, on_delete=models.PROTECT, related_name="checkpoints")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("size",)

    def __str__(self) -> str:
        return f"checkpoint over {self.size} entries"


class Witness(models.Model):
    """Somebody else who checks that our log continues itself, and signs each checkpoint that does."""

    #: as people hand it on: name+id+base64 (C2SP signed-note, tlog-cosignature)
    verifier_key = models.CharField(max_length=300, unique=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    #: None while its signatures are asked for
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.verifier_key.partition("+")[0]


class Cosignature(models.Model):
    """A witness's line under a checkpoint."""

    checkpoint = models.ForeignKey(KeptCheckpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    #: the line of the note, with its line feed
    line = models.CharField(max_length=600)
    #: as the witness says
    seen_at = models.DateTimeField()
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["checkpoint", "witness", "seen_at"], name="one_line_of_a_witness_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.witness} on {self.checkpoint}"


class Timestamp(models.Model):
    """What an authority said about when a checkpoint, or older timestamps, were there. Kept for good."""

    #: what it is over; of a renewal, which is over a text of its own, the newest one then, to count it with
    checkpoint = models.ForeignKey(KeptCheckpoint, on_delete=models.PROTECT, related_name="timestamps")
    #: from 1 among those of the checkpoint
    n = models.PositiveIntegerField()
    #: of a renewal the text that it is over (`timestamps.renewal`); empty of one over the checkpoint's own text
    renewal = models.TextField(blank=True)
    #: its name in the settings
    authority = models.CharField(max_length=60)
    #: whether somebody else than we vouches for the time
    independent = models.BooleanField()
    #: as the token says
    time = models.DateTimeField()
    #: name of the hash that it names the text by
    hash = models.CharField(max_length=20)
    #: when the first certificate of its chain runs out
    good_until = models.DateTimeField(db_index=True)
    #: DER of what we asked (TimeStampReq) and of what was answered (TimeStampResp), as they went and came
    request = models.BinaryField(editable=False)
    response = models.BinaryField(editable=False)
    #: PEM: the signer's certificate first, the trust root that we went by last
    chain = models.TextField(editable=False)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("checkpoint__size", "n")
        constraints = (models.UniqueConstraint(fields=["checkpoint", "n"], name="one_number_per_timestamp"),)

    def __str__(self) -> str:
        return f"timestamp {self.checkpoint.size}-{self.n}"


class TimestampRenewal(models.Model):
    """Which older timestamp a newer one covers, as the newer one's text says."""

    older = models.ForeignKey(Timestamp, on_delete=models.PROTECT, related_name="renewed_in")
    newer = models.ForeignKey(Timestamp, on_delete=models.PROTECT, related_name="renews")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["older", "newer"], name="renewed_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.newer} renews {self.older}"


class TimestampAuthority(models.Model):
    """How it went with an authority of the settings: when to ask it again, and what the matter was."""

    name = models.CharField(max_length=60, unique=True)
    #: tries in a row that came to nothing
    failures = models.PositiveIntegerField(default=0)
    #: what the matter was with the last of them, as a sentence; empty where it answered
    trouble = models.TextField(blank=True)
    #: not to be asked by itself before; None where it may be
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class OpenTimestamp(models.Model):
    """A proof of OpenTimestamps over a checkpoint's text, as bytes of an .ots file. Kept for good."""

    checkpoint = models.ForeignKey(KeptCheckpoint, on_delete=models.PROTECT, related_name="opentimestamps")
    #: from 1 among those of the checkpoint
    n = models.PositiveIntegerField()
    #: the one before calendars completed it; None of a first one
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    proof = models.BinaryField(editable=False)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("checkpoint__size", "n")
        constraints = (
            models.UniqueConstraint(fields=["checkpoint", "n"], name="one_number_per_opentimestamp"),
        )

    def __str__(self) -> str:
        return f"OpenTimestamps proof {self.checkpoint.size}-{self.n}"


class Erasure(models.Model):
    """That an item, or some of its fields, was erased: when, by whom and why. The item's row says it as well."""

    #: as the log names it: "report:12"
    item = models.CharField(max_length=80, db_index=True)
    #: names of the fields that went; empty where the whole item did
    fields = models.JSONField(default=list)
    #: holds no personal datum
    reason = models.CharField(max_length=200)
    erased_by = models.CharField(max_length=150)
    at = models.DateTimeField()
    #: below TOCSIN_HOME, what is still to be overwritten and removed
    files = models.JSONField(default=list)
    #: when the last bytes were gone from files and the database's own; None until then
    swept_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"erasure of {self.item}"


class KeptSalt(models.Model):
    """What still opens one value of an entry whose secret was forgotten: it was no part of what was erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="kept_salts")
    #: as in docs/reference/custody.md: "actor", "after.title"
    path = models.CharField(max_length=200)
    salt = models.BinaryField(editable=False)
    #: of "actor" and "reason", which stand nowhere else; empty for all others
    value = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "path"], name="one_salt_of_a_path"),)

    def __str__(self) -> str:
        return f"{self.path} of entry {self.entry_id}"

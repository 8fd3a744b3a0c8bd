"""The append-only log: entries as they were written, and the leaves that number and chain them."""

from django.db import models


class Entry(models.Model):
    """One act. `canonical` is final; the database refuses to change or delete it (see the second migration).

    `actor`, `reason` and `salt` open the commitments inside `canonical`. All three may be erased together; the log
    still verifies.
    """

    #: RFC 8785 JSON: salted commitments, never content
    canonical = models.BinaryField(editable=False)
    #: what was acted on, as "noun:id", for example "report:12"
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


class Leaf(models.Model):
    """An entry's place in the log. Only the sequencer writes here."""

    #: 0 for the first entry, without gaps
    position = models.BigIntegerField(primary_key=True)
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

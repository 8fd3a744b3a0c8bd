import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.acting import act, write
from tests.custody.naive_tree import made_leaves, naive_head, naive_path
from tests.custody.test_note import LOG
from tocsin.custody import tree
from tocsin.custody.chain import leaf_hash
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.commitments import Secret
from tocsin.custody.merkle import includes
from tocsin.custody.models import Entry
from tocsin.custody.note import Note, signed
from tocsin.custody.proof import LeafProof
from tocsin.custody.proving import commitments_of, openings, prove
from tocsin.errors import NotFound, WrongUse


@pytest.mark.django_db
def test_every_entry_is_proven_in_order_of_position():
    """The proofs lead to the head, and name entries in the order of the log."""
    ids = write(*(act(index) for index in range(40)))
    size = tree.size()
    proofs = list(prove([ids[30], ids[2], ids[2]], size))
    assert [proof.entry_id for proof in proofs] == [ids[2], ids[30]]
    for proof in proofs:
        assert includes(leaf_hash(proof.canonical), proof.position, size, proof.path, tree.head(size))
    with pytest.raises(NotFound, match="not among the first 30"):
        list(prove([ids[30]], 30))


@pytest.mark.django_db
def test_a_value_is_opened_alone():
    """Its salt opens the value that was committed to; another value is refused, an erased one can't be opened."""
    [pk] = write(act(1))
    entry = Entry.objects.get(pk=pk)
    found = commitments_of(bytes(entry.canonical))
    assert list(found) == ["actor", "reason", "after.publisher", "after.title", "text.0", "text.1"]
    [title, first] = openings(entry, {"after.title": "Report 1", "text.0": "First paragraph."})
    assert title.salt != first.salt
    assert Secret(bytes(entry.salt)).salt_for("text.0") == first.salt
    with pytest.raises(WrongUse, match="not what the log says"):
        openings(entry, {"after.title": "Report 2"})
    with pytest.raises(WrongUse, match="not what the log says"):
        openings(entry, {"after.language": None})
    Entry.objects.update(actor="", reason="", salt=None)
    with pytest.raises(NotFound, match="erased"):
        openings(Entry.objects.get(pk=pk), {"after.title": "Report 1"})


def made_proof(index: int = 5, size: int = 9) -> tuple[LeafProof, bytes]:
    entry = json.dumps({"v": 1}).encode()
    leaves = made_leaves(size)
    leaves[index] = leaf_hash(entry)
    text = str(Checkpoint("log.example/log", size, naive_head(leaves)))
    note = Note(text, (signed(text, "log.example/log", LOG),))
    return LeafProof(index, tuple(naive_path(index, leaves)), note), entry


def test_a_proof_is_read_as_it_is_written():
    """The file of a proof says all that is needed, also with the line that the form keeps for others' use."""
    proof, entry = made_proof()
    assert LeafProof.read(str(proof).encode()) == proof
    assert LeafProof.read(str(proof).replace("\nindex", "\nextra YQ==\nindex", 1).encode()) == proof
    assert proof.holds(entry) and not proof.holds(entry + b" ")


@given(st.data())
def test_no_bit_of_a_proof_can_be_turned(data):
    """Whichever bit is turned, the proof is refused, or shows nothing, or its checkpoint is no longer the one signed."""
    proof, entry = made_proof()
    whole = bytearray(str(proof).encode())
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    try:
        read = LeafProof.read(bytes(whole))
        assert not read.holds(entry) or read.checkpoint != proof.checkpoint
    except WrongUse:
        pass

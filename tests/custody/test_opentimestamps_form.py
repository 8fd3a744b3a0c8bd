"""The .ots form: https://opentimestamps.org, as its published programs read and write it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.block_proofs import CALENDAR, deep
from tocsin.custody.opentimestamps import proof as form
from tocsin.custody.opentimestamps.headers import Header, read_headers
from tocsin.custody.opentimestamps.paths import applied, claims, completed, unanswered
from tocsin.custody.opentimestamps.proof import (
    APPEND,
    HEXLIFY,
    PREPEND,
    REVERSE,
    SHA1,
    SHA256,
    Attestation,
    Node,
    Proof,
    Step,
    merged,
    read_node,
    written,
)
from tocsin.errors import ProofRefused, WrongUse

PENDING, BLOCK = Attestation.pending(CALENDAR), Attestation.bitcoin(358391)
DIGEST = hashlib.sha256(b"text").digest()
#: written by hand from the form's description: append 1 byte, sha256, then pending or block 358391
BY_HAND = (
    bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294" + "01" + "08")
    + DIGEST
    + bytes.fromhex("f001aa" + "08")
    + bytes.fromhex("ff" + "00" + "83dfe30d2ef90c8e" + "19" + "18")
    + CALENDAR.encode()
    + bytes.fromhex("00" + "0588960d73d71901" + "03" + "f7ef15")
)
#: the header of Bitcoin's first block, which everybody knows
GENESIS = (
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e"
    "67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
)

attestations = st.one_of(
    st.just(PENDING),
    st.integers(0, 2**31).map(Attestation.bitcoin),
    st.builds(Attestation, st.just(b"another?"), st.binary(max_size=40)),
)
steps = st.one_of(
    st.tuples(st.sampled_from([APPEND, PREPEND]), st.binary(min_size=1, max_size=40)),
    st.tuples(st.sampled_from([SHA256, SHA1, REVERSE]), st.just(b"")),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    attestations.map(lambda each: (each,)),
    lambda inner: st.lists(
        st.one_of(attestations, st.builds(lambda step, then: Step(*step, then), steps, inner)),
        min_size=1,
        max_size=3,
    ).map(tuple),
    max_leaves=12,
)
proofs = st.builds(Proof, st.binary(min_size=32, max_size=32), nodes)


def test_a_file_written_by_hand_is_read() -> None:
    """Each byte where the description has it; and it is written again as it was."""
    found = Proof.read(BY_HAND)
    assert bytes(found) == BY_HAND
    message = hashlib.sha256(DIGEST + b"\xaa").digest()
    assert [(each.message, each.by) for each in claims(found)] == [(message, PENDING), (message, BLOCK)]
    assert (PENDING.uri, BLOCK.height) == (CALENDAR, 358391)


@given(proofs)
def test_what_is_written_is_read_as_it_was(proof: Proof) -> None:
    """Trees of every shape."""
    assert Proof.read(bytes(proof)) == proof


@given(proofs, st.data())
def test_what_is_cut_off_or_goes_on_is_refused(proof: Proof, data: st.DataObject) -> None:
    """At every place."""
    whole = bytes(proof)
    with pytest.raises(ProofRefused):
        Proof.read(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ProofRefused, match="behind its end"):
        Proof.read(whole + b"\x00")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing else comes of a stranger's bytes, and what is read is written again to the byte."""
    for start in (b"", BY_HAND[:65]):
        try:
            found = Proof.read(start + data)
        except ProofRefused:
            continue
        assert bytes(found) == start + data


TOO_MUCH = {
    "another magic": (b"\x01" + BY_HAND[1:], "does not begin"),
    "another version": (BY_HAND[:31] + b"\x02" + BY_HAND[32:], "version"),
    "another hash of the file": (BY_HAND[:32] + b"\x02" + BY_HAND[33:], "SHA-256"),
    "keccak": (BY_HAND[:65] + b"\x67" + BY_HAND[68:], "Keccak"),
    "a step nobody knows": (BY_HAND[:65] + b"\x42", "0x42"),
    "two forks in a row": (BY_HAND[:65] + b"\xff\xff", "0xff"),
    "nothing to append": (BY_HAND[:65] + b"\xf0\x00", "0 bytes"),
    "too much to append": (BY_HAND[:65] + b"\xf0" + form.sized(bytes(4097)), "4,097 bytes"),
    "a length in too many bytes": (BY_HAND[:65] + b"\xf0\x81\x00", "longer than it is"),
    "a number without end": (BY_HAND[:65] + b"\xf0" + b"\xff" * 9, "too large"),
    "too deep": (bytes(Proof(DIGEST, deep(257, PENDING))), "256 steps"),
    "too many attestations": (bytes(Proof(DIGEST, (PENDING,) * 101)), "100 attestations"),
    "too large": (BY_HAND + bytes(10**6), "1,000,000 bytes"),
    "too long a payload": (bytes(Proof(DIGEST, (Attestation(b"another?", bytes(8193)),))), "8,193 bytes"),
    "a letter no address has": (
        bytes(Proof(DIGEST, (Attestation.pending("https://a.example/?x"),))),
        "letters",
    ),
    "no address": (bytes(Proof(DIGEST, (Attestation.pending(""),))), "0 bytes"),
    "more than a height": (
        bytes(Proof(DIGEST, (Attestation(form.BITCOIN, b"\x01\x01"),))),
        "behind its end",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_beyond_the_bounds_it_is_refused(name: str) -> None:
    """With what the matter is."""
    data, told = TOO_MUCH[name]
    with pytest.raises(ProofRefused, match=told):
        Proof.read(data)


def test_within_the_bounds_it_is_read() -> None:
    """At each of them."""
    assert len(list(claims(Proof.read(bytes(Proof(DIGEST, deep(256, PENDING))))))) == 1
    assert len(list(claims(Proof.read(bytes(Proof(DIGEST, (PENDING,) * 100)))))) == 100


def test_a_message_that_grows_without_end_is_refused() -> None:
    """Hexadecimal digits double it each time."""
    node: Node = (PENDING,)
    for _ in range(8):
        node = (Step(HEXLIFY, b"", node),)
    with pytest.raises(ProofRefused, match="4,096 bytes"):
        list(claims(Proof(DIGEST, node)))


def test_each_step_does_what_it_is_called() -> None:
    """To a short message."""
    done = {
        op: applied(Step(op, b"z", ()), b"ab") for op in (APPEND, PREPEND, REVERSE, HEXLIFY, SHA1, SHA256)
    }
    assert [done[op] for op in (APPEND, PREPEND, REVERSE, HEXLIFY)] == [b"abz", b"zab", b"ba", b"6162"]
    assert done[SHA1] == hashlib.sha1(b"ab", usedforsecurity=False).digest()
    assert done[SHA256] == hashlib.sha256(b"ab").digest()


@given(proofs, proofs)
def test_two_trees_become_one_that_claims_what_both_do(one: Proof, other: Proof) -> None:
    """And no more; the same tree again adds nothing."""
    both = merged(one.root, other.root)
    assert set(claims(Proof(DIGEST, both))) == set(claims(Proof(DIGEST, one.root))) | set(
        claims(Proof(DIGEST, other.root))
    )
    assert merged(both, other.root) == both
    assert read_node(written(both)) == both


def test_what_a_calendar_completes_stands_beside_its_promise() -> None:
    """Nobody is asked about it again."""
    begun = Proof(DIGEST, (Step(APPEND, b"n", (PENDING,)),))
    [waiting] = unanswered(begun)
    assert waiting.message == DIGEST + b"n"
    whole = Proof(DIGEST, completed(begun.root, DIGEST, {waiting.message: (Step(SHA256, b"", (BLOCK,)),)}))
    assert not list(unanswered(whole))
    assert {each.by for each in claims(whole)} == {PENDING, BLOCK}


def test_the_first_block_is_known_by_its_header() -> None:
    """Its merkle root, hash and time, as everybody prints them."""
    header = read_headers(f"0 {GENESIS}\n\n".encode())[0]
    assert (
        header.merkle_root[::-1].hex() == "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"
    )
    assert header.block_hash == "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    assert header.time.isoformat() == "2009-01-03T18:15:05+00:00"
    assert header == Header(bytes.fromhex(GENESIS))


@pytest.mark.parametrize(
    "text", ["x", "0", f"-1 {GENESIS}", f"0 {GENESIS}00", f"0 {GENESIS} 1", f"0 {GENESIS}\n0 {'00' * 80}"]
)
def test_what_is_no_file_of_headers_is_refused(text: str) -> None:
    """With how it is written."""
    with pytest.raises(WrongUse):
        read_headers(text.encode())

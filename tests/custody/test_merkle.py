import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from tests.custody.naive_tree import made_leaves, naive_head, naive_path, naive_proof
from tocsin.custody.branches import Growing, Run, run_of
from tocsin.custody.merkle import Span, complete_spans, extends, includes

LEAVES = made_leaves(600)
SIZES = st.integers(1, len(LEAVES))


def bytes_of(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def accepts(case: dict) -> bool:
    proof = [bytes_of(each) for each in case["proof"] or []]
    if "size1" in case:
        roots = bytes_of(case["root1"]), bytes_of(case["root2"])
        return extends(case["size1"], roots[0], case["size2"], roots[1], proof)
    leaf, root = bytes_of(case["leafHash"]), bytes_of(case["root"])
    return includes(leaf, case["leafIdx"], case["treeSize"], proof, root)


def test_every_proof_of_the_suite_is_judged_as_its_authors_say(shared, capsys):
    """transparency-dev's 196 proofs of inclusion and consistency, each accepted or refused."""
    cases = [
        json.loads(path.read_text()) for path in sorted((shared / "conformance" / "merkle").rglob("*.json"))
    ]
    wrong = [case["desc"] for case in cases if accepts(case) == case["wantErr"]]
    with capsys.disabled():
        print(f"\nmerkle {len(cases) - len(wrong)}/{len(cases)}")  # noqa: T201  `make conformance` shows it
    assert len(cases) == 196
    assert not wrong


@given(st.lists(st.integers(0, 80), max_size=8))
def test_a_tree_has_the_head_of_the_standard_however_its_leaves_come(parts):
    """Leaves added one by one or many at once give the same head and keep the same parts."""
    growing, size, kept = Growing(), 0, []
    for count in parts:
        kept += growing.add(LEAVES[size : size + count])
        size += count
    assert growing.head == naive_head(LEAVES[:size])
    for level, place, made in kept:
        width = 16**level
        assert made == naive_head(LEAVES[place * width : (place + 1) * width])
    assert len(kept) == size // 16 + size // 256


@given(SIZES, st.integers(0, 100))
def test_a_tree_goes_on_from_what_is_stored(size, more):
    """Whoever has the parts that are stored goes on as if the tree had never been put down."""
    whole = Growing()
    stored = {(level, place): made for level, place, made in whole.add(LEAVES[:size])}
    stored |= {(0, place): leaf for place, leaf in enumerate(LEAVES[:size])}

    def read(run: Run) -> list[bytes]:
        return [stored[run.level, place] for place in range(run.first, run.first + run.length)]

    later = Growing(size, read)
    assert later.head == whole.head
    added = LEAVES[size : size + more]
    assert Growing(size, read).add(added) == later.add(added) == whole.add(added)
    assert later.head == whole.head


@given(SIZES, st.data())
def test_a_proof_shows_its_leaf_and_no_other(size, data):
    """Every leaf of a tree has a proof, and the proof holds for no other place, size, leaf or head."""
    index = data.draw(st.integers(0, size - 1))
    leaf, head, proof = LEAVES[index], naive_head(LEAVES[:size]), naive_path(index, LEAVES[:size])
    assert includes(leaf, index, size, proof, head)
    assert not includes(leaf, index + 1, size, proof, head)
    assert not includes(LEAVES[index - 1], index, size, proof, head) or size == 1
    assert not includes(leaf, index, size, proof, bytes(32))
    assert not includes(leaf, index, size, [*proof, head], head)
    assert not includes(leaf, index, size, proof[:-1], head) or not proof


@given(SIZES, SIZES)
def test_a_proof_shows_that_a_tree_continues_the_older_one(one, other):
    """The longer tree continues the shorter by its proof, and no tree with another head."""
    old, new = sorted((one, other))
    heads = naive_head(LEAVES[:old]), naive_head(LEAVES[:new])
    proof = naive_proof(old, LEAVES[:new])
    assert extends(old, heads[0], new, heads[1], proof)
    assert not extends(old, bytes(32), new, heads[1], proof)
    assert not extends(old, heads[0], new, bytes(32), proof)
    assert not extends(old, heads[0], new, heads[1], [*proof, heads[0]])
    assert not extends(0, naive_head([]), new, heads[1], [])


@given(st.integers(0, 2**40), st.integers(1, 2**20))
def test_every_range_consists_of_complete_parts(begin, size):
    """The parts follow each other without a gap, and each is read as at most eight stored hashes."""
    begin -= (
        begin % 2**20
    )  # a range at the right edge of a tree begins at a multiple of what it could grow to
    parts = complete_spans(Span(begin, begin + size))
    assert all(part.is_complete for part in parts)
    assert [part.begin for part in parts] == [begin, *(part.end for part in parts[:-1])]
    assert all(1 <= run_of(part).length <= 8 for part in parts)

"""Tampering as somebody would who has the database's password. The log can't stop them; it tells."""

from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.acting import act, sql, tampering, write
from tocsin.custody import Verdict, log, verify
from tocsin.custody.acts import canonical_entry, timestamp
from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash, leaves_that_follow
from tocsin.custody.entry_trouble import Stored, find_trouble, stands
from tocsin.custody.merkle import EMPTY_HEAD
from tocsin.custody.models import Entry, Leaf

COUNT = 9
MIDDLE = 4


def entry_at(position: int) -> int:
    return int(Leaf.objects.get(position=position).entry_id)


def change_entry(position: int, /, **columns: object) -> None:
    Entry.objects.filter(pk=entry_at(position)).update(**columns)


def change_leaf(position: int, /, **columns: object) -> None:
    Leaf.objects.filter(position=position).update(**columns)


def remove(position: int) -> None:
    pk = entry_at(position)
    sql("DELETE FROM custody_leaf WHERE position = %s", position)
    sql("DELETE FROM custody_entry WHERE id = %s", pk)


def shift(first: int, by: int) -> None:
    """Renumber the leaves from `first` on, in an order that never has two at one place."""
    positions = Leaf.objects.filter(position__gte=first).order_by("position" if by < 0 else "-position")
    for position in list(positions.values_list("position", flat=True)):
        change_leaf(position, position=position + by)


def flip(value: bytes | memoryview) -> bytes:
    whole = bytearray(bytes(value))
    whole[len(whole) // 2] ^= 1
    return bytes(whole)


def replace_entry() -> None:
    """Another act, with another secret, in the place of the one that was logged."""
    other = act(MIDDLE, actor="somebody else")
    secret = bytes(32)
    change_entry(MIDDLE, canonical=canonical_entry(other, secret), salt=secret, actor=other.actor)


def replace_entry_and_its_leaf() -> None:
    replace_entry()
    canonical = Entry.objects.get(pk=entry_at(MIDDLE)).canonical
    change_leaf(MIDDLE, leaf_hash=leaf_hash(bytes(canonical)))


def insert() -> None:
    shift(MIDDLE, +1)
    [pk] = log([act(77)])
    leaf = leaf_hash(bytes(Entry.objects.get(pk=pk).canonical))
    before = bytes(Leaf.objects.get(position=MIDDLE - 1).chain_hash)
    Leaf.objects.create(position=MIDDLE, entry_id=pk, leaf_hash=leaf, chain_hash=chain_hash(before, leaf))


def reorder() -> None:
    change_leaf(MIDDLE, position=-1)
    change_leaf(MIDDLE + 1, position=MIDDLE)
    change_leaf(-1, position=MIDDLE + 1)


def swap_entries() -> None:
    one, other = Entry.objects.get(pk=entry_at(MIDDLE)), Entry.objects.get(pk=entry_at(MIDDLE + 1))
    change_entry(MIDDLE, canonical=other.canonical)
    change_entry(MIDDLE + 1, canonical=one.canonical)


def delete_and_close_the_gap() -> None:
    remove(MIDDLE)
    shift(MIDDLE, -1)


def cut_from_the_middle_on() -> None:
    for position in range(MIDDLE, COUNT - 1):
        remove(position)


def remove_only_the_entry() -> None:
    sql("DELETE FROM custody_entry WHERE id = %s", entry_at(MIDDLE))


def repeat() -> None:
    """The entry after takes the bytes of this one, as if the act had been done twice."""
    change_entry(MIDDLE, canonical=Entry.objects.get(pk=entry_at(MIDDLE - 1)).canonical)


def backdate() -> None:
    change_entry(MIDDLE, at=act().at.replace(year=2020))


def flip_in_entry(column: str) -> Callable[[], None]:
    def flip_it() -> None:
        change_entry(MIDDLE, **{column: flip(getattr(Entry.objects.get(pk=entry_at(MIDDLE)), column))})

    return flip_it


def flip_in_leaf(column: str) -> Callable[[], None]:
    def flip_it() -> None:
        change_leaf(MIDDLE, **{column: flip(getattr(Leaf.objects.get(position=MIDDLE), column))})

    return flip_it


def set_in_entry(**columns: object) -> Callable[[], None]:
    return lambda: change_entry(MIDDLE, **columns)


# what was done, the first leaf that fails, and what is said about it
ATTACKS = {
    "flip a bit of an entry": (flip_in_entry("canonical"), MIDDLE, "its hash differs"),
    "flip a bit of a secret": (flip_in_entry("salt"), MIDDLE, "the actor shown"),
    "flip a bit of a leaf hash": (flip_in_leaf("leaf_hash"), MIDDLE, "its hash differs"),
    "flip a bit of a chain hash": (flip_in_leaf("chain_hash"), MIDDLE, "the chain is broken"),
    "replace an entry": (replace_entry, MIDDLE, "its hash differs"),
    "replace an entry and its leaf hash": (replace_entry_and_its_leaf, MIDDLE, "the chain is broken"),
    "insert an entry": (insert, MIDDLE + 1, "the chain is broken"),
    "reorder two leaves": (reorder, MIDDLE, "the chain is broken"),
    "swap two entries": (swap_entries, MIDDLE, "its hash differs"),
    "delete an entry": (lambda: remove(MIDDLE), MIDDLE, "missing"),
    "delete an entry and close the gap": (delete_and_close_the_gap, MIDDLE, "the chain is broken"),
    "delete the first entry": (lambda: remove(0), 0, "missing"),
    "cut out the middle": (cut_from_the_middle_on, MIDDLE, "missing"),
    "remove an entry and leave its leaf": (remove_only_the_entry, MIDDLE, "missing"),
    "repeat an entry": (repeat, MIDDLE, "its hash differs"),
    "backdate an entry": (backdate, MIDDLE, "item, action or time"),
    "say another item": (set_in_entry(item="report:99"), MIDDLE, "item, action or time"),
    "say another action": (set_in_entry(action="refused"), MIDDLE, "item, action or time"),
    "say another actor": (set_in_entry(actor="bob"), MIDDLE, "the actor shown"),
    "say another reason": (set_in_entry(reason="no reason"), MIDDLE, "the reason shown"),
    "hide the reason": (set_in_entry(reason=""), MIDDLE, "the reason shown"),
    "say another actor and lose the secret": (set_in_entry(actor="bob", salt=None), MIDDLE, "no secret"),
    "cut the secret short": (set_in_entry(salt=b"short"), MIDDLE, "5 bytes"),
    "number from one": (lambda: shift(0, +1), 0, "missing"),
    "number below zero": (lambda: change_leaf(0, position=-7), 0, "missing"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "position", "told"), ATTACKS.values(), ids=ATTACKS.keys())
def test_tampering_is_told(attack, position, told):
    """Whatever is changed, removed, added or reordered, the check names the first leaf that fails, and why."""
    write(*(act(index) for index in range(COUNT)))
    with tampering():
        attack()
        verdict = verify()
    assert not verdict.holds and told in verdict.trouble
    assert (verdict.position, verdict.checked) == (position, position)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["'text'", "5", "X'ff'", "CAST(X'ff' AS TEXT)"], ids=["text", "number", "bytes", "not UTF-8"]
)
@pytest.mark.parametrize("column", ["canonical", "item", "at", "actor", "reason", "salt"])
def test_a_column_of_another_kind_is_told(column, value):
    """SQLite keeps anything in any column: what can't be what it should be is named, and stops no check."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps columns to their type")
    write(*(act(index) for index in range(COUNT)))
    with tampering():
        sql(f"UPDATE custody_entry SET {column} = {value} WHERE id = {entry_at(MIDDLE)}")
        assert verify().position == MIDDLE


@pytest.mark.django_db
def test_a_log_that_is_right_holds():
    """A right log holds, with its number of leaves and the last chain hash to note down; an empty one too."""
    assert verify() == Verdict(
        checked=0, erased=0, unnumbered=0, chain_hash="00" * 32, head=EMPTY_HEAD.hex(), checkpoints=0
    )
    write(*(act(index) for index in range(3)))
    verdict = verify()
    assert verdict.holds and verdict.checked == 3
    assert verdict.chain_hash == bytes(Leaf.objects.get(position=2).chain_hash).hex()


@pytest.mark.django_db
def test_progress_is_told_and_chunks_are_joined(monkeypatch):
    """A log longer than a chunk is checked whole, and progress counts up to all of it."""
    monkeypatch.setattr("tocsin.custody.verification.CHUNK", 4)
    write(*(act(index) for index in range(10)))
    told: list[tuple[int, int]] = []
    assert verify(lambda done, total: told.append((done, total))).checked == 10
    assert told == [(4, 10), (8, 10), (10, 10)]


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [True, False], ids=["with columns", "the log by itself"])
@pytest.mark.parametrize("wrong", [0, 2, 3, 6, 7, 13, 19])
def test_parts_that_are_read_at_once_are_joined(monkeypatch, columns, wrong):
    """A log of several chunks, each read in parts, with an erased entry: it holds, and the one leaf that fails is named."""
    monkeypatch.setattr("tocsin.custody.verification.CHUNK", 7)
    monkeypatch.setattr("tocsin.custody.sweep.READ", 3)
    write(*(act(index) for index in range(20)))
    with tampering():
        change_entry(10, actor="", reason="", salt=None)
        verdict = verify(columns=columns)
        assert (verdict.checked, verdict.trouble) == (20, "")
        assert verdict.erased == (1 if columns else None)
        change_leaf(wrong, chain_hash=bytes(32))
        assert verify(columns=columns).position == wrong


@given(st.lists(st.binary(max_size=9), max_size=6), st.integers(0, 17), st.binary(min_size=32, max_size=32))
def test_leaves_follow_up_to_the_first_that_is_not_right(entries, wrong, before):
    """Leaf hashes and chain hash as they are defined, one after the other; a row with one other value ends them."""
    rows, chained = list[tuple[bytes, ...]](), before
    for entry in entries:
        chained = chain_hash(chained, leaf_hash(entry))
        rows.append((leaf_hash(entry), chained, entry))
    assert leaves_that_follow(before, rows) == ([row[0] for row in rows], chained)
    place, column = divmod(wrong, 3)
    if place < len(rows):
        rows[place] = tuple(value + b"." if at == column else value for at, value in enumerate(rows[place]))
        last = rows[place - 1][1] if place else before
        assert leaves_that_follow(before, rows) == ([row[0] for row in rows[:place]], last)


def stored(canonical: bytes, secret: bytes) -> Stored:
    told = act()
    leaf = leaf_hash(canonical)
    chained = chain_hash(BEFORE_THE_FIRST, leaf)
    return Stored(
        0, leaf, chained, canonical, told.item, told.action, told.at, told.actor, told.reason, secret
    )


def is_right(stored: Stored) -> bool:
    """The quick way, as a sweep asks it."""
    _, _, _, canonical, item, action, at, actor, reason, salt = stored
    return stands(canonical, item, action, timestamp(at), actor, reason, salt)


SECRET = bytes(range(32))
CANONICAL = canonical_entry(act(), SECRET)


def test_the_entry_as_written_is_right():
    """The entry that the next tests change is right before they do."""
    assert find_trouble(stored(CANONICAL, SECRET), 0, BEFORE_THE_FIRST) == ""


@given(st.integers(0, len(CANONICAL) * 8 - 1))
def test_every_bit_of_an_entry_counts(bit):
    """Any flipped bit of an entry is told."""
    flipped = bytearray(CANONICAL)
    flipped[bit // 8] ^= 1 << bit % 8
    was = stored(CANONICAL, SECRET)
    assert find_trouble(was._replace(canonical=bytes(flipped)), 0, BEFORE_THE_FIRST)


MISSHAPEN = {
    "no JSON": b"{",
    "another encoding": CANONICAL.decode().encode("utf-16"),
    "a space": CANONICAL.replace(b'"v":1', b'"v": 1'),
    "another order": b'{"v":1,' + CANONICAL[1:].replace(b',"v":1', b""),
    "a key twice": CANONICAL.replace(b'"v":1', b'"v":1,"v":1'),
    "a key more": CANONICAL.replace(b'"v":1', b'"v":1,"w":1'),
    "a key less": CANONICAL.replace(b',"v":1', b""),
    "another version": CANONICAL.replace(b'"v":1', b'"v":2'),
    "true for one": CANONICAL.replace(b'"v":1', b'"v":true'),
    "a number as result": CANONICAL.replace(b'"result":"done"', b'"result":1'),
    "no text but a word": CANONICAL[: CANONICAL.index(b'"text"')] + b'"text":"","v":1}',
    "fields as a list": CANONICAL.replace(b'"before":{}', b'"before":[]'),
    "content as a commitment": CANONICAL.replace(b'"before":{}', b'"before":{"title":"Open"}'),
    "half a character": CANONICAL.replace(b'"done"', rb'"\ud800"'),
    "a list": b"[]",
    "a deep list": b"[" * 100_000,
    "a long number": b"1" * 10_000,
}


@pytest.mark.parametrize("canonical", MISSHAPEN.values(), ids=MISSHAPEN.keys())
def test_an_entry_has_one_form(canonical):
    """An entry that is not written in its one form is told, though its hashes are right."""
    assert canonical != CANONICAL
    assert "canonical form" in find_trouble(stored(canonical, SECRET), 0, BEFORE_THE_FIRST)
    assert not is_right(stored(canonical, SECRET))


FIELD = st.text(st.characters(codec="ascii"), min_size=1, max_size=8)
WORD = st.text(max_size=12).filter(lambda text: text.isprintable())


@given(
    st.builds(
        act,
        item=WORD.filter(bool),
        action=WORD.filter(bool),
        actor=WORD.filter(bool),
        reason=WORD,
        before=st.dictionaries(FIELD, st.integers(-9, 9), max_size=3),
        after=st.dictionaries(FIELD, st.none(), max_size=3),
        text=st.none() | st.text(max_size=20),
        result=WORD,
    ),
    st.sampled_from(["item", "action", "actor", "reason"]),
)
def test_the_quick_way_never_says_right_where_the_slow_one_finds_trouble(told, column):
    """An entry as written is found right by one or both; with another word beside it, by neither."""
    canonical = canonical_entry(told, SECRET)
    whole = stored(canonical, SECRET)._replace(
        item=told.item, action=told.action, at=told.at, actor=told.actor, reason=told.reason
    )
    assert find_trouble(whole, 0, BEFORE_THE_FIRST) == ""
    plain = all(
        chr(34) not in word and chr(92) not in word
        for word in (told.item, told.action, *told.before, *told.after)
    )
    if plain and told.result.isascii() and chr(34) not in told.result and chr(92) not in told.result:
        assert is_right(whole) or not all(name.isprintable() for name in (*told.before, *told.after))
    other = whole._replace(**{column: getattr(whole, column) + "."})
    assert find_trouble(other, 0, BEFORE_THE_FIRST) and not is_right(other)

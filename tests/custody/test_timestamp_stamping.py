"""The acts, over both stores: authorities answer in the same process, so that a test says who is up and what time it is."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.custody.acting import act, write
from tests.custody.stamping import AT, authority
from tests.custody.stamping_world import HOUR, World
from tocsin import custody
from tocsin.custody import log_keys
from tocsin.custody.models import (
    Entry,
    Timestamp,
    TimestampAuthority,
)
from tocsin.custody.timestamps import (
    faults,
    judge,
    local_file,
    read_roots,
    stamp,
    tokens_for,
)
from tocsin.custody.timestamps.authorities import Authority, configured
from tocsin.custody.timestamps.listing import authority_rows, said_of_authorities
from tocsin.custody.timestamps.stored import committed, text_of
from tocsin.errors import NotFound, StoreTrouble, WrongUse

pytestmark = pytest.mark.django_db


def test_a_checkpoint_is_stamped_by_every_authority(world: World) -> None:
    """The whole answer is kept with the request and the chain, numbered, and judged good by all that is kept with it."""
    checkpoint, made = stamp(now=AT, by="ani", how=world.ask)
    assert checkpoint.size == 3 and [each.trouble for each in made] == [None, None]
    first, second = tokens_for(checkpoint)
    assert (first.size, first.n, first.authority, first.independent) == (3, 1, "one", True)
    assert (second.n, second.authority, second.time, second.hash) == (2, "two", AT, "sha512")
    assert first.message == text_of(checkpoint).encode()
    assert len(first.chain_pems) == 2
    assert judge(first.der, first.message, read_roots(first.chain_pems[-1].encode()), AT).holds
    assert not world.faults()


def test_each_timestamp_is_in_the_log(world: World) -> None:
    """With commitments to all that its row says."""
    stamp(now=AT, by="ani", how=world.ask)
    custody.number()
    for row in Timestamp.objects.all():
        entry = Entry.objects.get(item=f"timestamp:{row.pk}")
        assert (entry.action, entry.actor) == ("kept", "ani")
        assert not custody.differs(f"timestamp:{row.pk}", committed(row), None)


def test_one_that_is_down_holds_up_no_other_and_is_asked_again(world: World) -> None:
    """Its trouble stands beside its name until it answers; it rests for longer each time."""
    world.down = {"one"}
    assert world.round() == ["one", "two"]
    [row] = Timestamp.objects.all()
    state = TimestampAuthority.objects.get(name="one")
    assert (
        row.authority == "two"
        and "took too long" in state.trouble
        and state.next_at == AT + timedelta(minutes=1)
    )
    assert world.round(timedelta(seconds=59)) == []
    assert world.round(timedelta(seconds=1)) == ["one"]
    assert TimestampAuthority.objects.get(name="one").next_at == world.now + timedelta(minutes=3)
    world.down = set()
    assert world.round(timedelta(minutes=3)) == ["one"]
    state = TimestampAuthority.objects.get(name="one")
    assert (state.failures, state.trouble, state.next_at, state.answered_at) == (0, "", None, world.now)
    assert Timestamp.objects.count() == 2


def test_trouble_again_and_again_is_told_to_those_who_look_after_the_house(world: World) -> None:
    """`tocsin check` names the authority and what the matter is."""
    assert said_of_authorities(AT) == "one, two"
    world.down = {"two"}
    for _ in range(3):
        world.round(HOUR)
    with pytest.raises(StoreTrouble, match="two failed 3 times in a row: the server took too long"):
        said_of_authorities(AT)


def test_a_log_at_rest_is_left_alone(world: World) -> None:
    """Timestamps stand in the log themselves: they call for no further ones."""
    assert world.round() == ["one", "two"]
    for _ in range(3):
        assert world.round(2 * HOUR) == []
    write(act(3))
    assert world.round() == ["one", "two"]
    write(act(4))
    assert world.round(HOUR - timedelta(seconds=1)) == []
    assert world.round(timedelta(seconds=1)) == ["one", "two"]


def test_nobody_is_asked_where_none_is_known_or_the_log_has_no_key(known) -> None:
    """A house without authorities works on as it is."""
    write(act(1))
    assert known(one=authority()).round() == []
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    assert known().round() == []
    with pytest.raises(WrongUse, match="name at least two"):
        stamp(now=AT, by="ani")


def test_by_hand_it_is_stamped_at_once_and_once(world: World) -> None:
    """One authority by name, then the other; who stamped this checkpoint already is not asked again."""
    _, [made] = stamp(now=AT, by="ani", authority="two", how=world.ask)
    assert made.authority == "two" and world.asked == ["two"]
    with pytest.raises(NotFound, match="'three'"):
        stamp(now=AT, by="ani", authority="three", how=world.ask)
    checkpoint, [again] = stamp(now=AT, by="ani", authority="two", how=world.ask)
    assert checkpoint.size == 4, "the first timestamp is an entry, and the log is one longer"
    assert again.timestamp is not None and again.timestamp.checkpoint == checkpoint


def _lies(world: World, name: str, answer: Callable[[bytes], bytes]) -> Callable[[Authority, bytes], bytes]:
    def ask(one: Authority, request: bytes) -> bytes:
        return answer(request) if one.name == name else world.ask(one, request)

    return ask


def test_an_answer_that_does_not_hold_is_not_kept(world: World) -> None:
    """Another's token, an old one again, a time to come or long over, and rubbish: each is told."""
    one, two = world.by["one"], world.by["two"]
    old = one.answer(custody_request(b"another text"), AT)
    for answer, told in (
        (lambda request: two.answer(request, AT), "leads to no trust root"),
        (lambda _: old, "another text"),
        (lambda request: one.answer(request, AT + HOUR), "still to come"),
        (lambda request: one.answer(request, AT - HOUR), "was over when it was asked"),
        (lambda request: one.answer(request, AT)[:-1], "no answer of RFC 3161"),
        (lambda request: one.answer(b"", AT), "gave no token"),
    ):
        _, made = stamp(now=AT, by="ani", how=_lies(world, "one", answer))
        trouble = {each.authority: each.trouble for each in made}["one"]
        assert trouble is not None and told in str(trouble)
    assert not Timestamp.objects.filter(authority="one").exists()


def custody_request(message: bytes) -> bytes:
    from tocsin.custody.timestamps.request import new_request

    return new_request(message)


def test_a_missing_root_is_trouble_of_that_authority_alone(world: World, settings) -> None:
    """The other one stamps."""
    (Path(settings.TOCSIN_HOME) / "one.pem").unlink()
    _, made = stamp(now=AT, by="ani", how=world.ask)
    assert ["cannot be read" in str(each.trouble) for each in made] == [True, False]
    assert world.asked == ["two"], "no answer of the other could be judged"


def test_the_local_authority_is_never_independent(known) -> None:
    """Alone it stamps, and everything says that nobody else vouches for it; its key lies in a file of its own."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    known(local=True)
    checkpoint, [made] = stamp(now=AT, by="ani")
    assert local_file.path().stat().st_mode & 0o777 == 0o600
    assert made.trouble is None
    [token] = tokens_for(checkpoint)
    assert token.authority == "local" and not token.independent
    assert "independent authorities: 0" in said_of_authorities(AT)
    assert not list(faults(AT, lambda: None))


def test_by_its_name_it_stamps_without_any_setting(known) -> None:
    """Demonstrations need none; a file that was damaged is told with the next step."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    known()
    _, [made] = stamp(now=AT, by="ani", authority="local")
    assert made.timestamp is not None and not made.timestamp.independent
    local_file.path().write_text("no key")
    _, [made] = stamp(now=AT, by="ani", authority="local")
    assert made.timestamp is None and "remove the file" in str(made.trouble)


def test_another_name_does_not_make_the_local_one_independent(world: World, known) -> None:
    """Whatever the settings call it: its certificates say what it is."""
    from tocsin.custody.timestamps.local import new_authority

    disguised = known(trustworthy=new_authority(AT))
    assert "independent authorities: 0" in said_of_authorities(AT)
    _, [made] = stamp(now=AT, by="ani", how=disguised.ask)
    assert made.timestamp is not None and not made.timestamp.independent
    assert [row["independent"] for row in authority_rows(configured())] == [False]

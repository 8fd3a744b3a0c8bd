"""The acts, over both stores: authorities answer in the same process, so that a test says who is up and what time it is."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.acting import act, sql, write
from tests.custody.stamping import AT, authority
from tocsin import custody
from tocsin.custody import log_keys
from tocsin.custody.models import (
    Entry,
    KeptCheckpoint,
    Timestamp,
    TimestampAuthority,
    TimestampRenewal,
)
from tocsin.custody.timestamps import (
    checkpoints_around,
    faults,
    judge,
    local_file,
    read_roots,
    renewals_for,
    stamp,
    stamp_due,
    tokens_for,
)
from tocsin.custody.timestamps.around import around
from tocsin.custody.timestamps.authorities import Authority, configured
from tocsin.custody.timestamps.checking import faults_of, standing_of_all
from tocsin.custody.timestamps.listing import authority_rows, due_rows, said_of_authorities
from tocsin.custody.timestamps.local import LocalAuthority
from tocsin.custody.timestamps.renewing import Standing
from tocsin.custody.timestamps.roots import as_pem
from tocsin.custody.timestamps.stored import committed, text_of
from tocsin.errors import FetchFailed, NotFound, StoreTrouble, WrongUse

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class World:
    """Authorities by name. `down`: those that do not answer. `now`: what the clocks of all of them say."""

    def __init__(self, by: dict[str, LocalAuthority]) -> None:
        self.by, self.now = by, AT
        self.down: set[str] = set()
        self.asked: list[str] = []

    def ask(self, one: Authority, request: bytes) -> bytes:
        self.asked.append(one.name)
        if one.name in self.down:
            raise FetchFailed("the server took too long", "it is asked again later")
        return self.by[one.name].answer(request, self.now)

    def round(self, after: timedelta = timedelta(0)) -> list[str]:
        """What the worker does, so much later; who was asked."""
        self.now += after
        self.asked.clear()
        custody.number()
        stamp_due(now=self.now, how=self.ask)
        return sorted(self.asked)

    def faults(self) -> list[str]:
        return list(faults(self.now, lambda: None))


@pytest.fixture
def known(settings, tmp_path: Path) -> Callable[..., World]:
    """Puts authorities into the settings."""
    settings.TOCSIN_HOME = tmp_path
    settings.TOCSIN_SIGNING_PASSPHRASE = ""

    def put(local: bool = False, **by: LocalAuthority) -> World:
        parts = ["local"] if local else []
        for name, each in by.items():
            (tmp_path / f"{name}.pem").write_text(as_pem([each.root]))
            parts.append(f"https://{name}.example/tsr|{name}|{tmp_path / name}.pem")
        settings.TOCSIN_TIMESTAMP_AUTHORITIES = ",".join(parts)
        return World(by)

    return put


@pytest.fixture
def world(known) -> Iterator[World]:
    """Two authorities, a log with a key, and two entries more."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    write(act(1), act(2))
    return known(one=authority(), two=authority())


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


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM custody_timestamp",
        "UPDATE custody_timestamp SET independent = NOT independent",
        "UPDATE custody_timestamp SET response = chain",
        "UPDATE custody_timestamp SET n = n + 7",
        "UPDATE custody_timestamp SET renewal = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_kept(world: World, statement: str) -> None:
    """Not even past the program."""
    from django.db import connection

    if connection.vendor == "postgresql":
        statement = statement.replace("response = chain", "response = 'x'")
    stamp(now=AT, by="ani", how=world.ask)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


#: what somebody with the database's password does -> what checking says
TAMPERED = {
    "UPDATE custody_timestamp SET independent = NOT independent": "that it is independent",
    "UPDATE custody_timestamp SET authority = 'x', good_until = '2099-01-01 00:00:00+00:00'": "its end",
    "UPDATE custody_timestamp SET hash = 'sha256'": "its hash",
    "UPDATE custody_timestamp SET chain = ''": "leads to no trust root",
    "UPDATE custody_timestamp SET renewal = 'x'": "another text",
    "UPDATE custody_timestamp SET time = '2020-01-01 00:00:00+00:00'": "its time",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_was_changed_all_the_same_is_found(world: World, statement: str) -> None:
    """By judging each token anew; whole-store verification holds the row against the log besides."""
    stamp(now=AT, by="ani", how=world.ask)
    custody.number()
    with transaction.atomic():
        for each in ("custody_timestamp_frozen", "custody_timestamp_kept"):
            from django.db import connection

            from tocsin.guards import release_statements

            connection.check_constraints()
            for release in release_statements([each], connection.vendor):
                sql(release)
        sql(statement)
        found = world.faults()
        assert len(found) == 2 and all(TAMPERED[statement] in fault for fault in found)
        row = Timestamp.objects.order_by("pk")[0]
        assert custody.differs(f"timestamp:{row.pk}", committed(row), None)
        transaction.set_rollback(True)


def test_a_time_before_its_checkpoint_is_found(world: World) -> None:
    """Whoever had an authority's key could date a checkpoint back: what we know ourselves speaks against it."""
    checkpoint, _ = stamp(now=AT, by="ani", how=world.ask)
    row = checkpoint.timestamps.first()
    earlier = Timestamp(
        checkpoint=checkpoint,
        n=9,
        authority="one",
        independent=True,
        time=AT - HOUR,
        hash="sha512",
        good_until=row.good_until,
        request=row.request,
        response=world.by["one"].answer(bytes(row.request), AT - HOUR),
        chain=row.chain,
        kept_at=AT,
    )
    assert not list(faults_of(row, AT))
    assert list(faults_of(earlier, AT)) == [
        "it says 2026-11-22 08:00:00 UTC, and its checkpoint was made later"
    ]


def test_the_timestamps_around_an_entry_say_when_it_came(world: World) -> None:
    """The last checkpoint without it and the first with it, of those that somebody else stamped."""
    sizes = []
    for index in range(5):
        write(act(10 + index))
        world.round(HOUR)
        sizes.append(KeptCheckpoint.objects.order_by("size").last().size)
    newest = sizes[-1]
    assert [each.size for each in checkpoints_around([sizes[2]], newest)] == sizes[2:4]
    assert [each.size for each in checkpoints_around([0, newest + 3], newest)] == [sizes[0], newest]
    assert [each.size for each in checkpoints_around([sizes[2]], sizes[2])] == [sizes[2]]
    write(act(30))
    stamp(now=world.now, by="ani", authority="local")
    assert [each.size for each in checkpoints_around([newest + 1], newest + 99)] == [newest]


@given(
    st.sets(st.integers(1, 300), max_size=40), st.lists(st.integers(0, 300), max_size=40), st.integers(2, 9)
)
def test_each_entry_has_its_neighbours_against_a_plain_search(sizes, positions, at_most) -> None:
    """All of them where they are few; where they are many, the outermost stay."""
    rising = sorted(sizes)
    plain = {max((each for each in rising if each <= position), default=0) for position in positions}
    plain |= {min((each for each in rising if each > position), default=0) for position in positions}
    every = sorted(plain - {0})
    assert around(rising, positions, 1000) == every
    few = around(rising, positions, at_most)
    assert len(few) == len(set(few)) == min(at_most, len(every)) and set(few) <= set(every)
    assert not every or (few[0], few[-1]) == (every[0], every[-1])


def aged_world(known) -> World:
    """`old` runs out in two years, `new` in ten; one checkpoint, stamped by both."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    world = known(old=authority(end=AT + 730 * DAY), new=authority())
    assert world.round() == ["new", "old"]
    return world


def test_a_timestamp_is_renewed_before_its_certificate_runs_out(known) -> None:
    """By who does not run out soon; over the old token and what it is over; it is good for as long as the new one is."""
    world = aged_world(known)
    assert world.round(364 * DAY) == [] and not due_rows(world.now)
    world.now += DAY
    [row] = due_rows(world.now)
    assert row["timestamp"] == "1-1" and row["until"] == AT + 730 * DAY
    assert world.round() == ["new"]
    assert not due_rows(world.now) and world.round(DAY) == []
    first = KeptCheckpoint.objects.get(size=1)
    assert [each.size for each in checkpoints_around([0], 1)] == [1]
    assert [each.size for each in checkpoints_around([0], 3)] == [1, 3], "with what renews it"
    [renewal] = renewals_for(first)
    assert renewal.renewal and renewal.authority == "new" and renewal.size == 3
    old = next(each for each in tokens_for(first) if each.authority == "old")
    assert len(tokens_for(first)) == 2 and not tokens_for(KeptCheckpoint.objects.get(size=3))
    from hashlib import sha512

    line = f"1 {old.n} {sha512(old.message).hexdigest()} {sha512(old.der).hexdigest()}"
    assert renewal.message.decode() == f"tocsin-renewal/1 sha512\n{line}\n"
    assert not world.faults()
    ended = AT + 731 * DAY
    kept = Timestamp.objects.get(authority="old")
    assert standing_of_all(ended)[kept.pk] is Standing.RENEWED
    assert standing_of_all(AT + 5000 * DAY)[kept.pk] is Standing.RAN_OUT


def test_nobody_is_asked_in_vain_to_renew(known) -> None:
    """An authority whose own certificate ends within the year is not asked for it, hour by hour, for a year."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    world = known(old=authority(end=AT + 400 * DAY))
    assert world.round() == ["old"]
    assert world.round(100 * DAY) == [] and len(due_rows(world.now)) == 1
    write(act(3))
    assert world.round(HOUR) == ["old"]
    assert Timestamp.objects.filter(renewal="").count() == 2


def test_our_own_word_renews_nobody_else_s(known) -> None:
    """What was independent stays so, or runs out."""
    log_keys.new_key(by="ani", now=AT, name="log.example/log")
    world = known(old=authority(end=AT + 400 * DAY))
    world.round()
    world.by = known(local=True).by
    world.round(100 * DAY)
    assert not TimestampRenewal.objects.exists() and len(due_rows(world.now)) == 1


def test_a_renewal_whose_old_token_was_changed_is_found(known) -> None:
    """The renewal holds the hash of what it renewed: another in its place does not fit, good as it may be by itself."""
    world = aged_world(known)
    world.round(365 * DAY)
    old = Timestamp.objects.get(authority="old")
    another = world.by["old"].answer(bytes(old.request), AT)
    assert another != bytes(old.response)
    from django.db import connection

    from tocsin.guards import release_statements

    with transaction.atomic():
        connection.check_constraints()
        for release in release_statements(["custody_timestamp_frozen"], connection.vendor):
            sql(release)
        Timestamp.objects.filter(pk=old.pk).update(response=another)
        [fault] = world.faults()
        assert "it renews timestamp 1-" in fault
        transaction.set_rollback(True)


def test_verification_costs_little_for_each(world: World, django_assert_max_num_queries) -> None:
    """The number of questions does not grow with the number of timestamps."""
    for index in range(4):
        write(act(10 + index))
        world.round(HOUR)
    assert Timestamp.objects.count() == 8
    with django_assert_max_num_queries(2):
        assert not world.faults()

"""Kept timestamps are renewed before they run out, and no one is asked in vain."""

import pytest

from tests.custody.acting import act, write
from tests.custody.stamping import AT, authority
from tests.custody.stamping_world import DAY, HOUR, aged_world
from tocsin.custody import log_keys
from tocsin.custody.models import (
    KeptCheckpoint,
    Timestamp,
    TimestampRenewal,
)
from tocsin.custody.timestamps import (
    checkpoints_around,
    renewals_for,
    tokens_for,
)
from tocsin.custody.timestamps.checking import standing_of_all
from tocsin.custody.timestamps.listing import due_rows
from tocsin.custody.timestamps.renewing import Standing

pytestmark = pytest.mark.django_db


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

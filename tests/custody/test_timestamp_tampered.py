"""What somebody changed of kept timestamps is refused by the database, and found where it was changed all the same."""

import pytest
from django.db import DatabaseError, transaction

from tests.custody.acting import act, sql, write
from tests.custody.stamping import AT
from tests.custody.stamping_world import DAY, HOUR, World, aged_world
from tocsin import custody
from tocsin.custody.models import (
    Timestamp,
)
from tocsin.custody.timestamps import (
    stamp,
)
from tocsin.custody.timestamps.checking import faults_of
from tocsin.custody.timestamps.stored import committed

pytestmark = pytest.mark.django_db


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

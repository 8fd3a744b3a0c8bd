"""How an issued alert stands, in one word, by the clock and by what took its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.desk import at, drafted, issued, login, situation
from tocsin import alerts
from tocsin.alerts.acts import current
from tocsin.alerts.public import public_alerts, standing_in_public
from tocsin.alerts.standing import Replacement, Standing, Stands, standing

MINUTES = st.integers(-500, 500)


@given(
    message_type=st.sampled_from(["Alert", "Update", "Cancel"]),
    not_before=st.none() | MINUTES,
    expires=st.none() | MINUTES,
    replaced=st.none() | st.integers(0, 500),
    now=MINUTES,
)
def test_nothing_is_said_of_an_alert_before_it_is_public(
    message_type: str,
    not_before: int | None,
    expires: int | None,
    replaced: int | None,
    now: int,
) -> None:
    """Whatever became of it; and from then on nothing replaced, cancelled or expired is in force."""
    stands = standing(
        message_type=message_type,
        identifier="a-sos-1",
        issued_at=at(0),
        not_before=None if not_before is None else at(not_before),
        expires_at=None if expires is None else at(expires),
        replaced_by=None
        if replaced is None
        else Replacement(identifier="a-sos-1-update-1", message_type="Update", since=at(replaced)),
        now=at(now),
    )
    if not_before is not None and not_before > now:
        assert stands == Standing(stands=Stands.NOT_PUBLIC, since=None)
    elif stands.stands == Stands.IN_FORCE:
        assert message_type != "Cancel" and (expires is None or expires > now)
        assert replaced is None
    else:
        assert stands.since is not None


@pytest.mark.django_db
def test_every_alert_of_a_list_stands_by_one_query(django_assert_num_queries) -> None:
    """Updated, cancelled, in force, expired by the clock although no worker came round, and not public."""
    crisis = situation()
    writer = login("writer", "analyst")
    first = issued(drafted(crisis))
    change = issued(alerts.update(first, by=writer, now=at(5)), 8)
    end = issued(alerts.cancel(change, by=writer, now=at(9), reason="Over."), 12)
    holds = issued(drafted(crisis), 20)
    short = issued(drafted(crisis, expires_at=at(30)), 21)
    waits = issued(drafted(crisis, not_before=at(900)), 22)
    rows = [current(each) for each in (first, change, end, holds, short, waits)]
    with django_assert_num_queries(1):
        stand = alerts.standings(rows, now=at(60))
    assert [stand[row.pk].stands for row in rows] == [
        "updated",
        "cancelled",
        "cancels",
        "in force",
        "expired",
        "not public",
    ]
    assert (stand[first.pk].by_identifier, stand[first.pk].since) == (change.identifier, at(8))
    assert stand[short.pk].since == at(30)
    # what outlets ask of the same rows says the same
    outside = {row.pk: standing_in_public(row, at(60)) for row in public_alerts(at(60))}
    assert {pk: (each.stands, each.since) for pk, each in outside.items()} == {
        pk: (each.stands, each.since) for pk, each in stand.items() if pk != waits.pk
    }

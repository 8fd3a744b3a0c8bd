"""What was issued stays, whoever asks: the database refuses, and so do two people at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.alerts.desk import approved, at, drafted, finding, issued, keys, login, situation, submitted
from tocsin import alerts
from tocsin.alerts.models import Act, Alert, Sentence
from tocsin.errors import Conflict, TocsinError


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"cap_xml": b"<other/>"},
        {"cap_xml": None},
        {"identifier": "other"},
        {"identifier": None},
        {"number": 7},
        {"headline": "Other"},
        {"status": "Actual"},
        {"issued_at": at(99)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_an_issued_alert(change: dict[str, Any]) -> None:
    """An UPDATE past the verbs fails; state and version alone may move."""
    alert = issued(drafted(situation()))
    row = Alert.objects.filter(pk=alert.pk)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        row.update(**change)
    assert row.update(state="expired", version=9) == 1


@pytest.mark.django_db
def test_the_database_refuses_to_change_an_issued_sentence() -> None:
    """The page shows what the signed bytes say."""
    crisis = situation()
    alert, open_draft = issued(drafted(crisis)), drafted(crisis)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Sentence.objects.filter(alert=alert).update(text="Other.")
    assert Sentence.objects.filter(alert=open_draft).update(text="Other.") == 1


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs the acts in threads that start together; their results, or what they raised."""
    ready, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            results.append(act())
        except TocsinError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", [alerts.approve, alerts.issue], ids=["approve", "issue"])
def test_of_two_signatures_at_once_one_wins(verb: Callable[..., Alert]) -> None:
    """The other one gets a conflict, and only one act is stored."""
    crisis = situation()
    alert = submitted(drafted(crisis, finding(crisis)))
    if verb is alerts.issue:
        alert = alerts.approve(alert, by=login("signer", "issuer"), now=at(2), ticked=keys(alert))
    ticks = {"ticked": keys(alert)} if verb is alerts.approve else {}
    signers = [login("one", "issuer"), login("two", "issuer")]
    results = _at_once(*(lambda by=by: verb(alert, by=by, now=at(5), **ticks) for by in signers))
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [Conflict]
    action = "approve" if verb is alerts.approve else "issue"
    assert Act.objects.filter(alert=alert, action=action).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_alerts_of_a_series_issued_at_once_take_two_numbers() -> None:
    """Neither is lost, and no number comes twice."""
    crisis = situation()
    both = [approved(drafted(crisis)) for _ in range(2)]
    signer = login("signer", "issuer")
    results = _at_once(*(lambda a=a: alerts.issue(a, by=signer, now=at(5)) for a in both))
    assert sorted(result.number for result in results) == [1, 2]

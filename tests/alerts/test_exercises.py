"""An exercise or a test never becomes a real alert, whatever is done with it."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from tests.alerts.desk import at, drafted, keys, login, situation
from tocsin import alerts
from tocsin.alerts.drafting import DraftSentence
from tocsin.alerts.models import Alert
from tocsin.errors import TocsinError

Walker = Callable[[Alert, int], Alert]

WRITER, SIGNER = ("writer", "analyst"), ("signer", "issuer")


def _edit(alert: Alert, minute: int) -> Alert:
    said = [DraftSentence(section="asked", text=f"Actual: open the road, {minute}.")]
    return alerts.set_sentences(
        alert, said, by=login(*WRITER), now=at(minute), headline="This is no exercise", area="Actual"
    )


def _approve(alert: Alert, minute: int) -> Alert:
    return alerts.approve(alert, by=login(*SIGNER), now=at(minute), ticked=keys(alert))


def _alone(alert: Alert, minute: int) -> Alert:
    return alerts.issue_alone(alert, by=login(*SIGNER), now=at(minute), reason="Now.", ticked=keys(alert))


ACTS: tuple[Walker, ...] = (
    _edit,
    _approve,
    _alone,
    lambda alert, minute: alerts.submit(alert, by=login(*WRITER), now=at(minute)),
    lambda alert, minute: alerts.return_(alert, by=login(*SIGNER), now=at(minute), reason="No."),
    lambda alert, minute: alerts.issue(alert, by=login(*SIGNER), now=at(minute)),
    lambda alert, minute: alerts.update(alert, by=login(*WRITER), now=at(minute)),
    lambda alert, minute: alerts.cancel(alert, by=login(*WRITER), now=at(minute), reason="Over."),
    lambda alert, minute: alerts.confirm(alert, by=login("second", "issuer"), now=at(minute)),
)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["Exercise", "Test"])
@pytest.mark.parametrize("seed", range(6))
def test_no_chain_of_acts_makes_it_real(status: str, seed: int, settings: Any) -> None:
    """Forty acts in any order, refused ones among them: every alert and every message keeps the status."""
    settings.TOCSIN_EMERGENCY_PATH = True
    chance = random.Random(seed)
    alert = drafted(situation(), status=status)
    for minute in range(1, 41):
        try:
            alert = chance.choice(ACTS)(alert, minute)
        except TocsinError:
            continue
    assert set(Alert.objects.values_list("status", flat=True)) == {status}
    for row in Alert.objects.exclude(cap_xml=None):
        root = etree.fromstring(bytes(row.cap_xml or b""))
        assert root.findtext("{*}status") == status
        assert (root.findtext("{*}info/{*}headline") or "").startswith(f"{status}: ")

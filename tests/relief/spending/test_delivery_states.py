"""What may be said of a payment after what, against the table as it is written down here a second time."""

import pytest

from tocsin.errors import MoneyRefused, TocsinError, WrongUse
from tocsin.relief.spending.delivery_states import Delivered, follow, returned

SENT_ON = {"received", "not received", "received with issues", "returned"}
MAY_FOLLOW = {
    "planned": set(),
    "sent": SENT_ON,
    "received": {"not received", "received with issues", "returned"},
    "not received": {"received", "received with issues", "returned"},
    "received with issues": SENT_ON,
    "returned": set(),
}


@pytest.mark.parametrize("stands", Delivered)
@pytest.mark.parametrize("said", Delivered)
def test_only_what_the_table_allows(stands: Delivered, said: Delivered) -> None:
    """Nobody says by hand that a payment was sent, and a return is final; all else may be put right."""
    if said in MAY_FOLLOW[stands]:
        assert follow(stands, said, reason="the village said so") is said
        if said != "received":
            with pytest.raises(MoneyRefused, match="without a word why"):
                follow(stands, said, reason=" ")
    else:
        with pytest.raises(MoneyRefused) as refusal:
            follow(stands, said, reason="the village said so")
        assert refusal.value.remedy


def test_what_is_no_state() -> None:
    """A word that the table does not know is told with those that it knows."""
    with pytest.raises(WrongUse, match="not received"):
        follow(Delivered.SENT, "lost", reason="")


@pytest.mark.parametrize("came_back", [0, -1, 101, 10**30])
def test_never_more_comes_back_than_was_sent(came_back: int) -> None:
    """Nor nothing."""
    assert returned(100, 100) == 100
    with pytest.raises(TocsinError, match=str(came_back)):
        returned(100, came_back)

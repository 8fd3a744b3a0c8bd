"""The collector rests for an act, and is as it was after it."""

import gc

import pytest

from tocsin.collector import collector_at_rest


def test_it_wakes_after_what_failed_too():
    """It rests inside, also within another rest, and is awake again after an error."""
    seen = []

    @collector_at_rest()
    def fail() -> None:
        with collector_at_rest():
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())
        raise ValueError("no such day")

    with pytest.raises(ValueError, match="no such day"):
        fail()
    assert seen == [False, False]
    assert gc.isenabled()


def test_it_stays_asleep_where_it_slept():
    """Whoever put it to rest before finds it at rest."""
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()

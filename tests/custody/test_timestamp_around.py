"""The timestamps around an entry: the last one without it and the first with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.custody.acting import act, write
from tests.custody.stamping_world import HOUR, World
from tocsin.custody.models import (
    KeptCheckpoint,
)
from tocsin.custody.timestamps import (
    checkpoints_around,
    stamp,
)
from tocsin.custody.timestamps.around import around


@pytest.mark.django_db
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

"""What a check remembers stands in a file, and reads like a dict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.archives.on_disk import OnDisk

TEXTS = st.text() | st.sampled_from(["half \ud800", "a", "ab", "a\0b", "\N{CYRILLIC SMALL LETTER A}"])
VALUES = st.none() | st.binary() | st.integers() | st.text() | st.lists(st.text(), max_size=3)


@given(st.dictionaries(TEXTS | TEXTS.map(lambda each: f"a{each}"), VALUES), st.text(max_size=2))
def test_texts_come_in_their_order(held, prefix):
    """Also those that begin alike."""
    made = OnDisk[str, object]()
    made.update(held)
    made.update(held)
    assert (dict(made), len(made), list(made)) == (held, len(held), sorted(held))
    assert list(made.beginning(prefix)) == sorted(each for each in held if each.startswith(prefix))


@given(st.dictionaries(st.integers(-(2**63), 2**63 - 1), VALUES))
def test_whole_numbers_come_in_their_order(held):
    made = OnDisk[int, object]()
    made.update(held)
    assert (dict(made), list(made)) == (held, sorted(held))


def test_what_is_gone_is_not_there():
    """As of a dict."""
    made = OnDisk[str, int]()
    made["a"] = 1
    del made["a"]
    assert "a" not in made
    assert made.get("a") is None
    with pytest.raises(KeyError):
        made["a"]
    with pytest.raises(KeyError):
        del made["a"]


def test_a_full_disk_is_an_error_of_the_disk():
    """So that a check says that it could not look, and never that all is well."""
    made = OnDisk[int, str]()
    made._rows.execute("PRAGMA max_page_count = 4")
    with pytest.raises(OSError, match="no room"):
        made.update((number, "x" * 100) for number in range(1000))

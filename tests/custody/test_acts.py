import json
from datetime import UTC, datetime

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.acts import Act, canonical_entry

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NAMES = st.text(st.characters(max_codepoint=127), min_size=1, max_size=10)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), WORDS, st.lists(WORDS, max_size=2)
)
FIELDS = st.dictionaries(NAMES, VALUES, max_size=5)
ACTS = st.builds(
    Act,
    item=WORDS,
    action=WORDS,
    actor=WORDS,
    at=st.datetimes(timezones=st.just(UTC)),
    reason=st.one_of(st.just(""), WORDS),
    before=FIELDS,
    after=FIELDS,
    text=st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=80)),
    result=WORDS,
)


@given(ACTS, st.binary(min_size=32, max_size=32))
def test_an_entry_is_in_the_standards_form_whatever_it_says(act: Act, secret: bytes) -> None:
    """Our writer and the RFC 8785 library agree on every byte, odd names and signs among them."""
    entry = canonical_entry(act, secret)
    assert entry == rfc8785.dumps(json.loads(entry))


def test_an_entry_holds_what_was_logged_and_nothing_of_its_content() -> None:
    """Item, action, time and result stand as they are; one commitment for each field and paragraph."""
    act = Act(
        item="report:1",
        action="taken in",
        actor="ani",
        at=datetime(2023, 9, 29, tzinfo=UTC),
        after={"title": "First arrivals", "publisher": "Example Gazette"},
        text="One.\n\nTwo.",
    )
    held = json.loads(canonical_entry(act, b"x" * 32))
    assert set(held) == {"v", "item", "action", "at", "actor", "reason", "before", "after", "text", "result"}
    assert (held["item"], held["reason"], held["before"]) == ("report:1", None, {})
    assert set(held["after"]) == {"title", "publisher"} and len(held["text"]) == 2
    assert b"Gazette" not in canonical_entry(act, b"x" * 32)

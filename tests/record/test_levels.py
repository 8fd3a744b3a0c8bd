"""Who may see what, and what something may be used for: plain rules, held for all values."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.record.levels import (
    BLOCK,
    LEVELS,
    PERSON_FIELDS,
    USES,
    WITHHELD,
    Given,
    Item,
    Viewer,
    blocked,
    hidden,
    higher,
    masks,
    may_see,
    may_use,
    without,
    words_of,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
levels = st.sampled_from(LEVELS)
names = st.text(st.characters(categories=["L"]), min_size=3, max_size=12)


@given(levels, levels, st.sampled_from(Viewer))
def test_whoever_sees_more_sees_all_that_others_see(one: str, two: str, viewer: Viewer) -> None:
    """Of two levels the higher one decides; the public sees what is open alone."""
    assert may_see(higher(one, two), viewer) == (may_see(one, viewer) and may_see(two, viewer))
    assert may_see(one, Viewer.PUBLIC) == (one == "open")
    assert may_see(one, Viewer.ALLOWED)


@given(names, names, st.text(max_size=40), st.text(max_size=40))
def test_no_word_of_a_masked_name_is_left_and_no_passage_moves(
    first: str, last: str, one: str, two: str
) -> None:
    """A text holds as many letters as before, and the words of the name nowhere."""
    text = f"{one} {first} {last} {two}"
    words = words_of({"speaker_name": f"{first} {last}"}, {"speaker_name"})
    shown = blocked(text, words)
    assert len(shown) == len(text)
    assert not any(word in shown for word in words)
    assert shown.count(BLOCK) >= len(first) + len(last) - text.count(BLOCK)


@given(st.dictionaries(st.sampled_from(["speaker_name", "relayed_by", "to", "act"]), levels), st.booleans())
def test_a_persons_word_keeps_a_field_closer_and_never_opens_a_name(
    said: dict[str, str], names_withheld: bool
) -> None:
    """Who told us something is withheld from the public until they consent to be named, whatever we say of the field."""
    made = masks("statement", said, names_withheld=names_withheld)
    for name in ("speaker_name", "relayed_by", "to"):
        default = "restricted" if names_withheld and name in PERSON_FIELDS["statement"] else "open"
        assert made.get(name, "open") == higher(said.get(name, "open"), default)
    assert "open" not in made.values()


def test_masked_values_are_withheld_and_the_others_stay() -> None:
    """Text becomes a mark, a list one mark, a number nothing; what is empty stays empty."""
    fields = {"speaker_name": "Nare", "relayed_by": ["X", "Y"], "value": 3, "to": None, "act": "said"}
    shown = without(fields, {"speaker_name", "relayed_by", "value", "to"})
    assert shown == {
        "speaker_name": WITHHELD,
        "relayed_by": [WITHHELD],
        "value": None,
        "to": None,
        "act": "said",
    }
    assert hidden({"speaker_name": "sensitive", "to": "restricted"}, Viewer.DESK) == {"speaker_name"}


verdicts = st.sampled_from(["given", "refused", "withdrawn"])
consents = st.dictionaries(
    st.sampled_from(USES),
    st.builds(Given, verdict=verdicts, until=st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 24))),
)
items = st.builds(
    Item,
    name=st.just("report:12"),
    level=levels,
    told_us=st.booleans(),
    consents=consents,
    export_until=st.none() | st.sampled_from([NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)]),
)


@given(items, st.sampled_from(USES))
def test_nothing_is_used_without_all_that_it_needs(item: Item, use: str) -> None:
    """What people told us by their consent that runs; highly sensitive things by two people; published what is open.

    Every refusal names the item and the next step.
    """
    answer = may_use(item, use, NOW)
    given_ = item.consents.get(use)
    consented = not item.told_us or (
        given_ is not None
        and given_.verdict == "given"
        and (given_.until is None or given_.until >= NOW.date())
    )
    level = use != "publish" or item.level == "open"
    two = item.level != "sensitive" or use not in ("court", "partners")
    two = two or (item.export_until is not None and item.export_until > NOW)
    assert bool(answer) == (consented and level and two)
    if not answer:
        assert "report 12" in answer.reason and answer.remedy

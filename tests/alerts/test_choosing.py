"""Which findings a first draft rests on, where nobody names them: few enough to be read by whoever signs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.desk import CROSSED, finding, situation
from tocsin.alerts.choosing import FIGURES_MAX, VOICES_MAX, short_choice
from tocsin.alerts.drafting import FindingView, draft_sentences
from tocsin.alerts.offered import offered, short_choice_of

#: two more for the oldest figure and the second event
MOST = FIGURES_MAX + 1 + 2 + sum(VOICES_MAX.values())


def _figure(number: int, value: int, as_of: str, **fields: Any) -> FindingView:
    told = {"value": value, "unit": "person", "term": "crossed", "kind": "stock", "as_of": as_of, **fields}
    return FindingView(id=number, kind="figure", quote=f"{value} people", fields=told)


def _said(number: int, speaker: str, published: str, kind: str = "statement", **fields: Any) -> FindingView:
    told = {"speaker_name": speaker, "certainty": "attributed", **fields}
    return FindingView(
        id=number,
        kind=kind,
        quote=f"{speaker} said so",
        fields=told,
        published=published,
        publisher="A Paper",
    )


def test_of_what_is_counted_the_newest_figure_is_told_and_since_when() -> None:
    """By the moment that each names, not by the order of the record; a day without an hour ends behind its hours."""
    rows = [
        _figure(1, 900, "2024-05-03T20:00+04:00"),
        _figure(2, 40, "2024-05-01"),
        _figure(3, 1_000, "2024-05-03"),
        _figure(4, 300, "2024-05-02"),
        _figure(5, 950, "2024-05-03T19:00+00:00"),
    ]
    assert short_choice(rows) == [2, 3]


def test_totals_of_people_go_before_parts_of_them_and_things() -> None:
    """However large the parts and the things are."""
    rows = [
        _figure(1, 9_000, "2024-05-01", population="women and girls"),
        _figure(2, 50_000, "2024-05-01", unit="house", term="burnt"),
        _figure(3, 100, "2024-05-01"),
        _figure(4, 70, "2024-05-01", term="registered"),
        _figure(5, 30, "2024-05-01", term="sheltered"),
    ]
    assert short_choice(rows) == [3, 4, 5]


def test_the_first_event_and_the_newest_say_since_when() -> None:
    """Those between are left to the person who writes."""
    days = ("2024-05-02", "2024-05-01", "2024-05-03")
    rows = [
        FindingView(id=number, kind="event", quote="shots fell", fields={"when": day})
        for number, day in enumerate(days, start=1)
    ]
    assert short_choice(rows) == [2, 3]


def test_one_voice_does_not_crowd_out_another() -> None:
    """Each speaker is told once, in their newest words, before anybody is told a second time."""
    denials = [
        _said(number, "Side A", f"2024-05-0{number}", act="denied", certainty="denied")
        for number in range(1, 8)
    ]
    other = _said(8, "Side B", "2024-05-01", act="denied", certainty="denied")
    assert short_choice([*denials, other]) == [7, 8]


def test_what_is_asked_and_who_is_threatened_stand_in_it_and_gifts_do_not() -> None:
    """An alert asks for protection; who collects gifts stands on the page of the situation."""
    rows = [
        _said(1, "a charity", "2024-05-01", kind="call"),
        _said(2, "an armed man", "2024-05-01", act="threatened"),
        _said(3, "a charity", "2024-05-01", kind="appeal", collector="a charity"),
        FindingView(id=4, kind="time", quote="Monday"),
    ]
    assert short_choice(rows) == [1, 2]


VIEWS = st.builds(
    lambda kind, fields, published: FindingView(
        id=0, kind=kind, quote="words", fields=fields, published=published
    ),
    st.sampled_from(
        ("figure", "event", "statement", "response", "call", "qualification", "appeal", "place", "problem")
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "value": st.integers(0, 10**9) | st.none(),
            "unit": st.sampled_from(("person", "house")) | st.none(),
            "term": st.sampled_from(("crossed", "killed", "registered", "sheltered")) | st.none(),
            "as_of": st.sampled_from(("2024-05-01", "2024-05-01T10:00+04:00", "P3D")) | st.none(),
            "act": st.sampled_from(("claimed", "denied", "warned")),
            "certainty": st.sampled_from(("asserted", "unconfirmed", "denied")),
            "speaker_name": st.sampled_from(("a", "b", "c", "d", "e", "f")) | st.none(),
        },
    ),
    st.dates().map(str) | st.none(),
)


@given(st.lists(VIEWS, max_size=80))
def test_it_is_short_and_each_of_it_can_be_drafted(drawn: list[FindingView]) -> None:
    """Each once, in the order given, never more than the bound, and never nothing where a figure stands."""
    rows = [
        FindingView(id=number, kind=each.kind, quote=each.quote, fields=each.fields, published=each.published)
        for number, each in enumerate(drawn, start=1)
    ]
    chosen = short_choice(rows)
    assert chosen == sorted(set(chosen)) and len(chosen) <= MOST
    assert any(each.kind == "figure" for each in rows) <= bool(chosen)
    told = {pk for said in draft_sentences([rows[pk - 1] for pk in chosen]) for pk in said.finding_ids}
    assert told == set(chosen)


@pytest.mark.django_db
def test_only_what_may_be_quoted_in_public_is_chosen() -> None:
    """Neither a restricted report, nor what nobody accepted, nor what stands in no report of the situation."""
    crisis = situation()
    early = finding(crisis, fields={**CROSSED, "as_of": "2023-09-27T08:00+04:00"})
    between = finding(crisis, fields={**CROSSED, "as_of": "2023-09-28T08:00+04:00"})
    newest = finding(crisis)
    finding(crisis, fields={**CROSSED, "as_of": "2023-09-30"}, sensitivity="restricted")
    finding(crisis, fields={**CROSSED, "as_of": "2023-09-30"}, state="open")
    finding(None, fields={**CROSSED, "as_of": "2023-09-30"})
    assert [each.pk for each in offered(crisis)] == [early.pk, between.pk, newest.pk]
    assert short_choice_of(crisis) == [early.pk, newest.pk]

"""Which reports are proposed for a situation, and why: plain values in, reasons out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tocsin.situations.proposing import NAME_KINDS, SCORE_MIN, Traits, profile_of, propose


def report(number: int, places: str = "", actors: str = "", **more: object) -> Traits:
    names = {"places": frozenset(places.split()), "actors": frozenset(actors.split()), "people": frozenset()}
    return Traits(report_id=number, names=names, **more)  # type: ignore[arg-type]


GATHERED = [
    report(1, "ford harbour", "council", day=date(2023, 9, 25)),
    report(2, "ford harbour", "council governor", day=date(2023, 9, 27)),
    report(3, "ford", "council"),
]
#: of a hundred others, all from one country that the gathered reports name too
OTHERS = [report(number, "plain", "minister") for number in range(10, 110)]


def proposed(*others: Traits, **more: object) -> dict[int, list[str]]:
    made = propose(profile_of(GATHERED), [*others, *OTHERS], **more)  # type: ignore[arg-type]
    return {one.report_id: [reason.kind for reason in one.reasons] for one in made}


def test_a_report_of_the_same_places_and_speakers_is_proposed_with_both() -> None:
    """Each name with the gathered and the other reports that have it."""
    [one] = propose(profile_of(GATHERED), [report(4, "ford", "council"), *OTHERS])
    assert [(reason.kind, reason.shared[0].name) for reason in one.reasons] == [
        ("places", "ford"),
        ("actors", "council"),
    ]
    shared = one.reasons[0].shared[0]
    assert (shared.gathered, shared.others) == (3, 0)


def test_a_name_that_every_report_has_says_little() -> None:
    """The country of all hundred others is no reason, though all gathered reports name it."""
    everywhere = [report(n, "country " + " ".join(each.names["places"])) for n, each in enumerate(OTHERS, 10)]
    gathered = [report(n, "country ford") for n in (1, 2, 3)]
    made = propose(profile_of(gathered), [*everywhere, report(4, "country")])
    assert made == []


def test_a_name_of_one_gathered_report_among_many_says_little() -> None:
    """The governor was named once in thirty."""
    gathered = [*GATHERED, *(report(n, "ford") for n in range(200, 227))]
    assert propose(profile_of(gathered), [report(4, "", "governor"), *OTHERS]) == []


def test_time_alone_and_the_same_feed_alone_are_no_reason() -> None:
    """Beside another reason both are told."""
    timely = {"day": date(2023, 9, 30)}
    assert proposed(report(4, **timely)) == {}
    assert proposed(report(4, "ford harbour", **timely)) == {4: ["places", "time"]}
    late = {"day": date(2023, 12, 24)}
    assert proposed(report(4, "ford harbour", **late)) == {4: ["places"]}


def test_a_copy_and_a_tied_feed_are_reasons_by_themselves_and_the_feed_goes_first() -> None:
    """A person's rule stands before everything that the program counts."""
    gathered = [*GATHERED, report(5, group=5)]
    others = [report(6, group=5), report(7, feeds=frozenset({2})), *OTHERS]
    made = propose(profile_of(gathered), others, frozenset({2}))
    assert [(one.report_id, one.reasons[0].kind) for one in made] == [(7, "tied feed"), (6, "copy")]
    assert made[1].reasons[0].number == 5


def test_nothing_is_proposed_where_nothing_is_gathered() -> None:
    """There is no profile yet."""
    assert propose(profile_of([]), OTHERS) == []


NAMES = st.frozensets(st.sampled_from("abcdefgh"), max_size=5)
TRAITS = st.builds(
    Traits,
    report_id=st.integers(1, 99),
    names=st.fixed_dictionaries(dict.fromkeys(NAME_KINDS, NAMES)),
    day=st.none() | st.dates(date(2023, 9, 1), date(2023, 12, 1)),
    feeds=st.frozensets(st.integers(1, 3), max_size=2),
    group=st.none() | st.integers(1, 3),
)
REPORTS = st.lists(TRAITS, max_size=8, unique_by=lambda one: one.report_id)


@given(st.data(), REPORTS, REPORTS)
def test_the_same_reports_in_any_order_give_the_same_proposals(
    data: st.DataObject, gathered: list[Traits], others: list[Traits]
) -> None:
    """Each with reason enough, whose points are the sum of its reasons."""
    made = propose(profile_of(gathered), others, frozenset({3}))
    again = propose(profile_of(gathered), data.draw(st.permutations(others)), frozenset({3}))
    assert made == again
    for one in made:
        assert one.score >= SCORE_MIN and one.reasons
        assert one.score == sum(reason.score for reason in one.reasons)


@given(REPORTS, REPORTS, TRAITS)
def test_a_report_that_was_set_aside_teaches_nothing(
    gathered: list[Traits], others: list[Traits], aside: Traits
) -> None:
    """The profile is made of gathered reports; what is not among them is no part of it."""
    profile = profile_of(gathered)
    propose(profile, [*others, aside])
    assert profile == profile_of(gathered)

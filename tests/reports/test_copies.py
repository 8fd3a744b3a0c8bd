"""Which texts are copies of one, and how groups of them come about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import stories
from tocsin.reports.copies import Compared, Kind, alike
from tocsin.reports.grouping import Placed, groups
from tocsin.reports.shingles import BANDS, WORDS_MAX, bands_of, shingles_of, words_of


def compared(text: str, publisher: str = "Agency") -> Compared:
    return Compared(shingles=shingles_of(text), publisher=publisher)


def kind(one: Compared, other: Compared) -> str | None:
    found = alike(one, other)
    assert found == alike(other, one), "the order of the two changes nothing"
    return found.kind if found else None


def test_a_text_in_other_type_is_the_same_text() -> None:
    """Capitals, quotation marks and line breaks are the printer's."""
    printed = stories.AGENCY.upper().replace('"', "”").replace("\n\n", "\n")
    assert kind(compared(stories.AGENCY), compared(printed, "Hill Radio")) == Kind.SAME_TEXT


def test_an_agency_text_that_was_cut_is_a_wire_copy() -> None:
    """Another publisher prints four of five paragraphs under a head of its own."""
    cut = stories.carried("From our agencies, Monday night")
    assert kind(compared(stories.AGENCY), compared(cut, "Hill Radio")) == Kind.WIRE_COPY


def test_a_later_version_by_the_same_publisher_is_an_update() -> None:
    """A number and the last paragraph are new."""
    assert kind(compared(stories.AGENCY), compared(stories.UPDATED)) == Kind.UPDATE
    assert kind(compared(stories.AGENCY), compared(stories.UPDATED, "")) == Kind.UPDATE


@pytest.mark.parametrize("other", [stories.REWRITTEN, stories.OTHER, "", "Read more on our site."])
def test_other_texts_are_not_copies(other: str) -> None:
    """One told in other words is not caught, which docs/reference/gathering.md says; nor is anything short."""
    assert kind(compared(stories.AGENCY), compared(other, "Hill Radio")) is None
    assert kind(compared(other), compared(other)) is (Kind.SAME_TEXT if len(other) > 200 else None)


def test_copies_meet_in_a_band_and_other_texts_do_not() -> None:
    """Bands are the same in every process: they are stored."""
    agency = bands_of(shingles_of(stories.AGENCY))
    assert len(agency) == BANDS and all(-(2**63) <= band < 2**63 for band in agency)
    assert agency == bands_of(shingles_of(stories.AGENCY.upper()))
    for copy in (stories.carried("From our agencies"), stories.UPDATED):
        assert set(agency) & set(bands_of(shingles_of(copy)))
    assert not set(agency) & set(bands_of(shingles_of(stories.OTHER)))
    assert bands_of(shingles_of("too short to be compared")) == []


def test_no_more_of_a_text_is_looked_at_than_its_bound() -> None:
    """A book is told by its beginning."""
    assert len(words_of("word " * (WORDS_MAX * 3))) == WORDS_MAX
    assert words_of("") == [] and len(words_of("x" * 10**6)) == 1


REPORTS = st.integers(1, 9)
LINKS = st.lists(st.tuples(REPORTS, REPORTS).filter(lambda pair: pair[0] != pair[1]), max_size=14)
VERDICTS = st.one_of(
    st.just(("apart", None)), st.just(("as compared", None)), st.tuples(st.just("with"), REPORTS)
)


@st.composite
def placings(draw: st.DrawFn) -> dict[int, Placed]:
    said = draw(st.dictionaries(REPORTS, VERDICTS, max_size=4))
    return {
        report: Placed(order=order, verdict=verdict, beside=beside)
        for order, (report, (verdict, beside)) in enumerate(said.items(), 1)
        if beside != report
    }


@given(st.data(), LINKS, placings())
def test_the_order_of_arrival_makes_no_other_groups(
    data: st.DataObject, links: list[tuple[int, int]], placed: dict[int, Placed]
) -> None:
    """Any order of the likenesses, either way round, gives the same groups."""
    shuffled = [
        pair if data.draw(st.booleans()) else pair[::-1] for pair in data.draw(st.permutations(links))
    ]
    assert groups(shuffled, placed) == groups(links, placed)


@given(LINKS, placings())
def test_a_group_is_named_by_its_lowest_report_and_has_two(
    links: list[tuple[int, int]], placed: dict[int, Placed]
) -> None:
    """No group of one is stored."""
    found = groups(links, placed)
    for group in found.values():
        members = [report for report, own in found.items() if own == group]
        assert min(members) == group and len(members) >= 2


@given(LINKS, LINKS, REPORTS)
def test_what_was_set_apart_stays_apart(
    links: list[tuple[int, int]], later: list[tuple[int, int]], report: int
) -> None:
    """Whatever the comparison finds afterwards."""
    assert report not in groups(links + later, {report: Placed(order=1, verdict="apart")})


def test_the_later_word_of_two_holds() -> None:
    """Joined and then set apart is apart; set apart and then joined is together."""
    joined = Placed(order=1, verdict="with", beside=2)
    assert groups([], {1: joined}) == {1: 1, 2: 1}
    assert groups([], {1: joined, 2: Placed(order=2, verdict="apart")}) == {}
    assert groups(
        [], {2: Placed(order=1, verdict="apart"), 1: Placed(order=2, verdict="with", beside=2)}
    ) == {
        1: 1,
        2: 1,
    }

"""A story counts once as evidence, whoever printed it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tocsin.reports.independence import independent, stories


@dataclass(frozen=True)
class Row:
    report_id: int
    publisher: str
    group_id: int | None = None
    published_at: datetime | None = None


def day(number: int) -> datetime:
    return datetime(2023, 9, number, tzinfo=UTC)


def count(*rows: Row, kin: dict[str, str] | None = None) -> set[str]:
    return set(independent(stories(rows), kin or {}))


def test_an_agency_text_that_three_print_is_one_source() -> None:
    """The publisher who printed it first stands for all."""
    rows = [Row(1, "Herald", 1, day(3)), Row(2, "Agency", 1, day(2)), Row(3, "Radio", 1)]
    assert count(*rows) == {"Agency"}
    assert [row.report_id for row in stories(rows)[0]] == [2, 1, 3]


def test_a_publisher_with_a_text_of_its_own_counts_beside_its_copies() -> None:
    """The Herald carried the agency and wrote a report too."""
    assert count(Row(1, "Agency", 1, day(2)), Row(2, "Herald", 1, day(3)), Row(3, "Herald")) == {
        "Agency",
        "Herald",
    }


def test_two_versions_by_one_publisher_are_one_source_and_unprinted_ones_none() -> None:
    """As it was before copies were known: who is not printed is not counted."""
    assert count(Row(1, "Agency", 1), Row(2, "Agency", 1), Row(3, "")) == {"Agency"}
    assert count(Row(1, "", 1, day(1)), Row(2, "Radio", 1, day(2))) == {"Radio"}


def test_publishers_of_one_owner_are_one_source() -> None:
    """Whoever a person put into one group counts once; a group of one is a publisher, and names are no groups."""
    rows = [Row(1, "Dawn"), Row(2, "Courier"), Row(3, "Star")]
    assert count(*rows, kin={"Dawn": "Holding", "Courier": "Holding"}) == {"Courier", "Star"}
    assert count(*rows, kin={"Dawn": "Star"}) == {"Courier", "Dawn", "Star"}


ROWS = st.lists(
    st.builds(
        Row,
        report_id=st.integers(1, 50),
        publisher=st.sampled_from(["", "A", "B", "C"]),
        group_id=st.sampled_from([None, 1, 2]),
        published_at=st.sampled_from([None, day(1), day(2)]),
    ),
    max_size=12,
    unique_by=lambda row: row.report_id,
)


@given(st.data(), ROWS)
def test_no_more_sources_than_stories_or_publishers_in_any_order(
    data: st.DataObject, rows: list[Row]
) -> None:
    """Neither copies nor the order in which they are given make a source more."""
    found = count(*rows)
    assert len(found) <= min(len(stories(rows)), len({row.publisher for row in rows}))
    assert count(*data.draw(st.permutations(rows))) == found
    kin = data.draw(st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["x", "y"])))
    grouped = count(*rows, kin=kin)
    assert grouped <= found and len(grouped) == len({kin.get(name, name) for name in found})
    assert sorted(row.report_id for story in stories(rows) for row in story) == sorted(
        r.report_id for r in rows
    )

"""A list that is read page by page holds what a list of all of them would."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made
from tocsin.record.models import Finding, ReadingRun
from tocsin.situations import brief_of, gather, open_situation
from tocsin.situations.figure_rows import Columns
from tocsin.situations.finding_rows import denials_among
from tocsin.situations.listed_findings import ListedFindings
from tocsin.web.situation_page import newest

pytestmark = pytest.mark.django_db

_NUMBERS = count()
TIMES = (None, "2023-09-28", "2023-09-28T20:00+04:00", "2023-09", "no time", "2023-02-30")


@given(
    told=st.lists(st.tuples(st.sampled_from(TIMES), st.none() | st.integers(0, 7)), max_size=8),
    size=st.integers(1, 9),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_pages_joined_are_the_whole_list(db, told, size):
    """Whatever times are told and whoever denies what: pages of any size, put together, are the brief's whole list."""
    text = made.report(f"The council said that the road is open: {next(_NUMBERS)}.")
    situation = open_situation(f"road-{text.pk}", title="The road", by="tests", now=made.NOW)
    run = ReadingRun.objects.create(text=text, reader=f"tests {text.pk}", read_at=made.NOW)
    for ordinal, (said_at, denies) in enumerate(told):
        row = made.finding(text, "statement", "the road", state="accepted", said_at=said_at, denies=denies)
        Finding.objects.filter(pk=row.pk).update(run=run, ordinal=ordinal)
    gather(situation, [text.report_id], by="tests", now=made.NOW)
    listed = ListedFindings(situation, "statement", public=True)
    whole = newest(brief_of(situation, public=True, rows_max=None).rows, "statement")
    pages = [listed[start : start + size] for start in range(0, len(listed), size)]
    assert tuple(row for page in pages for row in page) == whole


def test_a_corrected_time_puts_a_statement_in_its_place(db):
    """The order follows the fields in force: a statement whose time was corrected away comes last."""
    text = made.report("He said yes. She said no.")
    situation = open_situation("road", title="The road", by="tests", now=made.NOW)
    first = made.finding(text, "statement", "He said yes", state="accepted", said_at="2023-09-29")
    second = made.finding(text, "statement", "She said no", state="accepted", said_at="2023-09-28")
    gather(situation, [text.report_id], by="tests", now=made.NOW)
    first.review = first.reviews.create(
        decision="corrected",
        fields={**first.fields, "said_at": None},
        reviewer=made.login("rita"),
        at=made.NOW,
    )
    first.state = "corrected"
    first.save()
    listed = ListedFindings(situation, "statement", public=True)
    assert [row.finding_id for row in listed[0:5]] == [second.pk, first.pk]


def test_a_page_asks_as_often_whatever_is_listed(db, django_assert_max_num_queries):
    """One query for the order, and three for the rows that are shown with who denies them."""
    text = made.report("The council said that the road is open.")
    situation = open_situation("road", title="The road", by="tests", now=made.NOW)
    for _ in range(30):
        made.finding(text, "statement", "the road", state="accepted")
    gather(situation, [text.report_id], by="tests", now=made.NOW)
    with django_assert_max_num_queries(3):
        assert len(ListedFindings(situation, "statement", public=True)[0:20]) == 20


def test_of_two_that_deny_one_the_first_is_named():
    """In whatever order a store gives them."""
    first, second = (_denying(number) for number in (7, 9))
    assert denials_among([first, second]) == denials_among([second, first]) == {(1, 0): 7}


def _denying(number: int) -> Columns:
    fields = {"denies": 0}
    return Columns(1, "The Gazette", None, number, None, "statement", 1, number, "No", None, fields)

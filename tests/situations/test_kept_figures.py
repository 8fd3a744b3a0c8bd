"""Figures kept in memory are what would be read anew, whatever people did in between."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made
from tocsin import record
from tocsin.record.models import Finding
from tocsin.reports import set_sensitivity
from tocsin.reports.models import Report
from tocsin.situations import brief_of, gather, naming, open_situation, standing_figures
from tocsin.situations.kept import Kept
from tocsin.situations.models import Situation

TEXT = "Some 300 people came. Then 400 people came. In the end 250 people came."
QUOTES = ("300 people", "400 people", "250 people")
ACTS = ("accept", "correct", "refuse", "dispute", "mark", "gather", "restrict", "open", "name", "zone")


@pytest.fixture
def store(transactional_db):
    """A situation, and an analyst who acts in it."""
    return open_situation("road", title="The road", by="tests", now=made.NOW), made.login("anna", "reviewer")


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), min_size=1, max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_after_any_act_the_brief_is_what_would_be_read_anew(store, acts):
    """Each act is followed by the desk's brief and the public one; both equal those of a process that keeps nothing."""
    situation, by = store
    for act, which in acts:
        perform(act, which, situation, by)
        current = Situation.objects.get(pk=situation.pk)
        for public in (True, False):
            shown = brief_of(current, public=public)
            same = naming.same_of(current)
            anew = standing_figures.read_anew(current, same=same, public=public)
            assert (shown.series, shown.contradictions) == (anew.series, anew.contradictions)


def perform(act, which, situation, by):
    findings = Finding.objects.filter(kind="figure").order_by("pk")
    finding = findings[which % len(findings)] if findings else None
    report = Report.objects.order_by("pk")[which % Report.objects.count()] if finding else None
    if act == "mark" or finding is None:
        text = made.report(TEXT, publisher=f"Gazette {Report.objects.count()}")
        for value, quote in zip((300, 400, 250), QUOTES, strict=True):
            made.finding(text, "figure", quote, **fields(value))
    elif act == "gather":
        gather(situation, [report.pk], by="tests", now=made.NOW)
    elif act in ("restrict", "open"):
        sensitivity = "restricted" if act == "restrict" else "open"
        set_sensitivity(report.pk, sensitivity, by="tests", now=made.NOW, reason="so it was decided")
    elif act == "name":
        Report.objects.filter(pk=report.pk).update(publisher=f"Renamed {which}")
    elif act == "zone":
        zone = ("UTC", "Asia/Yerevan", "America/Lima")[which % 3]
        Situation.objects.filter(pk=situation.pk).update(time_zone=zone)
    else:
        review(act, which, finding, by)


def review(act, which, finding, by):
    decision = {"accept": "accepted", "correct": "corrected", "refuse": "refused", "dispute": "disputed"}[act]
    corrected = {**finding.current, "value": 100 + which} if act == "correct" else None
    record.review(
        finding.pk,
        decision=decision,
        by=by,
        now=made.NOW,
        seen=finding.review_id,
        reason="seen",
        fields=corrected,
    )


def fields(value):
    return {
        "value": value,
        "unit": "person",
        "term": "crossed",
        "kind": "stock",
        "as_of": f"2023-09-{value % 27 + 1:02}",
    }


def test_what_was_read_before_is_not_read_again(store, django_assert_num_queries):
    """The second time one query asks which figures stand, and their contents are not read."""
    situation, by = store
    perform("mark", 0, situation, by)
    perform("gather", 0, situation, by)
    review("accept", 0, Finding.objects.get(quote=QUOTES[0]), by)
    first = standing_figures.standing_figures(situation, same={}, public=True)
    with django_assert_num_queries(1):
        assert standing_figures.standing_figures(situation, same={}, public=True) is first


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_kept(db):
    """Rows seen there may never come to stand, and their numbers may be given to others."""
    situation = open_situation("road", title="The road", by="tests", now=made.NOW)
    first = standing_figures.standing_figures(situation, same={}, public=True)
    assert standing_figures.standing_figures(situation, same={}, public=True) is not first


@given(sizes=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=20))
def test_what_is_kept_is_never_larger_than_its_bound(sizes):
    """Whatever is put in, all that can be had again is together no larger than was allowed."""
    kept = Kept(10, len)
    for name, size in sizes:
        kept.put(name, size, "x" * size)
        known = [kept.get(each, length) for each in range(5) for length in range(10)]
        assert sum(len(each) for each in known if each) <= 10


def test_a_result_is_had_only_for_what_it_was_made_from():
    """Under the same name and with another origin nothing is known."""
    kept = Kept(10, len)
    kept.put("road", 1, "one")
    assert (kept.get("road", 1), kept.get("road", 2), kept.get("river", 1)) == ("one", None, None)


def test_what_is_forgotten_is_read_again(store, django_assert_num_queries):
    """After `forget` a process reads the figures as one that has just begun."""
    situation, _by = store
    first = standing_figures.standing_figures(situation, same={}, public=True)
    standing_figures.forget()
    with django_assert_num_queries(2):
        assert standing_figures.standing_figures(situation, same={}, public=True) == first

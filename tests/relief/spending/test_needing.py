"""Needs, reckoned from a situation's figures: the version is pinned, and what happened since is said beside it."""

import pytest

from tests.alerts.desk import CROSSED, finding, situation
from tests.alerts.desk import login as person
from tests.relief.relief_world import NOW, fund
from tocsin import record
from tocsin.errors import Conflict, MoneyRefused, NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.relief.models import Fund, Need
from tocsin.relief.spending.needing import state_need, withdraw_need
from tocsin.relief.spending.needs import needs_of
from tocsin.situations import deciding, standing_figures

WHO = {"now": NOW, "reason": "The count of the border."}


def world() -> tuple[Fund, Finding]:
    standing_figures.forget()
    crisis = situation()
    return fund(situation=crisis), finding(crisis)


def stated(
    of: Fund, figure: Finding, code: str = "water", standard: str = "water", seen: int | None = None
) -> Need:
    return state_need(
        of, code, standard=standard, finding=figure.pk, days=30, by=person("w", "analyst"), seen=seen, **WHO
    )


def doubts(of: Fund) -> list[str]:
    (shown,) = needs_of(of)
    return [str(said.doubt) for said in shown.said]


@pytest.mark.django_db
def test_people_times_standard_times_days() -> None:
    """With edition, version and a word that the printed standard was not looked at."""
    of, figure = world()
    need = stated(of, figure)
    assert (need.people_low, need.people_high) == (97735, 97735)
    assert (need.amount_low, need.amount_high, need.unit) == ("43980750", "43980750", "litre")
    (shown,) = needs_of(of)
    assert (shown.compared, shown.said) == (False, ())


@pytest.mark.django_db
def test_a_range_needs_a_range() -> None:
    """Nothing is averaged."""
    of, _ = world()
    assert of.situation
    ranged = finding(of.situation, "1,000 to 1,021", CROSSED | {"value": None, "low": 1000, "high": 1021})
    need = stated(of, ranged, "toilets", "toilets")
    assert (need.amount_low, need.amount_high) == ("50", "52")


@pytest.mark.django_db
def test_a_corrected_figure_is_a_newer_version() -> None:
    """The need stays as it was stated, and says what the figure is now; stating it anew supersedes it."""
    of, figure = world()
    need = stated(of, figure)
    fields = figure.fields | {"value": 100_000}
    record.review(
        figure.pk, decision="corrected", fields=fields, by=person("r", "reviewer"), now=NOW, seen=None
    )
    (shown,) = needs_of(of)
    assert shown.need.people_low == 97735
    assert [(said.doubt, said.people) for said in shown.said] == [("newer version", 100_000)]
    with pytest.raises(Conflict):
        stated(of, figure)
    assert stated(of, figure, seen=need.pk).people_low == 100_000
    assert doubts(of) == []


@pytest.mark.django_db
def test_a_disputed_figure_is_told() -> None:
    """And so is one that was refused."""
    of, figure = world()
    stated(of, figure)
    by = person("r", "reviewer")
    said = record.review(figure.pk, decision="disputed", reason="Counted twice.", by=by, now=NOW, seen=None)
    assert doubts(of) == ["disputed"]
    record.review(figure.pk, decision="refused", reason="Counted twice.", by=by, now=NOW, seen=said.pk)
    assert doubts(of) == ["gone"]


@pytest.mark.django_db
def test_a_contradiction_is_told_until_a_person_decides() -> None:
    """Then the need says where the desk goes by the other figure."""
    of, figure = world()
    stated(of, figure)
    assert of.situation
    other = finding(of.situation, "88,780", CROSSED | {"value": 88_780}, publisher="Valley Post")
    (shown,) = needs_of(of)
    assert {str(said.doubt) for said in shown.said} == {"contradicted"}
    assert "97,735" in shown.said[0].what
    for one in standing_figures.standing_figures(of.situation, same={}, public=True).contradictions:
        deciding.decide(
            of.situation, one.key, verdict="mistake", reason="A slip.", by=person("r", "reviewer"), now=NOW,
            seen=None, preferred=other.pk,
        )  # fmt: skip
    assert doubts(of) == ["not preferred"]


@pytest.mark.django_db
def test_a_later_figure_is_told() -> None:
    """With its number."""
    of, figure = world()
    stated(of, figure)
    assert of.situation
    finding(of.situation, "100,417", CROSSED | {"value": 100_417, "as_of": "2023-10-01T18:00+04:00"})
    (shown,) = needs_of(of)
    assert [(said.doubt, said.people) for said in shown.said] == [("later figure", 100_417)]


@pytest.mark.django_db
def test_figures_that_no_need_rests_on() -> None:
    """Households, figures that nobody accepted, figures that not everybody may read, and those of another situation."""
    of, figure = world()
    assert of.situation
    others = (
        finding(of.situation, "20 households", CROSSED | {"unit": "household", "value": 20}),
        finding(of.situation, state="open"),
        finding(of.situation, sensitivity="restricted"),
        finding(situation("elsewhere")),
    )
    for each in others:
        with pytest.raises(MoneyRefused, match=f"finding {each.pk}"):
            stated(of, each)
    with pytest.raises(MoneyRefused, match="follows no situation"):
        stated(fund("apart"), figure)
    with pytest.raises(NotFound):
        stated(of, figure, standard="tents")
    with pytest.raises(WrongUse):
        stated(of, figure, code="No Code")


@pytest.mark.django_db
def test_a_need_is_withdrawn_and_kept() -> None:
    """In a row of its own, with a reason."""
    of, figure = world()
    need = stated(of, figure)
    gone = withdraw_need(need, reason="Met by others.", by=person("w", "analyst"), now=NOW, seen=need.pk)
    assert needs_of(of) == ()
    assert (gone.supersedes_id, Need.objects.count()) == (need.pk, 2)


@pytest.mark.django_db
def test_as_many_queries_for_three_as_for_one(django_assert_max_num_queries: object) -> None:
    """Figures are read once."""
    of, figure = world()
    for code in ("water", "taps", "toilets"):
        stated(of, figure, code, code)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        needs_of(of)

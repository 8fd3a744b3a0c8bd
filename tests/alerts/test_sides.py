"""A draft tells both sides of figures that do not fit together, until somebody decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alerts.desk import CROSSED, NOON, drafted, finding, login, situation
from tocsin import situations
from tocsin.alerts.drafting import FindingView
from tocsin.alerts.sides import SIDES_MAX, both_sides, sides_of
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.models import Situation

HOUR = "29 September 2023, 18:00 (+04:00)"
BOTH = (
    f"It is not clear how many people had crossed to Armenia as of {HOUR}: "
    "the government gave 97,735 (Example Gazette); Hill Radio gave 97,120."
)


def other(of: Situation, value: int = 97120, **more: object) -> Finding:
    """Another number, given by its publisher."""
    fields = {**CROSSED, "value": value, "speaker": None, **more}
    return finding(of, f"{value:,} people", fields, publisher="Hill Radio")


def said(alert: object) -> list[tuple[str, str, list[int]]]:
    """Section, words and findings of every sentence that rests on one."""
    rows = alert.sentences.all()  # type: ignore[attr-defined]
    noted = [
        (row.section, row.text, list(row.footnotes.values_list("finding_id", flat=True))) for row in rows
    ]
    return [each for each in noted if each[2]]


def decide(of: Situation, verdict: str, **more: object) -> None:
    (found,) = situations.brief_of(of, public=False).contradictions
    asked = {"reason": "told us", "by": login("reviewer", "reviewer"), "now": NOON, "seen": None, **more}
    situations.decide(of, found.key, verdict=verdict, **asked)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("both", [False, True], ids=["one is chosen", "both are chosen"])
def test_both_sides_are_told_where_nobody_has_decided(both: bool) -> None:
    """One sentence under "unclear" with a footnote for each side; neither number stands under "happened"."""
    crisis = situation()
    ours, theirs = finding(crisis), other(crisis)
    chosen = [ours, theirs] if both else [ours]
    assert said(drafted(crisis, *chosen)) == [("unclear", BOTH, [ours.pk, theirs.pk])]


@pytest.mark.django_db
def test_what_is_decided_is_told_plainly_and_what_is_not_known_is_not() -> None:
    """ "Not known" leaves both sides; a reason ends it."""
    crisis = situation()
    ours, _theirs = finding(crisis), other(crisis)
    decide(crisis, "unknown")
    assert [each[0] for each in said(drafted(crisis, ours))] == ["unclear"]
    last = crisis.decisions.get()
    decide(crisis, "recount", seen=last.pk)
    assert [(section, ids) for section, _text, ids in said(drafted(crisis, ours))] == [
        ("happened", [ours.pk])
    ]


@pytest.mark.django_db
def test_a_restricted_side_is_neither_told_nor_hinted_at() -> None:
    """The chosen figure stands as it would alone; the warning before approval tells the desk."""
    crisis = situation()
    ours = finding(crisis)
    fields = {**CROSSED, "value": 97120}
    finding(crisis, "97,120 people", fields, publisher="Hill Radio", sensitivity="restricted")
    ((section, text, ids),) = said(drafted(crisis, ours))
    assert (section, ids) == ("happened", [ours.pk])
    assert "97,120" not in text


@pytest.mark.django_db
def test_sides_of_different_times_each_tell_their_own() -> None:
    """A stock that falls: what one side counts is not put into the other's mouth."""
    crisis = situation()
    ours = finding(crisis)
    later = other(crisis, 90000, as_of="2023-09-30T18:00+04:00")
    ((section, text, ids),) = said(drafted(crisis, later))
    assert section == "unclear" and set(ids) == {ours.pk, later.pk}
    assert f"97,735 people had crossed to Armenia as of {HOUR} (Example Gazette)" in text
    assert "Hill Radio reported that 90,000 people had crossed to Armenia as of 30 September 2023" in text


@pytest.mark.django_db
@pytest.mark.parametrize("restricted", [False, True], ids=["open", "restricted"])
def test_a_draft_goes_by_the_figure_that_the_desk_prefers(restricted: bool) -> None:
    """The preferred number with its own footnote, whichever was chosen; never one of a restricted report."""
    crisis = situation()
    ours, theirs = finding(crisis), other(crisis)
    decide(crisis, "recount", preferred=theirs.pk)
    if restricted:
        Report.objects.filter(pk=theirs.report_id).update(sensitivity="restricted")
    told = ours if restricted else theirs
    for chosen in ([ours], [ours, theirs]) if not restricted else ([ours],):
        ((section, text, ids),) = said(drafted(crisis, *chosen))
        assert (section, ids) == ("happened", [told.pk])
        assert ("97,120" in text) is not restricted


@given(
    values=st.lists(st.integers(1, 9), min_size=2, max_size=12),
    chosen=st.sets(st.integers(0, 11)),
    hidden=st.sets(st.integers(0, 11)),
)
def test_two_numbers_are_told_wherever_two_may_be_quoted(
    values: list[int], chosen: set[int], hidden: set[int]
) -> None:
    """Whatever is chosen or restricted: every chosen side is footnoted, and no restricted one."""
    ids = tuple(range(len(values)))
    found = Contradiction(rule="r", measure="m", as_of=None, what="", finding_ids=ids, values=tuple(values))
    quotable = set(ids) - hidden
    sides = sides_of(found, chosen, quotable)
    assert set(sides) <= quotable and len(set(sides)) == len(sides)
    if len(quotable) < 2:
        assert not sides
        return
    assert chosen & quotable <= set(sides)
    numbers = {values[pk] for pk in quotable}
    assert len({values[pk] for pk in sides[:SIDES_MAX]}) == min(SIDES_MAX, len(numbers))


@given(
    names=st.lists(st.text(max_size=300), min_size=2, max_size=7),
    quote=st.text(min_size=1, max_size=900),
    term=st.sampled_from(["crossed", "odd"]),
)
def test_any_sides_fit_into_a_sentence(names: list[str], quote: str, term: str) -> None:
    """Long names and figures that make no clause are told on one line, short enough to be stored."""
    views = {
        number: FindingView(
            id=number,
            kind="figure",
            quote=quote,
            fields={"value": number, "unit": "person", "term": term, "speaker": name},
            publisher=name,
        )
        for number, name in enumerate(names)
    }
    found = Contradiction(rule="r", measure="m", as_of=None, what="", finding_ids=tuple(views))
    (told,) = both_sides(views, [(found, tuple(views))])
    assert len(told.text) <= 2_000 and "\n" not in told.text
    assert told.finding_ids == tuple(views)

"""The warnings about a stored alert, and that whoever approves it ticks each."""

from datetime import timedelta

import pytest

from tests.alerts.desk import CROSSED, NOON, at, drafted, finding, keys, login, situation, submitted
from tocsin import alerts, situations
from tocsin.alerts.area_models import WarningTick
from tocsin.alerts.models import Act
from tocsin.errors import AlertRefused
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


def rules(alert: object) -> list[str]:
    return [each.rule for each in alerts.warnings_of(alert)]  # type: ignore[arg-type]


def test_an_approval_needs_a_tick_for_every_warning() -> None:
    """Without one nothing is stored, and the refusal names each warning with its key."""
    crisis = situation()
    alert = submitted(drafted(crisis, finding(crisis)))
    (warning,) = alerts.warnings_of(alert)
    signer = login("signer", "issuer")
    for ticked in ((), ("one-publisher-0000000000",)):
        with pytest.raises(AlertRefused, match=warning.key):
            alerts.approve(alert, by=signer, now=at(2), ticked=ticked)
    assert not Act.objects.filter(alert=alert, action="approve").exists()
    alert = alerts.approve(alert, by=signer, now=at(2), ticked=[warning.key])
    (tick,) = WarningTick.objects.filter(act__alert=alert)
    assert (tick.act.login, tick.rule, tick.sentence, tick.reason) == (
        signer,
        "one publisher",
        1,
        "Rests on one publisher, Example Gazette.",
    )


def test_a_tick_that_is_changed_afterwards_is_found() -> None:
    """The log commits to what the approver had read."""
    crisis = situation()
    alert = submitted(drafted(crisis, finding(crisis)))
    alert = alerts.approve(alert, by=login("signer", "issuer"), now=at(2), ticked=keys(alert))
    before = [fault for fault in faults(lambda: None) if fault.startswith("alert:")]
    WarningTick.objects.update(reason="Rests on three publishers.")
    after = [fault for fault in faults(lambda: None) if fault.startswith("alert:")]
    assert (before, len(after)) == ([], 1)


def test_a_figure_under_an_open_contradiction_is_warned_of_until_somebody_decides() -> None:
    """A second number of the same instant opens it; a decision closes it, and "not known" leaves it open."""
    crisis = situation()
    figure = finding(crisis)
    alert = drafted(crisis, figure)
    finding(crisis, "97,120 people", {**CROSSED, "value": 97120}, publisher="Hill Radio")
    assert "contradiction" in rules(alert)
    key = situations.brief_of(crisis, public=False).contradictions[0].key
    by = login("reviewer", "reviewer")
    first = situations.decide(crisis, key, verdict="unknown", reason="no word", by=by, now=NOON, seen=None)
    assert "contradiction" in rules(alert)
    situations.decide(crisis, key, verdict="recount", reason="told us", by=by, now=NOON, seen=first.pk)
    assert "contradiction" not in rules(alert)


def test_a_figure_within_a_doubtful_statement_is_warned_of() -> None:
    """The figure itself tells no doubt; the statement that holds it does."""
    crisis = situation()
    figure = finding(crisis)
    alert = drafted(crisis, figure)
    Finding.objects.create(
        text=figure.text,
        report=figure.report,
        kind="statement",
        start=0,
        end=figure.end,
        quote=figure.quote,
        fields={"certainty": "denied"},
        made_at=NOON,
        state="accepted",
    )
    assert "unconfirmed" in rules(alert)


def test_what_became_of_a_finding_since_is_told() -> None:
    """Refused, restricted, overtaken: each is a warning of its own on the draft's page."""
    crisis = situation()
    figure = finding(crisis)
    alert = drafted(crisis, figure)
    Finding.objects.filter(pk=figure.pk).update(state="refused")
    Report.objects.filter(pk=figure.report_id).update(sensitivity="restricted")
    newer = finding(crisis, "no number")
    Report.objects.filter(pk=newer.report_id).update(published_at=NOON + timedelta(days=30))
    assert {"changed since", "restricted", "old"} <= set(rules(alert))


def test_warnings_cost_the_same_however_many_sentences(django_assert_max_num_queries: object) -> None:
    """A fixed number of queries."""
    crisis = situation()
    many = [finding(crisis, f"{n} people", {**CROSSED, "value": 1000 + n}) for n in range(12)]
    alert = drafted(crisis, *many)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        alerts.warnings_of(alert)

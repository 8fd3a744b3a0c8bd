"""Somebody else's message about an alert of ours is a report like any other, and changes nothing of ours."""

from pathlib import Path

import pytest

from tests.alerts.desk import alert_faults, drafted, issued, situation
from tocsin import alerts, reports
from tocsin.alerts.models import Alert
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db

_CANCEL = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>not-ours-1</identifier><sender>{sender}</sender><sent>2023-09-30T13:00:00-00:00</sent>
<status>Exercise</status><msgType>Cancel</msgType><scope>Public</scope>
<note>The road is open, says whoever wrote this.</note><references>{references}</references></alert>"""


@pytest.mark.parametrize("known", [True, False], ids=["our alert", "an alert that nobody knows"])
@pytest.mark.parametrize("sender", ["tocsin@localhost.invalid", "watch@harbour.example"])
def test_a_cancel_that_is_not_ours_cancels_nothing(tmp_path: Path, known: bool, sender: str) -> None:
    """Even under our own sender's name: an alert of ours is replaced by an act of ours alone."""
    ours = issued(drafted(situation()))
    identifier = ours.identifier if known else "nobody-7"
    path = tmp_path / "cancel.cap"
    reference = f"tocsin@localhost.invalid,{identifier},2023-09-30T12:03:00-00:00"
    path.write_text(_CANCEL.format(sender=sender, references=reference), encoding="utf-8")
    (taken,) = reports.take_in([str(path)], by="tester", now=ours.issued_at)
    assert "it cancels an earlier message" in " ".join(taken.notes)
    report = Report.objects.get(pk=taken.report_id)
    assert f"References: {reference}" in reports.text_of(report)
    after = Alert.objects.get()
    assert (after.state, after.version, bytes(after.cap_xml or b"")) == (
        "issued",
        ours.version,
        bytes(ours.cap_xml or b""),
    )
    assert alerts.standings([after], now=ours.issued_at)[after.pk].stands == "in force"
    assert alert_faults() == []

"""One report on the command line, with what was read in it."""

import json

import pytest

from tests import made
from tocsin.cli.commands import parser
from tocsin.cli.report import run
from tocsin.errors import NotAllowed, NotFound
from tocsin.record.models import Finding
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db
SAID = "Officials said that 3,000 people had fled to Goris."


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    run(parser().parse_args(["report", "show", *words]))
    return capsys.readouterr().out


@pytest.fixture
def figure() -> Finding:
    return made.finding(made.report(SAID), "figure", "3,000 people", value=3000)


def test_each_finding_is_shown_by_its_number(figure: Finding, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers that other commands take; other kinds are left out where one is asked for."""
    told = json.loads(shown(capsys, str(figure.report_id), "--json"))
    assert told["findings"] == [
        {"finding": figure.pk, "kind": "figure", "state": figure.state, "words": "3,000 people"}
    ]
    assert "3,000 people" in shown(capsys, str(figure.report_id))
    assert "Nothing was read" in shown(capsys, str(figure.report_id), "--kind", "appeal")


def test_what_is_highly_sensitive_is_read_at_the_desk(figure: Finding, capsys) -> None:
    """There each viewing is logged; the refusal repeats no word of it."""
    Report.objects.filter(pk=figure.report_id).update(sensitivity=Report.Sensitivity.HIGHLY)
    with pytest.raises(NotAllowed, match="highly sensitive"):
        shown(capsys, str(figure.report_id))
    with pytest.raises(NotFound):
        shown(capsys, "99999")

"""Judging publishers and findings, and asking what may be done with them, on the command line."""

import json

import pytest

from tests.made import NOW, finding, login, report
from tocsin import record
from tocsin.cli.commands import parser
from tocsin.cli.verification import run
from tocsin.record.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(monkeypatch: pytest.MonkeyPatch) -> Finding:
    """About 3,000 people fled."""
    login("ani", "analyst")
    monkeypatch.setenv("TOCSIN_LOGIN", "ani")
    monkeypatch.setenv("TOCSIN_PASSWORD", "ani-correct-horse")
    return finding(report("About 3,000 people fled."), "figure", "About 3,000 people", value=3000)


def test_both_judgements_are_shown_side_by_side(figure: Finding, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a column of its own; a second judgement supersedes the first."""
    why = ["--reason", "seen there"]
    for grade in "CB":
        assert run(parser().parse_args(["verification", "rate", "Example Gazette", grade, *why])) == 0
    assert run(parser().parse_args(["verification", "credit", str(figure.pk), "3", *why])) == 0
    assert (
        run(parser().parse_args(["verification", "level", f"finding:{figure.pk}", "restricted", *why])) == 0
    )
    capsys.readouterr()
    assert run(parser().parse_args(["verification", "show", f"finding:{figure.pk}", "--json"])) == 0
    (shown,) = json.loads(capsys.readouterr().out)
    assert (shown["reliability"], shown["credibility"], shown["level"]) == ("B", 3, "restricted")


def test_what_may_not_be_used_is_told_with_the_next_step(
    figure: Finding, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 1 where a use is not allowed."""
    from django.contrib.auth.models import User

    by = User.objects.get(username="ani")
    record.tell_us(figure.report_id, True, reason="an interview", by=by, now=NOW, seen=None)
    item = f"report:{figure.report_id}"
    assert run(parser().parse_args(["verification", "may-use", item, "--for", "court", "--json"])) == 1
    (answer,) = json.loads(capsys.readouterr().out)
    assert not answer["allowed"] and "did not consent" in answer["reason"] and answer["next"]

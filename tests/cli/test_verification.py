"""Judging publishers and findings, and asking what may be done with them, on the command line."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User

from tests.made import NOW, finding, login, report
from tocsin import record
from tocsin.cli import main
from tocsin.cli.commands import parser
from tocsin.cli.verification import run
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access, Mask
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import Kinship

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
    by = User.objects.get(username="ani")
    record.tell_us(figure.report_id, True, reason="an interview", by=by, now=NOW, seen=None)
    item = f"report:{figure.report_id}"
    assert run(parser().parse_args(["verification", "may-use", item, "--for", "court", "--json"])) == 1
    (answer,) = json.loads(capsys.readouterr().out)
    assert not answer["allowed"] and "did not consent" in answer["reason"] and answer["next"]


def said(*words: str) -> int:
    return main([*words, "--reason", "on the phone"])


def test_consent_is_recorded_and_its_end_takes_back_what_it_opened(figure: Finding) -> None:
    """Withdrawn, or run out: the use is refused, a published report goes to the desk, and a name is withheld again."""
    number, item = str(figure.report_id), f"report:{figure.report_id}"
    person = finding(figure.text, "figure", "3,000", value=3000, speaker="Ann Poe")
    User.objects.get(username="ani").groups.add(*Group.objects.get_or_create(name="issuer")[:1])
    assert said("verification", "tell-us", number) == 0
    assert (
        said("verification", "level", f"finding:{person.pk}", "open", "--field", "speaker") != 0
    )  # not without their word
    for use in ("publish", "name", "court"):
        last = ["--given-on", "2020-01-01", "--until", "2999-01-01"] if use != "court" else []
        assert said("verification", "consent", number, use, "given", *last) == 0
    assert said("verification", "level", item, "open") == 0
    assert run(parser().parse_args(["verification", "may-use", item, "--for", "court"])) == 0
    assert said("verification", "consent", number, "court", "withdrawn") == 0
    assert run(parser().parse_args(["verification", "may-use", item, "--for", "court"])) == 1
    assert not Mask.objects.filter(finding=person).exists()
    later = datetime(2999, 1, 2, tzinfo=UTC)
    assert record.end_consents(later - timedelta(days=1)) == 0
    assert record.end_consents(later) == 2 and record.end_consents(later) == 0
    assert Report.objects.get(pk=figure.report_id).sensitivity == "restricted"
    assert Mask.objects.get(finding=person).fields == {"speaker": "restricted"}


def test_two_people_and_groups_of_publishers(figure: Finding, monkeypatch, capsys) -> None:
    """Whoever asks does not answer; a publisher is put into a group and taken out of it."""
    assert said("access", "ask", f"finding:{figure.pk}", "view") == 0
    number = str(Access.objects.get().pk)
    capsys.readouterr()
    assert main(["access", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["item"] == f"finding:{figure.pk}"
    assert said("access", "answer", number, "granted", "--hours", "2") != 0
    login("bo", "reviewer")
    monkeypatch.setenv("TOCSIN_LOGIN", "bo")
    monkeypatch.setenv("TOCSIN_PASSWORD", "bo-correct-horse")
    assert said("access", "answer", number, "granted", "--hours", "2") == 0
    assert Access.objects.get(superseded_by=None).state == "granted"
    for group in ("state media", ""):
        assert said("verification", "group", "Example Gazette", group) == 0
    assert Kinship.objects.get(superseded_by=None).group == ""

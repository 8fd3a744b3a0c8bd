"""Alerts on the command line."""

import json

import pytest

from tests.cli.conftest import Tocsin
from tocsin.cli.commands import parser

DRAFT = (
    "alert",
    "draft",
    "ford",
    "--scheme",
    "lemkin-institute",
    "--level",
    "sos",
    "--headline",
    "They flee",
)


def test_how_long_a_draft_will_hold_is_said_and_changed(tocsin: Tocsin) -> None:
    """With its zone; a time that is past is refused with the next step, and "none" takes it off."""
    password = json.loads(tocsin("login", "add", "ana", "--role", "analyst", "--json").stdout)["password"]
    who = {"TOCSIN_LOGIN": "ana", "TOCSIN_PASSWORD": password}
    tocsin("situation", "new", "ford", "--title", "The ford")
    draft = (*DRAFT, "--area", "the valley", "--language", "fr", "--expires")
    past = tocsin(*draft, "2020-01-01T00:00+00:00", **who)
    assert past.returncode == 1 and "set a later time" in past.stderr
    vague = tocsin(*draft, "2999-01-01T00:00", **who)
    assert vague.returncode == 2 and "no time with its zone" in vague.stderr
    assert tocsin(*draft, "2999-01-01T00:00+00:00", **who).returncode == 0
    shown = json.loads(tocsin("alert", "show", "1", "--json").stdout)
    assert (shown["expires_at"], shown["language"]) == ("2999-01-01T00:00:00+00:00", "fr")
    done = tocsin("alert", "set-expiry", "1", "2999-02-01T00:00+00:00", **who)
    assert "holds until 2999-02-01T00:00+00:00" in done.stdout, done.stderr
    assert "holds until replaced" in tocsin("alert", "set-expiry", "1", "none", **who).stdout
    assert json.loads(tocsin("alert", "show", "1", "--json").stdout)["expires_at"] is None


def test_warnings_are_ticked_in_one_go_or_one_by_one() -> None:
    """An option given twice forgets nothing."""
    args = parser().parse_args(["alert", "approve", "1", "--ticked", "a", "b", "--ticked", "c"])
    assert args.ticked == ["a", "b", "c"]
    assert parser().parse_args(["alert", "approve", "1"]).ticked == []


def test_a_draft_rests_on_a_short_choice_on_all_or_on_what_is_named() -> None:
    """One of the three; and who gives none gets the short choice."""
    told = (*DRAFT, "--area", "the valley")
    args = parser().parse_args(told)
    assert (args.finding, args.all) == (None, False)
    assert parser().parse_args([*told, "--all"]).all
    with pytest.raises(SystemExit):
        parser().parse_args([*told, "--all", "--finding", "1"])

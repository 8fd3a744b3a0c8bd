"""A fund's bank account is named by a person before its first statement comes."""

import pytest

from tests.made import login
from tests.relief.relief_world import fund
from tocsin.cli import main
from tocsin.custody.models import Entry
from tocsin.relief.models import Account
from tocsin.whole_store.verifying import faults


@pytest.mark.django_db
def test_a_bank_account_is_named_by_whoever_decides_about_funds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A treasurer names it, by the rule of its country; the log says so and the store is held to it."""
    fund()
    login("tigran", "treasurer")
    login("anna", "analyst")
    monkeypatch.setenv("TOCSIN_PASSWORD", "tigran-correct-horse")
    line = ["relief", "account", "open", "artsakh", "900000001234", "AMD", "--country", "am"]
    assert main([*line, "--login", "tigran"]) == 0
    assert Account.objects.get().code == "bank:AM/900000001234:AMD"
    assert "can be taken in now" in capsys.readouterr().out
    row = Account.objects.get()
    assert Entry.objects.filter(item=f"fund-account:{row.pk}").count() == 1
    assert not [fault for fault in faults(lambda: None) if "fund-account" in fault]
    monkeypatch.setenv("TOCSIN_PASSWORD", "anna-correct-horse")
    assert main([*line, "--login", "anna"]) == 1

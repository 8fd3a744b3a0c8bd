"""Erasing paragraphs at the desk: planned first, by two people where it is highly sensitive, and never another plan."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.made import login
from tocsin import custody, record, reports
from tocsin.custody.models import Erasure
from tocsin.record.models import Finding
from tocsin.reports.models import Report, ReportText

pytestmark = pytest.mark.django_db
TEXT = "Officials said that 3,000 people had fled.\n\nMary Quillfeather said that she left at night.\n"


@pytest.fixture
def report() -> Report:
    row = Report.objects.get(
        pk=reports.paste(TEXT, by="ani", now=timezone.now(), title="The night", publisher="Wire").report_id
    )
    record.read_reports([row.pk], by="worker", now=timezone.now())
    return row


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(login(f"{role}-one", role))
    return client


def planned(client: Client, row: Report, *paragraphs: int) -> str:
    """What stands for the plan that was shown."""
    answer = client.post(f"/desk/reports/{row.pk}/erase/", {"paragraph": paragraphs})
    assert answer.status_code == 200 and "Nothing was done yet" in answer.text, answer.text
    [seen] = re.findall(r'name="seen" value="([0-9a-f]{64})"', answer.text)
    return seen


def said_yes(client: Client, row: Report, seen: str, **more: Any) -> Any:
    facts = {"paragraph": [1], "seen": seen, "reason": "she withdrew consent", "sure": "1"} | more
    return client.post(f"/desk/reports/{row.pk}/erase/", facts)


def text_of(row: Report) -> str:
    return ReportText.objects.get(report=row, kind="original").text


def test_what_was_shown_is_what_goes(report: Report) -> None:
    """First the plan, which does nothing; then the paragraph is gone, and the log verifies."""
    client = signed_in("issuer")
    seen = planned(client, report, 1)
    assert "Quillfeather" in text_of(report) and not Erasure.objects.exists()
    assert said_yes(client, report, seen).status_code == 302
    assert "Quillfeather" not in text_of(report) and "3,000 people" in text_of(report)
    assert (Erasure.objects.get().item, Erasure.objects.get().erased_by) == (
        f"report:{report.pk}",
        "issuer-one",
    )
    custody.number()
    assert custody.verify().holds


def test_nothing_else_than_what_was_shown_goes(report: Report) -> None:
    """A plan for another paragraph, a plan that changed meanwhile, no paragraph, a reason that says her name."""
    client = signed_in("issuer")
    seen = planned(client, report, 0)
    assert said_yes(client, report, "0" * 64).status_code == 409
    Finding.objects.filter(report=report).delete()
    assert said_yes(client, report, seen).status_code == 409
    assert said_yes(client, report, seen, paragraph=[]).status_code == 400
    assert said_yes(client, report, seen, paragraph=["x"]).status_code == 400
    assert said_yes(client, report, planned(client, report, 1), reason=" ").status_code == 400
    assert "Quillfeather" in text_of(report) and not Erasure.objects.exists()


def test_what_is_highly_sensitive_is_erased_by_two(report: Report) -> None:
    """Who erases is let see it, and let erase it, by somebody else; either alone is not enough."""
    client = signed_in("issuer")
    issuer = User.objects.get(username="issuer-one")
    second, item, now = login("bo", "reviewer"), f"report:{report.pk}", timezone.now()
    record.set_level(item, "sensitive", reason="names a witness", by=issuer, now=now)
    assert client.post(f"/desk/reports/{report.pk}/erase/", {"paragraph": [1]}).status_code == 403
    for use in ("view", "erase"):
        asked = record.ask(item, use, reason="she asked us", by=issuer, now=now)
        if use == "erase":
            refused = said_yes(client, report, planned(client, report, 1))
            assert refused.status_code == 403 and "one person alone does not erase it" in refused.text
        record.answer(asked.pk, "granted", reason="yes", by=second, now=now, hours=1)
    assert said_yes(client, report, planned(client, report, 1)).status_code == 302
    assert "Quillfeather" not in text_of(report)

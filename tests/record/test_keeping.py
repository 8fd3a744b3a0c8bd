import pytest

from tests.made import NOW, report
from tocsin import custody, reading, record
from tocsin.record.keeping import published_day
from tocsin.record.models import Finding, ReadingRun

pytestmark = pytest.mark.django_db

TEXT = "Officials said on Thursday that 3,000 people had fled to Goris, 250 of them children."


def test_what_is_read_is_kept_with_its_passage() -> None:
    """
    Officials said on Thursday that 3,000 people had fled to Goris, 250 of them children.
    """
    text = report(TEXT)
    assert record.read_reports([text.report_id], by="worker", now=NOW) == 1
    kept = list(Finding.objects.filter(text=text))
    assert {3000, 250} <= {finding.fields["value"] for finding in kept if finding.kind == "figure"}
    for finding in kept:
        assert finding.quote == TEXT[finding.start : finding.end]
        assert finding.state == "open"


def test_a_text_is_read_once_by_each_version_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading again adds nothing; a new version reads beside the old one."""
    text = report(TEXT)
    record.read_reports([text.report_id], by="worker", now=NOW)
    before = Finding.objects.count()
    assert record.read_reports([text.report_id], by="worker", now=NOW) == 0
    assert Finding.objects.count() == before
    monkeypatch.setattr(reading, "VERSION", "reading-next")
    assert record.read_reports([text.report_id], by="worker", now=NOW) == 1
    assert ReadingRun.objects.count() == 2


def test_reading_is_in_the_log() -> None:
    """The entry is about the report, and commits to every finding."""
    text = report(TEXT)
    record.read_reports([text.report_id], by="worker", now=NOW)
    assert [line.action for line in custody.entries(item=f"report:{text.report_id}")] == ["read"]


def test_the_day_of_publication_is_the_printed_one() -> None:
    """21:30 in Yerevan on the 29th is the 29th, whatever day it is in UTC."""
    row = report("x").report
    assert published_day(row) == "2023-09-29"
    row.published_precision = "month"
    assert published_day(row) is None

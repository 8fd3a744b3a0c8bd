"""What is erased is gone from every table, page and file, and all that was proved before is proved still."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.made import login
from tocsin import custody, record, reports
from tocsin.cli import scrubbing
from tocsin.custody import proving, tree
from tocsin.custody.models import Entry, Erasure, KeptSalt, Leaf
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.record.models import Finding
from tocsin.reports.fields import check_fields_of
from tocsin.reports.models import ArchiveCheck, Report, ReportText
from tocsin.whole_store import erasing
from tocsin.whole_store.verifying import faults

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: in no other word of the store, in its files and indexes
SECRET = "Zvartnoqueville"
STORY = (
    f"Officials in {SECRET} said that 3,000 people had fled. "
    f"“We left at night,” the mayor of {SECRET} said on Tuesday.\n\nThe road to {SECRET} is closed.\n"
)
OTHER = "Officials in Goris said that 200 people had arrived.\n"
WHY = "the witness withdrew consent"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are sealed in files from the first byte on."""
    monkeypatch.setattr("tocsin.reports.seal.ROW_BYTES_MAX", 0)
    monkeypatch.setattr("tocsin.reports.prepared.ROW_BYTES_MAX", 0, raising=False)


def take_in(*texts: str) -> list[int]:
    taken = [reports.paste(text, by="ani", now=AT, title=text[:30], publisher="Wire") for text in texts]
    ids = [each.report_id for each in taken if each.report_id]
    assert len(ids) == len(texts)
    record.read_reports(ids, by="worker", now=AT)
    reports.compare(now=AT)
    custody.number()
    return ids


def item_faults() -> list[str]:
    custody.number()
    assert custody.verify().holds, custody.verify().trouble
    return list(faults(lambda: None))


def erase(item: str, *fields: str, now: datetime = AT) -> Erasure:
    return erasing.carry_out(item, fields, reason=WHY, by=login("eraser", "issuer"), now=now)


def whole_dump() -> str:
    """Every row of the store, as one text. Pages of SQLite's indexes are scrubbed after the commit: not here."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.endswith(("_words_data", "_words_idx")):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [repr([_shown(value) for value in row]) for row in cursor.fetchall()]
    return "\n".join(rows)


def _shown(value: Any) -> Any:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


@pytest.mark.django_db
def test_an_erased_report_is_in_no_row_and_the_store_holds() -> None:
    """Bytes, texts, quotes, fields, corrections, title: no table has a word of it; the other report has all of its own."""
    mine, other = take_in(STORY, OTHER)
    figure = Finding.objects.filter(report=mine, kind="figure").first()
    assert figure is not None and Finding.objects.filter(report=mine).count() > 2
    reviewer = login("vera", "reviewer")
    record.review(
        figure.pk,
        decision="corrected",
        by=reviewer,
        now=AT,
        seen=None,
        fields={"value": 3100, "speaker": SECRET},
    )
    check = ArchiveCheck.objects.create(
        report_id=mine, holds=False, faults=[f"{SECRET}.html is missing"], captured=1, checked_at=AT
    )
    with transaction.atomic():
        made = {"item": f"archive-check:{check.pk}", "action": "checked", "actor": "worker", "at": AT}
        custody.log([custody.Act(**made, after=check_fields_of(check))])
    told = erasing.plan(f"report:{mine}", ())
    assert any("sealed bytes" in line for line in told.goes) and any("log" in line for line in told.stays)
    before = whole_dump()
    assert SECRET in before
    erase(f"report:{mine}")
    after = whole_dump()
    assert SECRET not in after and SECRET.lower() not in after.lower()
    assert sha256(STORY.encode()).hexdigest() not in after
    assert item_faults() == []
    assert OTHER.strip() in ReportText.objects.get(report=other).text
    report = Report.objects.get(pk=mine)
    assert report.title == f"[erased on 2026-11-22 for: {WHY}]"
    for finding in Finding.objects.filter(report=mine):
        assert finding.state == "refused" and finding.quote == finding.text.text[finding.start : finding.end]
    with pytest.raises(NotFound, match="erased on"):
        reports.open_sealed(report)


@pytest.mark.django_db
def test_nothing_is_read_compared_or_erased_again_after_it() -> None:
    """The mark is no report's text: no worker reads it. A second erasure is refused, and the same bytes are a new report."""
    (mine,) = take_in(STORY)
    erase(f"report:{mine}")
    count = Finding.objects.count()
    ReportText.objects.get(report=mine).runs.update(reader="older")
    assert record.read_reports([mine], by="worker", now=AT) == 0 and reports.compare(now=AT) == 0
    assert Finding.objects.count() == count
    with pytest.raises(Conflict, match="already"):
        erasing.plan(f"report:{mine}", ())
    (again,) = take_in(STORY)
    assert again != mine and item_faults() == []


@pytest.mark.django_db
def test_every_proof_made_before_holds_after() -> None:
    """Entries of the erased item and of others stand where they stood; who acted can be opened, content cannot."""
    mine, other = take_in(STORY, OTHER)
    size, head = tree.size(), tree.head(tree.size())
    entries = dict(Leaf.objects.values_list("entry_id", "position"))
    proofs = list(proving.prove(entries, size))
    opened = {
        "after.title": Report.objects.get(pk=other).title,
    }
    taken = Entry.objects.get(item=f"report:{other}", action="taken in")
    salts = proving.openings(taken, opened)
    erase(f"report:{mine}")
    custody.number()
    assert tree.head(size) == head and tree.size() > size
    assert list(proving.prove(entries, size)) == proofs
    assert proving.openings(taken, opened) == salts
    gone = Entry.objects.get(item=f"report:{mine}", action="taken in")
    assert gone.salt is None and [row.path for row in gone.kept_salts.all()] == ["actor"]
    assert proving.openings(gone, {"actor": "ani"})[0].value == "ani"
    with pytest.raises(NotFound, match="erased"):
        proving.openings(gone, {"after.title": STORY[:30]})
    (line,) = [each for each in custody.entries(f"report:{mine}") if each.action == "taken in"]
    assert line.actor == "ani"


@pytest.mark.django_db
def test_one_field_goes_and_the_others_stay_open() -> None:
    """A finding's speaker alone: quote, decision and who decided can be proved as before, the speaker by nobody."""
    (mine,) = take_in(STORY)
    figure = Finding.objects.filter(report=mine, kind="figure").first()
    assert figure is not None
    reviewer = login("vera", "reviewer")
    record.review(
        figure.pk, decision="corrected", by=reviewer, now=AT, seen=None, reason="seen",
        fields={"value": 3100, "speaker": "A. Mayor"},
    )  # fmt: skip
    erase(f"finding:{figure.pk}", "speaker")
    figure.refresh_from_db()
    assert (
        figure.current["speaker"] is None and figure.current["value"] == 3100 and figure.state == "corrected"
    )
    assert "A. Mayor" not in whole_dump() and item_faults() == []
    entry = Entry.objects.get(item=f"finding:{figure.pk}", action="corrected")
    kept = set(entry.kept_salts.values_list("path", flat=True))
    assert {"actor", "reason", "after.state", "after.review"} <= kept and "after.fields" not in kept
    assert custody.opened(entry, {"state": "corrected", "review": figure.review_id}) == []
    assert custody.opened(entry, {"state": "accepted"}) == ["state"]
    read = Entry.objects.get(item=f"report:{mine}", action="read")
    assert f"after.finding:{figure.pk}" not in set(read.kept_salts.values_list("path", flat=True))
    assert read.kept_salts.count() > 1


@pytest.mark.django_db
def test_a_whole_finding_and_a_title_go_alone() -> None:
    """The text stays with the finding, and is said to; the report keeps its bytes with the title."""
    (mine,) = take_in(STORY)
    finding = Finding.objects.filter(report=mine).first()
    assert finding is not None
    assert any(f"report:{mine}" in line for line in erasing.plan(f"finding:{finding.pk}", ()).stays)
    who = login("eraser", "issuer")
    erasing.carry_out(f"finding:{finding.pk}", (), reason=WHY, by=who, now=AT)
    erasing.carry_out(f"report:{mine}", ("title",), reason=WHY, by=who, now=AT)
    report = Report.objects.get(pk=mine)
    assert report.title.startswith("[erased") and SECRET.encode() in reports.open_sealed(report)
    finding.refresh_from_db()
    assert finding.quote.startswith("[erased") and finding.state == "refused"
    assert item_faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("item", "fields", "why", "error"),
    [
        ("report:{}", (), f"{SECRET} asked", WrongUse),
        ("report:{}", (), "  ", WrongUse),
        ("report:{}", (), "x" * 201, WrongUse),
        ("report:{}", ("sha256",), WHY, WrongUse),
        ("report:999999", (), WHY, NotFound),
        ("alert:1", (), WHY, WrongUse),
        ("report:١", (), WHY, WrongUse),
        ("finding:{first}", ("nothing",), WHY, WrongUse),
    ],
)
def test_what_cannot_be_erased_is_refused_and_nothing_is_done(
    item: str, fields: tuple[str, ...], why: str, error: type[Exception]
) -> None:
    """Not with a reason that says it again, not a part that is no field, and nothing else than the three nouns."""
    (mine,) = take_in(STORY)
    first = Finding.objects.filter(report=mine).order_by("pk").values_list("pk", flat=True)[0]
    Report.objects.filter(pk=mine).update(publisher=SECRET)
    who, before = login("eraser", "issuer"), Entry.objects.count()
    with pytest.raises(error):
        erasing.carry_out(item.format(mine, first=first), fields, reason=why, by=who, now=AT)
    assert Entry.objects.count() == before and not Erasure.objects.exists()


@pytest.mark.django_db
def test_bringing_words_back_or_another_actor_is_told() -> None:
    """Whoever writes into an erased item, or into who acted on it, is found by the check of the whole store."""
    (mine,) = take_in(STORY)
    erase(f"report:{mine}")
    assert item_faults() == []
    ReportText.objects.filter(report=mine).update(text="More.")
    Report.objects.filter(pk=mine).update(publisher="Other")
    told = " ".join(item_faults())
    assert f"report:{mine}: publisher" in told and f"report:{mine}: text" in told
    for change in ({"value": "somebody"}, {"path": "reason"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            KeptSalt.objects.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Erasure.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_came_again_stays(large: None) -> None:
    """The same bytes taken in between commit and sweeping are a report of their own, and keep their file."""
    (mine,) = take_in(STORY)
    erase(f"report:{mine}", now=datetime.now(UTC))
    (again,) = take_in(STORY)
    assert scrubbing.scrub(AT) == []
    assert reports.open_sealed(Report.objects.get(pk=again)) == STORY.encode()
    assert item_faults() == [] and Erasure.objects.get().files == []

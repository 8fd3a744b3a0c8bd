"""Erasing reaches people's own words on what is erased, and one paragraph can go without the rest of its report."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from tests.cli.test_erase import WHY, item_faults, whole_dump
from tests.made import login
from tests.relief.spending import test_needing as needing
from tocsin import assessment, custody, record, reports, situations
from tocsin.custody import log_keys
from tocsin.custody.models import Entry
from tocsin.custody.note import VerifierKey
from tocsin.errors import NotFound, WrongUse
from tocsin.publishing import dossier
from tocsin.publishing.dossier import verify
from tocsin.publishing.dossier.checking.verdict import Asked
from tocsin.publishing.dossier.checking.whole import check
from tocsin.record.models import Finding
from tocsin.record.verification_models import Consent, Credibility
from tocsin.relief.models import Need
from tocsin.reports.models import Report, ReportText
from tocsin.whole_store import erasable, erasing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLD = (
    "Officials said that 3,000 people had fled on Tuesday.\n\n"
    "“We left at night,” said Mary Quillfeather, a baker. She counted 40 dead.\n\n"
    "The governor said that 200 people had arrived.\n"
)
OTHER = "Officials in Goris said that 200 people had arrived.\n"


@pytest.fixture
def eraser() -> User:
    return login("eraser", "issuer")


def world() -> tuple[int, int, User]:
    """Two reports that were read; the first is what people told us. Its number, the other's, and who judged."""
    ids = [
        reports.paste(text, by="ani", now=AT, title=text[:20], publisher="Wire").report_id or 0
        for text in (TOLD, OTHER)
    ]
    record.read_reports(ids, by="worker", now=AT)
    return ids[0], ids[1], login("vera", "reviewer")


def quoted(report: int, words: str) -> Finding:
    return next(each for each in Finding.objects.filter(report=report) if words in each.quote)


def test_reasons_in_a_finished_assessment_go_and_nothing_else_of_it_can(eraser: User) -> None:
    """Of evidence, of a judgement and of its second reading; what they came to stays, and the store holds."""
    mine, _, _ = world()
    found, analyst, lawyer = quoted(mine, "40"), login("ana", "analyst"), login("lou", "lawyer")
    crisis = situations.open_situation("the-night", title="The night", by="ana", now=AT)
    situations.gather(crisis, [mine], by="ana", now=AT)
    record.review(found.pk, decision="accepted", by=analyst, now=AT, seen=None)
    row = assessment.begin(crisis, assessment.latest("un-foa-2014", now=AT), by=analyst, now=AT)
    said = {"by": analyst, "now": AT, "seen": None}
    assessment.weigh(
        row, "6.8", found.pk, side="for", standing="accepted", reason="the baker counted them", **said
    )
    judged = assessment.judge(
        row, "6.8", verdict="partly", confidence="low", reason="by Mary Quillfeather alone", **said
    )
    row = assessment.submit(row, by=analyst, now=AT)
    assessment.second_read(judged, agrees=True, reason=f"see report {mine}", by=lawyer, now=AT)
    row = assessment.finish(row, by=lawyer, now=AT)
    assert any("3 reasons" in line for line in erasing.plan(f"report:{mine}", []).goes)
    erasing.carry_out(f"report:{mine}", [], reason=WHY, by=eraser, now=AT)
    judged.refresh_from_db()
    evidence = row.evidence.get(by=analyst)
    reasons = [evidence.reason, judged.reason, judged.second_reading.reason]
    assert all(reason.startswith("[erased on 2026-11-22 for: ") for reason in reasons), reasons
    assert (evidence.standing, judged.verdict) == ("accepted", "partly")
    assert "Quillfeather" not in whole_dump() and "baker counted" not in whole_dump()
    assert item_faults() == []
    other = assessment.begin(crisis, row.framework, by=analyst, now=AT)
    for rows, change in (
        (row.evidence, {"standing": "refused"}),
        (row.judgements, {"verdict": "supported"}),
        (row.judgements, {"assessment": other}),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.update(**change)


def test_reasons_about_an_erased_report_go_and_those_that_name_whom_it_told_of(eraser: User) -> None:
    """Of consents, levels, links, grades and decisions elsewhere. Each judgement stays, and the store holds."""
    mine, other, vera = world()
    figure, theirs = quoted(mine, "3,000"), quoted(other, "200")
    record.tell_us(mine, True, reason="the baker came to the office", by=vera, now=AT, seen=None)
    record.consent(
        mine,
        "court",
        "given",
        how="by her hand, at her sister's",
        given_on=date(2026, 11, 1),
        by=vera,
        now=AT,
        seen=None,
    )
    record.credit(figure.pk, 2, reason="a colleague saw the list", by=vera, now=AT, seen=None)
    record.link(
        theirs.pk, figure.pk, "corroborates", reason="both counted at one gate", by=vera, now=AT, seen=None
    )
    record.credit(theirs.pk, 3, reason="Mary Quillfeather says otherwise", by=vera, now=AT, seen=None)
    record.review(
        theirs.pk, decision="disputed", by=vera, now=AT, seen=None, reason=f"see Report {mine}, last line"
    )
    situations.gather(
        situations.open_situation("road", title="The road", by="ani", now=AT), [other], by="ani", now=AT,
        reason="Mary Quillfeather asked for it",
    )  # fmt: skip
    told = erasing.plan(f"report:{mine}", ())
    assert any(line.startswith("7 reasons") for line in told.goes), told.goes
    erasing.carry_out(f"report:{mine}", (), reason=WHY, by=eraser, now=AT)
    dump = whole_dump()
    for words in ("Quillfeather", "the baker came", "her sister", "a colleague saw", "one gate", "last line"):
        assert words not in dump, words
    assert Consent.objects.get().reason == f"[erased on 2026-11-22 for: {WHY}]"
    assert Credibility.objects.get(finding=theirs).grade == 3 and item_faults() == []
    given = Entry.objects.get(item=f"consent:{Consent.objects.get().pk}", action="consent given")
    assert custody.opened(given, {"use": "court", "verdict": "given"}) == []


def test_whoever_is_named_elsewhere_too_keeps_the_reasons_that_name_them(eraser: User) -> None:
    """Their name is no secret of the erased report."""
    mine, _other, _vera = world()
    assert erasable.told_of(Report.objects.get(pk=mine), ()).names == {"Mary Quillfeather"}
    reports.paste("Mary Quillfeather is a baker.\n", by="ani", now=AT, title="x")
    assert erasable.told_of(Report.objects.get(pk=mine), ()).names == frozenset()


def test_one_paragraph_goes_with_the_bytes_and_the_rest_stays(
    eraser: User, settings: Any, tmp_path: Path
) -> None:
    """Its findings, the sealed bytes and the translation go; other findings keep their places, and a dossier holds."""
    settings.TOCSIN_HOME = tmp_path / "home"
    log_keys.new_key(by="command line", now=AT, name="desk.example/log")
    mine, _other, vera = world()
    reports.add_text(
        mine, kind="translation", text="Mary Quillfeather zählte 40 Tote.", written_by="Jo", by="ani", now=AT
    )
    left = quoted(mine, "200")
    record.credit(left.pk, 3, reason="Mary Quillfeather says otherwise", by=vera, now=AT, seen=None)
    with pytest.raises(WrongUse, match="has no paragraph 7"):
        erasing.plan(f"report:{mine}", ["text.7"])
    told = erasing.plan(f"report:{mine}", ["text.1"])
    assert any("1 paragraph " in line for line in told.goes) and any("title" in line for line in told.stays)
    erasing.carry_out(f"report:{mine}", ["text.1"], reason=WHY, by=eraser, now=AT)
    dump = whole_dump()
    assert (
        "Quillfeather" not in dump and "40 dead" not in dump and sha256(TOLD.encode()).hexdigest() not in dump
    )
    text = ReportText.objects.get(report=mine, kind="original").text
    assert "3,000 people" in text and text[left.start : left.end] == left.quote
    assert Finding.objects.get(pk=left.pk).state == "open" and item_faults() == []
    with pytest.raises(NotFound, match="no bytes any more"):
        reports.open_sealed(Report.objects.get(pk=mine))
    made = dossier.make(dossier.items([f"report:{mine}"]), tmp_path / "made", by="ani", now=AT).folder
    key = str(log_keys.verifiers()[0])
    assert verify.main([str(made), "--key", key]) == 0
    assert check(made, Asked(keys=[VerifierKey.read(key)])).code == 0
    erasing.carry_out(f"report:{mine}", (), reason=WHY, by=login("second", "issuer"), now=AT)
    assert "3,000 people" not in whole_dump() and item_faults() == []


def test_a_finding_that_a_need_rests_on_can_be_erased(eraser: User) -> None:
    """Of the need the reason goes; what was reckoned stays, and the database refuses any change of it."""
    of, figure = needing.world()
    need = needing.stated(of, figure)
    faults = item_faults()
    erasing.carry_out(f"finding:{figure.pk}", (), reason=WHY, by=eraser, now=AT)
    need.refresh_from_db()
    assert need.reason.startswith("[erased on ") and need.people_low == 97735
    assert item_faults() == faults
    with pytest.raises(DatabaseError, match="another word supersedes it"), transaction.atomic():
        Need.objects.update(people_low=1)

"""Levels of reports, findings and fields; two people for what is highly sensitive; what people told us."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from tests.made import NOW, finding, login, report
from tocsin import custody, record
from tocsin.errors import NotAllowed, WrongUse
from tocsin.record.access import running
from tocsin.record.consenting import item_named
from tocsin.record.levels import WITHHELD, Viewer, may_use
from tocsin.record.masking import at_desk, public, veil
from tocsin.record.models import Finding
from tocsin.record.verification_models import Mask, Viewing
from tocsin.reports.models import Report
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def said() -> Finding:
    """Nare Petrosyan said that buses left."""
    text = report("Nare Petrosyan said that buses left.")
    return finding(text, "statement", text.text, speaker_name="Nare Petrosyan")


@pytest.fixture
def ani() -> User:
    return login("ani", "analyst")


@pytest.fixture
def bo() -> User:
    return login("bo", "reviewer")


def seen(pk: int, viewer: Viewer) -> Finding:
    return veil(Finding.objects.select_related("report", "review", "mask").get(pk=pk), viewer)


@pytest.mark.parametrize("level", ["open", "restricted", "sensitive"])
@pytest.mark.parametrize("of", ["report", "finding", "field"])
def test_each_sees_up_to_their_level(said: Finding, ani: User, of: str, level: str) -> None:
    """Nare Petrosyan said that buses left."""
    item = f"report:{said.report_id}" if of == "report" else f"finding:{said.pk}"
    field = "speaker_name" if of == "field" else ""
    record.set_level(item, level, field=field, reason="in danger", by=ani, now=NOW)
    for viewer in Viewer:
        told = seen(said.pk, viewer)
        visible = ("open", "restricted", "sensitive").index(level) <= list(Viewer).index(viewer)
        assert (told.fields["speaker_name"] == "Nare Petrosyan") == visible, viewer
        assert ("Nare" in told.quote) == visible and ("Petrosyan" in told.quote) == visible
        assert len(told.quote) == len("Nare Petrosyan said that buses left.")
    assert Finding.objects.filter(public()).exists() == (level == "open" or of == "field")
    assert Finding.objects.filter(at_desk()).exists() == (level != "sensitive" or of == "field")


def test_what_is_highly_sensitive_is_lowered_by_two(said: Finding, ani: User, bo: User) -> None:
    """Neither whoever raised it, nor anybody else alone; after the time has run out nobody."""
    item = f"report:{said.report_id}"
    record.set_level(item, "sensitive", reason="in danger", by=ani, now=NOW)
    with pytest.raises(NotAllowed, match="nobody lowers that alone"):
        record.set_level(item, "restricted", reason="safe now", by=ani, now=NOW)
    with pytest.raises(NotAllowed, match="nobody lowers that alone"):
        record.set_level(item, "open", reason="safe now", by="command line", now=NOW)
    asked = record.ask(item, "lower", reason="safe now", by=ani, now=NOW)
    with pytest.raises(NotAllowed, match="whoever asks does not answer"):
        record.answer(asked.pk, "granted", reason="me too", by=ani, now=NOW, hours=1)
    record.answer(asked.pk, "granted", reason="he is abroad", by=bo, now=NOW, hours=1)
    with pytest.raises(NotAllowed):
        record.set_level(item, "restricted", reason="safe now", by=ani, now=NOW + HOUR)
    with pytest.raises(NotAllowed):
        record.set_level(item, "restricted", reason="safe now", by=bo, now=NOW)
    record.set_level(item, "restricted", reason="safe now", by=ani, now=NOW)
    assert Report.objects.get().sensitivity == "restricted"


def test_a_grant_is_one_persons_for_one_use_and_a_time(said: Finding, ani: User, bo: User) -> None:
    """It is refused or ended by a row of its own; hours are bounded; what was answered is not answered again."""
    item = f"finding:{said.pk}"
    asked = record.ask(item, "view", reason="to review it", by=ani, now=NOW)
    with pytest.raises(WrongUse, match="asked for this already"):
        record.ask(item, "view", reason="again", by=ani, now=NOW)
    for hours in (None, 0, 10_000):
        with pytest.raises(WrongUse):
            record.answer(asked.pk, "granted", reason="yes", by=bo, now=NOW, hours=hours)
    granted = record.answer(asked.pk, "granted", reason="yes", by=bo, now=NOW, hours=2)
    assert running(item, ani, "view", NOW + HOUR) == granted
    assert running(item, ani, "view", NOW + 2 * HOUR) is None
    assert running(item, ani, "export", NOW) is None and running(item, bo, "view", NOW) is None
    with pytest.raises(WrongUse, match="cannot be"):
        record.answer(granted.pk, "refused", reason="no", by=bo, now=NOW)
    record.answer(granted.pk, "ended", reason="done", by=ani, now=NOW)
    assert running(item, ani, "view", NOW) is None


def test_a_viewing_is_logged_once_an_hour_for_each_person(said: Finding, ani: User, bo: User) -> None:
    """Item, viewer and time; the log's entry is held to the row."""
    item = f"finding:{said.pk}"
    for viewer, at in ((ani, NOW), (ani, NOW + HOUR / 2), (ani, NOW + HOUR), (bo, NOW)):
        record.note_viewing(item, viewer, at)
    assert Viewing.objects.count() == 3
    row = Viewing.objects.get(viewer=bo)
    [entry] = custody.entries(f"viewing:{row.pk}")
    assert (entry.action, entry.actor, entry.at) == ("viewed", "bo", NOW)


def test_what_people_told_us_is_used_as_they_consent(said: Finding, ani: User) -> None:
    """From the first word on it is kept to the desk and unnamed; each consent opens one use, and is taken back."""
    number, item = said.report_id, f"report:{said.report_id}"
    facts = {"by": ani, "now": NOW, "given_on": date(2023, 9, 28), "how": "spoken, recorded"}
    with pytest.raises(WrongUse, match="nobody said that people told us"):
        record.consent(number, "publish", "given", seen=None, **facts)
    record.tell_us(number, True, reason="an interview", by=ani, now=NOW, seen=None)
    assert Report.objects.get().sensitivity == "restricted"
    assert seen(said.pk, Viewer.PUBLIC).fields["speaker_name"] == WITHHELD
    with pytest.raises(NotAllowed, match="did not consent"):
        record.set_level(item, "open", reason="it matters", by=ani, now=NOW)
    given = record.consent(number, "publish", "given", seen=None, **facts)
    record.set_level(item, "open", reason="it matters", by=ani, now=NOW)
    assert may_use(item_named(item), "publish", NOW)
    assert not may_use(item_named(f"finding:{said.pk}"), "name", NOW)
    assert seen(said.pk, Viewer.PUBLIC).fields["speaker_name"] == WITHHELD
    record.consent(number, "name", "given", seen=None, **facts)
    assert seen(said.pk, Viewer.PUBLIC).fields["speaker_name"] == "Nare Petrosyan"
    record.consent(number, "publish", "withdrawn", seen=given.pk, **facts)
    assert Report.objects.get().sensitivity == "restricted"
    answer = may_use(item_named(item), "publish", NOW)
    assert not answer and answer.remedy


def test_whoever_marks_later_names_nobody(said: Finding, ani: User) -> None:
    """A finding that is marked after people told us the report has the same mask."""
    record.tell_us(said.report_id, True, reason="an interview", by=ani, now=NOW, seen=None)
    later = record.mark(
        said.text_id, kind="statement", start=0, end=4, fields={"speaker_name": "Nare"}, by=ani, now=NOW
    )
    assert seen(later.pk, Viewer.PUBLIC).fields["speaker_name"] == WITHHELD


def test_export_of_what_is_highly_sensitive_needs_two(said: Finding, ani: User, bo: User) -> None:
    """For a court as for partners, by a grant on the finding or on its report, for that person alone."""
    record.set_level(f"finding:{said.pk}", "sensitive", reason="in danger", by=ani, now=NOW)
    item = f"finding:{said.pk}"
    assert not may_use(item_named(item, person=ani, now=NOW), "court", NOW)
    asked = record.ask(f"report:{said.report_id}", "export", reason="for the court", by=ani, now=NOW)
    record.answer(asked.pk, "granted", reason="agreed", by=bo, now=NOW, hours=1)
    assert may_use(item_named(item, person=ani, now=NOW), "court", NOW)
    assert not may_use(item_named(item, person=bo, now=NOW), "court", NOW)
    assert not may_use(item_named(item, person=ani, now=NOW), "publish", NOW)


def test_a_mask_lifted_behind_the_log_is_found(said: Finding, ani: User) -> None:
    """Whoever deletes or changes a mask opens nothing unseen."""
    record.set_level(f"finding:{said.pk}", "sensitive", field="speaker_name", reason="x", by=ani, now=NOW)
    told = f"finding:{said.pk}: who may see it is not what the log says"
    assert told not in list(faults(lambda: None))
    Mask.objects.update(fields={})
    assert told in list(faults(lambda: None))


def test_a_field_that_cannot_be_masked_is_named(said: Finding, ani: User) -> None:
    """With those that can; a report has no fields."""
    with pytest.raises(WrongUse, match="speaker_name"):
        record.set_level(f"finding:{said.pk}", "restricted", field="act", reason="x", by=ani, now=NOW)
    with pytest.raises(WrongUse, match="no field"):
        record.set_level(f"report:{said.report_id}", "restricted", field="title", reason="x", by=ani, now=NOW)

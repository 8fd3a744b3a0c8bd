"""How sheets are read, kept under a name."""

import pytest

from tests import made
from tocsin import custody, record
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reading.sheet_columns import SheetMapping
from tocsin.record.loading import load_figures
from tocsin.record.mappings import committed_mapping
from tocsin.record.models import Finding, KeptMapping, ReadingRun

pytestmark = pytest.mark.django_db

HEADINGS = ["When", "How many"]
MAPPING = SheetMapping.of({"columns": {"when": "as_of", "how many": "value:killed:stock"}})


def save(by, seen=None, name="office", **more):
    return record.save_mapping(name, MAPPING, headings=HEADINGS, by=by, now=made.NOW, seen=seen, **more)


def test_a_mapping_is_found_by_its_name_and_by_the_shape_of_a_sheet():
    """The last one saved of a name; for a shape that of the same publisher first."""
    rita = made.login("rita", "reviewer")
    first = save(rita, publisher="The Office")
    other = save(rita, name="wire", publisher="Wire Two")
    last = save(rita, seen=first.pk, publisher="The Office")
    assert record.mapping_named("office") == last
    assert record.mapping_for(["how_many", "WHEN"], "The Office") == last
    assert record.mapping_for(HEADINGS, "Wire Two") == other
    assert record.mapping_for(["Elsewhere"]) is None
    assert SheetMapping.of(last.mapping) == MAPPING
    assert custody.differs(f"mapping:{last.pk}", committed_mapping(last)) == []


def test_nobody_overwrites_what_somebody_else_saved():
    """Who has not seen the last one is told; both names stay as they were."""
    rita = made.login("rita", "reviewer")
    save(rita)
    with pytest.raises(Conflict, match="the mapping 'office'"):
        save(rita)
    assert KeptMapping.objects.count() == 1


def test_names_are_checked():
    """A name that cannot be, and one that nothing has."""
    with pytest.raises(WrongUse, match="cannot name a mapping"):
        save(made.login("rita", "reviewer"), name="../office")
    with pytest.raises(NotFound, match="no mapping is saved as 'office'"):
        record.mapping_named("office")


def test_a_load_keeps_what_it_was_read_by_and_happens_once():
    """Beside the findings, committed to in the log; the same sheet by another mapping adds nothing."""
    text = made.report("When,How many\n2031-05-02,5\n")
    findings = load_figures(text.report_id, by="tests", now=made.NOW, mapping=MAPPING)
    assert [each.fields["value"] for each in findings] == [5]
    run = ReadingRun.objects.get()
    assert run.mapping == MAPPING.as_dict()
    assert load_figures(text.report_id, by="tests", now=made.NOW, mapping=MAPPING) == []
    assert Finding.objects.count() == 1


def test_each_worksheet_is_loaded_once():
    """Two worksheets of one workbook are two loads."""
    head = "as_of,measure,value\n"
    sheets = ("May", f"{head}2031-05-02,killed,5\n"), ("June", f"{head}2031-06-02,killed,6\n")
    text = made.report("".join(f"[worksheet] {name}\n{rows}" for name, rows in sheets))
    for worksheet, count in (("", 1), ("June", 1), ("May", 0), ("June", 0)):
        mapping = SheetMapping(worksheet=worksheet)
        assert len(load_figures(text.report_id, by="tests", now=made.NOW, mapping=mapping)) == count


def test_a_sheet_loaded_by_the_reader_before_is_not_loaded_again():
    """A new version of the reader doubles no figure."""
    text = made.report("as_of,measure,value\n2031-05-02,killed,5\n")
    ReadingRun.objects.create(text=text, reader="sheet-1", read_at=made.NOW)
    assert load_figures(text.report_id, by="tests", now=made.NOW) == []

"""The indexes of words stand, whatever migrations came after them."""

import pytest
from django.db import connection

from tests import made
from tocsin.holding import holding
from tocsin.question import terms_of
from tocsin.reports.models import Report, ReportText
from tocsin.word_index import drop, make

pytestmark = pytest.mark.django_db

INDEXED = (
    "reports_reporttext", "reports_report", "record_finding", "record_review", "situations_situation",
    "situations_decision", "situations_outcome", "alerts_alert", "alerts_sentence",
)  # fmt: skip


@pytest.mark.parametrize("table", INDEXED)
def test_every_index_is_kept_by_its_triggers(table):
    """SQLite drops triggers when Django rebuilds a table: a migration that does so must drop and make the index again."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its own")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        names = {row[0] for row in cursor.fetchall()}
    assert {f"{table}_words_{name}" for name in ("put", "take", "change")} <= names


def test_an_index_made_anew_holds_the_rows_that_stood_before():
    """Dropped and made over two reports, as a migration does it: their words are found."""
    made.report("The bridge stands."), made.report("The bridge fell.")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # nothing of this transaction is left to be checked
        for statement in [
            *drop(connection.vendor, "reports_reporttext"),
            *make(connection.vendor, "reports_reporttext", ["text"]),
        ]:
            cursor.execute(statement)
    assert ReportText.objects.filter(holding(ReportText, terms_of("bridge"))).count() == 2


def test_a_title_that_changes_is_found_by_its_new_words_alone():
    """The index follows every change."""
    row = made.report("Old words of a title").report
    Report.objects.filter(pk=row.pk).update(title="Another heading")
    found = [Report.objects.filter(holding(Report, terms_of(words))).exists() for words in ("old", "heading")]
    assert found == [False, True]


def test_a_text_of_more_words_than_a_vector_holds_is_taken_in():
    """A hostile text of half a million different words is kept on both stores, and found by its first ones."""
    text = " ".join(f"w{number:x}q" for number in range(400_000))
    made.report(text)
    assert ReportText.objects.filter(holding(ReportText, terms_of("w7q"))).count() == 1

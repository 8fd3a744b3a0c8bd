"""The tables of words, places and measures."""

from __future__ import annotations

import pytest

from tocsin.reading.tables import rows

TABLES = """
own_places countries states regions place_adjectives place_words
zones numbers quantifiers units measures stock_flow place_roles place_nouns change_words
number_labels phrase_stops bare_nouns sentence_words count_words measure_bars measure_words
dimensions measure_units rate_nouns currency_names sheet_columns sheet_tags sheet_attributes sheet_totals
"""
#: which columns may be empty: a place of no one country, a zone without summer time
MAY_BE_EMPTY = {"own_places": {1}, "zones": {2}, "states": {1}}


@pytest.mark.parametrize("name", TABLES.split())
def test_a_table_is_whole(name: str) -> None:
    """Every row is as wide as the first and fills its columns."""
    width = len(rows(name)[0])
    for row in rows(name):
        assert len(row) == width, row
        assert {index for index, cell in enumerate(row) if not cell.strip()} <= MAY_BE_EMPTY.get(
            name, set()
        ), row


@pytest.mark.parametrize(
    "name",
    [
        "measures",
        "measure_bars",
        "units",
        "quantifiers",
        "stock_flow",
        "change_words",
        "place_roles",
        "count_words",
    ],
)
def test_a_word_stands_once(name: str) -> None:
    """A word with two meanings in one table would have the one that is read first, silently."""
    words = [row[0].lower() for row in rows(name)]
    doubled = {word for word in words if words.count(word) > 1}
    assert doubled <= {"at least", "at most"}  # before a number and after it

"""The forms in which findings are corrected."""

from typing import Any

import pytest

from tocsin.errors import WrongUse
from tocsin.record.fields import NOUN_OF_KIND, complete
from tocsin.web.finding_forms import finding_form, typed_fields

FULL: dict[str, dict[str, Any]] = {
    "figure": {
        "value": 42500,
        "quantifier": "about",
        "unit": "person",
        "term": "crossed",
        "kind": "stock",
        "as_of": "2023-09-27T08:00+04:00",
        "places": [
            {"name": "Artsakh", "country": None, "role": "origin"},
            {"name": "Armenia", "country": "ARM", "role": "destination"},
        ],
        "part_of": 3,
    },
    "statement": {
        "speaker_name": "A border official",
        "speakers": [{"start": 0, "end": 4}],
        "cue": {"start": 5, "end": 9},
        "content": [{"start": 5, "end": 9}],
        "direct": True,
        "relayed_by": ["Example Gazette", "Hill Radio"],
        "denies": 1,
    },
    "time": {"type": "DATE", "value": "2023-09-29"},
    "place": {"name": "Goris", "lat": 39.5, "lon": 46.3, "country": "ARM", "known_as": ["Goris"]},
    "event": {"type": "assault", "when": "2023-09-20", "certainty": "unconfirmed"},
    "call": {"speaker_name": "The Institute", "addressee": "all states", "action": "open a corridor"},
    "response": {"body": "Security Council", "what": "met", "result": "no action"},
    "qualification": {"term": "genocide", "by": "The Institute", "certainty": "denied"},
    "appeal": {
        "collector": "Finance Ministry",
        "accounts": [{"number": "1234 5678", "currency": "AMD"}, {"number": "9", "currency": None}],
        "channels": [{"kind": "card", "currency": "any"}],
        "links": ["https://gifts.invalid/"],
    },
    "problem": {"reason": "no year is printed"},
}


def posted(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends for the form as it is shown."""
    form = finding_form(kind, fields=fields)
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize("kind", NOUN_OF_KIND)
def test_a_form_sent_as_it_was_shown_changes_nothing(kind: str) -> None:
    """All fields of every kind come back as they were, those that the form does not show among them."""
    fields = complete(kind, FULL[kind], start=10, end=20)
    form = finding_form(kind, data=posted(kind, fields))
    assert form.is_valid(), form.errors
    assert complete(kind, typed_fields(form, fields), start=10, end=20) == fields


@pytest.mark.parametrize("typed", ["97735", "97,735", " 97 735 ", "97\u00a0735"])
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    """Separators are no part of a number."""
    form = finding_form("figure", data={"field-value": typed, "field-quantifier": "exact"})
    assert form.is_valid() and form.cleaned_data["value"] == 97735


@pytest.mark.parametrize("typed", ["many", "1e", "0x1", "--5"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    """The form says which field, and how a number is written."""
    form = finding_form("figure", data={"field-value": typed, "field-quantifier": "exact"})
    assert "Write a number" in str(form.errors["value"])


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999"])
def test_a_number_that_is_none_is_not_stored(typed: str) -> None:
    """What Python would take for a float is refused before it reaches the record."""
    form = finding_form("figure", data={"field-value": typed, "field-quantifier": "exact"})
    assert not form.is_valid()


def test_a_place_whose_name_changes_loses_the_country_of_the_other() -> None:
    """The country was known of the name that stood there."""
    fields = complete("figure", FULL["figure"], start=0, end=1)
    data = posted("figure", fields) | {"field-places": "origin: Artsakh\ndestination: Georgia"}
    form = finding_form("figure", data=data)
    assert form.is_valid()
    assert typed_fields(form, fields)["places"][1] == {
        "name": "Georgia",
        "country": None,
        "role": "destination",
    }


def test_a_new_finding_needs_what_its_kind_cannot_do_without() -> None:
    """A time without a value is not marked."""
    assert not finding_form("time", data={"field-type": "DATE"}).is_valid()
    form = finding_form("figure", data={"field-quantifier": "exact"})
    assert form.is_valid()
    with pytest.raises(WrongUse, match="needs a number"):
        complete("figure", typed_fields(form, {}), start=0, end=1)

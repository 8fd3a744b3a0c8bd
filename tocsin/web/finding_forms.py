"""The form in which a person corrects a finding, or marks one: made from the noun that reading returns.

Spans inside a finding (speakers, cue, content) and its links to other findings are kept as they were read: a
person corrects what is said, not where the program saw it.
"""

import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from dataclasses import fields as fields_of
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.reading.findings import AppealAccount, Channel, FigurePlace, Span
from tocsin.record.fields import NOUN_OF_KIND
from tocsin.web.finding_words import PLACE_ROLES, label

Json = Any
_NOT_EDITED = frozenset({"start", "end", "part_of", "denies"})
_LINES = gettext_lazy("One on each line.")
#: characters that a person may type into one field
_CHARS_MAX = 2000
_NUMBER_CHARS_MAX = 40


class NumberField(forms.Field):
    """97735, 97,735 or 0.5; nothing is None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": _NUMBER_CHARS_MAX})

    def to_python(self, value: Any) -> Any:
        text = "".join((value or "").replace(",", "").split())
        if not text:
            return None
        try:
            number = int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            number = math.nan
        if len(text) > _NUMBER_CHARS_MAX or not math.isfinite(number):
            raise forms.ValidationError(_("Write a number, such as 97,735."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value)


class LinesField(forms.Field):
    """A list, one item on each line, each written and read by a pair of functions."""

    widget = forms.Textarea(attrs={"rows": 3, "maxlength": _CHARS_MAX})

    def __init__(self, write: Callable[[Json], str], read: Callable[[str], Json], **kwargs: Any) -> None:
        self.write, self.read = write, read
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = value or ""
        if len(text) > _CHARS_MAX:
            raise forms.ValidationError(_("Write at most %(n)s characters.") % {"n": _CHARS_MAX})
        return [self.read(line.strip()) for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.write, value)) if isinstance(value, list | tuple) else value


def finding_form(
    kind: str, *, fields: Mapping[str, Json] | None = None, data: Mapping[str, Any] | None = None
) -> forms.Form:
    """A form of the kind's own fields, filled with `fields`, or with what was posted."""
    form = forms.Form(data, initial=dict(fields or {}), prefix="field", label_suffix="")
    noun = NOUN_OF_KIND[kind]
    hints = get_type_hints(noun)
    for field in fields_of(noun):
        made = None if field.name in _NOT_EDITED else _form_field(hints[field.name], field.default is MISSING)
        if made is not None:
            made.label = label(kind, field.name).capitalize()
            form.fields[field.name] = made
    return form


def typed_fields(form: forms.Form, before: Mapping[str, Json]) -> dict[str, Json]:
    """All fields of a valid form, over those that the form does not show."""
    typed = dict(form.cleaned_data)
    if "places" in typed:
        typed["places"] = _with_countries(typed["places"] or [], before.get("places") or ())
    return {**before, **typed}


def _form_field(hint: Any, required: bool) -> forms.Field | None:
    """The field that asks for a value of this type; None for what is not edited."""
    parts = _parts_of(hint)
    choices = _choices_of(parts)
    if choices:
        return _choice_field(choices, optional=type(None) in parts)
    if get_origin(hint) is tuple:
        return _list_field(get_args(hint)[0])
    plain = set(parts) - {type(None)}
    if plain <= {int, float}:
        return NumberField(required=False)
    if plain == {bool}:
        return forms.BooleanField(required=False)
    if plain == {str}:
        optional = type(None) in parts
        return forms.CharField(
            required=required and not optional, max_length=_CHARS_MAX, empty_value=None if optional else ""
        )
    assert plain == {Span}, hint
    return None


def _choice_field(choices: tuple[str, ...], *, optional: bool) -> forms.Field:
    named = [(each, each.replace("_", " ")) for each in choices]
    return forms.TypedChoiceField(
        choices=[("", "—"), *named] if optional else named, required=not optional, empty_value=None
    )


def _parts_of(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _choices_of(parts: tuple[Any, ...]) -> tuple[str, ...]:
    """The values of the Literal among the parts."""
    literals = (part for part in parts if get_origin(part) is Literal)
    return tuple(value for literal in literals for value in get_args(literal))


def _list_field(item: Any) -> forms.Field | None:
    if item is Span:
        return None
    write, read, help_text = _LISTS[item]
    return LinesField(write, read, required=False, help_text=help_text)


def _write_place(place: Mapping[str, Json]) -> str:
    role = place.get("role")
    return f"{role}: {place['name']}" if role else str(place["name"])


def _read_place(line: str) -> Json:
    """
    >>> _read_place("destination: Armenia"), _read_place("Goris")["role"]
    ({'name': 'Armenia', 'country': None, 'role': 'destination'}, None)
    """
    role, colon, name = line.partition(":")
    if colon and role.strip().lower() in PLACE_ROLES:
        return {"name": name.strip(), "country": None, "role": role.strip().lower()}
    return {"name": line, "country": None, "role": None}


def _with_countries(typed: list[Json], before: Any) -> list[Json]:
    """A place whose name was left as it was keeps its country."""
    known = {place["name"]: place.get("country") for place in before}
    return [{**place, "country": known.get(place["name"])} for place in typed]


def _write_pair(item: Mapping[str, Json]) -> str:
    return "; ".join(str(value) for value in item.values() if value is not None)


def _read_pair(first: str, second: str) -> Callable[[str], Json]:
    """ "1234 5678; AMD" as an account, card; any as a channel; the second may be left out."""

    def read(line: str) -> Json:
        one, _, other = line.partition(";")
        return {first: one.strip(), second: other.strip() or None}

    return read


_LISTS: dict[Any, tuple[Callable[[Json], str], Callable[[str], Json], Any]] = {
    str: (str, str, _LINES),
    FigurePlace: (
        _write_place,
        _read_place,
        gettext_lazy("One on each line, such as “origin: Artsakh”, “destination: Armenia”, “at: Goris”."),
    ),
    AppealAccount: (
        _write_pair,
        _read_pair("number", "currency"),
        gettext_lazy("One on each line: number; currency."),
    ),
    Channel: (
        _write_pair,
        _read_pair("kind", "currency"),
        gettext_lazy("One on each line: bank_transfer, card or other; currency or “any”."),
    ),
}

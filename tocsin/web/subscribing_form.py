"""The form by which a reader asks for alerts."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.alerts.place_words import is_known, word_asked
from tocsin.delivery.channels import channel_of
from tocsin.publishing.wanted import Wanted
from tocsin.web import subscribing_choices as choices

#: what this site can send by, in the order in which it is offered
CHANNELS = (("mail", _("E-mail")), ("webhook", _("Webhook, for programs")))


class FilterForm(forms.Form):
    """What is asked for, whichever way it comes."""

    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all levels."),
    )
    places = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "7"}),
        help_text=_("Several with Ctrl or Cmd. None here nor below: all countries and places."),
    )
    named_places = forms.CharField(
        label=_("Places"),
        required=False,
        max_length=1000,
        help_text=_(
            "Towns or regions by any of their names, with commas between; beside the countries chosen."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Situations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all situations, also those that are not public yet."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only alerts that are written in one of them. None: all alerts."),
    )
    drills = forms.BooleanField(label=_("Exercises and tests too; they say so first"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, choices.Choices] = {
            "levels": choices.levels(),
            "places": choices.countries(),
            "topics": choices.situations(),
            "languages": choices.languages(),
        }
        for name, values in offered.items():
            _offer(self.fields[name], values)

    def clean_named_places(self) -> list[str]:
        """As alerts are found by them. A misspelt one is refused: nothing would ever come."""
        names = [name.strip() for name in self.cleaned_data["named_places"].split(",") if name.strip()]
        unknown = [name for name in names if not is_known(name)]
        if unknown:
            raise forms.ValidationError(
                _("No place is known as %(name)s; take another of its names, or a country."),
                params={"name": unknown[0][:80]},
            )
        return [word_asked(name) for name in names]

    @property
    def asked(self) -> dict[str, Any]:
        """The filter, as delivery reads it."""
        names = ("places", "levels", "topics", "languages", "drills")
        asked = {name: self.cleaned_data[name] for name in names}
        return asked | {"places": [*asked["places"], *self.cleaned_data["named_places"]]}


def _offer(field: forms.Field, values: choices.Choices) -> None:
    assert isinstance(field, forms.ChoiceField), field
    field.choices = values


class SubscribeForm(FilterForm):
    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, initial="mail")
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("A mail address, or for a webhook an address that begins with https://"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, str(words)) for name, words in CHANNELS if channel_of(name).ready()]
        _offer(self.fields["channel"], offered)
        self.fields["channel"].initial = offered[0][0]


class PushForm(FilterForm):
    """What the script of the page sends: where the browser is reached, and what only it can read."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    @property
    def keys(self) -> str:
        """As delivery keeps them."""
        return json.dumps({name: self.cleaned_data[name] for name in ("p256dh", "auth")})


def chosen_before(asked: Wanted) -> dict[str, object]:
    """What the form shows as chosen to who comes from alerts that are narrowed down so."""
    code = word_asked(asked.place) if asked.place else ""
    is_country = code in dict(choices.countries())
    return {
        "levels": [value for value, _words in choices.levels() if value.endswith(f"/{asked.level}")],
        "places": [code] if is_country else [],
        "named_places": "" if is_country else asked.place,
        "topics": [asked.situation],
        "languages": [asked.language],
    }

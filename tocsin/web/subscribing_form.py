"""The form by which a reader asks for alerts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.delivery.channels import channel_of
from tocsin.web import subscribing_choices as choices

#: what this site can send by, in the order in which it is offered
CHANNELS = (("mail", _("E-mail")), ("webhook", _("Webhook, for programs")))


class SubscribeForm(forms.Form):
    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, initial="mail")
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("A mail address, or for a webhook an address that begins with https://"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
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
        help_text=_("Several with Ctrl or Cmd. None: all countries."),
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
            "channel": [(name, str(words)) for name, words in CHANNELS if channel_of(name).ready()],
            "levels": choices.levels(),
            "places": choices.countries(),
            "topics": choices.situations(),
            "languages": choices.languages(),
        }
        for name, values in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), name
            field.choices = values
        self.fields["channel"].initial = offered["channel"][0][0]

    @property
    def asked(self) -> dict[str, Any]:
        """The filter, as delivery reads it."""
        names = ("places", "levels", "topics", "languages", "drills")
        return {name: self.cleaned_data[name] for name in names}

"""The form by which somebody gives by card: what is typed there is no card number, and never becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.errors import MoneyRefused
from tocsin.relief.cards.giving import Wish
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.models import Fund
from tocsin.relief.money.amount import Mark, amount
from tocsin.relief.money.currency import table
from tocsin.relief.money.money import Money

#: offered first; all others of ISO 4217 follow by their codes
FIRST = ("EUR", "USD", "AMD", "GBP", "CHF", "CAD", "AUD")


class GiveForm(forms.Form):
    amount = forms.CharField(
        label=_("Amount"),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    purpose = forms.ChoiceField(label=_("For"), required=False)
    every = forms.ChoiceField(
        label=_("How often"),
        choices=(("once", _("Once")), ("monthly", _("Every month, until you end it"))),
        initial="once",
        widget=forms.RadioSelect,
    )
    provider = forms.ChoiceField(label=_("Payment page"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Leave both empty to give anonymously."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("The receipt is sent there. Nothing else ever is."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, fund: Fund, providers: Sequence[CardProvider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("currency", currencies(providers))
        self._offer(
            "purpose", [("", _("Where it is needed most")), *((each, words(each)) for each in fund.purposes)]
        )
        self._offer("provider", [(each.name, each.title) for each in providers])
        self.fields["provider"].initial = providers[0].name
        if not any(each.monthly for each in providers):
            self._offer("every", [("once", _("Once"))])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "amount" in data and "currency" in data:
            try:
                data["money"] = typed_amount(data["amount"], data["currency"])
            except MoneyRefused as error:
                self.add_error("amount", str(error))
        return data

    def wish(self, language: str) -> Wish:
        data = self.cleaned_data
        return Wish(
            money=data["money"],
            purpose=data["purpose"],
            monthly=data["every"] == "monthly",
            language=language,
        )


def typed_amount(typed: str, code: str) -> Money:
    """From what a giver types, where a comma or a point can only stand before the minor units: 1,234 EUR is no 1234.

    Raises MoneyRefused.
    """
    text = typed.strip()
    mark: Mark = "," if "," in text else "."
    if "," in text and "." in text:
        raise MoneyRefused(f"{text!r} can be read in two ways", "write it without marks between thousands")
    return amount(text, code, decimal=mark)


def currencies(providers: Sequence[CardProvider]) -> list[tuple[str, str]]:
    """Those that one of them takes, the usual ones first. Funds, metals and test codes have no card."""
    codes = [*FIRST, *sorted(set(table()) - set(FIRST))]
    taken = [code for code in codes if not code.startswith("X") or code in ("XAF", "XCD", "XOF", "XPF")]
    return [
        (code, f"{code} · {table()[code].name}")
        for code in taken
        if any(each.takes(code) for each in providers)
    ]


def words(purpose: str) -> str:
    """
    >>> words("winter-clothes")
    'Winter clothes'
    """
    plain = purpose.replace("-", " ")
    return plain[:1].upper() + plain[1:]

"""The form in which a person says which column of a bank's table is what, and what it says once it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from tocsin.relief.bank.mapping import DAY_FORMS, TableMapping, mapping_from, said
from tocsin.web.numbers import whole

#: field -> what is asked; each is the name of a column, as it stands in the table's heading
COLUMNS: dict[str, Any] = {
    "day": gettext_lazy("day of booking"),
    "value_day": gettext_lazy("value date"),
    "status": gettext_lazy("what says whether the line is booked"),
    "amount": gettext_lazy("amount, with its sign"),
    "credit": gettext_lazy("or: amounts that came"),
    "debit": gettext_lazy("and amounts that went"),
    "mark": gettext_lazy("or: what says whether an amount without a sign came or went"),
    "balance": gettext_lazy("balance after the line"),
    "text": gettext_lazy("text of the payment"),
    "party": gettext_lazy("who paid or was paid"),
    "party_number": gettext_lazy("their account"),
    "reference": gettext_lazy("the bank's reference"),
    "code": gettext_lazy("the bank's code"),
    "account_column": gettext_lazy("our account, where the table has several"),
    "currency_column": gettext_lazy("currency, where the table has several"),
}
#: what holds for the whole table
FIXED: dict[str, Any] = {
    "account": gettext_lazy("Our account, where no column says it"),
    "currency": gettext_lazy("Currency, where no column says it"),
    "mark_came": gettext_lazy("Word of an amount that came (CRDT, H, Bij)"),
    "mark_went": gettext_lazy("Word of an amount that went (DBIT, S, Af)"),
    "status_booked": gettext_lazy("Word of a line that is booked (others are left aside)"),
}
#: field -> value -> how it is shown
CHOICES: dict[str, dict[str, Any]] = {
    "day_form": {each: each for each in DAY_FORMS},
    "decimal": {".": "1234.50", ",": "1234,50"},
    "grouping": {
        "": gettext_lazy("nothing"),
        ".": "1.234",
        ",": "1,234",
        " ": "1 234",
        "'": "1'234",
    },
    "delimiter": {
        ",": gettext_lazy("a comma"),
        ";": gettext_lazy("a semicolon"),
        "\t": gettext_lazy("a tab"),
        "|": "|",
    },
    "encoding": {
        each: each for each in ("utf-8", "windows-1252", "windows-1251", "iso-8859-15", "cp852", "utf-16")
    },
}
ASKED: dict[str, Any] = {
    "day_form": gettext_lazy("Days are written"),
    "decimal": gettext_lazy("Mark before the minor units"),
    "grouping": gettext_lazy("Between thousands"),
    "delimiter": gettext_lazy("Between columns (CSV)"),
    "encoding": gettext_lazy("Encoding (CSV)"),
}


#: of rows that are no lines of the bank
NUMBERS: dict[str, Any] = {
    "skipped": gettext_lazy("Lines above the heading"),
    "skipped_below": gettext_lazy("Rows below the last line (sums, notes)"),
}
SWITCHES: dict[str, Any] = {
    "newest_first": gettext_lazy("The newest line comes first"),
    "headless": gettext_lazy("There is no heading: columns are named by their place, 1, 2, 3 ..."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    name: str
    label: Any
    options: tuple[tuple[str, Any, bool], ...]


def typed(asked: Mapping[str, str]) -> dict[str, Any]:
    """What was sent, as `mapping_from` takes it; what is no number stands as it was typed, and is refused there."""
    words = {name: asked.get(name, "").strip() for name in ("bank", *COLUMNS, *FIXED)}
    signs = {name: asked[name] for name in CHOICES if asked.get(name)}
    return {
        **{name: value for name, value in words.items() if value},
        **signs,
        **{name: _number(asked.get(name, "") or "0") for name in NUMBERS},
        **{name: asked.get(name) == "on" for name in SWITCHES},
    }


def _number(said: str) -> int | str:
    number = whole(said)
    return said if number is None else number


def mapping_typed(asked: Mapping[str, str]) -> TableMapping:
    """Raises WrongUse."""
    return mapping_from(typed(asked))


def form_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the form is drawn from; `values` are those of a mapping, or what was typed."""
    return {
        "bank": values.get("bank", ""),
        "columns": [(name, label, values.get(name, "")) for name, label in COLUMNS.items()],
        "fixed": [(name, label, values.get(name, "")) for name, label in FIXED.items()],
        "choices": [_choice(name, values) for name in CHOICES],
        "numbers": [(name, label, values.get(name, 0)) for name, label in NUMBERS.items()],
        "switches": [(name, label, values.get(name, False)) for name, label in SWITCHES.items()],
    }


def empty() -> dict[str, Any]:
    """What holds of a table where nobody says anything else."""
    return said(TableMapping(bank="", day=""))


def _choice(name: str, values: Mapping[str, Any]) -> Choice:
    chosen = values.get(name, empty()[name])
    known = CHOICES[name] if chosen in CHOICES[name] else {**CHOICES[name], chosen: chosen}
    options = tuple((value, shown, value == chosen) for value, shown in known.items())
    return Choice(name=name, label=ASKED[name], options=options)

"""A finding in words, for a person to read: one line, and its fields by name. Pure; shows what the fields say, no more."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.web.dates import stated

Fields = Mapping[str, Any]

QUANTIFIERS: dict[str, Any] = {
    "exact": "",
    "about": gettext_lazy("about"),
    "more_than": gettext_lazy("more than"),
    "less_than": gettext_lazy("fewer than"),
    "at_least": gettext_lazy("at least"),
    "up_to": gettext_lazy("up to"),
    "range": "",
}
UNITS: dict[str, Any] = {
    "person": gettext_lazy("people"),
    "household": gettext_lazy("households"),
    "house": gettext_lazy("houses"),
    "vehicle": gettext_lazy("vehicles"),
}
KINDS: dict[str, Any] = {
    "figure": gettext_lazy("figure"),
    "statement": gettext_lazy("statement"),
    "time": gettext_lazy("time"),
    "place": gettext_lazy("place"),
    "event": gettext_lazy("event"),
    "call": gettext_lazy("call"),
    "response": gettext_lazy("response"),
    "qualification": gettext_lazy("crime named"),
    "appeal": gettext_lazy("appeal"),
    "problem": gettext_lazy("problem"),
}
CERTAINTIES: dict[str, Any] = {
    "asserted": gettext_lazy("asserted"),
    "attributed": gettext_lazy("attributed"),
    "unconfirmed": gettext_lazy("unconfirmed"),
    "denied": gettext_lazy("denied"),
}
PLACE_ROLES: dict[str, Any] = {
    "origin": gettext_lazy("from"),
    "destination": gettext_lazy("to"),
    "at": gettext_lazy("at"),
}
STATES: dict[str, Any] = {
    "open": gettext_lazy("open"),
    "accepted": gettext_lazy("accepted"),
    "corrected": gettext_lazy("corrected"),
    "refused": gettext_lazy("refused"),
    "disputed": gettext_lazy("disputed"),
}
#: what reviews say: the states that they leave, and that one was taken back
DECISIONS: dict[str, Any] = {**STATES, "withdrawn": gettext_lazy("withdrawn")}
LABELS: dict[str, Any] = {
    "act": gettext_lazy("speech act"),
    "action": gettext_lazy("what is asked"),
    "actor": gettext_lazy("by whom"),
    "addressee": gettext_lazy("of whom"),
    "accounts": gettext_lazy("account numbers"),
    "as_of": gettext_lazy("as of"),
    "beneficiary": gettext_lazy("for whom"),
    "body": gettext_lazy("who acted"),
    "by": gettext_lazy("named by"),
    "certainty": gettext_lazy("certainty"),
    "change": gettext_lazy("change"),
    "channels": gettext_lazy("ways to give"),
    "collector": gettext_lazy("who collects"),
    "country": gettext_lazy("country"),
    "cue": gettext_lazy("word that shows it"),
    "direct": gettext_lazy("direct quotation"),
    "form": gettext_lazy("name or adjective"),
    "high": gettext_lazy("highest"),
    "kind": gettext_lazy("stock or flow"),
    "known_as": gettext_lazy("known as"),
    "lat": gettext_lazy("latitude"),
    "links": gettext_lazy("links"),
    "lon": gettext_lazy("longitude"),
    "low": gettext_lazy("lowest"),
    "name": gettext_lazy("name"),
    "of": gettext_lazy("of what conduct"),
    "place": gettext_lazy("where"),
    "places": gettext_lazy("places"),
    "population": gettext_lazy("people counted"),
    "quantifier": gettext_lazy("quantifier"),
    "reason": gettext_lazy("reason"),
    "relayed_by": gettext_lazy("told to"),
    "result": gettext_lazy("result"),
    "said_at": gettext_lazy("said at"),
    "since": gettext_lazy("since"),
    "speaker": gettext_lazy("said by"),
    "speaker_name": gettext_lazy("said by"),
    "target": gettext_lazy("against whom"),
    "term": gettext_lazy("measure"),
    "to": gettext_lazy("to whom"),
    "type": gettext_lazy("type"),
    "unit": gettext_lazy("unit"),
    "until": gettext_lazy("until"),
    "value": gettext_lazy("value"),
    "what": gettext_lazy("what"),
    "when": gettext_lazy("when"),
}
#: a crime's measure has a word of its own, not that of a figure
_LABELS_OF_KIND: dict[tuple[str, str], Any] = {("qualification", "term"): gettext_lazy("crime or element")}
#: fields whose content the headline or the marked text already shows
_SHOWN_ELSEWHERE = frozenset(
    {"start", "end", "speakers", "cue", "content", "part_of", "denies", "quantifier", "value", "low", "high"}
)
_TIMES = frozenset({"as_of", "since", "until", "said_at", "when"})


def label(kind: str, name: str) -> str:
    return str(_LABELS_OF_KIND.get((kind, name)) or LABELS.get(name, name))


def number(value: float | None) -> str:
    """With separators: 97,735. None is an empty text."""
    if value is None:
        return ""
    return number_format(value, use_l10n=True, force_grouping=True)


def quantity(value: float | None, low: float | None, high: float | None, quantifier: str) -> str:
    """97,735, "about 42,500", "2,000 to 3,000"."""
    return f"{quantifier_words(quantifier)} {bare_quantity(value, low, high)}".strip()


def quantifier_words(quantifier: str) -> str:
    """What limits the number; empty where it is exact or a range."""
    return str(QUANTIFIERS.get(quantifier, quantifier))


def bare_quantity(value: float | None, low: float | None, high: float | None) -> str:
    """The number or range alone; only for places that show the quantifier beside it."""
    if value is None and low is not None and high is not None:
        return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    return number(next((each for each in (value, low, high) if each is not None), None))


def time_of_figure(as_of: str | None, since: str | None, until: str | None) -> str:
    """The instant that a stock holds for, or the time that a flow covers; empty where neither is said.

    >>> time_of_figure(None, "2023-09-26", "2023-09-26"), time_of_figure(None, "2023-09-24", "2023-09-25")
    ('on Tue 26 Sept 2023', 'Sun 24 Sept 2023 to Mon 25 Sept 2023')
    """
    if as_of:
        return stated(as_of)
    if since and until:
        if since == until:
            return _("on %(day)s") % {"day": stated(since)}
        return _("%(since)s to %(until)s") % {"since": stated(since), "until": stated(until)}
    if since:
        return _("since %(since)s") % {"since": stated(since)}
    return _("until %(until)s") % {"until": stated(until)} if until else ""


def unit_words(unit: str | None) -> str:
    return str(UNITS.get(unit or "", unit or ""))


def measure_words(term: str | None) -> str:
    return (term or "").replace("_", " ")


def headline(kind: str, fields: Fields, quote: str) -> str:
    """One line for the finding, in plain text."""
    line = _HEADLINES[kind](fields, quote).strip() if kind in _HEADLINES else ""
    return line or quote


def content(fields: Fields, quote: str) -> str:
    """What a statement says: its content passages, or the whole passage where none is marked."""
    start = fields.get("start", 0)
    pieces = [quote[span["start"] - start : span["end"] - start] for span in fields.get("content") or ()]
    return " … ".join(piece.strip() for piece in pieces if piece.strip()) or quote


def crime(term: str) -> str:
    return term.replace("_", " ")


def _figure(fields: Fields, quote: str) -> str:
    number_ = quantity(fields["value"], fields["low"], fields["high"], fields["quantifier"])
    if fields["unit"] and fields["unit"] not in UNITS:
        return quote  # its own words know the plural
    return f"{number_} {unit_words(fields['unit'])} {measure_words(fields['term'])}".replace("  ", " ")


def _statement(fields: Fields, quote: str) -> str:
    return f"{fields['speaker_name'] or _('Somebody not named')}: {content(fields, quote)}"


def _event(fields: Fields, quote: str) -> str:
    sides = " → ".join(side for side in (fields["actor"], fields["target"]) if side)
    return f"{fields['type']}: {sides}" if sides else fields["type"]


def _call(fields: Fields, quote: str) -> str:
    asked = f"{fields['addressee']}: {fields['action']}" if fields["addressee"] else fields["action"]
    return f"{fields['speaker_name']} → {asked}" if fields["speaker_name"] else asked


def _response(fields: Fields, quote: str) -> str:
    parts = [fields["body"], fields["what"]]
    return ": ".join(part for part in parts if part)


def _appeal(fields: Fields, quote: str) -> str:
    parts = [fields["collector"], fields["beneficiary"]]
    return " → ".join(part for part in parts if part)


_HEADLINES: dict[str, Callable[[Fields, str], str]] = {
    "figure": _figure,
    "statement": _statement,
    "time": lambda fields, quote: stated(fields["value"]),
    "place": lambda fields, quote: str(fields["name"]),
    "event": _event,
    "call": _call,
    "response": _response,
    "qualification": lambda fields, quote: crime(fields["term"]),
    "appeal": _appeal,
    "problem": lambda fields, quote: str(fields["reason"]),
}


def rows(kind: str, fields: Fields) -> list[tuple[str, str]]:
    """The fields that say something, each as (label, words)."""
    named = ((name, fields[name]) for name in fields if name not in _SHOWN_ELSEWHERE)
    return [(label(kind, name), words) for name, value in named if (words := _words(name, value))]


def _words(name: str, value: Any) -> str:
    if value is None or value == "" or value == [] or value is False:
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, list | tuple):
        return "; ".join(_item(item) for item in value)
    if isinstance(value, int | float):
        return str(value)
    if name in _TIMES:
        return stated(value)
    return str(CERTAINTIES.get(value, value)) if name == "certainty" else str(value)


def _item(item: Any) -> str:
    """A place "to Armenia", an account "1234 AMD", a channel "card, any", or a plain text."""
    if not isinstance(item, Mapping):
        return str(item)
    if "name" in item:
        return f"{PLACE_ROLES.get(item.get('role') or '', '')} {item['name']}".strip()
    return " ".join(str(each).replace("_", " ") for each in item.values() if each is not None)

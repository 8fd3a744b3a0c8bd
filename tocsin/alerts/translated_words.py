"""What a translator typed, checked before it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.fixed_words import PHRASES
from tocsin.alerts.models import Alert
from tocsin.alerts.translations import phrases_needed
from tocsin.alerts.wording import one_line
from tocsin.errors import WrongUse

_CHARS_MAX = {"headline": 160, "area": 300, "event": 160, "translator": 120}
_SENTENCE_CHARS_MAX, _PHRASE_CHARS_MAX = 3_000, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a translator typed."""

    headline: str
    area: str
    event: str
    #: one for each sentence of the alert, in its order
    sentences: Sequence[str]
    #: by the names of `PHRASES`; those that the alert does not need may be left out
    phrases: Mapping[str, str]


def paired(alert: Alert, sentences: Sequence[str]) -> list[list[str]]:
    said = list(alert.sentences.values_list("text", flat=True))
    if len(said) != len(sentences):
        raise WrongUse(
            f"there are {len(sentences)} sentences where the alert has {len(said)}", "translate each one"
        )
    return [
        [of, _within(text, _SENTENCE_CHARS_MAX, "a sentence")]
        for of, text in zip(said, sentences, strict=True)
    ]


def checked_phrases(alert: Alert, typed: Mapping[str, str]) -> dict[str, str]:
    unknown = set(typed) - set(PHRASES)
    if unknown:
        raise WrongUse(f"{min(unknown)!r} is no phrase of an alert", f"choose from {', '.join(PHRASES)}")
    given = {name: text for name, text in typed.items() if text.strip()}
    for name in phrases_needed(alert):
        if name not in given:
            raise WrongUse(f"the words for {str(PHRASES[name])!r} are missing", "translate them too")
    return {name: _within(text, _PHRASE_CHARS_MAX, "a phrase") for name, text in given.items()}


def checked_line(name: str, value: str, least: int = 1) -> str:
    return _within(value, _CHARS_MAX[name], f"the {name}", least=least)


def _within(text: str, most: int, what: str, least: int = 1) -> str:
    line = one_line(fit_for_xml(text))
    if not least <= len(line) <= most:
        raise WrongUse(
            f"{what} has {len(line)} characters in translation", f"write between {least} and {most}"
        )
    return line

"""The fixed words of an alert: titles of its sections, kinds of message, the mark of our own judgement.

We ship them in a few languages. In any other they are English until a translator says them, and the alert says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from django.utils.translation import gettext_lazy

from tocsin.alerts.models import Sentence

#: what the desk calls those that a translator says too
PHRASES = {
    "happened": gettext_lazy("What has happened"),
    "unclear": gettext_lazy("What is not clear"),
    "at risk": gettext_lazy("Who is at risk"),
    "asked": gettext_lazy("What we ask"),
    "judgement": gettext_lazy("our own judgement"),
    "Exercise": gettext_lazy("Exercise"),
    "Test": gettext_lazy("Test"),
    "Update": gettext_lazy("Update"),
    "Cancel": gettext_lazy("Cancelled"),
}
SECTION_TITLES = {section: PHRASES[section] for section in Sentence.Section}
#: what stands where we ship no words of a language
FALLBACK = "en"


def words_of(language: str) -> Mapping[str, str]:
    """All fixed words by name, in the language that `written_in` names."""
    return _table()[written_in(language)]


def written_in(language: str) -> str:
    """In which language the fixed words of an alert in this language are written, unless somebody translated them.

    >>> written_in("fr-CA"), written_in("am")
    ('fr', 'en')
    """
    primary = language.split("-")[0]
    return primary if primary in _table() else FALLBACK


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """Language -> name -> words."""
    text = (resources.files("tocsin.alerts") / "data" / "fixed_words.tsv").read_text(encoding="utf-8")
    head, *lines = [line for line in text.splitlines() if line][1:]
    _name, *languages = head.removeprefix("# ").split("\t")
    rows = [line.split("\t") for line in lines]
    return {
        language: {row[0]: row[column] for row in rows} for column, language in enumerate(languages, start=1)
    }

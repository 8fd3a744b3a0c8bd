"""Findings whose passage holds some words, the newest first."""

import re
from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tocsin.errors import WrongUse
from tocsin.record.models import Finding

#: words of one search; more are no search but a text
WORDS_MAX = 12
#: findings that a search gives at most
FOUND_MAX = 200
_WORD = re.compile(r"\w+")


def search(
    asked: str, *, kinds: Collection[str] = (), states: Collection[str] = (), most: int = 20
) -> list[Finding]:
    """The newest findings that hold every word, in any case and order; a word that ends in * begins one.

    Raises WrongUse where there is no word to look for, or more than anybody types.
    """
    words = [
        (word, asked[match.end() : match.end() + 1] == "*")
        for match in _WORD.finditer(asked)
        for word in [match[0]]
    ]
    if not words or len(words) > WORDS_MAX:
        raise WrongUse(f"{asked[:60]!r} cannot be searched for", f"give one to {WORDS_MAX} words")
    found = _holding(words)
    if kinds:
        found = found.filter(kind__in=kinds)
    if states:
        found = found.filter(state__in=states)
    return list(found.select_related("report", "review").order_by("-pk")[: min(most, FOUND_MAX)])


def _holding(words: list[tuple[str, bool]]) -> QuerySet[Finding]:
    if connection.vendor == "sqlite":
        query = " ".join(f'"{word}"{"*" if begins else ""}' for word, begins in words)
        matching = RawSQL(
            "SELECT rowid FROM record_finding_words WHERE record_finding_words MATCH %s", [query]
        )
        return Finding.objects.filter(pk__in=matching)
    query = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in words)
    matches = RawSQL("to_tsvector('simple', record_finding.quote) @@ to_tsquery('simple', %s)", [query])
    return Finding.objects.alias(matches=matches).filter(matches=True)

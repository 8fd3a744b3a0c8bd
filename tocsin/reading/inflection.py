"""The forms of a verb, from its lemma and those forms that are not regular."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

Form = Literal["base", "third", "past", "gerund"]


def verb_forms(lemma: str, irregular: Sequence[str]) -> Iterator[tuple[str, Form]]:
    """Each form once or more; an irregular one replaces the regular one that ends alike.

    >>> [form for form, _ in verb_forms("deny", ["denies", "denied", "denying"])]
    ['deny', 'denies', 'denied', 'denying']
    """
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    sibilant = lemma.endswith(("s", "sh", "ch"))
    gerund_stem = lemma if lemma.endswith(("ee", "oe", "ye")) else stem
    gerunds = [form for form in irregular if form.endswith("ing")] or [gerund_stem + "ing"]
    thirds = [form for form in irregular if form.endswith("s")] or [lemma + ("es" if sibilant else "s")]
    pasts = [form for form in irregular if form not in gerunds + thirds] or [stem + "ed"]
    yield lemma, "base"
    yield from ((form, "third") for form in thirds)
    yield from ((form, "past") for form in pasts)
    yield from ((form, "gerund") for form in gerunds)
